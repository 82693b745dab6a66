"""Command line: python -m model.predict [--json] FILE..."""

import argparse
import json
import sys

import torch

from model.prediction import Prediction
from model.recognizer import Recognizer
from model.weights import WeightsError
from preprocessing.audio import AudioError


def main(arguments: list[str] | None = None) -> int:
    """Name the chord in each file, in order. Exit status 1 if any could not be read, 2 without weights."""
    parser = argparse.ArgumentParser(
        prog="python -m model.predict", description="Name the chord in each file."
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)  # a clip is too small to share between cores
    try:
        recognizer = Recognizer.load()
    except WeightsError as error:
        print(error, file=sys.stderr)
        return 2
    readable = [report(recognizer, file, options.json) for file in options.files]
    return 0 if all(readable) else 1


def report(recognizer: Recognizer, file: str, as_json: bool) -> bool:
    """Print what one file holds; whether it could be read."""
    try:
        prediction = recognizer.predict(file)
    except AudioError as error:
        print(json.dumps({"file": file, "error": str(error)}) if as_json else f"{file}: {error}", flush=True)
        return False
    line = json.dumps({"file": file, **prediction.as_json()}) if as_json else as_row(file, prediction)
    print(line, flush=True)
    return True


def as_row(file: str, prediction: Prediction) -> str:
    """A line of the readable table: chord, confidence, the next best answer, and the file."""
    doubt = "" if prediction.sure else f"  (not sure: or {prediction.candidates[1].chord.symbol})"
    return (
        f"{prediction.chord.symbol:8}{prediction.confidence:>5.0%} {prediction.seconds:7.1f} s  {file}{doubt}"
    )


if __name__ == "__main__":
    sys.exit(main())
