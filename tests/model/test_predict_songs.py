"""The command line on songs, with a recogniser that gives known timelines, and once for real."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path

import mir_eval
import numpy as np
import pytest
import soundfile
import torch

from model import predict
from model.chord_networks import Progress
from model.export import EXPORTERS
from model.predict_songs import part_of, progress_bar
from model.timeline import Timeline
from preprocessing.audio import AudioError
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import clicks, progression
from tests.helpers.timelines import SONGS

FIELDS = ["file", "seconds", "tempo", "metre", "key", "keys", "progressions", "beats", "chords"]
OF_CHORDS = ["start", "end", "chord", "confidence", "sure", "alternatives"]
SENTENCE = "This file is empty: please record or export it again."


class Known:
    """A recogniser that knows some songs by the names of their files, and notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str | bytes, str]] = []
        self.songs = SONGS

    def predict_song(
        self, source: str | bytes, vocabulary: str = "all", progress: Progress | None = None
    ) -> Timeline:
        self.asked.append((source, vocabulary))
        progress(0.5)
        stem = "waltz" if isinstance(source, bytes) else Path(source).stem
        if stem not in self.songs:
            raise AudioError(SENTENCE)
        return self.songs[stem]


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Known:
    """The command line, with a recogniser that knows its songs."""
    recognizer = Known()
    monkeypatch.setattr(predict.Recognizer, "load", lambda: recognizer)
    return recognizer


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command runs in, with files of two songs and one that cannot be heard."""
    monkeypatch.chdir(tmp_path)
    for name in ("waltz.wav", "broken.wav", "pickup.mp3"):
        (tmp_path / name).write_bytes(b"")
    return tmp_path


Captured = pytest.CaptureFixture[str]


@pytest.mark.usefixtures("known", "folder")
def test_a_line_of_json_for_each_song_in_the_order_given(capsys: Captured) -> None:
    assert predict.main(["--song", "--json", "waltz.wav", "broken.wav", "pickup.mp3"]) == 1
    told = capsys.readouterr()
    first, second, third = map(json.loads, told.out.splitlines())
    assert first == {"file": "waltz.wav", **SONGS["waltz"].as_json()}
    assert second == {"file": "broken.wav", "error": SENTENCE}
    assert third == {"file": "pickup.mp3", **SONGS["pickup"].as_json()}
    assert list(first) == FIELDS
    assert list(first["chords"][0]) == OF_CHORDS
    assert told.err == ""


@pytest.mark.usefixtures("known", "folder")
def test_without_json_each_song_is_a_chart_and_complaints_stand_apart(capsys: Captured) -> None:
    assert predict.main(["--song", "waltz.wav", "broken.wav"]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "waltz.wav  (0:06)",
        "E♭ major, 120 beats a minute, 3/4",
        "",
        "| E♭  . .  | Cm  . A♭ | B♭7 . .  | E♭  . .  |",
        "",
    ]
    assert told.err == f"broken.wav: {SENTENCE}\n"


@pytest.mark.usefixtures("folder")
def test_the_vocabulary_and_the_standard_input_are_handed_on(
    known: Known, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"sound")))
    assert predict.main(["--song", "--json", "--vocabulary", "triads", "-", "pickup.mp3"]) == 0
    assert set(known.asked) == {(b"sound", "triads"), ("pickup.mp3", "triads")}
    assert json.loads(capsys.readouterr().out.splitlines()[0])["file"] == "-"


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_is_written_beside_the_answer(name: str, folder: Path, capsys: Captured) -> None:
    command = ["--song", "--json", "--export", name, "--to", "new/charts", "waltz.wav", "pickup.mp3"]
    assert predict.main(command) == 0
    exporter = EXPORTERS[name]
    written = {path.name: path.read_bytes() for path in (folder / "new" / "charts").iterdir()}
    assert written == {
        stem + exporter.suffix: exporter.export(replace(SONGS[stem], title=stem))
        for stem in ("waltz", "pickup")
    }
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_name_in_another_encoding_is_no_obstacle(known: Known, tmp_path: Path) -> None:
    name = os.fsdecode(b"\xfcbung.wav")
    known.songs = {Path(name).stem: SONGS["waltz"]}
    told = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(told):
        exports = [part for format_ in EXPORTERS for part in ("--export", format_)]
        assert predict.main(["--song", *exports, "--to", str(tmp_path), name, "lost.wav"]) == 1
    told.seek(0)
    assert told.read().startswith("\\udcfcbung.wav  (")
    titled = replace(SONGS["waltz"], title="bung")
    (lead_sheet,) = tmp_path.glob("*.musicxml")
    assert lead_sheet.read_bytes() == EXPORTERS["musicxml"].export(titled)


@pytest.mark.usefixtures("known", "capsys")
def test_several_formats_are_written_at_once(folder: Path) -> None:
    exports = ["--export", "lab", "--export", "midi", "--to", "."]
    assert predict.main(["--song", *exports, "waltz.wav", "broken.wav"]) == 1
    titled = replace(SONGS["waltz"], title="waltz")
    assert (folder / "waltz.lab").read_bytes() == EXPORTERS["lab"].export(SONGS["waltz"])
    assert (folder / "waltz.mid").read_bytes() == EXPORTERS["midi"].export(titled)
    assert not list(folder.glob("broken.[lm]*"))


@pytest.mark.usefixtures("known")
def test_an_export_that_cannot_be_written_is_told_and_the_next_song_is_heard(
    folder: Path, capsys: Captured
) -> None:
    (folder / "waltz.lab").mkdir()
    assert predict.main(["--song", "--export", "lab", "--to", ".", "waltz.wav", "pickup.mp3"]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("pickup.mp3  (")
    assert told.err.startswith("waltz.wav: its export could not be written: ")
    assert (folder / "pickup.lab").is_file()


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--export", "lab", "--to", "."], "--export is of songs"),
        (["--song", "--export", "lab"], "--export needs --to DIR"),
        (["--song", "--to", "."], "--to needs --export"),
        (["--song", "--export", "score", "--to", "."], "invalid choice: 'score'"),
        (["--song", "--export", "lab", "--to", ".", "other/waltz.ogg"], "two of the files would be exported"),
        (["--song", "--export", "lab", "--to", "waltz.wav"], "waltz.wav"),
    ],
)
def test_options_that_make_no_sense_are_refused_in_words(
    options: list[str], words: str, folder: Path, capsys: Captured
) -> None:
    with pytest.raises(SystemExit, match="2"):
        predict.main([*options, "waltz.wav"])
    assert words in capsys.readouterr().err
    assert len(list(folder.iterdir())) == 3


class Terminal(io.StringIO):
    """Standard error on a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("known", "folder")
def test_a_terminal_sees_a_bar_of_progress(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    predict.main(["--song", "--json", "waltz.wav"])
    assert "0%|" in terminal.getvalue()
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_file_is_done_in_the_end_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_bar(2) as bar:
        with part_of(bar) as progress:
            progress(0.25)
            assert bar.n == pytest.approx(0.25)
        assert bar.n == pytest.approx(1)
        with pytest.raises(AudioError), part_of(bar):
            raise AudioError(SENTENCE)
        assert bar.n == pytest.approx(2)


@pytest.mark.parametrize(("cores", "at_a_time"), [(1, 1), (2, 1), (8, 4)])
def test_each_song_has_two_cores(
    cores: int, at_a_time: int, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(torch, "get_num_threads", lambda: cores)
    monkeypatch.setattr(predict, "report", lambda tell, files, as_json, number: asked.append(number))
    predict.main(["--song", "waltz.wav"])
    assert asked == [at_a_time]


def test_for_real(tmp_path: Path) -> None:
    sound = progression(" ".join(["C:maj A:min F:maj G:7"] * 3))
    soundfile.write(tmp_path / "song.wav", sound + clicks(len(sound) / SAMPLE_RATE), SAMPLE_RATE)
    (tmp_path / "notes.txt").write_text("C major is C E G")
    files = [str(tmp_path / name) for name in ("song.wav", "notes.txt")]
    options = ["--song", "--json", "--export", "lab", "--to", str(tmp_path)]
    command = [sys.executable, "-m", "model.predict", *options, *files]
    run = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    song, refused = map(json.loads, run.stdout.splitlines())
    assert run.returncode == 1
    assert run.stderr == ""
    assert [timed["chord"] for timed in song["chords"]] == ["C:maj", "A:min", "F:maj", "G:7"] * 3
    assert (song["key"], song["metre"]) == ("C:maj", 4)
    assert "not audio" in refused["error"]
    intervals, labels = mir_eval.io.load_labeled_intervals(tmp_path / "song.lab")
    assert labels == [timed["chord"] for timed in song["chords"]]
    assert intervals[:, 0] == pytest.approx(np.arange(0, 24, 2), abs=0.1)
