"""Songs of POP909: a MIDI file with the tracks MELODY, BRIDGE and PIANO, and annotation in text files.

Z. Wang et al., "POP909: A pop-song dataset for music arrangement generation", ISMIR 2020. Its annotation was
extracted by program. What is known to be off is mended here: beats beside the notes, beats in silence, bars
before the first whole one, and bars of three that are counted in pairs.
"""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import mido
import numpy as np
from scipy import ndimage

from training.songs.annotation import Annotation, Span, covering, read_spans, tempo_of
from training.songs.song import Beat, Note

MELODY, BRIDGE, PIANO = "MELODY", "BRIDGE", "PIANO"
TRACKS = (MELODY, BRIDGE, PIANO)
LOUDEST = 127  # velocity
PEDAL, PEDAL_DOWN = 64, 64  # MIDI controller, and the value from which it holds the strings
LONGEST_PEDAL = 1.5  # seconds that it adds to a note: some songs never lift it
TAIL = 2.5  # seconds after the last note: it fades, and so does the room
HEARD = 0.07  # seconds before the first note and after the last in which there may be a beat
FARTHEST = 0.12  # seconds that a beat may be beside its notes
NEAR = 0.02  # seconds, standard deviation of the notes on a beat
TOGETHER = 17  # beats that are off by about as much: two bars to either side
CLEARLY = 2.0  # times as many notes on the moved beats as on the annotated ones, or they stay
OFTEN = 0.4  # share of the moved beats that have a note, or they stay
PAIRED = 6  # beats between the strong downbeats of a song in 3/4


@dataclass(frozen=True)
class PopSong:
    """A song: its notes by track, in order of time, and the truth about it. seconds: until all has faded."""

    name: str
    seconds: float
    tracks: dict[str, tuple[Note, ...]]
    truth: Annotation


def song_folders(folder: Path) -> list[Path]:
    """The folders of the songs in a folder, by name."""
    return sorted(path for path in folder.iterdir() if (path / f"{path.name}.mid").exists())


def read_song(folder: Path) -> PopSong:
    """Read a song NNN: NNN.mid, beat_midi.txt, chord_midi.txt, key_audio.txt.

    Raises OSError for missing files, ValueError for ones that cannot be read or a song without notes.
    """
    midi = mido.MidiFile(folder / f"{folder.name}.mid")
    named = {track.name: track for track in midi.tracks}
    tracks = {name: _notes(midi, named[name], name == PIANO) for name in TRACKS if name in named}
    notes = [note for track in tracks.values() for note in track]
    if not notes:
        raise ValueError(f"{folder} has no notes on the tracks {', '.join(TRACKS)}")
    seconds = max(note.end for note in notes) + TAIL
    return PopSong(folder.name, seconds, tracks, _truth(folder, np.sort([n.start for n in notes]), seconds))


def _truth(folder: Path, onsets: np.ndarray, seconds: float) -> Annotation:
    """The annotation of a song whose notes begin at `onsets`, in seconds, mended."""
    rows = np.loadtxt(folder / "beat_midi.txt", ndmin=2)
    shifts = _shifts(rows[:, 0], onsets)

    def moved(time: float) -> float:
        return time + float(np.interp(time, rows[:, 0], shifts))

    counted = [Beat(moved(beat.time), beat.position) for beat in _count_beats(rows)]
    beats = tuple(beat for beat in counted if onsets[0] - HEARD <= beat.time <= onsets[-1] + HEARD)
    spans = [Span(moved(c.start), moved(c.end), c.label) for c in read_spans(folder / "chord_midi.txt")]
    keys = [Span(k.start, min(k.end, seconds), k.label) for k in read_spans(folder / "key_audio.txt")]
    return Annotation(covering(spans, seconds), beats, tuple(keys), tempo_of(beats))


def _notes(midi: mido.MidiFile, track: mido.MidiTrack, has_pedal: bool) -> tuple[Note, ...]:
    """The notes of a track by their starts, held by the pedal if it has one."""
    sounding: dict[int, tuple[float, float]] = {}
    notes, pedal, now = [], [(0.0, False)], 0.0
    for message in mido.MidiFile(ticks_per_beat=midi.ticks_per_beat, tracks=[midi.tracks[0], track]):
        now += message.time
        if message.type in ("note_on", "note_off"):
            if message.note in sounding:
                start, velocity = sounding.pop(message.note)
                notes.append(Note(start, now, message.note, velocity))
            if message.type == "note_on" and message.velocity:
                sounding[message.note] = now, message.velocity / LOUDEST
        elif has_pedal and message.is_cc(PEDAL):
            pedal.append((now, message.value >= PEDAL_DOWN))
    return tuple(sorted((_held(note, pedal) for note in notes), key=lambda note: (note.start, note.midi)))


def _held(note: Note, pedal: list[tuple[float, bool]]) -> Note:
    """The note until the pedal that is down at its end is lifted."""
    is_down = [down for time, down in pedal if time <= note.end][-1]
    if not is_down:
        return note
    lifted = min((time for time, down in pedal if time > note.end and not down), default=np.inf)
    return replace(note, end=min(lifted, note.end + LONGEST_PEDAL))


def _shifts(beats: np.ndarray, onsets: np.ndarray) -> np.ndarray:
    """The seconds by which beats [beats] lie before the notes that they are meant for; mostly 0.

    Neighbours are moved together, to where the most of them have a note.
    """
    steps = np.arange(-FARTHEST, FARTHEST + 0.005, 0.01)
    places = beats[:, None] + steps
    after = np.searchsorted(onsets, places).clip(1, len(onsets) - 1)
    distances = np.minimum(abs(onsets[after] - places), abs(places - onsets[after - 1]))
    met = ndimage.uniform_filter1d(np.exp(-0.5 * (distances / NEAR) ** 2), TOGETHER, axis=0, mode="nearest")
    is_clear = met.max(axis=1) > np.maximum(OFTEN, CLEARLY * met[:, len(steps) // 2])
    return np.where(is_clear, steps[met.argmax(axis=1)], 0.0)


def _count_beats(rows: np.ndarray) -> tuple[Beat, ...]:
    """The beats with their places in the bar, from rows of time, weak downbeat and strong downbeat.

    Before the first whole bar, the places are counted back from it.
    """
    weak, strong = np.flatnonzero(rows[:, 1] == 1), np.flatnonzero(rows[:, 2] == 1)
    downbeats = weak if _usual_distance(strong) == PAIRED else strong
    metre = _usual_distance(downbeats)
    first = downbeats[int(np.argmax(np.diff(downbeats) == metre))]
    later = downbeats[downbeats >= first]
    places = [
        (index - first) % metre if index < first else index - later[later <= index][-1]
        for index in range(len(rows))
    ]
    return tuple(Beat(float(time), int(place) + 1) for time, place in zip(rows[:, 0], places, strict=True))


def _usual_distance(downbeats: np.ndarray) -> int:
    """The beats from one downbeat to the next, most often. Raises ValueError for fewer than two downbeats."""
    if len(downbeats) < 2:
        raise ValueError("there is no whole bar among the beats")
    return Counter(np.diff(downbeats).tolist()).most_common(1)[0][0]
