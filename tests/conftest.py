"""Fixtures that several rooms share."""

from collections.abc import Iterator

import pytest
import torch

from model.recognizer import Recognizer
from tests.helpers.page import serve


@pytest.fixture(autouse=True)
def _seed() -> None:
    """Untrained networks and random tensors are the same in every run."""
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def recognizer() -> Recognizer:
    """The recogniser as it ships."""
    return Recognizer.load()


@pytest.fixture(scope="module")
def address(recognizer: Recognizer) -> Iterator[str]:
    """The address of the real page."""
    with serve(recognizer) as url:
        yield url
