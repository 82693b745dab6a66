"""The choices for the whole page: names, order of bars, vocabulary, hand, colours; the browser remembers."""

import json
from dataclasses import dataclass

import gradio as gr

from model.decision import VOCABULARIES
from ui.chord.bars import BY_FIFTHS, BY_PITCH
from ui.naming import ENGLISH, FLATS, GERMAN, SHARPS, SOLFEGE, USUAL, Naming

ALL, TRIADS = VOCABULARIES

ACCIDENTALS = [("Usual", USUAL), ("Flats: D♭", FLATS), ("Sharps: C♯", SHARPS)]
LANGUAGES = [("C D E … B", ENGLISH), ("C D E … H", GERMAN), ("Do Re Mi", SOLFEGE)]
ORDERS = [("By pitch", BY_PITCH), ("Circle of fifths", BY_FIFTHS)]
CHORDS = [("All", ALL), ("Simple: C Cm Cdim Caug", TRIADS)]
RIGHT, LEFT = "right", "left"
HANDS = [("Right-handed", RIGHT), ("Left-handed", LEFT)]

DEVICE, LIGHT, DARK = "device", "light", "dark"
COLOURS = [("As on this device", DEVICE), ("Light", LIGHT), ("Dark", DARK)]

OFFERED = (ACCIDENTALS, LANGUAGES, ORDERS, CHORDS, HANDS, COLOURS)  # in the order of `Choices`

KEY = "chordscope"  # in the browser's own storage, which no server sees
# Where the browser keeps nothing, as in some private windows, they last as long as the page.
REMEMBER = (
    f"(...choices) => {{ try {{ localStorage.setItem('{KEY}', JSON.stringify(choices)) }} catch {{}} }}"
)
# Of what was kept by a page of another time, only what is still offered is chosen; the rest stays as it is.
RECALL = f"""(...choices) => {{
  const offered = {json.dumps([[value for _, value in options] for options in OFFERED])};
  let kept;
  try {{ kept = JSON.parse(localStorage.getItem('{KEY}')) }} catch {{}}
  return choices.map((choice, place) => (offered[place].includes(kept?.[place]) ? kept[place] : choice));
}}"""


# At first the colours are those of the device, as gradio has them.
WEAR = f"""(colours) => {{
  const ofDevice = matchMedia('(prefers-color-scheme: dark)').matches;
  const isDark = colours === '{DARK}' || (colours === '{DEVICE}' && ofDevice);
  document.body.classList.toggle('dark', isDark);
  document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
}}"""


@dataclass(frozen=True)
class Choices:
    """The words beside the radios, in their order."""

    accidentals: str = USUAL
    language: str = ENGLISH
    order: str = BY_PITCH
    vocabulary: str = ALL
    hand: str = RIGHT
    colours: str = DEVICE

    @property
    def left_handed(self) -> bool:
        """True where diagrams of strings are to be mirrored."""
        return self.hand == LEFT

    @property
    def naming(self) -> Naming:
        """The names of notes that the person likes."""
        return Naming(self.accidentals, self.language)


def radios() -> list[gr.Radio]:
    """Accidentals, language, order, vocabulary, hand and colours, side by side."""
    with gr.Row(elem_id="choices"):
        return [
            gr.Radio(ACCIDENTALS, value=USUAL, label="Black keys", min_width=150),
            gr.Radio(LANGUAGES, value=ENGLISH, label="Note names", min_width=150),
            gr.Radio(ORDERS, value=BY_PITCH, label="Order of the roots", min_width=150),
            gr.Radio(CHORDS, value=ALL, label="Chords", min_width=150, elem_id="vocabulary"),
            gr.Radio(HANDS, value=RIGHT, label="Diagrams", min_width=150),
            gr.Radio(COLOURS, value=DEVICE, label="Colours", min_width=150),
        ]


def remember(app: gr.Blocks, chosen: list[gr.Radio]) -> None:
    """Keep what is chosen in the browser, and choose it again when the page is next opened."""
    private = {"api_visibility": "private", "show_progress": "hidden"}
    app.load(None, inputs=chosen, outputs=chosen, js=RECALL, **private)
    for radio in chosen:
        radio.input(None, inputs=chosen, js=REMEMBER, **private)
    *_, colours = chosen
    colours.change(None, inputs=colours, js=WEAR, **private)
