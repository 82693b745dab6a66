"""The folder of uploads, and its sweeping: gradio's own passes over what a process left that was killed."""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

VARIABLE = "GRADIO_TEMP_DIR"  # names the folder, to gradio too


def own_folder() -> Path:
    """The folder that the environment names; or else one that no other program of gradio's writes to."""
    return Path(os.environ.setdefault(VARIABLE, str(Path(tempfile.gettempdir(), "chordscope"))))


def sweep(folder: Path, age: float) -> None:
    """Delete the files in a folder that are older than so many seconds, whoever left them there."""
    newest = time.time() - age
    for path in folder.rglob("*"):
        with suppress(OSError):  # somebody else may have deleted it, or own it
            if path.is_file() and path.stat().st_mtime < newest:
                path.unlink()


def keep_sweeping(folder: Path, every: float, age: float) -> None:
    """Sweep a folder now and every so many seconds, in the background, as long as the process lives."""

    def go_on() -> None:
        while True:
            sweep(folder, age)
            time.sleep(every)

    Thread(target=go_on, daemon=True).start()
