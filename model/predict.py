"""Command line: python -m model.predict [--song] [--json] [--vocabulary all|triads] FILE..."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import torch
from tqdm import tqdm

from model import __version__
from model.chords import MIXED_NAMES
from model.decision import VOCABULARIES
from model.export import EXPORTERS
from model.predict_songs import STDIN, ExportError, Exports, progress_bar, tell_song
from model.prediction import Prediction
from model.recognizer import LONGEST, STRONGEST, Recognizer
from model.weights import WeightsError
from preprocessing.audio import MAX_BYTES, MAX_SECONDS, AudioError

UNREADABLE, NO_WEIGHTS = 1, 2  # exit statuses
INTERRUPTED = 130  # what a shell gives a command that Ctrl-C ended
CORES_OF_A_SONG = 2  # that listen to one song at the same time

FOLDER = "this is a folder: name the files in it, as in {}/*.wav"
NO_SUCH_FILE = "there is no such file"
EXPORT_WHAT = "--export is of songs: give --song as well"
EXPORT_WHERE = "--export needs --to DIR, and --to needs --export"
SAME_NAME = "two of the files would be exported as {}: export them to folders of their own"

HELP = f"""\
FILE is a recording of one chord, up to {MAX_BYTES / 1e6:g} MB and {MAX_SECONDS / 60:g} minutes: WAV, MP3,
FLAC, OGG, Opus, M4A, AIFF, CAF, WMA, AMR, or the sound of a film (MP4, MKV,
WebM). If it is longer than {LONGEST:g} seconds, its loudest {STRONGEST:g} are judged. Where chords
follow one another in what is judged, a remark names them all.

With --song, it is a recording of many chords, and all of it is judged: the
answer is a chart of its key, tempo and chords in bars, where a dot is a beat
on which a chord goes on. --export writes it to a file as well, named like
FILE, in a format that other programs read; it may be given several times.

Without, each line of the answer has four columns, and remarks in brackets:
  chord       as a lead sheet prints it: C♯m7, C/E; N.C. where there is no
              chord but silence, noise, speech or a single note
  confidence  the probability of root and type together
  length      of the recording
  file        as it was given
What cannot be heard is told on standard error; with --json it has a line
of its own, {{"file": ..., "error": ...}}.

exit status:
  0    every file was heard
  1    some file could not be heard, or its export not written
  2    a wrong option, or no weights
  {INTERRUPTED}  interrupted

examples:
  python -m model.predict takes/*.wav
  python -m model.predict --json --vocabulary triads chord.mp3
  python -m model.predict --song --export midi --export lab --to charts *.mp3
  arecord -f cd -d 3 | python -m model.predict -
"""

Hear = Callable[[str | bytes], Prediction]  # a file's path or its bytes; raises AudioError
Tell = Callable[[str, str | bytes], str]  # a file's name, its path or bytes -> the answer in text


def main(arguments: list[str] | None = None) -> int:
    """Name the chord in each file, in order, on all cores that OMP_NUM_THREADS and the machine leave us.

    Or the chords, of songs. Exit status 1 if any file could not be read, 2 without weights, 130 when
    interrupted.
    """
    options = _options(arguments)
    sys.stdout.reconfigure(errors="backslashreplace")  # names of files may be in no encoding, or in another
    cores = torch.get_num_threads()
    torch.set_num_threads(1)  # a clip is too small to share between cores: each takes a file of its own
    try:
        recognizer = Recognizer.load()
    except WeightsError as error:
        print(error, file=sys.stderr)
        return NO_WEIGHTS
    if not options.song:
        tell = partial(tell_chord, partial(recognizer.predict, vocabulary=options.vocabulary), options.json)
        return report(tell, options.files, options.json, cores)
    with progress_bar(len(options.files)) as bar:
        hear = partial(recognizer.predict_song, vocabulary=options.vocabulary)
        tell = partial(tell_song, hear, options.exports, options.json, bar)
        return report(tell, options.files, options.json, max(1, cores // CORES_OF_A_SONG))


def report(tell: Tell, files: list[str], as_json: bool, at_a_time: int) -> int:
    """Print the answer for each file, in order, as soon as it is known, while anybody reads; the exit status.

    Threads are enough: decoders, FFT and networks compute without Python's lock.
    """
    all_readable = True
    pool = ThreadPoolExecutor(at_a_time)
    try:
        for text, readable in pool.map(partial(answer, tell, as_json=as_json), files):
            with tqdm.external_write_mode():  # away with the bar of progress, if there is one
                print(text, file=sys.stdout if readable or as_json else sys.stderr, flush=True)
            all_readable &= readable
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the answers has enough: Python must not write the rest at its exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    finally:
        pool.shutdown(cancel_futures=True)  # whatever ends this, files not yet begun are left alone
    return 0 if all_readable else UNREADABLE


def answer(tell: Tell, file: str, as_json: bool) -> tuple[str, bool]:
    """The text on what one file holds, and whether it could be read, and written where that was wanted."""
    try:
        return tell(file, sys.stdin.buffer.read(MAX_BYTES + 1) if file == STDIN else file), True
    except (AudioError, ExportError) as error:
        why = _complaint(file, error)
    return json.dumps({"file": file, "error": why}) if as_json else f"{file}: {why}", False


def tell_chord(hear: Hear, as_json: bool, file: str, source: str | bytes) -> str:
    """The line for a recording of one chord. Raises AudioError."""
    prediction = hear(source)
    return json.dumps({"file": file, **prediction.as_json()}) if as_json else as_row(file, prediction)


def as_row(file: str, prediction: Prediction) -> str:
    """A line of the readable table: chord, confidence, length, file, and remarks."""
    remarks = _remarks(prediction)
    return (
        f"{prediction.chord.symbol:12}{prediction.confidence:>5.0%} {prediction.seconds:7.1f} s  {file}"
        f"{'  (' + '; '.join(remarks) + ')' if remarks else ''}"
    )


def _remarks(prediction: Prediction) -> list[str]:
    """The next best answer where it is not sure, several chords, the single note, and the part judged."""
    remarks = []
    if not prediction.sure:
        remarks.append(f"not sure: or {prediction.answer.candidates[1].chord.symbol}")
    if prediction.several:
        named = ", ".join(chord.symbol for chord in prediction.several)
        remarks.append(f"several chords: {named}; --song tells when")
    if prediction.note is not None:
        remarks.append(f"single note: {MIXED_NAMES[prediction.note % 12]}{prediction.note // 12 - 1}")
    if prediction.is_part:
        remarks.append(f"judged: {prediction.start:.1f} to {prediction.end:.1f} s")
    return remarks


def _complaint(file: str, error: Exception) -> str:
    """The reason a file could not be heard, for someone who typed its name rather than chose it on a page."""
    if file != STDIN and os.path.isdir(file):
        return FOLDER.format(file.rstrip("/"))
    return str(error) if file == STDIN or os.path.exists(file) else NO_SUCH_FILE


def _options(arguments: list[str] | None) -> argparse.Namespace:
    """The options, with the folder for exports. Exits with a sentence where they make no sense."""
    parser = _parser()
    options = parser.parse_args(arguments)
    options.exports = Exports(tuple(options.export), options.to or Path())
    if options.export and not options.song:
        parser.error(EXPORT_WHAT)
    if bool(options.export) != bool(options.to):
        parser.error(EXPORT_WHERE)
    if clash := options.exports.clash(options.files):
        parser.error(SAME_NAME.format(clash))
    try:
        options.exports.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        parser.error(str(error))
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m model.predict",
        description="Name the chord in each file, or the chords in each song.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help=f'a recording, or "{STDIN}"')
    parser.add_argument("--song", action="store_true", help="each file is a song: name its chords in time")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line, with every field")
    parser.add_argument(
        "--vocabulary",
        choices=VOCABULARIES,
        default=VOCABULARIES[0],
        help="choose from all chords (the default), or from major, minor, diminished and augmented triads",
    )
    parser.add_argument(
        "--export",
        choices=EXPORTERS,
        action="append",
        default=[],
        help="write each song in this format to a file in DIR",
    )
    parser.add_argument("--to", type=Path, metavar="DIR", help="the folder of exports, made if it is missing")
    parser.add_argument("--version", action="version", version=f"Chordscope {__version__}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
