"""Whatever names the chord in a recording: the recogniser, or one of those it is measured against."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from model.chords import Chord


@dataclass(frozen=True)
class Answer:
    """What a listener makes of a recording, as much of it as is scored; a Prediction has the same."""

    chord: Chord
    confidence: float
    sure: bool = True


class Listener(Protocol):
    """Names the chord in a file."""

    def predict(self, source: Path) -> Answer: ...
