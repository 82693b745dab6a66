"""Parts of recordings, as two listeners are given them."""

import numpy as np
import pytest
import soundfile

from training.songs import cut


def run(*arguments, status=0):
    """Run the command, which has to end with this status."""
    with pytest.raises(SystemExit) as ended:
        cut.main([str(argument) for argument in arguments])
    assert ended.value.code == status


def test_of_a_long_recording_a_part_is_cut_and_a_short_one_stays(tmp_path):
    rate = 8000
    rising = np.linspace(0, 1, 100 * rate, dtype=np.float32)
    for name, sound in (("long", rising), ("short", rising[: 20 * rate])):
        soundfile.write(tmp_path / f"{name}.wav", np.stack([sound, sound], axis=1), rate)
    to = tmp_path / "new" / "recordings"
    run(tmp_path / "long.wav", tmp_path / "short.wav", "--to", to)
    long, at = soundfile.read(to / "long.flac")
    assert (len(long) / at, at) == (70.0, 16_000)
    assert long[at] == pytest.approx(0.16, abs=1e-3)
    assert soundfile.info(to / "short.flac").duration == 20.0
    run(tmp_path / "long.wav", "--to", to, "--seconds", 24)
    assert soundfile.info(to / "long.flac").duration == 24.0
    run(tmp_path / "long.wav", "--to", to, "--seconds", 24, "--start", 50)
    long, at = soundfile.read(to / "long.flac")
    assert (len(long) / at, long[at]) == (24.0, pytest.approx(0.51, abs=1e-3))


def test_what_cannot_be_heard_is_named_and_the_others_are_cut(tmp_path, capsys):
    (tmp_path / "broken.ogg").write_bytes(b"no sound")
    soundfile.write(tmp_path / "short.wav", np.zeros(16_000), 16_000)
    run(tmp_path / "broken.ogg", tmp_path / "short.wav", "--to", tmp_path, status=1)
    assert "broken.ogg" in capsys.readouterr().err
    assert (tmp_path / "short.flac").exists()
