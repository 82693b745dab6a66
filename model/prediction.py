"""The recogniser's answer, as it travels to the page and to the command line."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from model import analysis
from model.analysis import Peaks
from model.chords import Chord

WHOLE = 0.95  # of a recording: hearing that much is hearing all of it
ALMOST_CERTAIN = 0.95  # confidence from which an answer is called that
SILENT = -120.0  # dB of full scale: below the last bit of 16


@dataclass(frozen=True)
class Candidate:
    """A chord (or NO_CHORD) and the probability that it is the one played."""

    chord: Chord
    probability: float


@dataclass(frozen=True)
class Logits:
    """The answers of both networks to one clip, float32.

    roots: [13], C to B and "no chord". types: [15, 12], each type on each root. basses: [12].
    """

    roots: np.ndarray
    types: np.ndarray
    basses: np.ndarray


@dataclass(frozen=True)
class Answer:
    """The chords that a recording may hold.

    candidates: the most probable first, alone with its bass; of the recogniser, all chords of the
    vocabulary and NO_CHORD, summing to 1.
    sure: whether the confidence is above the measured threshold of "not sure".
    roots: probability of each of `ROOT_LABELS` (12 roots and "N"); sums to 1.
    types: probability of each type of the vocabulary on the answer's root (of "no chord": on the most
    probable root); sums to 1. basses: probability of each of `ROOTS` to be the lowest note; sums to 1.
    """

    candidates: tuple[Candidate, ...]
    sure: bool = True
    roots: dict[str, float] = field(default_factory=dict)
    types: dict[str, float] = field(default_factory=dict)
    basses: dict[str, float] = field(default_factory=dict)

    @property
    def chord(self) -> Chord:
        """The most probable chord, or NO_CHORD."""
        return self.candidates[0].chord

    @property
    def confidence(self) -> float:
        """Joint probability of the chord's root and type, 0 to 1."""
        return self.candidates[0].probability


@dataclass(frozen=True)
class Prediction:
    """The answer for one recording, and what it rests on.

    seconds: length of the recording. start, end: the part of it that was judged, in seconds.
    level: the loudest sample of that part, in dB of full scale; `SILENT` for none at all.
    tuning: cents above A440, -50 to 50, or None where there is nothing to tell it by.
    note: MIDI number of the single note where there is one and no chord, or None.
    spectrogram: the pitch spectrogram of that part, float32 [bins, frames], 0 to 1. peaks: of its mean.
    logits: what the networks said, from which another vocabulary can be decided.
    several: the chords that follow one another in that part, if it clearly holds more than one.
    """

    answer: Answer
    seconds: float
    start: float
    end: float
    level: float
    tuning: float | None
    note: int | None
    spectrogram: np.ndarray = field(repr=False, compare=False)
    peaks: Peaks = field(repr=False, compare=False)
    logits: Logits = field(repr=False, compare=False)
    several: tuple[Chord, ...] = ()

    @property
    def chord(self) -> Chord:
        """The most probable chord, or NO_CHORD."""
        return self.answer.chord

    @property
    def confidence(self) -> float:
        """Joint probability of the chord's root and type, 0 to 1."""
        return self.answer.confidence

    @property
    def sure(self) -> bool:
        """True where the confidence is above the measured threshold of "not sure"."""
        return self.answer.sure

    @property
    def is_part(self) -> bool:
        """True where the recording is longer than a chord, so that only its strongest part was judged."""
        return self.end - self.start < WHOLE * self.seconds

    @cached_property
    def profile(self) -> np.ndarray:
        """The strength of each pitch class [12], C first, the strongest 1."""
        return analysis.profile(self.spectrogram)

    @cached_property
    def beside(self) -> tuple[int, ...]:
        """The pitch classes that sound beside the chord's notes, the strongest first; mostly none."""
        return () if self.chord.root is None else analysis.foreign(self.peaks, self.chord)

    def as_json(self) -> dict[str, object]:
        """The fields that the command line and the API give, without the picture."""
        return {
            "chord": self.chord.label,
            "root": self.chord.root,
            "type": self.chord.type,
            "bass": self.chord.bass or self.chord.root,
            "confidence": self.confidence,
            "roots": self.answer.roots,
            "types": self.answer.types,
            "basses": self.answer.basses,
            "seconds": self.seconds,
            "sure": self.sure,
            "start": self.start,
            "end": self.end,
            "tuning": None if self.tuning is None else round(self.tuning, 1),
            "note": self.note,
            "several": [chord.label for chord in self.several],
        }
