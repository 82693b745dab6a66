"""Whatever names the chord in a recording: the recogniser, or one of those it is measured against."""

from pathlib import Path
from typing import Protocol

from model.prediction import Answer, Prediction


class Listener(Protocol):
    """Names the chord in a file."""

    def predict(self, source: Path) -> Answer | Prediction: ...
