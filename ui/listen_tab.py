"""The tab for a person's own recording: the stage where it is made, its answer, the panels below."""

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import gradio as gr
from starlette.concurrency import run_in_threadpool

from model.prediction import Prediction
from model.several import several
from model.timeline import Timeline
from preprocessing.audio import AudioError
from ui import page
from ui.choices import ALL, VOCABULARIES, Choices
from ui.chord import answer, results
from ui.song import corrections, song, takeaway
from ui.song.wishes import Song
from ui.stage import recording, stage
from ui.stage.stage import Limits

FORGOTTEN = "This page was idle for so long that I forgot the song. Choose it again, please."
SONGS = "songs"  # the queue in which they wait for each other, so that no chord waits for them


@dataclass(frozen=True)
class WaitingSong:
    """A recording that is yet to be listened to as a song, by its path."""

    path: str


# What is known of the last recording: what was heard, that this takes a while, why it failed, or nothing yet.
Heard = Prediction | Song | WaitingSong | str | None
Hear = Callable[[str], Heard]  # a file's path -> what is heard; raises AudioError
AnswerProgram = Callable[
    [str, str], Prediction | Timeline
]  # a file's path, a vocabulary -> what programs get


class Listener(Protocol):
    """A recogniser, as far as the page needs one."""

    def predict(self, path: str, vocabulary: str = ALL) -> Prediction:
        """Name the chord in a file. Raises AudioError when it cannot be heard."""

    def predict_song(self, path: str, vocabulary: str = ALL) -> Timeline:
        """Name the chords in a file, in time. Raises AudioError when it cannot be heard."""

    def decide_again(self, prediction: Prediction, vocabulary: str) -> Prediction:
        """The prediction that another vocabulary would have given."""

    def is_long(self, path: str) -> bool:
        """Tell if a recording lasts longer than most chords."""

    def hear_song(self, path: str) -> AsyncIterator[float | dict[str, Timeline]]:
        """Listen to all of a recording: the share that is done, now and then, and last its chords.

        They come in every vocabulary. Raises AudioError when it cannot be heard.
        """


class ListenTab:
    """Record or choose a chord or a song; its answer; the panels below."""

    def __init__(self, limits: Limits) -> None:
        self.heard = gr.State(None)
        with gr.Row(elem_id="stage"):
            with gr.Column(elem_id="input"):
                self.taken = page.deck_region(stage.deck(limits))
                self.audio = recording.audio_input()
                gr.HTML(stage.shelf(page.EXAMPLES), apply_default_css=False, elem_id="shelf")
            with gr.Column(elem_id="place"):
                gr.HTML(stage.notice(), apply_default_css=False, elem_id="notice")
                self.told = page.answer_region()
        self.panels = page.panels_region()
        self.song = gr.State(None)  # what is yet to be listened to as one
        self.file = gr.JSON(visible=False)  # one to take away
        self.understood = gr.JSON(visible=False)  # a chord that somebody typed
        self.endpoint = gr.Button(visible=False)  # endpoints need an event; nobody can press it
        self.vocabulary = gr.Radio(VOCABULARIES, value=ALL, label="vocabulary", visible=False)  # their input

    def wire(self, listener: Listener, chosen: list[gr.Radio]) -> None:
        """Answer to every new recording, to other choices, and to programs."""

        def listen(path: str | None, *choice: str) -> tuple[WaitingSong | None, Heard, str, gr.HTML]:
            heard = respond(partial(hear, listener), path)
            waiting = heard if isinstance(heard, WaitingSong) else None
            return waiting, heard, *redraw(heard, *choice)

        # Asynchronous, so that it is cancelled at once: a song that comes next while that still goes on is
        # forgotten by gradio's script.
        async def listen_on(waiting: WaitingSong | None, before: Heard, *choice: str) -> AsyncIterator[tuple]:
            same = gr.skip()
            if waiting is None:  # any more: it is drawn as was chosen meanwhile
                yield same, same, *await run_in_threadpool(redraw_again, before, *choice)
                return
            async for heard in hear_on(listener, waiting):
                if isinstance(heard, float):
                    yield same, same, song.waiting(heard), same
                else:
                    yield None, heard, same, same

        def redraw(heard: Heard, *choice: str) -> tuple[str, gr.HTML]:
            return draw(heard, listener, Choices(*choice))

        def redraw_again(heard: Heard, *choice: str) -> tuple[str, gr.HTML]:
            is_drawn = heard is not None and not isinstance(heard, WaitingSong)
            return redraw(heard, *choice) if is_drawn else (gr.skip(), gr.skip())

        def take_away(heard: Heard, vocabulary: str, event: gr.EventData) -> dict[str, str] | None:
            if not isinstance(remembered(heard), Song) or event.format not in takeaway.LABELS:
                return None
            title, capo = getattr(event, "title", ""), heard.adjustments.capo
            return takeaway.write(heard.sounding(vocabulary), event.format, title, capo)

        def grant(heard: Heard, event: gr.EventData, *choice: str) -> tuple[Heard, str, gr.HTML]:
            if not isinstance(remembered(heard), Song):
                return gr.skip(), gr.skip(), gr.skip()
            wished = heard.wished(event.wishes)
            return wished, *redraw(wished, *choice)

        def understand(heard: Heard, event: gr.EventData, *choice: str) -> dict[str, object] | None:
            if not isinstance(remembered(heard), Song):
                return None
            return corrections.understand(event.text, Choices(*choice).naming, heard.adjustments)

        def recognize(audio: str | None, vocabulary: str | None = ALL) -> dict[str, object]:
            """Name the chord in one audio file."""
            return describe(listener.predict, audio, vocabulary or ALL)

        def recognize_song(audio: str | None, vocabulary: str | None = ALL) -> dict[str, object]:
            """Name the chords, beats and keys in the audio file of a song."""
            return describe(listener.predict_song, audio, vocabulary or ALL)

        shown = [self.told, self.panels]
        how = {
            "show_progress_on": self.told,
            "show_progress": "minimal",
            "trigger_mode": "always_last",
            "api_visibility": "private",
        }
        inputs, outputs = [self.audio, *chosen], [self.song, self.heard, *shown]
        songs = {"concurrency_id": SONGS, "concurrency_limit": 1}
        listening = self.song.change(listen_on, [self.song, self.heard, *chosen], outputs, **how, **songs)
        # Defined before the next, or it would come after it and stop the song that follows this one.
        self.audio.change(None, cancels=[listening], api_visibility="private")
        listened = self.audio.change(listen, inputs, outputs, **how)
        redrawn = gr.on([radio.input for radio in chosen], redraw_again, [self.heard, *chosen], shown, **how)
        for answered in (listened, listening, redrawn):
            answered.success(None, js=stage.TELL_ANSWERED, api_visibility="private")
        self.taken.change(None, self.taken, self.audio, js=stage.HAND_OVER, api_visibility="private")
        self.panels.input(
            grant,
            [self.heard, *chosen],
            [self.heard, *shown],
            show_progress="hidden",
            api_visibility="private",
            trigger_mode="multiple",  # or else a wish of another kind would take the place of one that waits
            concurrency_limit=1,  # one after the other, in their order
        )
        quietly = {"show_progress": "hidden", "api_visibility": "private"}
        typed = self.panels.submit(understand, [self.heard, *chosen], self.understood, **quietly)
        typed.then(None, self.understood, js=corrections.TELL, api_visibility="private")
        _, _, _, vocabulary, *_ = chosen
        taken = self.panels.select(
            take_away, [self.heard, vocabulary], self.file, api_visibility="private", show_progress="hidden"
        )
        taken.then(None, self.file, js=takeaway.SAVE, api_visibility="private")
        for answer_program, name, queue in ((recognize, "recognize", {}), (recognize_song, "song", songs)):
            self.endpoint.click(
                answer_program,
                inputs=[self.audio, self.vocabulary],
                outputs=gr.JSON(visible=False),
                api_name=name,
                **queue,
            )


def hear(listener: Listener, path: str) -> Prediction | WaitingSong:
    """A recording -> its chord; or, where it holds several or is long, that it waits. Raises AudioError."""
    if listener.is_long(path):
        return WaitingSong(path)
    prediction = listener.predict(path)
    return WaitingSong(path) if prediction.several else prediction


def remembered(heard: Heard) -> Heard:
    """What was heard, where the page shows something. Raises gr.Error where the server has forgotten it."""
    if heard is None:
        raise gr.Error(FORGOTTEN, print_exception=False)
    return heard


def respond(hear: Hear, path: str | None) -> Heard:
    """A recording -> what was heard of it; every failure becomes a sentence."""
    if path is None:
        return None
    try:
        return hear(path)
    except Exception as error:
        return in_words(error)


async def hear_on(listener: Listener, waiting: WaitingSong) -> AsyncIterator[float | Heard]:
    """A song that waits -> the share of it that is heard, now and then, and last what was or why not.

    Where a single chord goes on to its end, it is no song.
    """
    try:
        async for heard in listener.hear_song(waiting.path):
            if isinstance(heard, float):
                yield heard
            elif several(heard[ALL].chords):
                yield Song(heard)
            else:
                yield await run_in_threadpool(listener.predict, waiting.path)
    except Exception as error:
        yield in_words(error)


def in_words(error: Exception) -> str:
    """A failure as a sentence for a person; what was our own is logged."""
    if isinstance(error, AudioError):
        return str(error)
    logging.error("the recogniser failed", exc_info=error)
    return answer.UNEXPECTED


def draw(heard: Heard, listener: Listener, choices: Choices) -> tuple[str, gr.HTML]:
    """The answer and the panels below it, for what was heard, as a person likes to read them."""
    hidden = gr.HTML(visible=False)
    if heard is None:
        return answer.prompt(), hidden
    if isinstance(heard, str):
        return answer.refusal(heard), hidden
    if isinstance(heard, WaitingSong):
        return song.waiting(0.0), hidden
    if isinstance(heard, Song):
        shown = heard.fingered(choices.vocabulary), choices.naming, heard.adjustments
        editor = corrections.render(heard, choices.vocabulary, choices.naming)
        return song.summary(*shown), gr.HTML(song.render(*shown, editor, choices.left_handed), visible=True)
    prediction = listener.decide_again(heard, choices.vocabulary)
    naming = choices.naming.around(prediction.chord)
    panels = results.render(prediction, naming, choices.order, choices.left_handed)
    return answer.render(prediction, naming), gr.HTML(panels, visible=True)


def describe(hear: AnswerProgram, path: str | None, vocabulary: str) -> dict[str, object]:
    """A recording -> the fields of what is heard. Raises gr.Error, in words for a person."""
    if path is None:
        raise gr.Error(answer.NO_FILE, print_exception=False)
    try:
        return hear(path, vocabulary).as_json()
    except AudioError as error:
        raise gr.Error(str(error), print_exception=False) from error
