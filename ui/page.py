"""The surroundings of the answer: the page's head and its colours, header, regions and footer."""

from pathlib import Path

import gradio as gr

from ui import scripts
from ui.chord import answer
from ui.stage import stage

TITLE = "Chordscope"
FONTS = ("Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")  # Windows, Android, Apple, Linux
CODE_FONTS = ("Consolas", "Menlo", "monospace")
HERE = Path(__file__).parent
STYLES = (
    "style",
    "stage/stage",
    "chord/panels",
    "chord/diagrams",
    "song/song",
    "song/tools",
    "song/shapes",
    "song/corrections",
)
CSS = tuple(HERE / f"{name}.css" for name in STYLES)
EXAMPLES_FOLDER = HERE / "examples"
EXAMPLES = {  # on a phone, the first of them are in view
    "Guitar": EXAMPLES_FOLDER / "guitar_a_minor.flac",
    "Seventh": EXAMPLES_FOLDER / "guitar_a_seventh.flac",
    "Song": EXAMPLES_FOLDER / "song.mp3",
    "Piano": EXAMPLES_FOLDER / "piano_c_major.flac",
    "Organ": EXAMPLES_FOLDER / "organ_f_sharp_minor.flac",
    "Strings": EXAMPLES_FOLDER / "strings_d_diminished.flac",
    "Accordion": EXAMPLES_FOLDER / "accordion_g_major.flac",
    "Phone": EXAMPLES_FOLDER / "phone_eb_major.flac",
    "One note": EXAMPLES_FOLDER / "one_note_e.flac",
}
SCRIPTS = ("chord/sound.js", "chord/readout.js")
MODULES = (
    "song/song.js",
    "song/adjust.js",
    "song/loop.js",
    "song/speed.js",
    "song/keys.js",
    "song/shapes.js",
    "song/numerals.js",
    "song/corrections.js",
    "song/takeaway.js",
    "chord/diagrams.js",
    "chord/why.js",
    "chord/replay_button.js",
    "gear.js",
    "copy.js",
    "stage/stage.js",
)
ICON = (  # a triad on its staff: within the page, so that it is there under a sub-path too
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>"
    "<rect width='32' height='32' rx='7' fill='%23a3430c'/>"
    "<path d='M4 8h24M4 16h24M4 24h24' stroke='%23f3c9a5' stroke-width='1.5'/>"
    "<g fill='white'><ellipse cx='16' cy='8' rx='5.5' ry='3.8'/><ellipse cx='16' cy='16' rx='5.5' ry='3.8'/>"
    "<ellipse cx='16' cy='24' rx='5.5' ry='3.8'/></g></svg>"
)
HEAD = f"""
<link rel="icon" href="{ICON}">
<meta name="description" content="Chordscope names the chord you play.">
<meta name="color-scheme" content="light dark">
<style>{scripts.read("song/print.css")}</style>
<script>{"".join(map(scripts.read, SCRIPTS))}</script>
{"".join(f'<script type="module">{scripts.module(name)}</script>' for name in MODULES)}
"""

HEADER = """
<header class="masthead">
  <h1>Chordscope</h1>
  <p>names the chords you play</p>
  <button type="button" data-gear aria-expanded="false" aria-controls="choices" aria-label="Settings">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h9m6 0h1M4 17h1m6 0h9"/>
    <circle cx="16" cy="7" r="2.6"/><circle cx="8" cy="17" r="2.6"/></svg></button>
</header>
"""

FOOTER = """
<footer class="colophon">
  <p><b>What it hears.</b> Major and minor chords with their sevenths and sixths, diminished, augmented,
  suspended and power chords, on pianos, guitars and most other instruments, in any position; which note is
  the lowest; and whether there is a chord at all. <b>What it does not.</b> Ninths and larger chords, which
  get the nearest of these names. <b>Songs.</b> Where one chord follows another, all of it is heard: its
  chords in time, on its beats, in its key; doubtful ones have a question mark.</p>
  <p><b>Your recording</b> is analysed in this server's memory, shown to nobody, and its upload is deleted
  within the hour; nothing about it is logged. Free software under the MIT licence. For a classroom, there is
  a <a href="?big">very large display</a>.</p>
</footer>
"""

SHOW_ADDRESS = """
element.querySelectorAll('.address').forEach((place) => {
  place.textContent = (location.origin + location.pathname).replace(/[/]$/, '');
});
"""

TELL = """
const tell = () => element.dispatchEvent(new CustomEvent('drawn', {bubbles: true}));
const tellSoon = () => requestAnimationFrame(tell);
tellSoon();
watch('value', tellSoon);
element.addEventListener('click', ({target}) => {
  const button = target.closest('[data-format]');
  const title = element.querySelector('[data-title]')?.dataset.title;
  if (button) trigger('select', {format: button.dataset.format, title});
});
element.addEventListener('wish', ({detail}) => trigger('input', {wishes: detail}));
element.addEventListener('ask', ({detail}) => trigger('submit', {text: detail}));
"""


def deck_region(html: str) -> gr.HTML:
    """The place of the deck, whose value is the file that its script has sent last."""
    return gr.HTML(html_template=html, js_on_load=stage.BRIDGE, apply_default_css=False, elem_id="deck")


def answer_region() -> gr.HTML:
    """The place of the answer: an element that stays while its content changes, so that it is announced."""
    announce = "element.setAttribute('role', 'status')"
    return gr.HTML(answer.prompt(), js_on_load=announce, apply_default_css=False, elem_id="answer")


def panels_region() -> gr.HTML:
    """The place of the panels: it says when they were drawn, and hands on what is wanted of a song."""
    return gr.HTML(visible=False, js_on_load=TELL, apply_default_css=False, elem_id="results")


def theme() -> gr.themes.Base:
    """Gradio's own parts in the colours of the style sheet, and in a font that the visitor has already."""
    return gr.themes.Base(
        primary_hue="orange",
        neutral_hue="stone",
        radius_size="lg",
        font=FONTS,
        font_mono=CODE_FONTS,
    ).set(
        body_background_fill="#f6f2eb",
        body_background_fill_dark="#14151a",
        body_text_color="#231d16",
        body_text_color_dark="#f3ede3",
        block_background_fill="#fffdf9",
        block_background_fill_dark="#1d1f26",
        block_border_width="0px",
    )
