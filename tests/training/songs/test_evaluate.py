import json

import pytest

from training import manifest
from training.songs import annotation, evaluate
from training.songs.annotation import Annotation, Span

RIGHT = Annotation((Span(0.0, 2.0, "C:maj"), Span(2.0, 4.0, "G:7")), keys=(Span(0.0, 4.0, "C:maj"),))
HALF = Annotation((Span(0.0, 4.0, "C:maj"),), keys=(Span(0.0, 4.0, "A:min"),))


@pytest.fixture
def index(tmp_path):
    rows = [{"path": f"{name}.flac", "arrangement": name} for name in ("piano", "band")]
    for row in rows:
        annotation.write(RIGHT, tmp_path / row["arrangement"])
    return manifest.write(tmp_path / "manifest.csv", rows, ("path", "arrangement"))


@pytest.fixture
def answers(tmp_path):
    folder = tmp_path / "answers"
    folder.mkdir()
    annotation.write(RIGHT, folder / "piano")
    annotation.write(HALF, folder / "band")
    return folder


def test_a_table_of_eighty_columns(index, answers, capsys):
    evaluate.main(["--manifest", str(index), "--predictions", str(answers), "--by", "arrangement"])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split()[:9] == ["group", "n", "root", "majmin", "inv", "7ths", "tetr", "segs", "beat"]
    assert lines[1].split() == ["all", "2", *["75"] * 5, "0.75", "50", "100"]
    assert lines[2].split() == ["band", "1", *["50"] * 5, "0.50", "0", "100"]
    assert lines[3].split() == ["piano", "1", *["100"] * 5, "1.00", "100", "100"]


def test_a_full_table_still_fits(capsys):
    full = evaluate.Console(width=80)
    table = evaluate.as_table({})
    table.add_row("long grouped", "100", *["99.9"] * len(evaluate.HEADINGS))
    full.print(table)
    lines = capsys.readouterr().out.splitlines()
    assert "long grouped" in lines[1]
    assert len(lines) == 2
    assert "relative"[:3] in lines[0]


def test_scores_as_json(index, answers, capsys):
    evaluate.main(["--manifest", str(index), "--predictions", str(answers), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["all"]["n"], found["all"]["root"], found["all"]["beats"]) == (2, 0.75, None)


def test_a_song_without_an_answer_is_named(index, answers, capsys):
    (answers / "band.lab").unlink()
    with pytest.raises(SystemExit):
        evaluate.main(["--manifest", str(index), "--predictions", str(answers)])
    assert "has no answer for band.flac" in capsys.readouterr().err


def test_an_unknown_column_is_named(index, answers):
    with pytest.raises(manifest.ManifestError, match="has no column colour"):
        evaluate.by_columns(evaluate.judge(index, answers), ["arrangement", "colour"])


def test_a_manifest_without_songs_is_refused(index, answers):
    index.write_text("path,arrangement\n")
    with pytest.raises(manifest.ManifestError, match="lists no songs"):
        evaluate.judge(index, answers)
