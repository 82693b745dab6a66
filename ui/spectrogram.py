"""The pitch spectrogram as a picture: time to the right, pitch upwards with the names of its notes."""

import base64
import math
import struct
import zlib
from html import escape

import numpy as np

from model.prediction import Prediction
from preprocessing.features import BINS_PER_OCTAVE, LOWEST
from ui import words

C1 = 32.703  # Hz, the lowest C on a piano
TICKS = 5  # at most so many steps on the time axis
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 60)  # seconds between ticks
PALETTES = {  # from silence to the loudest: the page's paper, then its accent
    "light": ("#fffdf9", "#f6d3ab", "#e08a3c", "#98400f", "#35130a"),
    "dark": ("#1d1f26", "#4a2b33", "#a4492a", "#ffae5c", "#fff6e6"),
}


def render(prediction: Prediction) -> str:
    """What was heard, as an HTML figure with both axes; one picture for each theme, told apart by CSS."""
    stretch = words.seconds(prediction.start, prediction.end)
    alt = f"Picture of the sound, {stretch}: low notes at the bottom, strong colour where it is loud."
    pictures = "".join(
        f'<img class="for-{theme}" alt="{escape(alt)}" src="{data_uri(prediction.spectrogram, palette)}">'
        for theme, palette in PALETTES.items()
    )
    notes = _notes(len(prediction.spectrogram))
    return (
        f'<figure class="spectrogram"><div class="picture">{pictures}{notes}</div>'
        f"{_times(prediction.start, prediction.end)}<figcaption>{_caption(prediction)}</figcaption></figure>"
    )


def data_uri(spectrogram: np.ndarray, palette: tuple[str, ...]) -> str:
    """Levels [bins, frames], 0 to 1, the lowest bin first -> an upright PNG as a data URI."""
    return "data:image/png;base64," + base64.b64encode(_png(spectrogram[::-1], palette)).decode()


def _png(levels: np.ndarray, palette: tuple[str, ...]) -> bytes:
    """Levels [rows, columns], 0 to 1 -> a PNG of 256 colours, as the W3C's PNG specification has it."""
    rows, columns = levels.shape
    pixels = np.rint(np.clip(levels, 0, 1) * 255).astype(np.uint8)
    scanlines = np.pad(pixels, ((0, 0), (1, 0))).tobytes()  # each row starts with its filter: 0, none
    header = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", _colours(palette)),
        (b"IDAT", zlib.compress(scanlines)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _colours(palette: tuple[str, ...]) -> bytes:
    """Colours like "#1d1f26", spread evenly over 256 levels."""
    stops = np.array([list(bytes.fromhex(colour[1:])) for colour in palette])
    places = np.linspace(0, len(palette) - 1, 256)
    channels = [np.interp(places, range(len(palette)), channel) for channel in stops.T]
    return np.rint(channels).astype(np.uint8).T.tobytes()


def _notes(bins: int) -> str:
    """Names and lines of the notes C1, C2, ... up to the highest that the picture holds."""
    first = BINS_PER_OCTAVE * math.log2(C1 / LOWEST)
    heights = [
        100 * (first + octave * BINS_PER_OCTAVE + 0.5) / bins for octave in range(bins // BINS_PER_OCTAVE)
    ]
    return "".join(
        f'<span class="note" aria-hidden="true" style="bottom:{height:.2f}%">C{octave}</span>'
        for octave, height in enumerate(heights, start=1)
    )


def _times(start: float, end: float) -> str:
    """The time axis, in seconds from the start of the recording, at round numbers."""
    length = max(end - start, STEPS[0])
    step = next((step for step in STEPS if length / step <= TICKS), STEPS[-1])
    first, last = math.ceil(start / step - 1e-6), math.floor(end / step + 1e-6)
    labels = "".join(
        f'<span style="left:{100 * (count * step - start) / length:.2f}%">{count * step:.4g}</span>'
        for count in range(first, last + 1)
    )
    return f'<div class="times" aria-hidden="true">{labels}<span class="unit">s</span></div>'


def _caption(prediction: Prediction) -> str:
    heard = prediction.end - prediction.start
    if heard > 0.95 * prediction.seconds:
        return f"I listened to all {prediction.seconds:.1f} s."
    stretch = words.seconds(prediction.start, prediction.end)
    return f"I listened to {stretch} of {prediction.seconds:.1f} s."
