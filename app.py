"""The Chordscope page: wires the recogniser to the browser and to the endpoints for programs."""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from threading import BoundedSemaphore, Event

gc.disable()  # so as not to look through half a million new objects again and again: a fifth of the start

import gradio as gr
import torch
from gradio.blocks import BlockFunction
from gradio.route_utils import delete_files_created_by_app
from starlette.routing import BaseRoute

from model.chord_networks import Progress
from model.decision import VOCABULARIES
from model.prediction import Prediction
from model.recognizer import LONGEST, Recognizer
from model.timeline import Timeline
from preprocessing.audio import MAX_BYTES, MAX_SECONDS, AudioError, is_longer
from preprocessing.refusals import TOO_LARGE
from ui import choices, page, programs, uploads
from ui.choices import ALL
from ui.chord.lighter import Lighter
from ui.listen_tab import ListenTab
from ui.practise import explore
from ui.practise.practise_tab import PractiseTab
from ui.stage import live
from ui.stage.stage import Limits

gc.freeze()  # they stay for good, and are not looked through while the page is served either
gc.enable()

PORT = 7860
QUEUE = 1000  # requests that may wait: 30 s and 250 MB. Later ones are turned away, which bounds an attack
PLACES = 1.0  # seconds from message to message about a place in line; by default, each answer brings one
WORKERS = 2  # recordings listened to at a time
MOMENTS = 20  # of those that people are playing, that may wait to be named; others are turned away
SESSIONS = 200  # visitors whose last answer and place in "Practise" are kept; 10,000 would fill the memory
SWEEP = (600, 2700)  # every 10 minutes, uploads older than 45: so none lives for an hour
LIMITS = Limits(MAX_SECONDS, MAX_BYTES, TOO_LARGE.format(MAX_BYTES / 1e6))
SUMS = 10**9  # requests until gradio sums up the last 10,000 for a dashboard that is off here, in 20 ms


def build_app(recognizer: Recognizer) -> gr.Blocks:
    """The page and its endpoints, around a loaded recogniser."""
    listener = SharedRecognizer(recognizer)
    with Page(title=page.TITLE, analytics_enabled=False, delete_cache=SWEEP) as app:
        gr.HTML(page.HEADER, apply_default_css=False)
        chosen = choices.radios()
        with gr.Tabs(elem_id="tabs"):
            with gr.Tab("Listen") as own_tab:
                listen = ListenTab(LIMITS)
            with gr.Tab("Practise") as practise_tab:
                tour = PractiseTab(explore.load())
            with gr.Tab("For programs") as programs_tab:
                gr.HTML(programs.render(), js_on_load=page.SHOW_ADDRESS, apply_default_css=False)
        gr.HTML(page.FOOTER, apply_default_css=False)
        choices.remember(app, chosen)
        listen.wire(listener, chosen)
        app.routes = [live.route(listener)]
        tour.wire(listener, chosen, practise_tab, others=[own_tab, programs_tab])
    os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(SUMS))
    return app.queue(max_size=QUEUE, status_update_rate=PLACES, default_concurrency_limit=WORKERS)


class Page(gr.Blocks):
    """A page whose endpoints take what programs sent before they had their later inputs.

    routes: what it serves besides.
    """

    routes: Sequence[BaseRoute] = ()

    async def preprocess_data(
        self, block_fn: BlockFunction, inputs: list[object], *rest: object, **named: object
    ) -> list[object]:
        """Fill in the inputs that a call over plain HTTP leaves out; gradio's own client does that itself."""
        missing = [block.value for block in block_fn.inputs[len(inputs) :]]
        return await super().preprocess_data(block_fn, [*inputs, *missing], *rest, **named)


class SharedRecognizer:
    """A recogniser for all visitors: it listens to two recordings at a time, always in the same threads.

    To songs it listens one after the other, in a thread of their own, so that no chord waits for them, and in
    another to what people are playing. The server has forty, and the memory that listening takes stays with
    each thread that ever listened.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self.recognizer = recognizer
        self.pool = ThreadPoolExecutor(WORKERS)
        self.song_pool = ThreadPoolExecutor(1)
        self.live_pool = ThreadPoolExecutor(1)
        self.moments = BoundedSemaphore(MOMENTS)

    def predict(self, path: str, vocabulary: str = ALL) -> Prediction:
        """Name the chord in a file as soon as a thread is free. Raises what the recogniser raises."""
        return self.pool.submit(self.recognizer.predict, path, vocabulary).result()

    def predict_song(self, path: str, vocabulary: str = ALL) -> Timeline:
        """Name the chords in a file when its turn comes. Raises what the recogniser raises."""
        return self.song_pool.submit(self.recognizer.predict_song, path, vocabulary).result()

    def predict_latest(self, sound: bytes, vocabulary: str = ALL) -> Future[Prediction] | None:
        """The chord with which a file's bytes end, to come; None where too many wait to be told theirs."""
        hear = self.recognizer.predict_latest
        if not self.moments.acquire(blocking=False):
            return None
        coming = self.live_pool.submit(hear, sound, vocabulary)
        coming.add_done_callback(lambda _: self.moments.release())
        return coming

    def decide_again(self, prediction: Prediction, vocabulary: str) -> Prediction:
        """The prediction that another vocabulary would have given, from what was heard already."""
        return self.recognizer.decide_again(prediction, vocabulary)

    def is_long(self, path: str) -> bool:
        """Tell if a file lasts longer than most chords; of one that cannot be heard, `predict` says why."""
        try:
            return self.pool.submit(is_longer, path, LONGEST).result()
        except AudioError:
            return False

    async def hear_song(self, path: str) -> AsyncIterator[float | dict[str, Timeline]]:
        """Listen to all of a file when its turn comes: the share that is done, and last its chords.

        Those are decided at once in every vocabulary. Raises what the recogniser raises. Closed or cancelled
        before its end, it returns at once, and stops listening with the next share.
        """
        shares: asyncio.Queue[float | None] = asyncio.Queue()
        loop, abandoned = asyncio.get_running_loop(), Event()

        def tell(share: float | None) -> None:
            loop.call_soon_threadsafe(shares.put_nowait, share)

        def progress(share: float) -> None:
            if abandoned.is_set():
                raise CancelledError
            tell(share)

        song = self.song_pool.submit(self._decide_song, path, progress)
        song.add_done_callback(lambda _: tell(None))
        try:
            while (share := await shares.get()) is not None:
                yield share
            yield song.result()
        finally:  # whoever asked may have chosen something else: others wait
            abandoned.set()
            song.cancel()

    def _decide_song(self, path: str, progress: Progress) -> dict[str, Timeline]:
        heard = self.recognizer.hear_song(path, progress)
        return {vocabulary: self.recognizer.decide_song(heard, vocabulary) for vocabulary in VOCABULARIES}


def launch(app: gr.Blocks, **options: object) -> None:
    """Serve the page; options override gradio's, as tests do."""
    app.launch(
        **{
            "server_name": os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"),
            "server_port": int(os.environ.get("GRADIO_SERVER_PORT", PORT)),
            "theme": page.theme(),
            "css_paths": list(page.CSS),
            "head": page.HEAD,
            "allowed_paths": [str(page.EXAMPLES_FOLDER), str(explore.FOLDER)],
            "max_file_size": MAX_BYTES,
            "app_kwargs": {"middleware": [(Lighter, (), {})], "routes": list(app.routes)},
            "state_session_capacity": SESSIONS,
            "footer_links": [],
            "run_history": False,
            "enable_monitoring": False,
            "show_error": False,
            **options,
        }
    )


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C does: on to the last line
    uploads.keep_sweeping(uploads.own_folder(), *SWEEP)
    torch.set_num_threads(1)  # two workers on two cores: more threads would only get in each other's way
    served = build_app(Recognizer.load())
    launch(served)
    delete_files_created_by_app(served, None)  # gradio does not come to that while somebody is connected
