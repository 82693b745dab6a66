"""The tools of a song: beside the play button, and those that change how it is shown (key, capo, bars)."""

import json
from dataclasses import asdict
from html import escape

from model.adjust import (
    AS_HEARD,
    CAPOS,
    DOUBLE,
    HALF,
    SAME,
    TRANSPOSITIONS,
    Adjustments,
    transpose_key,
    transposed,
)
from model.capo import barre_share, easiest_capo, easiest_transposition
from model.keys import Key
from model.timeline import Timeline
from ui import words
from ui.choices import CHORDS
from ui.naming import Naming

WORTH = 0.05  # of the time, by which barre chords must get fewer for advice
SPEEDS = range(100, 40, -10)  # percent
KEYS = {
    "Space": "play or pause",
    "← →": "the chord before, the next chord",
    "Shift and ← →": "mark a section to repeat; so does dragging, or a click with Shift",
    "L": "repeat this bar, or stop repeating",
    "− +": "slower, faster",
    "E": "correct this chord; so does a double click, or a long press",
    "?": "these keys",
}


def render_player(shape: str = "") -> str:
    """The tools beside the play button, as HTML: repeat, speed, keys; on a phone what opens the others.

    shape: HTML that stands among them, and opens to the shape of the chord that sounds.
    """
    speeds = {f"{percent / 100:g}": f"{percent}{words.NARROW_SPACE}%" for percent in SPEEDS}
    speed = (
        _step("−", "Slower", f'data-faster="-1" {_shortcut("-")}')
        + _select("Speed", "speed", speeds, None)
        + _step("+", "Faster", f'data-faster="1" {_shortcut("+")}')
    )
    return (
        '<div class="tools"><button type="button" class="tool" data-song-loop aria-pressed="false"'
        f' {_shortcut("l")}>Repeat</button><div class="field speed">{speed}</div>'
        '<button type="button" class="tool opener" data-song-adjust aria-expanded="false"'
        f' aria-controls="song-adjust">Adjust</button>{shape}'
        f'<button type="button" class="tool" data-song-help aria-label="Keys" {_shortcut("?")}>?</button>'
        '<p class="repeats" role="status"></p></div>'
    )


def render_help() -> str:
    """The list of keys, as HTML, which a script opens."""
    rows = "".join(f"<dt>{key}</dt><dd>{does}</dd>" for key, does in KEYS.items())
    return (
        f'<dialog class="help" aria-label="Keys"><h2>Keys</h2><dl>{rows}</dl>'
        '<form method="dialog"><button class="tool">Close</button></form></dialog>'
    )


def render(shown: Timeline, naming: Naming, adjustments: Adjustments) -> str:
    """The tools, as HTML, for a song as it is shown after adjustments: with the chords that a hand holds."""
    sounding = transposed(shown, adjustments.capo)
    heard = transpose_key(sounding.key, -adjustments.transpose)
    fields = [_key(heard, naming, adjustments), _capo(sounding.key, naming, adjustments)]
    fields += [_tempo(adjustments), _bars(adjustments)] if shown.beats else []
    fields += [_chords(shown), _advice(sounding, naming, adjustments)]
    if adjustments != AS_HEARD:
        fields.append(_set("As heard", asdict(AS_HEARD)))
    return (
        '<div class="adjust" id="song-adjust" role="group" aria-label="Adjust"'
        f" data-adjustments='{json.dumps(asdict(adjustments))}'>{''.join(fields)}"
        '<button type="button" class="tool done" data-song-adjust>Done</button></div>'
    )


def _key(heard: Key | None, naming: Naming, adjustments: Adjustments) -> str:
    """A choice of the key that the song is in, with buttons for a semitone up and down."""
    options = {}
    for semitones in TRANSPOSITIONS:
        steps = f"{semitones:+d}".replace("-", "−") if semitones else "as heard"
        key = transpose_key(heard, semitones)
        options[semitones] = f"{naming.key_name(key)} ({steps})" if key else steps
    return _field(
        "Key",
        _step("−", "A semitone down", 'data-turn="-1"')
        + _select("Key", "transpose", options, adjustments.transpose)
        + _step("+", "A semitone up", 'data-turn="1"'),
    )


def _capo(sounding: Key | None, naming: Naming, adjustments: Adjustments) -> str:
    """A choice of the fret where the capo is, each with the key whose chords the hand then holds."""
    options = {0: "none"}
    for fret in CAPOS[1:]:
        key = transpose_key(sounding, -fret)
        options[fret] = f"{fret}, as in {naming.key_name(key)}" if key else str(fret)
    return _field("Capo", _select("Capo at fret", "capo", options, adjustments.capo))


def _tempo(adjustments: Adjustments) -> str:
    """Two switches, for beats that were counted twice as fast or half as fast as they are."""
    switches = {"Half": HALF, "Double": DOUBLE}
    return _field(
        "Tempo",
        "".join(
            _set(label, {"pace": SAME if adjustments.pace == pace else pace}, adjustments.pace == pace)
            for label, pace in switches.items()
        ),
    )


def _bars(adjustments: Adjustments) -> str:
    """Buttons for where bars begin."""
    heard = 2 if adjustments.pace == HALF else 1  # beats in one that is shown
    here = f'<button type="button" class="tool" data-bar-here="{heard}">Begin here</button>'
    return _field("Bars", here + _set("One beat later", {"shift": adjustments.shift + heard}))


def _chords(shown: Timeline) -> str:
    """A choice of all or simple chords, and a switch for Roman numerals where there is a key.

    The choice is the page's own: a script keeps both the same.
    """
    options = {value: label.split(":")[0] for label, value in CHORDS}
    numerals = '<button type="button" class="tool" data-numerals aria-pressed="false">Numerals</button>'
    choice = _select("Chords", "chords", options, None, ' data-radios="vocabulary"')
    return _field("Chords", choice + (numerals if shown.key else ""))


def _advice(sounding: Timeline, naming: Naming, adjustments: Adjustments) -> str:
    """Where to put the capo, or which key to play in, if that spares barre chords; else nothing."""
    now = barre_share(sounding, -adjustments.capo)
    fret, semitones = easiest_capo(sounding), easiest_transposition(sounding)
    least = barre_share(sounding, -fret)
    if now - least < WORTH:
        return ""
    key = transpose_key(sounding.key, semitones)
    moves = [_set(f"capo {fret}", {"capo": fret})] if fret else []
    transpose = _within(adjustments.transpose + semitones)
    moves.append(
        _set(f"in {naming.key_name(key)}" if key else "another key", {"transpose": transpose, "capo": 0})
    )
    less = words.percent(least) if round(100 * least) else "none"
    said = f"Barre chords {words.percent(now)} of the time; {less} with"
    return f'<p class="advice">{said} {" or ".join(moves)}</p>'


def _within(semitones: int) -> int:
    """The transposition of the choice that leads to the same key."""
    return next(other for other in TRANSPOSITIONS if (other - semitones) % 12 == 0)


def _field(label: str, controls: str) -> str:
    return f'<div class="field"><span aria-hidden="true">{label}</span>{controls}</div>'


def _select(label: str, name: str, options: dict, chosen: object, more: str = "") -> str:
    """A choice; which of the options is chosen is told apart, since a browser keeps what a person chose."""
    items = "".join(f'<option value="{value}">{escape(text)}</option>' for value, text in options.items())
    value = "" if chosen is None else f' data-value="{chosen}"'
    return f'<select class="tool" aria-label="{label}" name="{name}"{value}{more}>{items}</select>'


def _step(sign: str, label: str, does: str) -> str:
    return f'<button type="button" class="tool step" aria-label="{label}" {does}>{sign}</button>'


def _shortcut(key: str) -> str:
    """The attribute by which a script and assistive technology know the key that presses a button."""
    return f'aria-keyshortcuts="{key}"'


def _set(label: str, values: dict[str, int], pressed: bool | None = None) -> str:
    """A button that adjusts the song so; a switch if it may be pressed."""
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    wish = f"data-set='{json.dumps(values)}'"
    return f'<button type="button" class="tool" {wish}{state}>{escape(label)}</button>'
