"""Several chords in one recording, told from a chord that is strummed, broken or struck again."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from model.chords import NO_CHORD, Chord
from model.timeline import TimedChord

BRIEFEST = 0.5  # seconds: what passes more quickly is the way from one chord to the next
TURNS = 4  # roots one after the other that are no longer those of one chord whose notes come and go


def several(chords: Sequence[TimedChord]) -> tuple[Chord, ...]:
    """The chords that clearly follow one another in a recording; none where it may be a single one.

    A chord that goes on while notes come and go keeps its root, or loses and gains notes, but never both, and
    not again and again.
    """
    clear = [timed.chord for timed in chords if _is_clear(timed)]
    named = tuple(chord for chord, _ in groupby(clear))
    turns = len(list(groupby(chord.root for chord in named)))
    return named if turns >= TURNS or any(_is_another(*pair) for pair in pairwise(named)) else ()


def _is_clear(timed: TimedChord) -> bool:
    return timed.sure and timed.chord != NO_CHORD and timed.end - timed.start >= BRIEFEST


def _is_another(chord: Chord, following: Chord) -> bool:
    """Tell if two chords are more than one of which some notes are silent for a while."""
    one, other = set(chord.pitch_classes), set(following.pitch_classes)
    return chord.root != following.root and not (one <= other or other <= one)
