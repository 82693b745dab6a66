"""Choices for the whole page: names and the order of bars; the browser remembers."""

import gradio as gr

from ui.bars import BY_FIFTHS, BY_PITCH
from ui.naming import ENGLISH, FLATS, GERMAN, SHARPS, SOLFEGE, USUAL

ACCIDENTALS = [("Usual", USUAL), ("Flats: D♭", FLATS), ("Sharps: C♯", SHARPS)]
LANGUAGES = [("C D E … B", ENGLISH), ("C D E … H", GERMAN), ("Do Re Mi", SOLFEGE)]
ORDERS = [("By pitch", BY_PITCH), ("Circle of fifths", BY_FIFTHS)]

KEY = "chordscope"  # in the browser's own storage, which no server sees
REMEMBER = f"(...choices) => {{ localStorage.setItem('{KEY}', JSON.stringify(choices)); }}"
RECALL = f"(...choices) => JSON.parse(localStorage.getItem('{KEY}')) ?? choices"


def radios() -> list[gr.Radio]:
    """Accidentals, language and order, side by side."""
    with gr.Row(elem_id="choices"):
        return [
            gr.Radio(ACCIDENTALS, value=USUAL, label="Black keys", min_width=150),
            gr.Radio(LANGUAGES, value=ENGLISH, label="Note names", min_width=150),
            gr.Radio(ORDERS, value=BY_PITCH, label="Order of the roots", min_width=150),
        ]


def remember(app: gr.Blocks, chosen: list[gr.Radio]) -> None:
    """Keep what is chosen in the browser, and choose it again when the page is next opened."""
    private = {"api_visibility": "private", "show_progress": "hidden"}
    app.load(None, inputs=chosen, outputs=chosen, js=RECALL, **private)
    for radio in chosen:
        radio.input(None, inputs=chosen, js=REMEMBER, **private)
