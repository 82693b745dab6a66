"""The pitch spectrogram as a picture: time to the right, pitch upwards with the names of its notes."""

import base64
import math
import struct
import zlib
from html import escape

import numpy as np

from model import analysis
from model.prediction import Prediction
from preprocessing.layout import BINS_PER_SEMITONE, DYNAMIC_RANGE, LOWEST_MIDI
from ui import words
from ui.naming import Naming

C1 = 24  # MIDI, the lowest C on a piano
TICKS = 5  # at most so many steps on the time axis
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 60)  # seconds between ticks
PALETTES = {  # from silence to the loudest: the page's paper, then its accent
    "light": ("#fffdf9", "#f6d3ab", "#e08a3c", "#98400f", "#35130a"),
    "dark": ("#1d1f26", "#4a2b33", "#a4492a", "#ffae5c", "#fff6e6"),
}


def render(prediction: Prediction, naming: Naming) -> str:
    """The pitch spectrogram as an HTML figure with both axes; one picture for each theme, told apart by CSS.

    The levels travel along, one byte a bin and frame, so that a finger or an arrow key can read them.
    """
    levels = prediction.spectrogram
    where = words.stretch(prediction.start, prediction.end)
    alt = f"Picture of the sound, {where}: low notes at the bottom, strong colour where it is loud."
    pictures = "".join(
        f'<img class="for-{theme}" alt="{escape(alt)}" src="{data_uri(levels, palette)}">'
        for theme, palette in PALETTES.items()
    )
    names = "|".join(naming.pitch_class(number) for number in range(12))
    return (
        '<figure class="spectrogram"><div class="picture" role="application" tabindex="0" '
        f'aria-label="Picture of the sound: the arrow keys read it" '
        f'data-bins="{len(levels)}" data-frames="{levels.shape[1]}" data-start="{prediction.start:.3f}" '
        f'data-end="{prediction.end:.3f}" data-names="{escape(names)}" data-lowest="{LOWEST_MIDI}" '
        f'data-bins-per-semitone="{BINS_PER_SEMITONE}" data-dynamic-range="{DYNAMIC_RANGE:g}" '
        f'data-levels="{base64.b64encode(_bytes(levels)).decode()}">'
        f"{pictures}{_octaves(len(levels), naming)}{_marks(prediction, naming)}"
        f'<span class="cross" hidden></span></div>{_times(prediction.start, prediction.end)}'
        f'<p class="readout" role="status" hidden></p>'
        f"<figcaption>{_caption(prediction, naming)}</figcaption></figure>"
    )


def data_uri(spectrogram: np.ndarray, palette: tuple[str, ...]) -> str:
    """Levels [bins, frames], 0 to 1, the lowest bin first -> an upright PNG as a data URI."""
    return "data:image/png;base64," + base64.b64encode(_png(spectrogram[::-1], palette)).decode()


def _png(levels: np.ndarray, palette: tuple[str, ...]) -> bytes:
    """Levels [rows, columns], 0 to 1 -> a PNG of 256 colours, as the W3C's PNG specification has it."""
    rows, columns = levels.shape
    pixels = np.frombuffer(_bytes(levels), np.uint8).reshape(rows, columns)
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


def _bytes(levels: np.ndarray) -> bytes:
    """Levels [rows, columns], 0 to 1, as one byte each, row by row."""
    return np.rint(np.clip(levels, 0, 1) * 255).astype(np.uint8).tobytes()


def _octaves(bins: int, naming: Naming) -> str:
    """Names and lines of the notes C1, C2, ... up to the highest that the picture holds."""
    highest = LOWEST_MIDI + bins // BINS_PER_SEMITONE
    return "".join(
        f'<span class="note" aria-hidden="true" style="bottom:{_height(midi, bins):.2f}%">'
        f"{naming.pitch(midi)}</span>"
        for midi in range(C1, highest, 12)
    )


def _marks(prediction: Prediction, naming: Naming) -> str:
    """At the right edge: the names of the chord's notes, and ticks for their harmonics."""
    bins, chord = len(prediction.spectrogram), prediction.chord
    marks = analysis.marks(prediction.peaks, chord)
    named = dict(zip(chord.pitch_classes, naming.notes(chord), strict=True))
    notes = "".join(
        f'<span class="mark" style="bottom:{_height(midi, bins):.2f}%">{escape(named[midi % 12])}</span>'
        for midi in marks.notes
    )
    ticks = "".join(
        f'<span class="tick" style="bottom:{_height(midi, bins):.2f}%"></span>' for midi in marks.harmonics
    )
    return f'<span aria-hidden="true">{notes}{ticks}</span>'


def _height(midi: int, bins: int) -> float:
    """Height of a note, at the middle of its bin, in percent."""
    return 100 * (BINS_PER_SEMITONE * (midi - LOWEST_MIDI) + 0.5) / bins


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


def _caption(prediction: Prediction, naming: Naming) -> str:
    where = words.stretch(prediction.start, prediction.end)
    whole = words.length(prediction.seconds)
    heard = f"I listened to {where} of {whole}." if prediction.is_part else f"I listened to all {whole}."
    if prediction.chord.root is None:
        return heard
    symbol = escape(naming.symbol(prediction.chord))
    return f"{heard} At the right edge: where each note of {symbol} begins, and a tick for each harmonic."
