"""Where to put a capo, or in which key to play, so that a song takes as few barre chords as can be."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from model.adjust import TRANSPOSITIONS, transpose_chord
from model.chords import Chord
from model.shapes import shown_shape
from model.timeline import Timeline

HIGHEST = 7  # fret at which a capo is advised
AS_GOOD = 0.02  # of the time: fewer barre chords than that are not worth a move
NEAREST = sorted(TRANSPOSITIONS, key=abs)


def barre_share(timeline: Timeline, semitones: int = 0) -> float:
    """The share of the time with chords, 0 to 1, in which they are held with a barre, so much higher.

    Chords over another bass count as those over their root, which is how most people play them.
    """
    return _barre_share(_lengths(timeline), semitones)


def easiest_capo(timeline: Timeline) -> int:
    """The lowest fret at which a capo leaves the fewest barre chords to a song as it sounds; 0 is none."""
    return -_first_easiest(timeline, range(0, -HIGHEST - 1, -1))


def easiest_transposition(timeline: Timeline) -> int:
    """The semitones to the nearest key in which a song has the fewest barre chords."""
    return _first_easiest(timeline, NEAREST)


def _first_easiest(timeline: Timeline, moves: Iterable[int]) -> int:
    """The first move by semitones that leaves hardly more barre chords than the best."""
    lengths = _lengths(timeline)
    shares = {move: _barre_share(lengths, move) for move in moves}
    best = min(shares.values())
    return next(move for move, share in shares.items() if share <= best + AS_GOOD)


def _lengths(timeline: Timeline) -> Counter[Chord]:
    """The seconds that each chord sounds, over whatever bass."""
    lengths = Counter()
    for timed in timeline.chords:
        if timed.chord.root is not None:
            lengths[replace(timed.chord, bass=None)] += timed.end - timed.start
    return lengths


def _barre_share(lengths: Counter[Chord], semitones: int) -> float:
    """The same as `barre_share`, of chords by the seconds that they sound."""
    shapes = {chord: shown_shape(transpose_chord(chord, semitones)) for chord in lengths}
    barred = sum(lengths[chord] for chord, shape in shapes.items() if shape.barre is not None)
    return barred / (lengths.total() or 1.0)
