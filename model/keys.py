"""Major and minor keys."""

from dataclasses import dataclass

from model.chords import ROOTS

MODES = ("maj", "min")


@dataclass(frozen=True)
class Key:
    """A major or minor key. Raises ValueError for a tonic that is none of `ROOTS`, and for another mode."""

    tonic: str
    mode: str

    def __post_init__(self) -> None:
        if self.tonic not in ROOTS or self.mode not in MODES:
            raise ValueError(f"not a key: tonic {self.tonic!r}, mode {self.mode!r}")

    @property
    def label(self) -> str:
        """The key as JSON and exports write it: "Bb:maj"."""
        return f"{self.tonic}:{self.mode}"
