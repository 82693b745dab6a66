"""Whatever a person or a program may send, through the API and with the recogniser as it ships."""

import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np
import pytest
import soundfile

import app
from model.recognizer import Recognizer
from preprocessing import audio, refusals
from tests.helpers import api, bombs, sound_files
from tests.helpers.page import serve
from tests.helpers.sounds import note, together
from ui.stage.recording import NOT_UPLOADED

A4, C_MAJOR = 69, (60, 64, 67)  # MIDI
NAMES = {
    "markup": "<img src=x onerror=alert(1)>.wav",
    "quotes": 'it\'s "quoted" & `more`.wav',
    "300 letters": "a" * 300 + ".wav",
    "another alphabet": "аккорд-和音-🎸.wav",
    "a path": "../../../../tmp/outside.wav",
}


def wav(
    samples: np.ndarray, rate: int = audio.SAMPLE_RATE, subtype: str = "PCM_16", kind: str = "WAV"
) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=kind, subtype=subtype)
    return file.getvalue()


GOOD = wav(together(*C_MAJOR))


def an_hour() -> bytes:
    """An hour of silence in less than a megabyte."""
    return wav(np.zeros(3600 * 8000, np.int16), 8000, kind="FLAC")


REFUSALS = {
    "empty": (b"", refusals.EMPTY),
    "text": (b"C major is C E G", refusals.NOT_AUDIO),
    "a film without sound": (sound_files.silent_film(), refusals.NO_AUDIO),
    "cut in half": (GOOD[: len(GOOD) // 2], refusals.DAMAGED),
    "no samples": (wav(np.zeros(0)), refusals.NO_SAMPLES),
    "no numbers": (wav(np.full(16_000, np.nan), subtype="FLOAT"), refusals.NOT_FINITE),
    "an hour": (an_hour(), refusals.TOO_LONG.format(audio.MAX_SECONDS / 60)),
    "made to take minutes": (bombs.comments(1_000_000), refusals.TOO_SLOW),
    "too short": (wav(note(A4, seconds=0.2)), "shorter than 0.3 seconds"),
}


@pytest.mark.parametrize("name", sound_files.NAMES)
def test_every_format_is_heard(address: str, name: str) -> None:
    event, answer = api.recognize(address, f"tone.{name}", sound_files.encode(name, sound_files.tone()))
    assert event == "complete", answer
    assert answer[0]["seconds"] == pytest.approx(2.0, abs=0.2)
    assert (answer[0]["chord"], answer[0]["note"]) == ("N", A4)


@pytest.mark.parametrize(("data", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_every_refusal_is_a_sentence_without_a_path(address: str, data: bytes, sentence: str) -> None:
    event, why = api.recognize(address, "chord.wav", data)
    assert event == "error"
    assert sentence in str(why)
    assert "/tmp" not in str(why)
    assert "Traceback" not in str(why)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_strange_name_does_no_harm(address: str, name: str) -> None:
    event, answer = api.recognize(address, name, GOOD)
    assert (event, answer[0]["chord"]) == ("complete", "C:maj")


def test_a_file_over_the_limit_is_turned_away(recognizer: Recognizer) -> None:
    with serve(recognizer, max_file_size=1_000_000) as address:
        with pytest.raises(httpx.HTTPStatusError) as caught:
            api.upload(address, ("large.wav", bytes(1_100_000)))
        assert caught.value.response.status_code == 413
        assert api.upload(address, ("small.wav", bytes(900_000)))


def test_four_minutes_from_a_cd_are_a_song(address: str) -> None:
    song = wav(np.zeros((240 * 44_100, 2), np.int16), 44_100)
    assert len(song) > 42_000_000
    event, answer = api.recognize(address, "song.wav", song, endpoint="song")
    assert (event, answer[0]["seconds"]) == ("complete", 240)
    assert [timed["chord"] for timed in answer[0]["chords"]] == ["N"]


@pytest.mark.parametrize(("data", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_a_song_is_refused_in_the_same_words(address: str, data: bytes, sentence: str) -> None:
    event, why = api.recognize(address, "song.wav", data, endpoint="song")
    assert event == "error"
    assert sentence in str(why)


@contextmanager
def listener() -> Iterator[tuple[str, list[bool]]]:
    """An address on this machine, and whether anybody came to it."""
    visits: list[bool] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(2.0)

        def wait() -> None:
            try:
                server.accept()[0].close()
                visits.append(True)
            except OSError:
                pass

        thread = threading.Thread(target=wait)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/chord.wav", visits
        thread.join()


@pytest.mark.parametrize("where", ["path", "url"])
def test_an_address_is_not_fetched(address: str, where: str) -> None:
    with listener() as (url, visits):
        data = api.file_data(url if where == "path" else "chord.wav") | {"url": url}
        event, why = api.call(address, data)
    assert event == "error"
    assert visits == []
    if where == "path":
        assert NOT_UPLOADED in str(why)


@pytest.mark.parametrize("path", ["/etc/passwd", str(Path(app.__file__)), "weights/root.safetensors"])
def test_no_file_of_the_server_is_read(address: str, path: str) -> None:
    event, why = api.call(address, api.file_data(path))
    assert event == "error"
    assert "not audio" not in str(why)  # it was not even opened


def test_two_files_at_once_are_an_error_and_the_next_one_is_heard(address: str) -> None:
    paths = api.upload(address, ("a.wav", GOOD), ("b.wav", GOOD))
    assert api.call(address, [api.file_data(path) for path in paths])[0] in ("error", "refused")
    assert api.call(address, api.file_data(paths[1]))[0] == "complete"


@pytest.mark.parametrize("argument", [17, "text", {"path": None}, {}, [], {"path": ["a"]}], ids=str)
def test_what_is_no_file_is_an_error(address: str, argument: object) -> None:
    assert api.call(address, argument)[0] in ("error", "refused")
