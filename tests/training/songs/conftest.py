"""A song of four bars, written by hand as POP909 writes its songs, and a small orchestra of sines."""

from dataclasses import replace
from pathlib import Path

import mido
import numpy as np
import pytest

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import sines
from training.songs.pop909 import PopSong, read_song
from training.sounds.banks import NoteBank
from training.sounds.instruments import Instruments

TICKS = 480  # a quarter; 500,000 microseconds long, half a second, as MIDI has it by default
BEAT = 0.5  # seconds
LEAD_IN = 4  # beats of silence, which are annotated all the same
CHORDS = ("C:maj/3", "A:min", "F:maj", "G:7")  # one a bar
TRIADS = ((60, 64, 67), (57, 60, 64), (53, 57, 60), (55, 59, 62))


def write_song(folder: Path, beats: list[tuple[int, int]]) -> Path:
    """Write a song of four bars with these marks, weak and strong, on its beats; returns its folder."""
    song = folder / "007"
    song.mkdir(parents=True)
    chords = [(bar, note) for bar, triad in enumerate(TRIADS) for note in triad]
    piano = [(LEAD_IN + 4 * bar, LEAD_IN + 4 * bar + 3, note, 80) for bar, note in chords]
    melody = [(LEAD_IN + beat, LEAD_IN + beat + 1, 72 + beat % 3, 100) for beat in range(4, 16)]
    bridge = [(LEAD_IN + 15, LEAD_IN + 16, 79, 60)]
    midi = mido.MidiFile(ticks_per_beat=TICKS, type=1)
    midi.tracks.append(mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=500_000)]))
    for channel, (name, notes) in enumerate({"MELODY": melody, "BRIDGE": bridge, "PIANO": piano}.items()):
        midi.tracks.append(_track(name, notes, channel))
    midi.save(song / "007.mid")
    lines = [f"{0.01 + BEAT * i} {weak}.0 {strong}.0" for i, (weak, strong) in enumerate(beats)]
    (song / "beat_midi.txt").write_text("\n".join(lines))
    spans = [f"{2.01 + 2 * bar}\t{4.01 + 2 * bar}\t{label}" for bar, label in enumerate(CHORDS)]
    (song / "chord_midi.txt").write_text("\n".join(spans) + "\n")
    (song / "key_audio.txt").write_text("1.5\t6.0\tC:maj\n6.0\t99.0\tA:min\n")
    return song


def _track(name: str, notes: list[tuple[int, int, int, int]], channel: int) -> mido.MidiTrack:
    """A track of notes: first beat, last beat, MIDI number, velocity; with a pedal down in beats 6 to 9."""
    pedal = [
        (beat, mido.Message("control_change", control=64, value=value, channel=channel))
        for beat, value in ((6, 127), (9, 0))
    ]
    on = [(s, mido.Message("note_on", note=n, velocity=v, channel=channel)) for s, _, n, v in notes]
    off = [(e, mido.Message("note_on", note=n, velocity=0, channel=channel)) for _, e, n, _ in notes]
    now, messages = 0, [mido.MetaMessage("track_name", name=name)]
    for beat, message in sorted(pedal + off + on, key=lambda event: event[0]):
        messages.append(message.copy(time=(beat - now) * TICKS))
        now = beat
    return mido.MidiTrack(messages)


def bars_of(count: int, beats: int) -> list[tuple[int, int]]:
    """The marks of beats in bars of so many: weak downbeats and strong ones at the same places."""
    return [(int(i % count == 0), int(i % count == 0)) for i in range(beats)]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the song."""
    return write_song(tmp_path_factory.mktemp("songs"), bars_of(4, 21))


@pytest.fixture(scope="session")
def song(folder: Path) -> PopSong:
    """The song, read."""
    return read_song(folder)


@pytest.fixture(scope="session")
def players() -> Instruments:
    """A piano, three other instruments, a bass, drums and a room."""
    hit = np.random.default_rng(0).integers(-9000, 9000, SAMPLE_RATE // 10, dtype=np.int16)
    kit = NoteBank("kit_drums", {36: (hit,), 38: (hit,), 51: (hit,)})
    room = np.zeros(SAMPLE_RATE // 2, dtype=np.int16)
    room[[0, 1600]] = 20000, 10000  # the direct sound, and one echo after 0.1 s
    others = (sines("harp"), sines("violin"), sines("organ"))
    players = Instruments((sines("piano_yamahaC3"),), others, (), (kit,), ())
    return replace(players, basses=(sines("contrabass"),), rooms=(room,))
