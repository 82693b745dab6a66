"""The wiring of the Practise tab: one clip after the other, guessed and revealed, by hand or by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial

import gradio as gr

from model.decision import TYPES_OF
from model.prediction import Prediction
from ui.choices import ALL, Choices
from ui.listen_tab import Listener
from ui.naming import Naming
from ui.practise import explore, practise
from ui.practise.explore import Clip, Filters
from ui.practise.practise import Guess, Tour
from ui.stage import recording

EVERY = 5.0  # seconds from a clip to its chord, and on to the next clip, where they come by themselves
START, REVEAL, NEXT = "Start", "Reveal", "Next"  # one button: so the focus stays on it
ANNOUNCE = "element.setAttribute('role', 'status')"
INTRODUCTION = (
    '<p class="introduction">Name chords by ear, of single instruments and of a band. Chordscope was taught '
    "with none of these recordings: see who names more.</p>"
)


class PractiseTab:
    """Clips to guess, with filters and a running score."""

    def __init__(self, clips: Sequence[Clip]) -> None:
        self.clips = clips
        self.tour = gr.State(Tour())
        self.timer = gr.Timer(EVERY, active=False)
        gr.HTML(INTRODUCTION, apply_default_css=False)
        self.player = recording.player()
        with gr.Column(elem_id="guess", visible=False) as self.guessing:
            self.root = gr.Radio(practise.roots(Naming()), label="Root")
            self.type = gr.Radio(practise.types(TYPES_OF[ALL]), label="Type")
        with gr.Row(elem_id="steps"):
            self.onwards = gr.Button(START, variant="primary", min_width=0)
            self.previous = gr.Button("Previous", min_width=0)
            self.skip = gr.Button("Skip", min_width=0)
            self.automatic = gr.Checkbox(label="Automatic", elem_id="automatic")
        self.score = gr.HTML(js_on_load=ANNOUNCE, apply_default_css=False, elem_id="score")
        self.panels = gr.HTML(apply_default_css=False, elem_id="explored")
        with gr.Accordion("Which clips", open=False, elem_id="filters"), gr.Row():
            self.filters = [
                gr.Dropdown(explore.instruments(clips), value=explore.ANY, label="Instrument"),
                gr.Dropdown(list(explore.TYPE_CHOICES), value=explore.ANY, label="Type"),
                gr.Checkbox(label="Only those Chordscope got wrong", elem_id="mistakes"),
                gr.Checkbox(label="Show the chord at once", elem_id="at-once"),
            ]

    def wire(
        self,
        listener: Listener,
        chosen: list[gr.Radio],
        tab: gr.Tab,
        others: Sequence[gr.Tab],
    ) -> None:
        """Answer to every button, filter and choice."""

        @cache
        def hear(number: int) -> Prediction:
            return listener.predict(str(self.clips[number].path))

        def predict(number: int, vocabulary: str) -> Prediction:
            return listener.decide_again(hear(number), vocabulary)

        def move(by: int, *given: object) -> list[object]:
            return drawn(walk(self.clips, predict, by, False, *given))

        def go_on(tour: Tour, *rest: object) -> list[object]:
            """The chord of the clip, if that is hidden, or else the next clip."""
            covered = tour.hidden and tour.number is not None
            return drawn(walk(self.clips, predict, 0 if covered else 1, covered, tour, *rest))

        def tick(tour: Tour, *rest: object) -> list[object]:
            """The same by itself, until the last clip: nobody may be listening any more."""
            moved, *others_drawn = go_on(tour, *rest)
            before = -1 if tour.number is None else tour.number
            goes_on = moved.number is not None and (moved.number > before or moved.hidden < tour.hidden)
            return [moved, *others_drawn, goes_on]

        inputs = [self.tour, self.root, self.type, *self.filters, *chosen]
        buttons = [self.onwards, self.previous, self.skip]
        outputs = [self.tour, self.player, self.score, self.panels, self.guessing, self.root, self.type]
        outputs += buttons
        quiet = {"api_visibility": "private", "show_progress": "hidden"}
        stay, forth, back = (partial(move, by) for by in (0, 1, -1))
        self.onwards.click(go_on, inputs, outputs, **quiet)
        self.skip.click(forth, inputs, outputs, **quiet)
        self.previous.click(back, inputs, outputs, **quiet)
        self.timer.tick(tick, inputs, [*outputs, self.automatic], **quiet)
        changes = [control.input for control in (*self.filters, *chosen)]
        gr.on([tab.select, *changes], stay, inputs, outputs, **quiet)
        gr.on([other.select for other in others], lambda: False, None, self.automatic, **quiet)
        self.automatic.change(lambda on: gr.Timer(active=on), self.automatic, self.timer, **quiet)


@dataclass(frozen=True)
class Step:
    """What the page shows after a step: the tour, the clip where that is a new one, score, panels, guess.

    sound: the new clip's file, "" where the clip is the same, None where there is none. fits: some clip does.
    """

    tour: Tour
    sound: str | None
    score: str
    panels: str
    guess: Guess
    choices: Choices
    fits: bool = True


def walk(
    clips: Sequence[Clip],
    predict: Callable[[int, str], Prediction],
    by: int,
    uncover: bool,
    tour: Tour,
    root: str | None,
    type_: str | None,
    instrument: str,
    of_type: str,
    only_mistakes: bool,
    at_once: bool,
    *choice: str,
) -> Step:
    """A step through the clips that pass the filters, or the chord of this one uncovered.

    predict: from a clip's number and a vocabulary. root, type_: the guess. choice: what the radios say.
    """
    choices, guess = Choices(*choice), Guess(root, type_)

    def is_right(number: int) -> bool:
        heard = predict(number, choices.vocabulary).chord
        return explore.is_right(heard, clips[number].chord, choices.vocabulary)

    filters = Filters(instrument, of_type, only_mistakes)
    chosen = [number for number, clip in enumerate(clips) if explore.fits(clip, filters)]
    if only_mistakes:
        chosen = [number for number in chosen if not is_right(number)]
    if not chosen:
        return Step(tour.goes_to(None), None, explore.nothing(only_mistakes), "", Guess(), choices, False)
    if tour.number is None and by == 0:
        return Step(tour, None, practise.offered(len(chosen)), practise.question(), Guess(), choices)
    number = explore.step(chosen, tour.number, by)
    moved = tour.goes_to(number)
    clip = clips[number]
    if number != tour.number:
        guess = Guess()
    if moved.hidden and (uncover or at_once):
        moved = moved.reveals(guess.is_right(clip.chord, choices.vocabulary), is_right(number))
    panels, spoken = practise.question(), ""
    if not moved.hidden:
        marks = practise.Marks(guess.is_right(clip.chord, choices.vocabulary), is_right(number))
        naming, prediction = choices.naming.around(clip.chord), predict(number, choices.vocabulary)
        spoken = practise.told(clip, marks, naming)
        panels = practise.reveal(clip, prediction, guess, marks, naming, choices.order, choices.left_handed)
    sound = "" if number == tour.number else str(clip.path)
    score = practise.score(moved, chosen.index(number) + 1, len(chosen), spoken)
    return Step(moved, sound, score, panels, guess, choices)


def drawn(step: Step) -> list[object]:
    """A step as gradio wants it, in the order of the outputs."""
    started, hidden = step.tour.number is not None, step.tour.hidden
    types = TYPES_OF[step.choices.vocabulary]
    guess = step.guess if step.guess.type in types else Guess(step.guess.root)
    onwards = (REVEAL if hidden else NEXT) if started else START
    return [
        step.tour,
        gr.skip() if step.sound == "" else step.sound,
        step.score,
        step.panels,
        gr.Column(visible=started and hidden),
        gr.Radio(practise.roots(step.choices.naming), value=guess.root),
        gr.Radio(practise.types(types), value=guess.type),
        gr.Button(onwards, interactive=step.fits),
        gr.Button(interactive=started),
        gr.Button(visible=hidden, interactive=started),
    ]
