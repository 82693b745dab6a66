"""The Chordscope page: wires the recogniser to the browser and to the `/recognize` endpoint."""

import logging
import os
from concurrent.futures import ThreadPoolExecutor

import gradio as gr
import torch

from model.prediction import Prediction
from model.recognizer import Recognizer
from preprocessing.audio import MAX_BYTES, AudioError
from ui import answer, choices, explore, page, programs, recording, results, walk
from ui.lighter import Lighter
from ui.naming import Naming

PORT = 7860
QUEUE = 20  # requests that may wait; later ones are turned away rather than left hanging
WORKERS = 2  # recordings listened to at a time
SESSIONS = 200  # visitors whose place in the Explore tab is kept; gradio's 10,000 would fill the memory
SWEEP = (600, 2700)  # every 10 minutes, uploads older than 45: so none lives for an hour


def build_app(recognizer: Recognizer) -> gr.Blocks:
    """The page and its endpoint, around a loaded recogniser."""
    shared = Shared(recognizer)
    with gr.Blocks(title=page.TITLE, analytics_enabled=False, delete_cache=SWEEP) as app:
        gr.HTML(page.HEADER, apply_default_css=False)
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Your chord") as own_tab:
                listen = ListenTab()
            with gr.Tab("Explore") as explore_tab:
                tour = walk.ExploreTab(explore.load())
            with gr.Tab("For programs") as programs_tab:
                gr.HTML(programs.render(), js_on_load=page.SHOW_ADDRESS, apply_default_css=False)
        chosen = choices.radios()
        gr.HTML(page.FOOTER, apply_default_css=False)
        choices.remember(app, chosen)
        listen.wire(shared, chosen)
        tour.wire(shared, chosen, explore_tab, others=[own_tab, programs_tab])
    return app.queue(max_size=QUEUE, default_concurrency_limit=WORKERS)


class Shared:
    """A recogniser for all visitors: it listens to two recordings at a time, always in the same threads.

    The server has forty, and the memory that listening takes stays with each thread that ever listened.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self.recognizer = recognizer
        self.pool = ThreadPoolExecutor(WORKERS)

    def predict(self, path: str) -> Prediction:
        """What the recogniser says, as soon as it is free. Raises what it raises."""
        return self.pool.submit(self.recognizer.predict, path).result()


class ListenTab:
    """Record or choose a chord; its answer; the panels below."""

    def __init__(self) -> None:
        with gr.Row(elem_id="stage"):
            with gr.Column(elem_id="input"):
                self.audio = recording.audio_input()
                self.again = gr.Button("Name the chord", elem_id="again")
                self.examples = page.example_buttons()
            self.told = page.answer_region()
        self.panels = gr.HTML(visible=False, apply_default_css=False, elem_id="results")
        self.endpoint = gr.Button(visible=False)  # the endpoint needs an event; nobody can press it

    def wire(self, recognizer: Shared, chosen: list[gr.Radio]) -> None:
        """Answer to every new recording, to the button, to other choices, and to programs."""

        def show(audio: str | None, *choice: str) -> tuple[str, gr.HTML]:
            return respond(recognizer, audio, *choice)

        def recognize(audio: str | None) -> dict[str, object]:
            """Name the chord in one audio file."""
            return describe(recognizer, audio)

        for button, path in self.examples:
            button.click(
                lambda path=path: path,
                outputs=self.audio,
                api_visibility="private",
                show_progress="hidden",
            )
        gr.on(
            [self.audio.change, self.again.click, *(radio.input for radio in chosen)],
            show,
            inputs=[self.audio, *chosen],
            outputs=[self.told, self.panels],
            show_progress_on=self.told,
            show_progress="minimal",
            trigger_mode="always_last",
            api_visibility="private",
        )
        self.endpoint.click(
            recognize, inputs=self.audio, outputs=gr.JSON(visible=False), api_name="recognize"
        )


def respond(
    recognizer: Shared, path: str | None, accidentals: str, language: str, order: str
) -> tuple[str, gr.HTML]:
    """A recording -> the answer and the panels below it; every failure becomes a sentence."""
    hidden = gr.HTML(visible=False)
    if path is None:
        return answer.prompt(), hidden
    try:
        prediction = recognizer.predict(path)
    except AudioError as error:
        return answer.refusal(str(error)), hidden
    except Exception:
        logging.exception("the recogniser failed")
        return answer.refusal(answer.UNEXPECTED), hidden
    naming = Naming(accidentals, language).around(prediction.chord)
    return answer.render(prediction, naming), gr.HTML(results.render(prediction, naming, order), visible=True)


def describe(recognizer: Shared, path: str | None) -> dict[str, object]:
    """A recording -> the fields of its Prediction. Raises gr.Error, in words for a person."""
    if path is None:
        raise gr.Error(answer.NO_FILE, print_exception=False)
    try:
        return recognizer.predict(path).as_json()
    except AudioError as error:
        raise gr.Error(str(error), print_exception=False) from error


def launch(app: gr.Blocks, **options: object) -> None:
    """Serve the page; options override gradio's, as tests do."""
    app.launch(
        **{
            "server_name": os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"),
            "server_port": int(os.environ.get("GRADIO_SERVER_PORT", PORT)),
            "theme": page.theme(),
            "css_paths": page.CSS,
            "head": page.HEAD,
            "allowed_paths": [str(page.EXAMPLES_FOLDER), str(explore.FOLDER)],
            "max_file_size": MAX_BYTES,
            "app_kwargs": {"middleware": [(Lighter, (), {})]},
            "state_session_capacity": SESSIONS,
            "footer_links": [],
            "run_history": False,
            "enable_monitoring": False,
            "show_error": False,
            **options,
        }
    )


if __name__ == "__main__":
    torch.set_num_threads(1)  # two workers on two cores: more threads would only get in each other's way
    launch(build_app(Recognizer.load()))
