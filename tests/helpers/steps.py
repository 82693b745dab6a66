"""The start of the page, in this process: python -m tests.helpers.steps prints a line of JSON for each step.

Imports nothing that the page imports: what is loaded already would take no time.
"""

import gc
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from tests.helpers.memory import resident


@dataclass(frozen=True)
class Step:
    """A step of the start. passed, worked: seconds, of the clock and of a processor. memory: MB after it."""

    name: str
    passed: float
    worked: float
    memory: float


class Watch:
    """Times what this process does, one step after the other."""

    def __init__(self) -> None:
        self.passed, self.worked = time.perf_counter(), time.process_time()

    def step(self, name: str) -> Step:
        """What was done since the step before."""
        passed, worked = self.passed, self.worked
        self.passed, self.worked = time.perf_counter(), time.process_time()
        return Step(name, self.passed - passed, self.worked - worked, resident("self"))


def steps() -> Iterator[Step]:
    """Start the page as `app.py` does, and stop it."""
    gc.disable()
    watch = Watch()
    import torch

    torch.set_num_threads(1)
    yield watch.step("import PyTorch")
    from model.recognizer import Recognizer

    yield watch.step("import the recogniser and the decoders")
    recognizer = Recognizer.load()
    yield watch.step("build the kernels, load the weights")
    import gradio
    import httpx  # as gradio does

    yield watch.step(f"import Gradio {gradio.__version__}")
    import app

    page = app.build_app(recognizer)
    yield watch.step("build the page")
    app.launch(page, prevent_thread_lock=True, quiet=True, server_port=None)
    yield watch.step("serve it")
    httpx.get(page.local_url)
    yield watch.step("send it for the first time")
    page.close(verbose=False)


if __name__ == "__main__":
    for step in steps():
        print(json.dumps(asdict(step)), flush=True)
