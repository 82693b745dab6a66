"""A recording that was judged."""

from model.harte import parse
from training.manifest import labels
from training.reporting.scores import Judged

ROW = {"source": "harp", "degradation": "clean", "voicing": "", "octave": "3", "seconds": "1.00"}


def make_judged(
    truth: str = "C:maj", answer: str = "C:maj", confidence: float = 0.9, sure: bool = True, **row: str
) -> Judged:
    """A chord that was played and one that was heard, in a clean clip unless `row` says otherwise."""
    played = parse(truth)
    return Judged(ROW | labels(played) | row, played, parse(answer), confidence, sure)
