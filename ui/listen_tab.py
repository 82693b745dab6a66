"""The tab for a person's own chord: record or choose it, its answer, the panels below."""

import logging
from collections.abc import Callable
from typing import Protocol

import gradio as gr

from model.prediction import Prediction
from model.timeline import Timeline
from preprocessing.audio import AudioError
from ui import answer, page, recording, results
from ui.choices import ALL, VOCABULARIES, Choices

Heard = Prediction | str | None  # the last recording's prediction, why there is none, or no recording yet
Hear = Callable[..., Prediction]  # a file's path, perhaps a vocabulary -> its prediction; raises AudioError
HearAny = Callable[[str, str], Prediction | Timeline]  # a file's path, a vocabulary -> what programs get
DecideAgain = Callable[[Prediction, str], Prediction]  # by another vocabulary, without hearing again


class Listener(Protocol):
    """A recogniser, as far as the page needs one."""

    def predict(self, path: str, vocabulary: str = ALL) -> Prediction:
        """Name the chord in a file. Raises AudioError when it cannot be heard."""

    def predict_song(self, path: str, vocabulary: str = ALL) -> Timeline:
        """Name the chords in a file, in time. Raises AudioError when it cannot be heard."""

    def decide_again(self, prediction: Prediction, vocabulary: str) -> Prediction:
        """The prediction that another vocabulary would have given."""


class ListenTab:
    """Record or choose a chord; its answer; the panels below."""

    def __init__(self) -> None:
        self.heard = gr.State(None)
        with gr.Row(elem_id="stage"):
            with gr.Column(elem_id="input"):
                self.audio = recording.audio_input()
                self.again = gr.Button("Name the chord", elem_id="again")
                self.examples = page.example_buttons()
            self.told = page.answer_region()
        self.panels = gr.HTML(visible=False, apply_default_css=False, elem_id="results")
        self.endpoint = gr.Button(visible=False)  # endpoints need an event; nobody can press it
        self.vocabulary = gr.Radio(VOCABULARIES, value=ALL, label="vocabulary", visible=False)  # their input

    def wire(self, listener: Listener, chosen: list[gr.Radio]) -> None:
        """Answer to every new recording, to the button, to other choices, and to programs."""

        def listen(path: str | None, *choice: str) -> tuple[Heard, str, gr.HTML]:
            heard = respond(listener.predict, path)
            return heard, *redraw(heard, *choice)

        def redraw(heard: Heard, *choice: str) -> tuple[str, gr.HTML]:
            return draw(heard, listener.decide_again, Choices(*choice))

        def recognize(audio: str | None, vocabulary: str | None = ALL) -> dict[str, object]:
            """Name the chord in one audio file."""
            return describe(listener.predict, audio, vocabulary or ALL)

        def song(audio: str | None, vocabulary: str | None = ALL) -> dict[str, object]:
            """Name the chords, beats and keys in the audio file of a song."""
            return describe(listener.predict_song, audio, vocabulary or ALL)

        for button, path in self.examples:
            button.click(
                lambda path=path: path,
                outputs=self.audio,
                api_visibility="private",
                show_progress="hidden",
            )
        shown = [self.told, self.panels]
        how = {
            "show_progress_on": self.told,
            "show_progress": "minimal",
            "trigger_mode": "always_last",
            "api_visibility": "private",
        }
        inputs, outputs = [self.audio, *chosen], [self.heard, *shown]
        gr.on([self.audio.change, self.again.click], listen, inputs, outputs, **how)
        gr.on([radio.input for radio in chosen], redraw, [self.heard, *chosen], shown, **how)
        for answer_program, name in ((recognize, "recognize"), (song, "song")):
            self.endpoint.click(
                answer_program,
                inputs=[self.audio, self.vocabulary],
                outputs=gr.JSON(visible=False),
                api_name=name,
            )


def respond(hear: Hear, path: str | None) -> Heard:
    """A recording -> its prediction; every failure becomes a sentence."""
    if path is None:
        return None
    try:
        return hear(path)
    except AudioError as error:
        return str(error)
    except Exception:
        logging.exception("the recogniser failed")
        return answer.UNEXPECTED


def draw(heard: Heard, decide_again: DecideAgain, choices: Choices) -> tuple[str, gr.HTML]:
    """The answer and the panels below it, for what was heard, as a person likes to read them."""
    hidden = gr.HTML(visible=False)
    if heard is None:
        return answer.prompt(), hidden
    if isinstance(heard, str):
        return answer.refusal(heard), hidden
    prediction = decide_again(heard, choices.vocabulary)
    naming = choices.naming.around(prediction.chord)
    panels = results.render(prediction, naming, choices.order)
    return answer.render(prediction, naming), gr.HTML(panels, visible=True)


def describe(hear: HearAny, path: str | None, vocabulary: str) -> dict[str, object]:
    """A recording -> the fields of what is heard. Raises gr.Error, in words for a person."""
    if path is None:
        raise gr.Error(answer.NO_FILE, print_exception=False)
    try:
        return hear(path, vocabulary).as_json()
    except AudioError as error:
        raise gr.Error(str(error), print_exception=False) from error
