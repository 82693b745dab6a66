"""The stage around an answer, as HTML for its script: the button that records, examples, takes, failures."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ui.chord import answer
from ui.stage import live

LEAD = "Play a chord or a song: I name the chords."
PRIVACY = "Nobody else hears it: it is analysed in memory, and deleted within the hour."
ACCEPTED = "audio/*,.m4a,.mp4,.webm,.mka,.caf"  # what the picker of files offers first
MOST_TAKES = 12  # that the browser keeps
MOST_BYTES = 200_000_000  # of them all

# Hands over to gradio what the script has sent: gradio's own components learn of it as a new value.
BRIDGE = """
element.addEventListener('take', ({detail}) => { props.value = detail; });
requestAnimationFrame(() => element.dispatchEvent(new CustomEvent('deck', {bubbles: true})));
"""
HAND_OVER = "(file) => file"
TELL_ANSWERED = "() => { document.dispatchEvent(new Event('answered')); }"

# What is played while it is recorded. A screen reader is not told, for the microphone would hear it.
# The chords so far are buttons that keep one of them alone.
LIVE = (
    '<div class="live"><div class="played" aria-hidden="true"></div>'
    '<div class="before" role="group" aria-label="Chords so far"></div></div>'
)


@dataclass(frozen=True)
class Limits:
    """The longest recording in seconds, the largest file in bytes, and the sentence for a larger one."""

    seconds: float
    bytes: int
    too_large: str


def deck(limits: Limits) -> str:
    """The button that records, the one that chooses a file, and what is said while a recording runs."""
    given = {
        "seconds": limits.seconds,
        "bytes": limits.bytes,
        "kept": {"most": MOST_TAKES, "bytes": MOST_BYTES},
        "live": live.GIVEN,
        "sentences": {"large": limits.too_large, "unexpected": answer.UNEXPECTED},
    }
    return (
        f'<div class="deck" data-given="{escape(json.dumps(given))}"><p class="lead">{LEAD}</p>{LIVE}'
        '<button type="button" class="record" data-record><i aria-hidden="true"></i>'
        "<span>Record</span></button>"
        '<p class="clock" aria-hidden="true"></p><p class="hint" role="status"></p>'
        '<button type="button" class="choose" data-choose>Choose a file or song</button>'
        f'<input type="file" id="file" accept="{ACCEPTED}" aria-label="A file or song" hidden></div>'
    )


def shelf(examples: Mapping[str, Path]) -> str:
    """The examples that can be heard, the takes of this visit, and what becomes of them."""
    buttons = "".join(
        f'<button type="button" data-example="{escape(path.as_posix())}">{escape(label)}</button>'
        for label, path in examples.items()
    )
    return (
        '<div class="shelf"><div class="examples" role="group" aria-label="Examples"><span>Or hear</span>'
        f'{buttons}</div><section class="takes" aria-label="Your takes" hidden><ul class="strip"></ul>'
        "<p>Kept in this browser only, corrections too. "
        '<button type="button" data-forget>Forget all</button></p></section>'
        f'<p class="privacy">{PRIVACY}</p></div>'
    )


def notice() -> str:
    """The answer's place while there is none: how far it is, or what went wrong and what to do."""
    return (
        '<div class="notice"><p class="progress" role="status"></p><div role="alert"></div>'
        '<button type="button" class="choose" data-again hidden>Try again</button></div>'
    )
