"""Songs: what was heard of one -> the timeline of its chords, beats and keys."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from model.beats import find_rhythm
from model.chords import NO_CHORD
from model.decision import ALL, Calibration
from model.keys import KeyFinder
from model.prediction import Logits
from model.segments import name_chords
from model.timeline import KeyRegion, TimedChord, Timeline


@dataclass(frozen=True)
class HeardSong:
    """What was heard of a recording, from which its timeline is decided in any vocabulary.

    seconds: its length. beats: what the network for beats said of its frames, logits [3, frames]. tuning:
    cents above A440, or None. logits: what the others said of its segments, roots [segments, 13], types
    [segments, 15, 12], basses [segments, 12].
    """

    seconds: float
    beats: np.ndarray
    tuning: float | None
    logits: Logits


def decide(
    heard: HeardSong, calibration: Calibration, key_finder: KeyFinder, vocabulary: str = ALL
) -> Timeline:
    """A song that was heard -> its timeline, with the chords of a vocabulary.

    Chords change on beats, and where they change tells where bars begin: so they are named once without
    beats and once on them. Beats and keys are those that all chords tell, whatever the vocabulary.
    """
    named = partial(name_chords, heard.logits, calibration, heard.seconds)
    rhythm = find_rhythm(heard.beats, np.array([timed.start for timed in named()[1:]]))
    chords = named(rhythm.beats)
    is_pitched = any(timed.chord != NO_CHORD for timed in chords)
    return Timeline(
        seconds=heard.seconds,
        tempo=rhythm.tempo,
        metre=rhythm.metre,
        tuning=heard.tuning if is_pitched else None,
        beats=rhythm.beats,
        keys=find_keys(chords, key_finder),
        chords=chords if vocabulary == ALL else named(rhythm.beats, vocabulary),
    )


def find_keys(chords: tuple[TimedChord, ...], key_finder: KeyFinder) -> tuple[KeyRegion, ...]:
    """The keys of chords in time, from the start of a song to its end; none where no chord sounds."""
    spans = key_finder.find([timed.sounding for timed in chords])
    return tuple(KeyRegion(chords[span.start].start, chords[span.end - 1].end, span.key) for span in spans)
