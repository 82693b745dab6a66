"""The listeners that are scored beside ours: published networks, specialists, transfer, templates.

They know what the published ones know: four triads, and no bass. Beside them ours decides among these too.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from model.prediction import Answer, Prediction
from model.recognizer import Recognizer


class Listener(Protocol):
    """Names the chord in a file: the recogniser, or one of those it is compared with."""

    def predict(self, source: Path) -> Answer | Prediction: ...


@dataclass(frozen=True)
class InVocabulary:
    """The recogniser, answering in one of `decision.VOCABULARIES`."""

    recognizer: Recognizer
    vocabulary: str

    def predict(self, source: Path) -> Prediction:
        """Name the chord in a file. Raises AudioError as the recogniser does."""
        return self.recognizer.predict(source, self.vocabulary)
