"""Arrangements: who plays which notes of a song, on instruments that training never heard."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from model import harte
from model.chords import NO_CHORD, ROOTS
from training.songs.annotation import label_at
from training.songs.pop909 import BRIDGE, MELODY, PIANO, PopSong
from training.songs.recording import SNARE, drum_of
from training.songs.song import Note
from training.sounds.banks import NoteBank
from training.sounds.instruments import Instruments
from training.testset import PIANOS

KICK, HAT = 36, 42  # General MIDI percussion
STROKES = {2: (KICK, SNARE), 3: (KICK, None, SNARE), 4: (KICK, SNARE, KICK, SNARE)}  # by metre, on each beat
VELOCITIES = {KICK: 0.87, SNARE: 0.79, HAT: 0.49}
OFF_BEAT = 0.75  # of a hi-hat's velocity between beats
HUMAN = 0.06  # standard deviation of a drummer's velocities
HIT_SECONDS = 3.0  # nobody damps a drum
LOWEST_BASS = 28  # MIDI, E1
BASS_VELOCITY = 0.71
EARLY = 0.02  # seconds around a beat in which a chord changes with it
# From and to how many dB over the accompaniment.
LEVELS = {"melody": (-1.0, 5.0), "bridge": (-6.0, 1.0), "bass": (-4.0, 2.0), "drums": (-5.0, 3.0)}


@dataclass(frozen=True)
class Track:
    """The notes of one instrument. level: dB over the first track of the arrangement, while it is heard."""

    bank: NoteBank
    notes: tuple[Note, ...]
    level: float = 0.0


def piano(song: PopSong, players: Instruments, rng: np.random.Generator) -> tuple[Track, ...]:
    """Accompaniment and melody on one piano."""
    return (Track(_pick(_pianos(players), rng), song.tracks.get(PIANO, ()) + song.tracks.get(MELODY, ())),)


def band(song: PopSong, players: Instruments, rng: np.random.Generator) -> tuple[Track, ...]:
    """Piano, two other instruments for melody and bridge, and bass and drums where there are any."""
    others = [bank for bank in players.pitched if bank not in _pianos(players)]
    lead, second = (others[place] for place in rng.permutation(len(others))[:2])
    tracks = [Track(_pick(_pianos(players), rng), song.tracks.get(PIANO, ()))]
    tracks.append(Track(lead, song.tracks.get(MELODY, ()), rng.uniform(*LEVELS["melody"])))
    tracks.append(Track(second, song.tracks.get(BRIDGE, ()), rng.uniform(*LEVELS["bridge"])))
    if players.basses:
        tracks.append(Track(_pick(players.basses, rng), bass_line(song), rng.uniform(*LEVELS["bass"])))
    if players.drums:
        kit = _pick(players.drums, rng)
        tracks.append(Track(kit, drum_beat(song, kit, rng), rng.uniform(*LEVELS["drums"])))
    return tuple(track for track in tracks if track.notes)


ARRANGEMENTS = {"piano": piano, "band": band}


def bass_line(song: PopSong) -> tuple[Note, ...]:
    """The bass of the chord (its root, unless the label has another) on downbeats and where chords change."""
    chords = song.truth.chords
    changes = [chord.start for chord in chords]
    bars = [time for time in song.truth.downbeats if all(abs(time - change) > EARLY for change in changes)]
    times = sorted([*changes, *bars, song.seconds])
    notes = []
    for start, end in pairwise(times):
        chord = harte.parse(label_at(chords, start + EARLY))
        if chord not in (NO_CHORD, None):
            pitch_class = ROOTS.index(chord.bass or chord.root)
            midi = LOWEST_BASS + (pitch_class - LOWEST_BASS) % len(ROOTS)
            notes.append(Note(start, end, midi, BASS_VELOCITY))
    return tuple(notes)


def drum_beat(song: PopSong, kit: NoteBank, rng: np.random.Generator) -> tuple[Note, ...]:
    """Kick and snare on the beats by metre, and a hi-hat twice a beat, from the melody's first note on.

    What the kit lacks is struck on what stands for it, or left out.
    """
    strokes = STROKES.get(song.truth.metre, STROKES[4])
    melody = song.tracks.get(MELODY) or song.tracks.get(PIANO, ())
    beats = [beat for beat in song.truth.beats if beat.time >= melody[0].start - EARLY]

    def hits() -> Iterator[tuple[float, int, float]]:
        for beat, after in pairwise(beats):
            yield beat.time, HAT, VELOCITIES[HAT]
            yield (beat.time + after.time) / 2, HAT, OFF_BEAT * VELOCITIES[HAT]
            drum = strokes[(beat.position - 1) % len(strokes)]
            if drum is not None:
                yield beat.time, drum, VELOCITIES[drum]

    return tuple(
        Note(time, time + HIT_SECONDS, struck, min(1.0, velocity * rng.normal(1, HUMAN)))
        for time, drum, velocity in hits()
        if (struck := drum_of(kit, drum)) is not None
    )


def _pianos(players: Instruments) -> list[NoteBank]:
    return [bank for bank in players.pitched if bank.instrument in PIANOS]


def _pick(banks: list[NoteBank] | tuple[NoteBank, ...], rng: np.random.Generator) -> NoteBank:
    return banks[rng.integers(len(banks))]
