"""Tables of scores in Markdown, and the groups that stand in their rows."""

from collections.abc import Callable, Iterable, Sequence

from model.chords import NO_CHORD, ROOTS
from training import testset
from training.reporting.bars import is_chord
from training.reporting.scores import Judged, Scores, group_by, score

LENGTHS = ((0.5, "0.5 s"), (1.0, "to 1 s"), (2.0, "to 2 s"), (float("inf"), "to 4 s"))


def scores_table(title: str, groups: dict[str, Scores]) -> str:
    """Scores as Markdown, a group a row."""
    rows = [(name, s.n, *map(figure, (s.root, s.type, s.joint, s.refused))) for name, s in groups.items()]
    return table((title, "n", "root", "type", "joint", "refused"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def paragraphs(*parts: str) -> str:
    """Markdown with an empty line between its parts; empty ones are left out."""
    return "\n\n".join(filter(None, parts))


def figure(value: float | None) -> str:
    """A share with four digits, a large number with none; nothing for None."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value > 1 else f"{value:.4f}"


def cross_table(judged: Sequence[Judged]) -> str:
    """The share named right for each instrument (columns) under each degradation (rows)."""
    sources = list(group_by(judged, lambda j: j.row["source"]))
    rows = []
    for name, group in group_by(judged, lambda j: j.row["degradation"]).items():
        scores = by(group, lambda j: j.row["source"])
        rows.append((name, *(figure(scores[s].joint) if s in scores else "" for s in sources)))
    return table(("", *sources), rows)


def by(
    judged: Sequence[Judged], key: Callable[[Judged], str], order: Callable[[str], object] | None = None
) -> dict[str, Scores]:
    """Scores of the groups with the same key, in the order of their keys, or as they come."""
    groups = group_by(judged, key)
    names = sorted(groups, key=order) if order else groups
    return {name: score(groups[name]) for name in names}


def length(judged: Judged) -> str:
    """The name of the range in which a clip's length lies."""
    return next(name for limit, name in LENGTHS if float(judged.row["seconds"]) <= limit)


def condition(judged: Judged) -> str:
    """Under what condition a clip of the test set is heard."""
    if not is_chord(judged):
        return "no chord"
    degradation = judged.row["degradation"]
    return "chords, clean" if degradation == testset.CLEAN else degradation


def mistake(judged: Judged) -> str:
    """A mistake in words, the same for all keys."""
    if judged.truth == NO_CHORD:
        return f"{judged.row.get('source', 'no chord')} heard as a chord"
    if judged.answer == NO_CHORD:
        return f"{judged.truth.type} heard as no chord"
    up = (ROOTS.index(judged.answer.root) - ROOTS.index(judged.truth.root)) % len(ROOTS)
    where = f"a root {up} semitones above" if up else "the same root"
    return f"{judged.truth.type} heard as {judged.answer.type} on {where}"
