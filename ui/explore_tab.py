"""The wiring of the Explore tab: one clip after the other, by hand or automatically."""

from collections.abc import Callable, Sequence
from functools import cache, partial

import gradio as gr

from model.prediction import Prediction
from ui import explore, recording
from ui.choices import Choices
from ui.explore import Clip, Filters, Tour
from ui.listen_tab import Listener

EVERY = 5.0  # seconds from clip to clip, when they come by themselves
INTRODUCTION = (
    '<p class="introduction">Instruments that were kept out of training, clean and spoilt. '
    "Listen, and see whether the networks knew.</p>"
)


class ExploreTab:
    """Clips to step through, with filters and a running score."""

    def __init__(self, clips: Sequence[Clip]) -> None:
        self.clips = clips
        self.tour = gr.State(Tour())
        self.timer = gr.Timer(EVERY, active=False)
        gr.HTML(INTRODUCTION, apply_default_css=False)
        with gr.Row(elem_id="filters"):
            self.filters = [
                gr.Dropdown(explore.instruments(clips), value=explore.ANY, label="Instrument"),
                gr.Dropdown(list(explore.TYPE_CHOICES), value=explore.ANY, label="Type"),
                gr.Checkbox(label="Only the mistakes", elem_id="mistakes"),
            ]
        self.player = recording.player()
        with gr.Row(elem_id="steps"):
            self.previous = gr.Button("Previous", min_width=0)
            self.next = gr.Button("Next", variant="primary", min_width=0)
            self.automatic = gr.Checkbox(label="Automatic", elem_id="automatic")
            self.score = gr.HTML(apply_default_css=False, elem_id="score")
        self.panels = gr.HTML(apply_default_css=False, elem_id="explored")

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

        inputs = [self.tour, *self.filters, *chosen]
        outputs = [self.tour, self.player, self.score, self.panels]
        quiet = {"api_visibility": "private", "show_progress": "hidden"}
        stay, forth, back = (partial(walk, self.clips, predict, by) for by in (0, 1, -1))

        def tick(tour: Tour, *rest: object) -> tuple:
            """The next clip by itself, until the last: nobody may be listening any more."""
            stepped = forth(tour, *rest)
            goes_on = stepped[0].number is not None and stepped[0].number > (tour.number or 0)
            return *stepped, goes_on

        self.next.click(forth, inputs, outputs, **quiet)
        self.timer.tick(tick, inputs, [*outputs, self.automatic], **quiet)
        self.previous.click(back, inputs, outputs, **quiet)
        changes = [control.input for control in (*self.filters, *chosen)]
        gr.on([tab.select, *changes], stay, inputs, outputs, **quiet)
        gr.on([other.select for other in others], lambda: False, None, self.automatic, **quiet)
        self.automatic.change(lambda on: gr.Timer(active=on), self.automatic, self.timer, **quiet)


def walk(
    clips: Sequence[Clip],
    predict: Callable[[int, str], Prediction],
    by: int,
    tour: Tour,
    instrument: str,
    type_: str,
    only_mistakes: bool,
    *choice: str,
) -> tuple[Tour, object, str, str]:
    """A step through the clips that pass the filters -> tour, the player's file, score and panels.

    predict: from a clip's number and a vocabulary. choice: what the radios say.
    """
    choices = Choices(*choice)

    def is_right(number: int) -> bool:
        heard = predict(number, choices.vocabulary).chord
        return explore.is_right(heard, clips[number].chord, choices.vocabulary)

    filters = Filters(instrument, type_, only_mistakes)
    chosen = [number for number, clip in enumerate(clips) if explore.fits(clip, filters)]
    if only_mistakes:
        chosen = [number for number in chosen if not is_right(number)]
    number = explore.step(chosen, tour.number, by)
    if number is None:
        return tour.visit(None, False), None, explore.nothing(only_mistakes), ""
    clip, prediction = clips[number], predict(number, choices.vocabulary)
    right = is_right(number)
    visited = tour.visit(number, right)
    sound = gr.skip() if number == tour.number else str(clip.path)
    panels = explore.render(clip, prediction, right, choices.naming.around(clip.chord), choices.order)
    return visited, sound, explore.score(visited, chosen.index(number) + 1, len(chosen)), panels
