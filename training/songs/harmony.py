"""A progression written down: which chord for how many beats, in which metre and key."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import accumulate

from model.chords import CHORDS, ROOTS, Chord
from model.shapes import is_voicing
from training.sounds.voicings import foreign_basses

SCALES = {"maj": (0, 2, 4, 5, 7, 9, 11), "min": (0, 2, 3, 5, 7, 8, 10)}  # semitones above the tonic


@dataclass(frozen=True)
class Step:
    """A chord (or NO_CHORD) for some beats, in a key: its tonic's pitch class, mode "maj" or "min"."""

    chord: Chord
    beats: int
    tonic: int
    mode: str

    @property
    def scale(self) -> frozenset[int]:
        """The pitch classes of the key's scale, with those of the chord in place of what they alter."""
        return _scale(self.chord, self.tonic, self.mode)


@dataclass(frozen=True)
class Progression:
    """Chords to play in a style of `progressions.STYLES`; `first` is the first beat's place in its bar."""

    style: str
    metre: int
    first: int
    steps: tuple[Step, ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The beat on which each step begins, from 0, and the one after the last step."""
        return (0, *accumulate(step.beats for step in self.steps))

    @property
    def beats(self) -> int:
        """The number of beats."""
        return self.starts[-1]

    @property
    def bars(self) -> int:
        """The number of bars, short ones at both ends included."""
        return -(-(self.beats + self.first - 1) // self.metre)

    @property
    def barlines(self) -> list[int]:
        """The steps that begin with a bar."""
        return [i for i, start in enumerate(self.starts[:-1]) if (start + self.first - 1) % self.metre == 0]

    def place(self, beat: float) -> int:
        """The step that is played at a beat; the last one after the end."""
        return min(bisect_right(self.starts, beat), len(self.steps)) - 1

    @property
    def doubled(self) -> "Progression":
        """The same written in notes half as long: twice as many beats, and bars."""
        steps = tuple(replace(step, beats=2 * step.beats) for step in self.steps)
        return replace(self, first=(2 * (self.first - 1)) % self.metre + 1, steps=steps)

    def cut(self, beats: int) -> "Progression":
        """The first so many beats of it."""
        left = [beats - start for start in self.starts[:-1]]
        kept = (replace(s, beats=min(s.beats, n)) for s, n in zip(self.steps, left, strict=True) if n > 0)
        return replace(self, steps=tuple(kept))


@cache
def named(chord: Chord) -> Chord:
    """A chord by the name that the vocabulary has for its notes over its bass: C/A is A minor seventh."""
    if chord.bass is None or ROOTS.index(chord.bass) in chord.basses or chord.bass in foreign_basses(chord):
        return chord
    notes = (ROOTS.index(chord.bass), *(12 + pitch_class for pitch_class in chord.pitch_classes))
    named_so = next((other for other in CHORDS if is_voicing(notes, other)), None)
    if named_so is None:
        return Chord(chord.root, chord.type)
    return replace(named_so, bass=None if chord.bass == named_so.root else chord.bass)


@cache
def _scale(chord: Chord, tonic: int, mode: str) -> frozenset[int]:
    key = {(tonic + degree) % 12 for degree in SCALES[mode]}
    altering = set(chord.pitch_classes) - key
    kept = {note for note in key if not any((note - other) % 12 in (1, 11) for other in altering)}
    return frozenset(kept.union(chord.pitch_classes))
