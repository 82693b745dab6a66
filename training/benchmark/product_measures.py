"""What the product benchmark measures, and how that compares with what is demanded."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from training.benchmark.fresh import Life
from training.benchmark.processes import Batch
from training.benchmark.sounds import FORMATS
from training.benchmark.stages import ALL
from training.benchmark.timing import Timing
from training.reporting.bars import AT_LEAST, AT_MOST, Bar

CLIP = 4.0  # seconds
CLIP_MS = 30.0  # from a WAV file of that length to its Prediction, on one core
CLIPS_A_SECOND = 60.0  # from a folder of them, on two cores
# How many times as much a second of audio may cost as in a recording of the next shorter length. Were the
# cost quadratic, it would be 8 times from 30 to 240 s, and 7.5 times from 4 to 30 s. The quarter is for
# samples that no longer fit into the processor's caches, and for the noise of the measurement.
LINEAR = 1.25
MEMORY = 1.0  # bytes more for each byte more of decoded audio


@dataclass(frozen=True)
class Measured:
    """All measures.

    stages: by threads, seconds and name of the stage, of a WAV file. decoding, sizes (in bytes), lives: by
    name of the format and seconds; the lives are those of processes whose second file it is. imports: seconds
    by package. batches: whole folders. runs: of each stage by seconds. quick: too few and short for the bars.
    """

    stages: dict[int, dict[float, dict[str, Timing]]]
    decoding: dict[str, dict[float, Timing]]
    sizes: dict[str, dict[float, int]]
    lives: dict[str, dict[float, Life]]
    imports: dict[str, float]
    batches: list[Batch]
    runs: dict[float, int]
    quick: bool = False

    @property
    def lengths(self) -> list[float]:
        """The lengths of the recordings in seconds, the shortest first."""
        return list(self.runs)


def bars(measured: Measured) -> list[Bar]:
    """What is demanded, and what was measured."""
    clip = measured.stages[1][CLIP][ALL]
    folders = [b for b in measured.batches if b.seconds == CLIP and b.cores == 2]
    rate = folders[0].files_a_second if folders else None
    files = folders[0].files if folders else None
    steepness, where = max(steps(measured))
    memory, kind = max(memory_slopes(measured))
    return [
        Bar(f"{CLIP:g} s WAV file to Prediction, one thread: median ms", AT_MOST, CLIP_MS, clip.median * 1e3),
        Bar(f"folder of {CLIP:g} s clips, two cores: clips a second", AT_LEAST, CLIPS_A_SECOND, rate, files),
        Bar(
            "cost of a second of audio, against the next shorter length",
            AT_MOST,
            LINEAR,
            steepness,
            note=where,
        ),
        Bar("memory for each byte more of decoded audio", AT_MOST, MEMORY, memory, note=kind),
    ]


def steps(measured: Measured) -> Iterator[tuple[float, str]]:
    """How many times as much a second of audio costs as at the next shorter length; of what, and where."""
    costs = {f"decode {name}": {s: t.median for s, t in by.items()} for name, by in measured.decoding.items()}
    for threads, by in measured.stages.items():
        costs[f"{ALL}, threads: {threads}"] = {s: timings[ALL].median for s, timings in by.items()}
    for name, cost in costs.items():
        for short, long in pairwise(cost):
            yield (cost[long] / long) / (cost[short] / short), f"{name}, {short:g} to {long:g} s"


def memory_slopes(measured: Measured) -> Iterator[tuple[float, str]]:
    """Bytes more for each byte more of decoded audio, from the clip to the longest recording, by format."""
    shortest, longest = CLIP, measured.lengths[-1]
    for kind in FORMATS:
        if lives := measured.lives.get(kind.name):
            more = lives[longest].taken - lives[shortest].taken
            audio = kind.decoded_bytes(longest) - kind.decoded_bytes(shortest)
            yield more / audio, kind.name
