"""docs/baselines.md: scores in, Markdown out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training import testset
from training.benchmark.bench import REAL, TEST
from training.provenance import origin
from training.reporting import sections
from training.reporting.bars import is_chord
from training.reporting.scores import Judged, group_by, score
from training.reporting.tables import condition, figure, paragraphs, table

CLEAN = "chords, clean"  # as `condition` names them
OURS, UNTRAINED, MEL, TEMPLATES = sections.OURS, "Chordscope, untrained", sections.MEL, sections.TEMPLATES
SHIPPED = "Chordscope, as shipped"
SPECIALISTS, ONE_MFCC, NO_TO_ALL = "16 MFCC specialists", "one MFCC network", "no to every label"
SCRATCH, FINE_TUNED = "type from scratch", "type from root, fine-tuned"
FROZEN, RANDOM = "type on frozen root trunk", "type on frozen random trunk"
TEACHES = {
    SHIPPED: "what the same networks make of many more clips",
    OURS: "what a pitch axis, stacked harmonics and folded octaves make of these clips",
    UNTRAINED: "what the design gives before anything is learned: the floor",
    MEL: "what a plain picture classifier makes of mel bands: the published student system, properly trained",
    SPECIALISTS: "whether a yes or no for each label will do, and what 16 small errors add up to",
    ONE_MFCC: "the same features and convolutions with one softmax over roots and one over types",
    TEMPLATES: "how far the intervals of a chord go without any learning",
    SCRATCH: "the measure for the next three: the type network trained alone, beside the root network above",
    FINE_TUNED: "whether having learned roots is a head start for types",
    FROZEN: "whether what tells roots apart tells types apart as it is",
    RANDOM: "how much of that any random features of this shape would do",
}
FAIR = (
    "All that are trained here hear the same clips; the best epoch is chosen on validation clips, of other "
    f"instruments, except that {MEL} keeps its last. No instrument, recording or voice of the test set is in "
    "either, and no setting was chosen by it. Real recordings are scored only.",
    "All networks read features that were prepared in the same way from the same waveforms. Ours are kept in "
    "256 levels, so that the shipped weights may differ in a last digit from docs/results.md, where the "
    f"product itself listens. The {TEMPLATES} reads the files.",
)
UNFAIR = (
    "This repository's networks, their rate and their schedule were designed for such clips. The others come "
    "as they were published, for other data, and nobody tuned them here.",
    "Epochs are few, so that all of it ends within about half an hour on two cores: who learns slowly is "
    "stopped early. Equal epochs are not equal work: see the times.",
    "The film-genre study's networks were made for timbre. 40 cepstral coefficients smooth the spectrum in "
    "which notes are told apart; 4 s are always heard, silence after a short chord included. Where its "
    "published design says nothing (batch size, how dropout rises, no hidden layer), we chose.",
    "A specialist is trained on as many clips with its label as without, and so says yes at 0.5 more readily "
    "than the share of its label would have it: that may cost it some of what is no chord. The one network "
    "hears all clips as they are.",
    f'The {TEMPLATES} knows no "no chord", and one of the three spellings of an augmented chord.',
    "Times are of training and its validation, one listener after the other on the same machine; clips were "
    "rendered before. A type network's time is its own, and its joint answers need the root network's too.",
    "One seed each: differences of a few thousandths may be chance.",
)


@dataclass(frozen=True)
class Row:
    """A listener: its judged recordings by name, and what it took, seconds being 0 without training.

    types: of clean chords, the share whose type it names right, whatever its answer.
    """

    name: str
    judged: Mapping[str, Sequence[Judged]]
    types: float
    parameters: int
    trained: int
    seconds: float

    @property
    def groups(self) -> dict[str, list[Judged]]:
        """The recordings of the test set by condition."""
        return group_by(self.judged[TEST], condition)

    @property
    def clean(self) -> float:
        """The share of clean chords that are named right."""
        return score(self.groups[CLEAN]).joint


@dataclass(frozen=True)
class LabelErrors:
    """Shares of wrong labels, of recordings with any label wrong, and of wrong answers."""

    name: str
    per_label: float
    exact_match: float
    answer: float


@dataclass(frozen=True)
class Setting:
    """How much was heard, for how long at most, and notes on some listeners by their names."""

    clips: int
    valid_clips: int
    seed: int
    epochs: int
    mfcc_epochs: int
    notes: Mapping[str, str]


def write(rows: Sequence[Row], errors: Sequence[LabelErrors], setting: Setting) -> str:
    """The page."""
    return (
        paragraphs(
            "# Baselines",
            "Written by `python -m training.benchmark baselines`. What else might name chords, trained on "
            "the same clips and scored on the same held-out test set as our networks.",
            table(("", ""), [*origin(), *data(rows, setting)]),
            side_by_side(rows),
            conditions(rows),
            labels(errors),
            shows({row.name: row for row in rows}, {e.name: e for e in errors}, setting),
            fairness(setting),
        )
        + "\n"
    )


def data(rows: Sequence[Row], setting: Setting) -> list[tuple[str, str]]:
    """What was trained on and scored, as rows of a table."""
    judged = rows[0].judged
    real = f"; {len(judged[REAL]):,} real recordings" if REAL in judged else "; the real ones are not here"
    return [
        (
            "training",
            f"{setting.clips:,} drawn clips, seed {setting.seed}; {setting.valid_clips:,} to validate",
        ),
        ("epochs", f"{setting.epochs} at most; {setting.mfcc_epochs} of the networks on MFCCs"),
        ("test", f"{len(judged[TEST]):,} recordings{real}"),
    ]


def side_by_side(rows: Sequence[Row]) -> str:
    """The table."""
    head = ("", "clean", "degraded", "no chord", "real", "type", "parameters", "training", "what it teaches")
    return paragraphs(
        "## Side by side",
        "The share of recordings whose root and type are both named right: of clean chords, degraded ones, "
        "real ones; of what is no chord, the share called so. *Type*: the share of clean "
        "chords whose type is named right, whatever is said of the root.",
        table(head, map(cells, rows)),
    )


def cells(row: Row) -> tuple[str, ...]:
    """A listener's row of the table."""
    test = row.judged[TEST]
    sets = (
        [j for j in test if is_chord(j) and is_degraded(j)],
        [j for j in test if not is_chord(j)],
        row.judged.get(REAL, []),
    )
    shares = (score(judged).joint if judged else None for judged in sets)
    trained = f", {row.trained:,} trained" if 0 < row.trained < row.parameters else ""
    return (
        row.name,
        figure(row.clean),
        *map(figure, shares),
        figure(row.types),
        f"{row.parameters:,}{trained}",
        duration(row.seconds),
        TEACHES[row.name],
    )


def is_degraded(judged: Judged) -> bool:
    """Whether something was done to a recording of the test set."""
    return judged.row["degradation"] != testset.CLEAN


def duration(seconds: float) -> str:
    """How long something took, in words; nothing for 0."""
    if not seconds:
        return ""
    return f"{seconds / 60:.1f} min" if seconds >= 60 else f"{seconds:.0f} s"


def conditions(rows: Sequence[Row]) -> str:
    """The share named right under each condition of the test set."""
    names = list(rows[0].groups)
    body = [(row.name, *(figure(score(row.groups[name]).joint) for name in names)) for row in rows]
    return paragraphs("## Under each condition", table(("", *names), body))


def labels(errors: Sequence[LabelErrors]) -> str:
    """How errors over single labels compare to errors over all of them."""
    body = [(e.name, *map(figure, (e.per_label, e.exact_match, e.answer))) for e in errors]
    return paragraphs(
        "## Label by label",
        "Each recording, clean or no chord, has 16 labels: 12 roots and 4 types, true or not. *Per label*: "
        "the share of single labels that are wrong. *Exact match*: the share of recordings with any label "
        "wrong. *Answer*: the share of wrong answers, for which the most probable root and type are taken, "
        "or no chord where no root reaches 0.5. A softmax says exactly one root (or none) and one type.",
        table(("errors", "per label", "exact match", "answer"), body),
    )


def shows(rows: Mapping[str, Row], errors: Mapping[str, LabelErrors], setting: Setting) -> str:
    """What was measured, in sentences."""
    joint = {name: row.clean for name, row in rows.items()}
    types = {name: row.types for name, row in rows.items()}
    several, one, none = (errors[name] for name in (SPECIALISTS, ONE_MFCC, NO_TO_ALL))
    chords = [j.truth.type for j in rows[OURS].groups[CLEAN]]
    commonest = max(map(chords.count, set(chords))) / len(chords)
    return paragraphs(
        "## What it shows",
        f"On clean chords, trained on the same clips, {OURS} is right in {joint[OURS]:.4f}, {MEL} in "
        f"{joint[MEL]:.4f}, the {SPECIALISTS} in {joint[SPECIALISTS]:.4f} and {ONE_MFCC} in "
        f"{joint[ONE_MFCC]:.4f}. Without learning, the {TEMPLATES} is in {joint[TEMPLATES]:.4f} and "
        f"{UNTRAINED} in {joint[UNTRAINED]:.4f}. The shipped weights ({setting.notes[SHIPPED]}) reach "
        f"{joint[SHIPPED]:.4f}, {change(joint[SHIPPED], joint[OURS])} than {OURS} here.",
        f"The specialists err in {several.per_label:.4f} of their decisions; saying no to everything errs "
        f"in {none.per_label:.4f}. Sixteen decisions are all right together in "
        f"{1 - several.exact_match:.4f} of the recordings, against {1 - one.exact_match:.4f} for one "
        f"network, which errs in {one.per_label:.4f} of its labels.",
        f"Of clean chords, the type is right in {types[SCRATCH]:.4f} from scratch; begun from the root "
        f"network's trunk in {types[FINE_TUNED]:.4f}, {change(types[FINE_TUNED], types[SCRATCH])}; on that "
        f"trunk frozen in {types[FROZEN]:.4f}; on a frozen random one in {types[RANDOM]:.4f}. To name the "
        f"commonest type always would be right in {commonest:.4f}.",
    )


def change(now: float, before: float) -> str:
    """How much higher or lower a share is."""
    return f"{abs(now - before):.4f} {'more' if now >= before else 'less'}"


def fairness(setting: Setting) -> str:
    """What is alike for all, and what is not."""
    ends = (f"{name}: {setting.notes[name]}." for name in (SPECIALISTS, ONE_MFCC))
    return paragraphs(
        "## What is fair, and what is not",
        *FAIR,
        "\n".join(f"- {point}" for point in (*UNFAIR, *ends)),
    )
