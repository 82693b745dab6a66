"""A file may take some time, and more for each second of its sound: then it is refused, never cut short."""

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from preprocessing import ffmpeg, refusals
from preprocessing.audio import AudioError, load, mix_down
from preprocessing.budget import READS, START_SECONDS, WORK_SHARE, Budget, BudgetedFile
from preprocessing.decoders import decode
from tests.helpers import bombs
from tests.helpers.sound_files import NAMES, encode, tone

Bomb = Callable[[int], bytes]


def stops_after(looks: int) -> Budget:
    """A budget whose clock stands still, and then is far ahead."""
    return Budget(itertools.chain(itertools.repeat(0.0, 1 + looks), itertools.repeat(1e9)).__next__)


def test_a_budget_is_a_start_and_a_share_of_the_sound() -> None:
    now = 100.0
    given = Budget(lambda: now)
    given.earn(50)
    now = 100 + START_SECONDS + 50 * WORK_SHARE
    given.check()
    now += 0.01
    with pytest.raises(AudioError, match="takes too long to read for its length: please export it again"):
        given.check()


def test_what_is_spent_stays_spent() -> None:
    given = stops_after(0)
    assert given.is_spent()
    given.earn(1e12)
    assert given.is_spent()


def test_a_file_ends_with_its_budget() -> None:
    file = BudgetedFile(bytes(range(100)), stops_after(1))
    buffer = bytearray(1)
    assert [file.read(1)[0] for _ in range(2 * READS - 2)] == list(range(2 * READS - 2))
    assert (file.readinto(buffer), buffer[0]) == (1, 2 * READS - 2)
    assert (file.read(1), file.readinto(buffer), file.read(), file.tell()) == (b"", 0, b"", 100)


def test_a_decoder_that_was_cut_short_is_not_believed() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("Invalid data found when processing input")

    assert list(stops_after(9).guard(iter([1, 2]))) == [1, 2]
    with pytest.raises(ValueError, match="Invalid data"):
        list(stops_after(9).guard(broken()))
    for pieces in (iter([1]), iter([]), broken()):
        with pytest.raises(AudioError, match=refusals.TOO_SLOW):
            list(stops_after(0).guard(pieces))


@pytest.mark.filterwarnings("error")  # how pytest reports what is raised in a callback from C
@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_refused_or_heard_to_its_end(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "SHORT_BYTES", 1e9)  # here, where the clock is
    data = encode(name, tone())
    whole = load(data)
    for looks in (0, 1, 2, 3, 5, 8, 13, 21):
        try:
            waveform = mix_down(decode(data, stops_after(looks)))
        except AudioError as error:
            assert str(error) == refusals.TOO_SLOW  # noqa: PT017 - each of them, not one
        else:
            np.testing.assert_array_equal(waveform, whole)
    with pytest.raises(AudioError, match=refusals.TOO_SLOW):
        mix_down(decode(data, stops_after(0)))


@pytest.mark.parametrize("short", [0, 10_000])
def test_single_samples_are_gathered_into_blocks(short: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "SHORT_BYTES", short)
    rates, blocks = zip(*decode(bombs.single_samples(5_000)), strict=True)
    assert (set(rates), [samples.shape for samples in blocks]) == ({48_000}, [(4_864, 1)])


def test_blocks_hold_as_many_samples_as_they_should(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "BLOCK", 1_000)
    lengths = [len(samples) for _, samples in decode(bombs.single_samples(5_000))]
    assert lengths == [1_000] * 4 + [864]


@pytest.mark.parametrize("name", ["m4a", "mp4-live", "webm", "mka-8", "mka-24", "mka-float"])
@pytest.mark.parametrize("channels", [1, 2, 8])
def test_another_process_decodes_the_same(name: str, channels: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = encode(name, np.tile(tone()[:, None], channels))
    monkeypatch.setattr(ffmpeg, "SHORT_BYTES", 1e9)
    here = load(data)
    monkeypatch.setattr(ffmpeg, "SHORT_BYTES", 0)
    np.testing.assert_array_equal(load(data), here)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Dear diary, C major. " * 99, refusals.NOT_AUDIO),
        (encode("m4a", tone())[:-900], refusals.DAMAGED),
        (
            bombs.single_samples(5_000, rate=500),
            "The header of this file cannot be right (500 Hz, channels: 1)",
        ),
    ],
)
def test_another_process_refuses_in_the_same_words(
    data: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ffmpeg, "SHORT_BYTES", 0)
    with pytest.raises(AudioError) as caught:
        load(data)
    assert str(caught.value).startswith(sentence)


def test_a_process_that_ends_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "SHORT_BYTES", 0)
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(AudioError, match=refusals.DAMAGED):
        load(encode("m4a", tone()))


@pytest.mark.parametrize("bomb", [bombs.single_samples, bombs.comments])
def test_what_would_take_minutes_is_refused(bomb: Bomb) -> None:
    """FFmpeg hands on nothing of the second, and the system ends it."""
    with pytest.raises(AudioError, match=refusals.TOO_SLOW):
        load(bomb(4_000_000))


@pytest.mark.parametrize("bomb", [bombs.tag_of_texts, bombs.tag_within, bombs.empty_blocks])
def test_what_hides_a_sound_is_passed_over(bomb: Bomb) -> None:
    np.testing.assert_array_equal(load(bomb(4_000_000)), load(bomb(0)))


@pytest.mark.parametrize("bomb", [bombs.empty_boxes, bombs.imagined_samples, bombs.tags])
def test_what_holds_no_sound_is_damaged(bomb: Bomb) -> None:
    with pytest.raises(AudioError, match=refusals.DAMAGED):
        load(bomb(4_000_000))


def test_no_array_is_needed_to_decode_apart() -> None:
    """NumPy would take as long to load as the rest, and reserve memory for each core."""
    code = "import sys, preprocessing.ffmpeg; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ffmpeg._ROOT).returncode == 0
