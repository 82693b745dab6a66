"""Many people at once: python -m tests.helpers.load prints what became of them.

--people 50 --clips 5 --songs 5: so many with clips, and how many clips each; so many with a song meanwhile.
"""

import argparse
import io
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import soundfile

from preprocessing.layout import SAMPLE_RATE
from tests.helpers import api
from tests.helpers.server import running
from tests.helpers.sounds import clicks, progression
from tests.helpers.stamp import table
from tests.helpers.visitors import Player, Program, Tab, Visitor
from ui.page import EXAMPLES

ANSWERED = "answered"
SONG = " ".join(["C:maj G:maj A:min F:maj"] * 30)  # 2 s each
WAYS = {"on the page": Tab, "through the endpoint": Program, "while they play": Player}


@dataclass(frozen=True)
class Outcome:
    """What became of one request: `ANSWERED`, or why not; and after how many seconds."""

    what: str
    seconds: float


def ask(visitor: Visitor, number: int) -> Outcome:
    """Upload one of the examples, ask about it, wait."""
    sounds = list(EXAMPLES.values())
    began = time.perf_counter()
    try:
        event, answer = visitor.ask("chord.flac", sounds[number % len(sounds)].read_bytes())
        what = ANSWERED if event == "complete" else f"{event}: {answer}"
    except Exception as error:  # whatever it is, it belongs in the table
        what = type(error).__name__
    return Outcome(what, time.perf_counter() - began)


def listen(address: str, song: bytes) -> Outcome:
    """Upload a song through the endpoint, and wait."""
    began = time.perf_counter()
    with httpx.Client(timeout=api.TIMEOUT) as http:
        event, answer = api.recognize(address, "song.wav", song, http, endpoint="song")
    what = ANSWERED if event == "complete" else f"{event}: {answer}"
    return Outcome(what, time.perf_counter() - began)


def make_song() -> bytes:
    """Four minutes of chords and clicks, as a WAV file."""
    chords = progression(SONG)
    file = io.BytesIO()
    soundfile.write(file, chords + clicks(len(chords) / SAMPLE_RATE), SAMPLE_RATE, format="WAV")
    return file.getvalue()


def attack(
    address: str, way: Callable[[str, httpx.Client], Visitor], people: int, clips: int
) -> list[Outcome]:
    """All people at the same time, each with the next clip as soon as the last is answered."""
    with ExitStack() as connections, ThreadPoolExecutor(people) as pool:
        clients = [connections.enter_context(httpx.Client(timeout=api.TIMEOUT)) for _ in range(people)]
        crowd = [way(address, client) for client in clients]
        everybody = pool.map(lambda visitor: [ask(visitor, number) for number in range(clips)], crowd)
        return [outcome for person in everybody for outcome in person]


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many were answered and how fast, and what became of the others."""
    counts = Counter(outcome.what for outcome in outcomes)
    times = sorted(outcome.seconds for outcome in outcomes if outcome.what == ANSWERED)
    told = [f"{counts.pop(ANSWERED, 0)} answered"]
    if times:
        late = times[min(len(times) - 1, round(0.95 * len(times)))]
        told += [f"median {statistics.median(times):.2f} s, p95 {late:.2f} s, longest {times[-1]:.2f} s"]
    return "; ".join([*told, *(f"{count} {what}" for what, count in counts.items())])


def main() -> None:
    """Start the page, let everybody in, print rows of docs/deploy.md."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.load", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--clips", type=int, default=5, help="that each of them asks about")
    parser.add_argument("--songs", type=int, default=5, help="people who ask about a song at the same time")
    options = parser.parse_args()
    song = make_song()
    print(table("", "measured"))
    with running() as server:
        attack(server.address, Tab, people=1, clips=len(EXAMPLES))
        before = server.memory
        for name, way in WAYS.items():
            with ThreadPoolExecutor(options.songs) as listeners:
                songs = [listeners.submit(listen, server.address, song) for _ in range(options.songs)]
                outcomes = attack(server.address, way, options.people, options.clips)
            requests = f"{len(outcomes)} requests of {options.people} people at once, {name}"
            print(f"| {requests} | {summary(outcomes)} |")
            print(
                f"| {options.songs} songs of 4 minutes meanwhile | {summary([s.result() for s in songs])} |"
            )
        memory = ", ".join(f"{figure:.0f}" for figure in (before, server.memory, server.peak))
        print(f"| memory before that, after it, and at most | {memory} MB |")


if __name__ == "__main__":
    main()
