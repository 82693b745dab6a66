"""Examples of how another program asks, which the page shows and tests run as they stand."""

from html import escape

ADDRESS = "http://127.0.0.1:7860"  # as a person would type it; the page puts its own in its place
PYTHON = f"""\
from gradio_client import Client, handle_file

print(Client("{ADDRESS}").predict(handle_file("recording.wav"), api_name="/recognize"))
"""
CURL = f"""\
base={ADDRESS}/gradio_api
file=$(curl -s -F files=@recording.wav "$base/upload" | tr -d '[]"')
data='{{"data": [{{"path": "'"$file"'", "meta": {{"_type": "gradio.FileData"}}}}]}}'
call=$(curl -s -H "Content-Type: application/json" -d "$data" "$base/call/recognize")
curl -s "$base/call/recognize/$(echo "$call" | cut -d '"' -f 4)"
"""
SIMPLE = (
    'With <code>vocabulary="triads"</code> in Python, or <code>"triads"</code> after the file in the data '
    "that go over HTTP, the answer is a major, minor, diminished or augmented triad: C for C7. The default "
    "is <code>all</code>."
)
FIELDS = {
    "chord": "the answer as a Harte label, “Db:min”, “C:maj/3” over E, or “N” for no chord",
    "root, type": "two of its parts, or null",
    "bass": "the lowest note, mostly the root; or null for no chord",
    "confidence": "joint probability of root and type, 0 to 1",
    "sure": "whether that is above the measured threshold of “not sure”",
    "roots": "probability of each root, and of “N”",
    "types": "probability of each type on that root (without a chord, on the most probable one)",
    "basses": "probability of each lowest note, given that there is a chord",
    "seconds, start, end": "length of the recording, and which part of it was judged",
    "tuning": "cents above A440 (−50 to 50), or null",
    "note": "MIDI number where a single note was heard and no chord, or null",
    "several": "the chords that follow one another, if there clearly are more than one; mostly none",
}
SONG = (
    'With <code>"/song"</code> in Python, or <code>call/song</code> over HTTP, in place of '
    "<code>recognize</code>, a recording of up to 10 minutes is heard as a whole."
)
SONG_FIELDS = {
    "seconds": "length of the recording",
    "tempo, metre": "beats a minute, and beats in a bar; or null where nothing keeps time",
    "key": "the key of most of it, “Bb:maj” or “G:min”, or null",
    "keys": "start and end of each key, in seconds",
    "progressions": "name, start and end of each common one, “ii–V–I”, “12-bar blues”, and how many "
    "rounds of it there are in a row",
    "beats": "time of each, in seconds, and its position in the bar, from 1",
    "chords": "start and end of each, in seconds; its label, confidence, and whether that is sure; "
    "alternatives, the most probable first",
}


def render() -> str:
    """The endpoints' description with both examples, as HTML."""
    return (
        '<div class="programs"><section class="panel"><h2>From Python</h2>'
        "<p>With <code>pip install gradio_client</code>:</p>"
        f"{_code(PYTHON)}</section>"
        '<section class="panel"><h2>From a shell</h2>'
        "<p>The same as JSON over HTTP: upload, ask, fetch.</p>"
        f"{_code(CURL)}</section>"
        f'<section class="panel"><h2>Simple chords</h2><p>{SIMPLE}</p></section>'
        f'<section class="panel"><h2>What comes back</h2>{_table(FIELDS)}'
        "<p>A file that cannot be heard gives an error whose text says why, in words for a person. "
        "Where that is <code>null</code>, the file did not arrive, or the fault is ours.</p>"
        "</section>"
        f'<section class="panel"><h2>Songs</h2><p>{SONG}</p>{_table(SONG_FIELDS)}</section></div>'
    )


def _table(fields: dict[str, str]) -> str:
    rows = "".join(f"<tr><th scope='row'>{name}</th><td>{text}</td></tr>" for name, text in fields.items())
    return f"<table>{rows}</table>"


def _code(text: str) -> str:
    shown = escape(text).replace(ADDRESS, f'<span class="address">{ADDRESS}</span>')
    copy = '<button type="button" data-copy aria-live="polite">Copy</button>'
    return f'<div class="code"><pre tabindex="0"><code>{shown}</code></pre>{copy}</div>'
