"""Every format is heard, and every refusal is a sentence for the person who chose the file."""

import io
import os
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from preprocessing import decoders, ffmpeg, refusals
from preprocessing.audio import load
from preprocessing.budget import Budget
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sound_files import FFMPEG, NAMES, RATE, encode, refusal, silent_film, stuttering, tone


def patched(data: bytes, position: int, layout: str, value: int) -> bytes:
    """The same file with one field of its header changed."""
    changed = bytearray(data)
    struct.pack_into(layout, changed, position, value)
    return bytes(changed)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_is_heard_in_mono_at_16_khz(name: str) -> None:
    waveform = load(encode(name, tone()))
    assert waveform.dtype == np.float32
    assert waveform.ndim == 1
    assert len(waveform) == pytest.approx(2 * SAMPLE_RATE, abs=0.05 * SAMPLE_RATE)  # codecs pad
    middle = waveform[SAMPLE_RATE // 2 : 3 * SAMPLE_RATE // 2]  # one second: bins of 1 Hz
    assert np.abs(np.fft.rfft(middle)).argmax() == 440
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.05)


@pytest.mark.parametrize("name", ["wav-16", "mp3", "m4a-alac", "mka", "mka-float", "webm"])
def test_channels_are_averaged(name: str) -> None:
    left_alone = np.stack([tone(), 0 * tone()], axis=1)
    half = load(encode(name, left_alone))
    assert len(half) == pytest.approx(2 * SAMPLE_RATE, abs=0.05 * SAMPLE_RATE)
    assert np.abs(half[8000:24000]).max() == pytest.approx(0.25, abs=0.02)


@pytest.mark.parametrize("name", ["wav-16", "mp3", "mka"])
def test_of_channels_that_cancel_each_other_out_the_loudest_is_heard(name: str) -> None:
    opposed = np.stack([-0.95 * tone(), tone()], axis=1)
    waveform, right = load(encode(name, opposed)), load(encode(name, tone()))
    np.testing.assert_allclose(waveform[8000:24000], right[8000:24000], atol=0.02)


def test_channels_that_cancel_each_other_out_in_part_are_averaged() -> None:
    opposed = np.stack([tone(), -0.7 * tone()], axis=1)
    assert np.abs(load(encode("wav-16", opposed))[8000:24000]).max() == pytest.approx(0.075, abs=0.001)


def test_a_whistle_too_high_to_be_kept_cancels_nothing_out() -> None:
    whistle = 0.9 * np.sin(2 * np.pi * 15_000 * np.arange(2 * RATE) / RATE)
    averaged = load(encode("wav-float", np.stack([0.1 * tone(), whistle.astype(np.float32)], axis=1)))
    assert np.std(averaged[1000:-1000]) == pytest.approx(0.05 * np.std(tone()), rel=0.01)


def test_one_of_sixty_four_channels_is_averaged_too() -> None:
    waveform = load(encode("wav-16", np.pad(tone()[:, None], ((0, 0), (0, 63)))))
    assert np.abs(waveform[8000:24000]).max() == pytest.approx(0.5 / 64, rel=0.01)


@pytest.mark.parametrize("name", ["wav-16", "flac", "opus", "mp4", "webm", "mka", "mov"])
def test_eight_channels_are_averaged(name: str) -> None:
    waveform = load(encode(name, np.tile(tone()[:, None], 8)))
    assert len(waveform) == pytest.approx(2 * SAMPLE_RATE, abs=0.05 * SAMPLE_RATE)
    assert np.abs(np.fft.rfft(waveform[8000:24000])).argmax() == 440


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 192_000])
def test_every_rate_becomes_16_khz_as_soxr_does_it(rate: int) -> None:
    expected = soxr.resample(tone(rate=rate), rate, SAMPLE_RATE)
    np.testing.assert_allclose(load(encode("wav-float", tone(rate=rate), rate)), expected, atol=1e-6)


def test_a_waveform_at_16_khz_is_left_as_it_is() -> None:
    np.testing.assert_array_equal(load(encode("wav-float", tone(rate=16_000), 16_000)), tone(rate=16_000))


@pytest.mark.parametrize("name", ["wav-16", "flac", "mp3", "ogg", "opus", "mka-24"])
def test_reading_in_blocks_changes_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = encode(name, tone())
    whole = load(data)
    monkeypatch.setattr(ffmpeg, "BLOCK", 5_000)
    np.testing.assert_allclose(load(data), whole, atol=1e-6)


def test_ffmpeg_is_asked_for_what_libsndfile_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(
        ffmpeg, "decode", lambda data, budget: iter(asked.append(data) or [(RATE, 1, bytes(4))])
    )
    load(encode("wav-16", tone()))
    assert not asked
    data = encode("webm", tone())
    list(decoders.decode(data))
    assert asked == [data]


def test_a_path_a_string_and_bytes_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "chord.raw"  # the name tells nothing
    path.write_bytes(encode("wav-16", tone()))
    np.testing.assert_array_equal(load(path), load(path.read_bytes()))
    np.testing.assert_array_equal(load(str(path)), load(path.read_bytes()))


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFFFFF, 4 * RATE + 44])  # the last counts its header
def test_a_wav_recorded_live_need_not_know_its_size(size: int) -> None:
    data = patched(encode("wav-16", tone()), 40, "<I", size)
    assert len(load(data)) == 2 * SAMPLE_RATE


def test_a_flac_recorded_live_need_not_know_its_length() -> None:
    data = patched(encode("flac", tone()), 22, ">I", 0)  # the low 32 bits of the count of samples
    assert len(load(data)) == 2 * SAMPLE_RATE


def test_an_mp3_without_a_length_is_heard_to_its_end() -> None:
    data = encode("mp3-untagged", tone(), bit_rate=320_000) + encode("mp3-untagged", tone(8), bit_rate=32_000)
    assert len(load(data)) == pytest.approx(10 * SAMPLE_RATE, abs=0.1 * SAMPLE_RATE)


@pytest.mark.parametrize("tag", [b"", b"ID3\3\0\0\0\0\1\0" + bytes(128)])
@pytest.mark.parametrize("first", ["mp3", "mp3-untagged"])
def test_joined_mp3s_are_heard_to_the_end_of_the_last(first: str, tag: bytes) -> None:
    data = tag + encode(first, tone(3)) + tag + encode("mp3", tone(5))
    assert len(load(data)) == pytest.approx(8 * SAMPLE_RATE, abs=0.15 * SAMPLE_RATE)


@pytest.mark.parametrize("rest", [b"TAG" + bytes(125), b"APETAGEX" + bytes(50_000), bytes(50_000)])
def test_what_follows_an_mp3_need_not_be_sound(rest: bytes) -> None:
    assert len(load(encode("mp3", tone()) + rest)) == 2 * SAMPLE_RATE


def test_an_mp3_that_follows_a_tag_of_the_first_is_heard_too() -> None:
    data = encode("mp3", tone()) + b"TAG" + bytes(125)
    assert len(load(data + data)) == pytest.approx(4 * SAMPLE_RATE, abs=0.15 * SAMPLE_RATE)


def test_an_mp3_that_claims_no_frames_is_heard_to_its_end() -> None:
    data = encode("mp3", tone(8))
    data = patched(data, data.index(b"Xing") + 8, ">I", 0)
    assert len(load(data)) == pytest.approx(8 * SAMPLE_RATE, abs=0.1 * SAMPLE_RATE)


@pytest.mark.parametrize("name", ["ogg", "opus"])
def test_an_ogg_in_links_is_heard_to_the_end_of_the_last(name: str) -> None:
    data = encode(name, tone(3)) + encode(name, tone(5))
    assert len(load(data)) == pytest.approx(8 * SAMPLE_RATE, abs=0.05 * SAMPLE_RATE)


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "This file is empty: please record or export it again."


@pytest.mark.parametrize("data", [b"Dear diary, C major. " * 99, b"\x89PNG\r\n\x1a\n" + bytes(99), b"?"])
def test_what_is_not_audio_is_refused(data: bytes) -> None:
    assert refusal(data).startswith("This file is not audio that can be read here: please choose a WAV")


def test_a_playlist_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "private.wav").write_bytes(encode("wav-16", tone()))
    monkeypatch.chdir(tmp_path)
    assert refusal(b"ffconcat version 1.0\nfile private.wav\n") == refusals.NOT_AUDIO


def test_a_rare_codec_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FFMPEG, "mka-wavpack", ("matroska", "wavpack", {}))
    assert refusal(encode("mka-wavpack", tone())) == refusals.NOT_AUDIO


def test_a_silent_film_is_refused() -> None:
    assert refusal(silent_film()) == "This file has no sound track: please choose one that has sound."


@pytest.mark.parametrize("part", [0.3, 0.5, 0.8])
@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("ac3", "mp3-untagged", "webm-live")])
def test_a_truncated_file_is_refused(name: str, part: float) -> None:
    data = encode(name, tone())
    assert refusal(data[: int(part * len(data))]) == (
        "This file is incomplete or damaged: please record, export or upload it again."
    )


@pytest.mark.parametrize("name", ["m4a", "mov", "webm", "mka"])
def test_a_sound_that_begins_late_is_whole_or_refused_all_the_same(name: str) -> None:
    data = encode(name, tone(), late=1.0)
    assert len(load(data))
    assert refusal(data[: len(data) // 2]) == refusals.DAMAGED


@pytest.mark.parametrize("start", [0.0, 3.0])  # wherever it is, it is where players begin
def test_a_gap_is_silence(start: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "BLOCK", 5_000)
    waveform = load(stuttering([start, start + 0.12, start + 1.5]))  # the first gap is rounding
    assert len(waveform) == pytest.approx(1.6 * SAMPLE_RATE, abs=20)
    loud = np.sqrt(np.mean(waveform[: 16 * 1600].reshape(16, 1600) ** 2, axis=1))
    np.testing.assert_allclose(loud, [0.35, 0.35, *[0] * 13, 0.35], atol=0.02)


@pytest.mark.parametrize("film", ["mpeg4", "libx264"])  # of the latter, FFmpeg does not tell when it begins
def test_a_sound_that_begins_after_the_pictures_begins_with_silence(film: str) -> None:
    waveform = load(stuttering([1.0], film=film))
    assert len(waveform) == pytest.approx(1.1 * SAMPLE_RATE, abs=20)
    assert not waveform[: int(0.9 * SAMPLE_RATE)].any()


def test_a_gap_of_hours_is_too_long() -> None:
    assert refusal(stuttering([0.0, 1e4])).startswith("This recording is longer than 10 minutes")


def test_a_gap_in_a_broadcast_is_passed_over() -> None:
    assert len(load(stuttering([0.0, 0.1, 5.0], "mpegts", "mp2"))) == pytest.approx(
        0.3 * SAMPLE_RATE, abs=800
    )


def test_an_m4a_cut_in_its_table_is_refused() -> None:
    assert refusal(encode("m4a", tone())[:-900]) == refusals.DAMAGED  # the table comes last


def test_a_wav_cut_after_an_odd_chunk_is_refused() -> None:
    data = encode("wav-16", tone())
    data = data[:36] + b"note\3\0\0\0abc\0" + data[36:]
    assert len(load(data)) == 2 * SAMPLE_RATE
    assert refusal(data[: len(data) // 2]) == refusals.DAMAGED


def test_a_change_of_rate_halfway_is_refused() -> None:
    assert refusal(encode("ac3", tone()) + encode("ac3", tone(), 44_100)) == refusals.DAMAGED


@pytest.mark.parametrize("name", ["ac3", "webm-live"])
def test_a_format_without_a_length_is_heard_as_far_as_it_goes(name: str) -> None:
    data = encode(name, tone())
    assert len(load(data[: len(data) // 2])) == pytest.approx(SAMPLE_RATE, rel=0.2)


@pytest.mark.parametrize("name", ["wav-16", "wav-float", "ogg", "aiff", "caf"])
def test_a_file_of_no_samples_is_refused(name: str) -> None:
    assert refusal(encode(name, tone(0))) == "This recording has a length of zero: please record it again."


@pytest.mark.parametrize("name", ["wav-float", "mka-float"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
def test_samples_that_are_no_numbers_are_refused(name: str, value: float) -> None:
    samples = np.stack([tone(), tone()], axis=1)
    samples[RATE, 1] = value
    assert refusal(encode(name, samples)).startswith(
        "This file holds samples that are infinite or no numbers"
    )


@pytest.mark.parametrize(
    ("position", "layout", "value", "words"),
    [
        (24, "<I", 1, "cannot be right (1 Hz, channels: 1)"),
        (24, "<I", 2_000_000_000, "cannot be right (2,000,000,000 Hz, channels: 1)"),
        (24, "<I", 4_000_000_000, "incomplete or damaged"),
    ],
)
def test_an_impossible_rate_is_refused(position: int, layout: str, value: int, words: str) -> None:
    assert words in refusal(patched(encode("wav-16", tone()), position, layout, value))


def test_an_impossible_number_of_channels_is_refused() -> None:
    file = io.BytesIO()
    soundfile.write(file, np.zeros((100, 65)), RATE, format="WAV")
    assert "cannot be right (48,000 Hz, channels: 65)" in refusal(file.getvalue())


def test_a_missing_file_is_refused_without_its_path(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # opening it would wait for ever
    for path in (tmp_path / "none.wav", tmp_path, tmp_path / "pipe", str(tmp_path) + "/\0"):
        assert refusal(path) == "This file could not be opened: please choose it again."


def test_whatever_a_decoder_throws_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, budget: Budget) -> None:
        raise MemoryError("malloc of 4294967295 bytes failed in /usr/lib")

    monkeypatch.setattr(decoders, "_soundfile_blocks", broken)
    assert refusal(encode("wav-16", tone())) == refusals.DAMAGED


@pytest.mark.filterwarnings("error")  # how pytest reports what is raised in a callback from C
def test_decoders_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert refusal(encode("aiff", tone())[:30]) == refusals.DAMAGED  # libsndfile seeks before the beginning
    file = io.BytesIO()
    soundfile.write(file, tone(rate=8_000), 8_000, format="SDS", subtype="PCM_16")
    data = bytearray(file.getvalue())
    data[-60] ^= 1  # libsndfile would report the check sum on standard output
    assert refusal(bytes(data)) == refusals.NOT_AUDIO
    assert capfd.readouterr() == ("", "")
