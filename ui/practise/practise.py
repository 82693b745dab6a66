"""Practising by ear: a clip whose chord is hidden, a guess, the chord, and the score of both who named it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape

from model.chords import NO_CHORD_LABEL, QUALITIES, ROOTS, Chord
from model.decision import in_vocabulary
from model.prediction import Prediction
from ui import words
from ui.chord import answer, bars, diagrams, profile
from ui.chord.results import evidence, part
from ui.naming import Naming
from ui.practise.explore import Clip

NAMED = {"maj": "major", "min": "minor"}  # where a lead sheet prints nothing, or too little for a button
QUESTION = "Which chord is it?"
HOW = "Listen as often as you like, with an instrument in hand. Guess the root, the type, or both."


@dataclass(frozen=True)
class Guess:
    """A person's guess: a root, one of `ROOT_LABELS`, a type, both or neither."""

    root: str | None = None
    type: str | None = None

    def is_right(self, truth: Chord, vocabulary: str) -> bool | None:
        """Tell if what was guessed of a chord is so; None where nothing was that could be judged.

        Of the simple vocabulary, the triad that it is a kind of is right.
        """
        named = in_vocabulary(truth, vocabulary)
        asked = [] if self.root is None else [self.root == (truth.root or NO_CHORD_LABEL)]
        if self.type is not None and named is not None:
            asked.append(self.type == named.type or self.root == NO_CHORD_LABEL)
        return all(asked) if asked else None


@dataclass(frozen=True)
class Marks:
    """Who named a clip right; `person` is None where there was no guess."""

    person: bool | None
    networks: bool


@dataclass(frozen=True)
class Tour:
    """A person's place among the clips, whether its chord is hidden yet, and the marks of those revealed."""

    number: int | None = None
    hidden: bool = True
    marks: dict[int, Marks] = field(default_factory=dict)

    def goes_to(self, number: int | None) -> "Tour":
        """The tour at a clip, whose chord is hidden unless the tour is there already; None for none."""
        return self if number == self.number else replace(self, number=number, hidden=True)

    def reveals(self, person: bool | None, networks: bool) -> "Tour":
        """The tour after the clip's chord was shown. Only the first guess at a clip counts."""
        marks = {self.number: Marks(person, networks)} | self.marks
        return replace(self, hidden=False, marks=marks)


def roots(naming: Naming) -> list[tuple[str, str]]:
    """The roots to guess, as they are called and as they are told: with "no chord" last."""
    return [
        *((naming.pitch_class(number), root) for number, root in enumerate(ROOTS)),
        ("no chord", NO_CHORD_LABEL),
    ]


def types(types_: Iterable[str]) -> list[tuple[str, str]]:
    """The types to guess, as they are called and as they are told."""
    return [(NAMED.get(type_, QUALITIES[type_].suffix), type_) for type_ in types_]


def question() -> str:
    """What stands in the place of the chord while it is hidden, as HTML."""
    return (
        f'<div class="explored hidden-chord"><p class="ask">{QUESTION}</p><p class="detail">{HOW}</p></div>'
    )


def reveal(
    clip: Clip,
    prediction: Prediction,
    guess: Guess,
    marks: Marks,
    naming: Naming,
    order: str,
    left_handed: bool = False,
) -> str:
    """The truth beside the guess and the answer, and probabilities with the truth's bar in green, as HTML."""
    where = escape(f"{clip.instrument}, {clip.condition}")
    sides = [_side("truth", "Played", _symbol(clip.chord, naming), where)]
    if marks.person is not None:
        sides.append(_side("guess", "You", _guessed(guess, naming), _mark(marks.person)))
    said = f"{_mark(marks.networks)} {words.percent(prediction.confidence)}"
    sides.append(_side("heard", "Chordscope", _symbol(prediction.chord, naming), said))
    card = diagrams.render(clip.chord, naming, left_handed)
    ways = f'<div class="ways"><section class="panel">{card}</section></div>' if card else ""
    heard = evidence(
        "What Chordscope heard",
        part("Root", bars.roots(prediction, naming, order, clip.chord)),
        part("Type", bars.types(prediction, clip.chord)),
        part("Notes, all octaves together", profile.render(prediction, naming, order)),
    )
    return (
        f'<div class="explored"><div class="sides">{"".join(sides)}</div></div>'
        f'<div class="results">{ways}{heard}</div>'
    )


def score(tour: Tour, place: int, count: int, spoken: str) -> str:
    """The tour's place among the clips, and how many the person and the networks named right, as HTML.

    They are compared on the clips that the person guessed. spoken: what a screen reader is told as well.
    """
    guessed = [marks for marks in tour.marks.values() if marks.person is not None]
    counted = guessed or list(tour.marks.values())
    said = [f"Clip {place} of {count}"]
    if guessed:
        said.append(f"you {sum(marks.person for marks in guessed)} of {len(guessed)} right")
    if counted:
        said.append(f"Chordscope {sum(marks.networks for marks in counted)} of {len(counted)}")
    return f'<p class="score">{" · ".join(said)}</p><p class="spoken">{escape(spoken)}</p>'


def offered(count: int) -> str:
    """How many clips there are to begin with, as HTML."""
    return f'<p class="score">{count} clips</p>'


def told(clip: Clip, marks: Marks, naming: Naming) -> str:
    """What a screen reader is told of a revealed clip: "It was C minor. You: right. Chordscope: wrong."."""
    sentences = [f"It was {naming.spoken(clip.chord)}."]
    if marks.person is not None:
        sentences.append(f"You: {'right' if marks.person else 'wrong'}.")
    sentences.append(f"Chordscope: {'right' if marks.networks else 'wrong'}.")
    return " ".join(sentences)


def _mark(right: bool) -> str:
    kind, text = ("is-right", "✓ right") if right else ("is-wrong", "✗ wrong")
    return f'<span class="{kind}">{text}</span>'


def _symbol(chord: Chord, naming: Naming) -> str:
    if chord.root is None:
        return '<p class="symbol symbol-none">no chord</p>'
    return f'<p class="symbol" {answer.fitting(chord, naming)}>{answer.symbol(chord, naming)}</p>'


def _guessed(guess: Guess, naming: Naming) -> str:
    """A guess as a symbol, or what there is of it."""
    if guess.root == NO_CHORD_LABEL:
        return '<p class="symbol symbol-none">no chord</p>'
    if guess.root and guess.type:
        return _symbol(Chord(guess.root, guess.type), naming)
    part = naming.pitch_class(ROOTS.index(guess.root)) if guess.root else QUALITIES[guess.type].word
    return f'<p class="symbol symbol-none">{escape(part)}</p>'


def _side(kind: str, title: str, symbol: str, detail: str) -> str:
    return (
        f'<div class="side side-{kind}"><h2>{title}</h2><div class="room">{symbol}</div>'
        f'<p class="detail">{detail}</p></div>'
    )
