"""The listeners that are scored beside ours: published networks, specialists, transfer, templates."""

from pathlib import Path
from typing import Protocol

from model.prediction import Answer, Prediction


class Listener(Protocol):
    """Names the chord in a file: the recogniser, or one of those it is compared with."""

    def predict(self, source: Path) -> Answer | Prediction: ...
