"""Command line: python -m model.predict [--json] [--vocabulary all|triads] FILE..."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import torch

from model import __version__
from model.chords import MIXED_NAMES
from model.decision import VOCABULARIES
from model.prediction import Prediction
from model.recognizer import LONGEST, STRONGEST, Recognizer
from model.weights import WeightsError
from preprocessing.audio import MAX_BYTES, MAX_SECONDS, AudioError

UNREADABLE, NO_WEIGHTS = 1, 2  # exit statuses
INTERRUPTED = 130  # what a shell gives a command that Ctrl-C ended
STDIN = "-"

FOLDER = "this is a folder: name the files in it, as in {}/*.wav"
NO_SUCH_FILE = "there is no such file"

HELP = f"""\
FILE is a recording of one chord, up to {MAX_BYTES / 1e6:g} MB and {MAX_SECONDS / 60:g} minutes: WAV, MP3,
FLAC, OGG, Opus, M4A, AIFF, CAF, WMA, AMR, or the sound of a film (MP4, MKV,
WebM). If it is longer than {LONGEST:g} seconds, its loudest {STRONGEST:g} are judged.

Each line of the answer has four columns, and remarks in brackets:
  chord       as a lead sheet prints it: C♯m7, C/E; N.C. where there is no
              chord but silence, noise, speech or a single note
  confidence  the probability of root and type together
  length      of the recording
  file        as it was given
What cannot be heard is told on standard error; with --json it has a line
of its own, {{"file": ..., "error": ...}}.

exit status:
  0    every file was heard
  1    some file could not be heard
  2    a wrong option, or no weights
  {INTERRUPTED}  interrupted

examples:
  python -m model.predict takes/*.wav
  python -m model.predict --json --vocabulary triads song.mp3
  arecord -f cd -d 3 | python -m model.predict -
"""

Hear = Callable[[str | bytes], Prediction]  # a file's path or its bytes; raises AudioError


def main(arguments: list[str] | None = None) -> int:
    """Name the chord in each file, in order, on all cores that OMP_NUM_THREADS and the machine leave us.

    Exit status 1 if any file could not be read, 2 without weights, 130 when interrupted.
    """
    options = _parser().parse_args(arguments)
    cores = torch.get_num_threads()
    torch.set_num_threads(1)  # a clip is too small to share between cores: each takes a file of its own
    try:
        recognizer = Recognizer.load()
    except WeightsError as error:
        print(error, file=sys.stderr)
        return NO_WEIGHTS
    hear = partial(recognizer.predict, vocabulary=options.vocabulary)
    return report(hear, options.files, options.json, cores)


def report(hear: Hear, files: list[str], as_json: bool, cores: int) -> int:
    """Print a line for each file, in order, as soon as it is known; the exit status.

    Threads are enough: decoders, FFT and networks compute without Python's lock.
    """
    all_readable = True
    pool = ThreadPoolExecutor(cores)
    try:
        for line, readable in pool.map(partial(answer, hear, as_json=as_json), files):
            print(line, file=sys.stdout if readable or as_json else sys.stderr, flush=True)
            all_readable &= readable
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        pool.shutdown(cancel_futures=True)  # whatever ends this, files not yet begun are left alone
    return 0 if all_readable else UNREADABLE


def answer(hear: Hear, file: str, as_json: bool) -> tuple[str, bool]:
    """A line on what one file holds, and whether it could be read."""
    try:
        prediction = hear(sys.stdin.buffer.read(MAX_BYTES + 1) if file == STDIN else file)
    except AudioError as error:
        why = _complaint(file, error)
        return json.dumps({"file": file, "error": why}) if as_json else f"{file}: {why}", False
    line = json.dumps({"file": file, **prediction.as_json()}) if as_json else as_row(file, prediction)
    return line, True


def as_row(file: str, prediction: Prediction) -> str:
    """A line of the readable table: chord, confidence, length, file, and remarks."""
    remarks = _remarks(prediction)
    return (
        f"{prediction.chord.symbol:12}{prediction.confidence:>5.0%} {prediction.seconds:7.1f} s  {file}"
        f"{'  (' + '; '.join(remarks) + ')' if remarks else ''}"
    )


def _remarks(prediction: Prediction) -> list[str]:
    """The next best answer where it is not sure, the single note, and which part was judged."""
    remarks = []
    if not prediction.sure:
        remarks.append(f"not sure: or {prediction.answer.candidates[1].chord.symbol}")
    if prediction.note is not None:
        remarks.append(f"single note: {MIXED_NAMES[prediction.note % 12]}{prediction.note // 12 - 1}")
    if prediction.is_part:
        remarks.append(f"judged: {prediction.start:.1f} to {prediction.end:.1f} s")
    return remarks


def _complaint(file: str, error: AudioError) -> str:
    """The reason a file could not be heard, for someone who typed its name rather than chose it on a page."""
    if file != STDIN and os.path.isdir(file):
        return FOLDER.format(file.rstrip("/"))
    return str(error) if file == STDIN or os.path.exists(file) else NO_SUCH_FILE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m model.predict",
        description="Name the chord in each file.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help=f'a recording, or "{STDIN}"')
    parser.add_argument("--json", action="store_true", help="print one JSON object a line, with every field")
    parser.add_argument(
        "--vocabulary",
        choices=VOCABULARIES,
        default=VOCABULARIES[0],
        help="choose from all chords (the default), or from major, minor, diminished and augmented triads",
    )
    parser.add_argument("--version", action="version", version=f"Chordscope {__version__}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
