"""The length of a file, told without decoding more of it than needed."""

from io import BytesIO

import numpy as np
import pytest
import soundfile

from preprocessing import audio
from preprocessing.audio import AudioError, is_longer


def sound(seconds: float, rate: int = 8000) -> bytes:
    file = BytesIO()
    soundfile.write(file, np.zeros((round(seconds * rate), 2)), rate, format="WAV")
    return file.getvalue()


@pytest.mark.parametrize(("seconds", "longer"), [(0.5, False), (6.0, False), (6.1, True), (200.0, True)])
def test_it_is_that_of_the_sound(seconds: float, longer: bool) -> None:
    assert is_longer(sound(seconds), 6.0) is longer


def test_no_more_is_decoded_than_that(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def decode(data: bytes):
        for second in range(60):
            seen.append(second)
            yield 8000, np.zeros((8000, 1), np.float32)

    monkeypatch.setattr(audio, "decode", decode)
    assert is_longer(b"a minute", 6.0)
    assert len(seen) == 7


@pytest.mark.parametrize("data", [b"", b"not audio at all", sound(10)[:200]])
def test_what_cannot_be_heard_is_refused(data: bytes) -> None:
    with pytest.raises(AudioError):
        is_longer(data, 6.0)
