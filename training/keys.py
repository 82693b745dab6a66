"""Learn which chords say which key, from lead sheets and composed songs: python -m training.keys.

Prints how well the keys of songs are found that the tables do not know: each fifth of the lead sheets by a
table of the others, other composed songs, and annotated songs, from which nothing is learned. Then writes the
tables, which model/keys.py reads.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from model.chords import QUALITIES, ROOTS, TYPES, Chord
from model.keys import KEYS, MODES, TABLE, Key, KeyFinder, KeyTable, main_key, weights
from training import places
from training.leadsheets import Song, compose_songs, read_annotated, read_lead_sheets

FOLDS = 5
SMOOTHING = 20.0  # chords that are taken to have been seen before any song
UNIFORM = 0.4  # share of songs that are taken to begin, and to end, on any chord, as those that fade do
LEAD_SHEETS = "lead sheets"  # the style of the table learned from them
COMPOSED = {"pop": "pop", "folk": "pop", "jazz": "pop", "rock": "rock", "blues": "blues"}  # tables by style
SONGS, OTHER_SONGS = 1500, 600  # composed, to learn from and to judge by
SEED, OTHER_SEED = 0, 1
RELATIONS = ("exact", "relative", "parallel", "fifth", "other")  # of a key that was found to the true one
STEPS_UP = (1, 2, 3, 5, -1, -3)  # semitones that the last third of a made-up song moves by


def learn(songs: Sequence[Song]) -> KeyTable:
    """Count the chords of songs in known keys, above their tonics.

    A mode's chords are smoothed: those of major keys by the share of each type, those of minor keys, of which
    there are few, by what the relative major has.
    """
    chords, ends = np.zeros((len(MODES), len(TYPES), 12)), np.zeros((2, len(MODES), 12))
    for song in songs:
        key = song.keys[0]
        mode, tonic = MODES.index(key.mode), ROOTS.index(key.tonic)
        above = [(ROOTS.index(one.chord.root) - tonic) % 12 for one in song.chords]
        types = [TYPES.index(one.chord.type) for one in song.chords]
        np.add.at(chords[mode], (types, above), weights(song.chords))
        ends[[0, 1], mode, [above[0], above[-1]]] += 1
    common = np.repeat(chords.sum((0, 2))[:, None] + 1, 12, axis=1)
    major = _shares(chords[0] + SMOOTHING * _shares(common))
    minor = _shares(chords[1] + SMOOTHING * np.roll(major, 3, axis=1))
    shares = np.stack([major, minor])
    heard = np.stack([shares[:, _may_be(type_)].sum(axis=1) for type_ in TYPES], axis=1)
    first, last = np.log(UNIFORM / 12 + (1 - UNIFORM) * ends / ends.sum(axis=2, keepdims=True).clip(1))
    return KeyTable(np.log(heard), first, last)


def learn_composed(songs: Sequence[tuple[str, Song]]) -> dict[str, KeyTable]:
    """The tables of composed songs, given with their styles; what is in one key counts as a song."""
    by_table: dict[str, list[Song]] = {}
    for style, song in songs:
        by_table.setdefault(COMPOSED[style], []).extend(song.by_key())
    return {name: learn(parts) for name, parts in by_table.items()}


def _shares(counts: np.ndarray) -> np.ndarray:
    """Counts as shares of all."""
    return counts / counts.sum()


def _may_be(type_: str) -> list[int]:
    """The types of a lead sheet that may be played, or heard, as this one: as a triad all of its family."""
    quality, families = QUALITIES[type_], {name: one.family for name, one in QUALITIES.items()}
    if quality.family is None:
        return [i for i, name in enumerate(TYPES) if families[name] in ("maj", "min", None)]
    if len(quality.intervals) == 3:
        return [i for i, name in enumerate(TYPES) if families[name] == quality.family]
    return [TYPES.index(type_)]


def relation(answer: Key, truth: Key) -> str:
    """One of `RELATIONS`."""
    up = (ROOTS.index(answer.tonic) - ROOTS.index(truth.tonic)) % 12
    if answer.mode == truth.mode:
        return {0: "exact", 5: "fifth", 7: "fifth"}.get(up, "other")
    to_relative = 9 if truth.mode == "maj" else 3
    return {0: "parallel", to_relative: "relative"}.get(up, "other")


def score(found: Sequence[tuple[Song, KeyFinder]]) -> tuple[Counter, Counter]:
    """Songs by the relation of their main key to the true one, and their time by that of the moment's key."""
    songs, time = Counter(), Counter()
    for song, finder in found:
        regions = finder.find(song.chords)
        true_main = max(KEYS, key=lambda key: _length(song, key))
        songs[relation(main_key(song.chords, regions), true_main)] += 1
        for region in regions:
            for i in range(region.start, region.end):
                if truth := song.keys[i]:
                    time[relation(region.key, truth)] += song.chords[i].length / _length(song)
    return songs, time


def _length(song: Song, key: Key | None = None) -> float:
    """The length of a song that is in a key, or in any that is known."""
    pairs = zip(song.chords, song.keys, strict=True)
    return sum(one.length for one, its in pairs if (its == key if key else its))


def as_triads(song: Song) -> Song:
    """The song without sevenths and sixths, as pop plays it."""
    plain = [_plain(one.chord) for one in song.chords]
    return replace(song, chords=tuple(o._replace(chord=c) for o, c in zip(song.chords, plain, strict=True)))


def _plain(chord: Chord) -> Chord:
    """The triad of a chord that has one."""
    return Chord(chord.root, QUALITIES[chord.type].family or chord.type)


def with_a_change(song: Song) -> Song:
    """The song with its last third in another key, drawn anew for every length of song."""
    start, up = len(song.chords) * 2 // 3, random.Random(len(song.chords)).choice(STEPS_UP)

    def moved(name: str) -> str:
        return ROOTS[(ROOTS.index(name) + up) % 12]

    chords = [o._replace(chord=Chord(moved(o.chord.root), o.chord.type)) for o in song.chords[start:]]
    keys = [replace(key, tonic=moved(key.tonic)) for key in song.keys[start:]]
    return Song((*song.chords[:start], *chords), (*song.keys[:start], *keys))


def cross_validate(
    songs: Sequence[Song], change: Callable[[Song], Song], others: Mapping[str, KeyTable]
) -> tuple[Counter, Counter]:
    """Scores of every song, changed in some way, by a table of the four fifths without it beside others."""
    folds = ([s for i, s in enumerate(songs) if i % FOLDS != fold] for fold in range(FOLDS))
    finders = [KeyFinder({LEAD_SHEETS: learn(fold), **others}) for fold in folds]
    return score([(change(song), finders[i % FOLDS]) for i, song in enumerate(songs)])


def line(name: str, songs: Counter, time: Counter) -> str:
    """A row of the table that the command prints."""
    shares = [f"{songs[one] / songs.total():9.3f}" for one in RELATIONS]
    return f"{name:36}{songs.total():6}{''.join(shares)}{time['exact'] / time.total():9.3f}"


def main() -> None:
    """Read the command line, measure, learn and write."""
    parser = argparse.ArgumentParser(prog="python -m training.keys", description=__doc__)
    parser.add_argument("--lead-sheets", type=Path, default=places.LEAD_SHEETS)
    parser.add_argument("--annotated", type=Path, default=places.POP_SONGS, help="POP909's folders of songs")
    parser.add_argument("--to", type=Path, default=TABLE)
    options = parser.parse_args()
    if not options.lead_sheets.is_file():
        parser.error(f"there are no lead sheets at {options.lead_sheets}")
    songs = [song for song in read_lead_sheets(options.lead_sheets) if song.keys[0]]
    print(f"{'':36}{'songs':>6}{''.join(f'{one:>9}' for one in RELATIONS)}{'in time':>9}")
    composed = learn_composed(compose_songs(SONGS, SEED))
    print(line("lead sheets", *cross_validate(songs, lambda song: song, composed)))
    print(line("lead sheets as triads", *cross_validate(songs, as_triads, composed)))
    print(line("lead sheets, last third transposed", *cross_validate(songs, with_a_change, composed)))
    finder = KeyFinder({LEAD_SHEETS: learn(songs), **composed})
    others = compose_songs(OTHER_SONGS, OTHER_SEED)
    for style in COMPOSED:
        its = [(song, finder) for of, song in others if of == style]
        print(line(f"composed, {style}", *score(its)))
    annotated = read_annotated(options.annotated)
    if annotated:
        print(line("annotated songs", *score([(song, finder) for song in annotated])))
    finder.save(options.to)


if __name__ == "__main__":
    main()
