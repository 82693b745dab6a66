"""A song as symbols: its notes part by part, and what a listener should find in it."""

from dataclasses import dataclass
from typing import NamedTuple

from model.chords import Chord

VOICES = ("melody", "second")  # second: a voice beside the melody
ROLES = (*VOICES, "chords", "bass", "pad", "drums")


@dataclass(frozen=True)
class Note:
    """A note from start to end, in seconds: its MIDI key (a drum's General MIDI number), velocity 0 to 1."""

    start: float
    end: float
    midi: int
    velocity: float


@dataclass(frozen=True)
class Part:
    """The notes of one player, in order of time; role is one of `ROLES`."""

    role: str
    notes: tuple[Note, ...]


class Beat(NamedTuple):
    """A beat, in seconds, and its place in the bar, from the downbeat's 1."""

    time: float
    position: int


class TimedChord(NamedTuple):
    """A chord (or NO_CHORD) and when it sounds, in seconds; its bass is the lowest chord note intended."""

    start: float
    end: float
    chord: Chord


class TimedKey(NamedTuple):
    """A key and when the song is in it, in seconds: the tonic as one of `ROOTS`, mode "maj" or "min"."""

    start: float
    end: float
    tonic: str
    mode: str


@dataclass(frozen=True)
class Song:
    """Parts, and the truth about them: beats, chords and keys; the last two cover it from 0 to seconds."""

    seconds: float
    parts: tuple[Part, ...]
    beats: tuple[Beat, ...]
    chords: tuple[TimedChord, ...]
    keys: tuple[TimedKey, ...]
