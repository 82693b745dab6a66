"""Command line: python -m model.predict [--json] FILE..."""

import argparse
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import torch

from model.prediction import Prediction
from model.recognizer import Recognizer
from model.weights import WeightsError
from preprocessing.audio import AudioError

UNREADABLE, NO_WEIGHTS = 1, 2  # exit statuses
INTERRUPTED = 130  # what a shell gives a command that Ctrl-C ended


def main(arguments: list[str] | None = None) -> int:
    """Name the chord in each file, in order, on all cores that OMP_NUM_THREADS and the machine leave us.

    Exit status 1 if any file could not be read, 2 without weights, 130 when interrupted.
    """
    parser = argparse.ArgumentParser(
        prog="python -m model.predict", description="Name the chord in each file."
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    cores = torch.get_num_threads()
    torch.set_num_threads(1)  # a clip is too small to share between cores: each takes a file of its own
    try:
        recognizer = Recognizer.load()
    except WeightsError as error:
        print(error, file=sys.stderr)
        return NO_WEIGHTS
    return report(recognizer, options.files, options.json, cores)


def report(recognizer: Recognizer, files: list[str], as_json: bool, cores: int) -> int:
    """Print a line for each file, in order, as soon as it is known; the exit status.

    Threads are enough: decoders, FFT and networks compute without Python's lock.
    """
    all_readable = True
    pool = ThreadPoolExecutor(cores)
    try:
        for line, readable in pool.map(partial(answer, recognizer, as_json=as_json), files):
            print(line, flush=True)
            all_readable &= readable
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        pool.shutdown(cancel_futures=True)  # whatever ends this, files not yet begun are left alone
    return 0 if all_readable else UNREADABLE


def answer(recognizer: Recognizer, file: str, as_json: bool) -> tuple[str, bool]:
    """A line on what one file holds, and whether it could be read."""
    try:
        prediction = recognizer.predict(file)
    except AudioError as error:
        return json.dumps({"file": file, "error": str(error)}) if as_json else f"{file}: {error}", False
    line = json.dumps({"file": file, **prediction.as_json()}) if as_json else as_row(file, prediction)
    return line, True


def as_row(file: str, prediction: Prediction) -> str:
    """A line of the readable table: chord, confidence, the next best answer, and the file."""
    doubt = "" if prediction.sure else f"  (not sure: or {prediction.answer.candidates[1].chord.symbol})"
    return (
        f"{prediction.chord.symbol:8}{prediction.confidence:>5.0%} {prediction.seconds:7.1f} s  {file}{doubt}"
    )


if __name__ == "__main__":
    sys.exit(main())
