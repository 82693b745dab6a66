"""Songs to learn from: a progression played by a few musicians, as notes in seconds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np

from model.chords import NO_CHORD, ROOTS, Chord
from training.songs.accompaniment import Way, play_chords, shell
from training.songs.cells import Stroke
from training.songs.harmony import Progression
from training.songs.lines import LOWEST_SECOND, play_bass, play_drums, play_melody, play_second
from training.songs.perform import DRIFT, draw_beats, perform, swung
from training.songs.progressions import draw, draw_progression
from training.songs.song import VOICES, Beat, Part, Song, TimedChord, TimedKey
from training.sounds.voicings import choir, ensemble, guitar, keyboard

SECONDS = 24.0  # of a song to learn from
SLOWEST, FASTEST = 60, 200  # beats a minute
SLOWEST_EIGHTHS = 110  # beats a minute where they are eighths
SUBDIVIDED = (60, 95)  # beats a minute: at the slower most players halve their notes, at the faster none does
SUBDIVIDED_SHARE = 0.7  # of players, at most
SUBDIVIDED_ROLES = ("chords", *VOICES, "drums")
SHORTEST_CHORD = 0.45  # seconds
LEAD_IN_SHARE = 0.4  # songs that begin with silence
LEAD_IN = (0.1, 1.5)  # seconds
ENDING_SHARE = 0.1  # songs that end on the tonic before the recording does
ENDING = (0.6, 0.93)  # of the recording's length
LATE_SHARE = 0.25  # melodies, drums and pads that enter after some bars
MELODY_LOWEST = (LOWEST_SECOND, 70)  # MIDI: above what is low enough to be a bass
COUNTER_SHARE = 0.3  # second voices with a melody of their own
LINEUPS = {  # weights of who plays; where there is no bass, chords or pad play each chord over its own
    "chords": 0.11,
    "chords melody": 0.14,
    "chords melody second": 0.05,
    "chords bass": 0.04,
    "chords bass melody": 0.06,
    "chords bass drums": 0.09,
    "chords bass drums melody": 0.16,
    "chords bass drums melody second": 0.06,
    "chords chords bass drums melody": 0.08,
    "chords pad bass drums melody": 0.06,
    "pad bass drums melody": 0.03,
    "pad bass melody second": 0.03,
    "pad": 0.03,
    "pad melody": 0.03,
    "pad melody second": 0.03,
}


@dataclass(frozen=True)
class Style:
    """The habits of a style.

    swings: the place in the beat of its second half, 0.5 where it is straight. chords: ways to voice them,
    and the names of rows to play these in. basses, drums: names of rows. A name may come more than once.
    """

    swings: tuple[float, ...]
    chords: tuple[tuple[Way, str], ...]
    basses: str
    drums: str


STYLES = {
    "pop": Style(
        swings=(0.5, 0.5, 0.5, 0.58),
        chords=(
            (keyboard, "held beats eighths pushed arpeggio alberti off-beat riff"),
            (guitar, "strum strum strum arpeggio pushed riff"),
        ),
        basses="held fifths eighths octaves syncopated",
        drums="rock busy-rock four-on-the-floor ballad tambourine",
    ),
    "rock": Style(
        swings=(0.5,),
        chords=((guitar, "strum eighths eighths pushed riff held"), (keyboard, "eighths pushed held riff")),
        basses="eighths eighths held syncopated fifths",
        drums="rock rock busy-rock",
    ),
    "blues": Style(
        swings=(0.6, 0.64, 0.67),
        chords=((guitar, "strum comping riff beats"), (keyboard, "comping beats boom-chick riff")),
        basses="walking walking fifths eighths",
        drums="rock swing-ride",
    ),
    "jazz": Style(
        swings=(0.5, 0.6, 0.64, 0.67),
        chords=(
            (shell, "comping comping held beats"),
            (keyboard, "comping boom-chick held beats arpeggio"),
            (guitar, "beats comping boom-chick"),
        ),
        basses="walking walking walking fifths bossa",
        drums="swing-ride swing-ride brushes bossa",
    ),
    "folk": Style(
        swings=(0.5, 0.5, 0.6),
        chords=(
            (guitar, "strum boom-chick arpeggio"),
            (keyboard, "boom-chick alberti arpeggio held"),
            (choir, "held beats"),
        ),
        basses="fifths held walking",
        drums="tambourine brushes ballad",
    ),
}
PADS = ((ensemble, "held"), (choir, "held"))


def draw_song(rng: np.random.Generator, sheets: Sequence[Progression] = (), seconds: float = SECONDS) -> Song:
    """A song of this length over a progression from the grammar or one of these lead sheets."""
    drawn = draw_progression(2 + int(seconds * FASTEST * (1 + DRIFT) / 60), rng, sheets)
    lead_in = rng.uniform(*LEAD_IN) if rng.random() < LEAD_IN_SHARE else 0.0
    times = lead_in + draw_beats(draw_tempo(drawn, rng), drawn.beats, rng)
    is_ending = rng.random() < ENDING_SHARE
    end = seconds * rng.uniform(*ENDING) if is_ending else seconds
    progression = drawn.cut(int(np.searchsorted(times, end)))
    return arrange(_ended(progression) if is_ending else progression, times, seconds, rng)


def arrange(progression: Progression, times: np.ndarray, seconds: float, rng: np.random.Generator) -> Song:
    """A progression as a song of this length, its beats at these times (and one more time, or more).

    Who plays what, how steadily, and with which swing is drawn.
    """
    style, lineup = STYLES[progression.style], draw(LINEUPS, rng).split()
    halves = swung(times, 0.5 if progression.metre == 6 else float(rng.choice(style.swings)))
    parts, melody, subdivided = [], [], _subdivided_share(times, progression.metre)
    for role in lineup:
        is_subdivided = role in SUBDIVIDED_ROLES and rng.random() < subdivided
        if role == "second" and rng.random() >= COUNTER_SHARE:
            strokes = play_second(melody, progression, rng)
        else:
            strokes = _play(role, style, progression, "bass" not in lineup, is_subdivided, rng)
        melody = strokes if role == "melody" else melody
        entered = _enter(strokes, role, progression, rng)
        parts.append(Part(role, perform(entered, role, halves, seconds, rng)))
    return Song(
        seconds=seconds,
        parts=tuple(parts),
        beats=tuple(
            Beat(float(time), (progression.first - 1 + beat) % progression.metre + 1)
            for beat, time in enumerate(times[: progression.beats])
        ),
        chords=_chords(progression, times, seconds),
        keys=_keys(progression, times, seconds),
    )


def draw_tempo(progression: Progression, rng: np.random.Generator) -> float:
    """Beats a minute at which no chord is too short to be played."""
    slowest = SLOWEST_EIGHTHS if progression.metre == 6 else SLOWEST
    shortest = min(step.beats for step in progression.steps)
    return np.exp(rng.uniform(np.log(slowest), np.log(min(FASTEST, 60 * shortest / SHORTEST_CHORD))))


def _subdivided_share(times: np.ndarray, metre: int) -> float:
    """The share of players who play twice as many notes to a beat: the slower the beats, the more."""
    slow, fast = SUBDIVIDED
    tempo = 60 / np.median(np.diff(times))
    return 0.0 if metre == 6 else float(np.interp(tempo, (slow, fast), (SUBDIVIDED_SHARE, 0)))


def _ended(progression: Progression) -> Progression:
    """A progression whose last bar's worth of beats is the tonic's chord."""
    metre, last = progression.metre, progression.steps[-1]
    tonic = replace(last, chord=Chord(ROOTS[last.tonic], last.mode), beats=metre)
    kept = progression.cut(max(1, progression.beats - metre))
    return replace(kept, steps=(*kept.steps, tonic))


def _play(
    role: str,
    style: Style,
    progression: Progression,
    is_lowest: bool,
    is_subdivided: bool,
    rng: np.random.Generator,
) -> list[Stroke]:
    """The progression as a player of this role plays it; subdivided, drums still accent the same beats."""
    if role == "drums" and is_subdivided:
        return play_drums("sixteenths", progression, rng)
    if is_subdivided:
        strokes = _play(role, style, progression.doubled, is_lowest, False, rng)
        return [replace(stroke, start=stroke.start / 2, end=stroke.end / 2) for stroke in strokes]
    if role in VOICES:
        return play_melody(progression, int(rng.integers(*MELODY_LOWEST)), rng)
    if role == "bass":
        return play_bass(str(rng.choice(style.basses.split())), progression, rng)
    if role == "drums":
        return play_drums(str(rng.choice(style.drums.split())), progression, rng)
    ways = PADS if role == "pad" else style.chords
    way, names = ways[rng.integers(len(ways))]
    way = keyboard if is_lowest and way is shell else way
    return play_chords(str(rng.choice(names.split())), progression, way, is_lowest, rng)


def _enter(
    strokes: list[Stroke], role: str, progression: Progression, rng: np.random.Generator
) -> list[Stroke]:
    """The strokes from a barline on at which a player enters who need not be there before."""
    if role in ("chords", "bass") or rng.random() >= LATE_SHARE:
        return strokes
    first = progression.metre * int(rng.integers(1, 5)) - progression.first + 1
    return [stroke for stroke in strokes if stroke.start >= first]


def _chords(progression: Progression, times: np.ndarray, seconds: float) -> tuple[TimedChord, ...]:
    """The chords without gaps from 0 on, those that are the same as the one before joined to it."""
    edges = [0.0, *np.minimum(times[list(progression.starts)], seconds).tolist(), seconds]
    chords = [NO_CHORD, *(step.chord for step in progression.steps), NO_CHORD]
    timed = [(*span, chord) for span, chord in zip(pairwise(edges), chords, strict=True)]
    return tuple(TimedChord(start, end, chord) for start, end, (chord,) in _joined(timed))


def _keys(progression: Progression, times: np.ndarray, seconds: float) -> tuple[TimedKey, ...]:
    """The keys without gaps from 0 to the end."""
    edges = [0.0, *np.minimum(times[list(progression.starts[1:-1])], seconds).tolist(), seconds]
    keys = ((ROOTS[step.tonic], step.mode) for step in progression.steps)
    timed = [(*span, *key) for span, key in zip(pairwise(edges), keys, strict=True)]
    return tuple(TimedKey(start, end, *key) for start, end, key in _joined(timed))


def _joined(timed: Sequence[tuple]) -> Iterator[tuple[float, float, tuple]]:
    """The start and end of each stretch of equal values, and these; what lasts no time is left out."""
    there = [span for span in timed if span[0] < span[1]]
    for values, spans in groupby(there, key=lambda span: span[2:]):
        (start, *_), *_ = together = list(spans)
        yield start, together[-1][1], values
