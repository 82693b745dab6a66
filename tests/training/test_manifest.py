import pytest

from model.chords import NO_CHORD
from model.harte import parse
from tests.helpers.manifests import write_manifest
from training import manifest
from training.manifest import ManifestError


def test_rows_are_read_with_all_their_columns(tmp_path):
    path = tmp_path / "manifest.csv"
    path.write_text("\ufefftype,root,path,mood\r\naug,Gb,sub/x.mp3,glad\r\n", encoding="utf-8")
    assert manifest.read(path) == [{"type": "aug", "root": "Gb", "path": "sub/x.mp3", "mood": "glad"}]


@pytest.mark.parametrize(
    ("rows", "header", "columns", "words"),
    [
        ([], ("path", "root", "type"), (), "lists no recordings"),
        ([("a.wav", "C")], ("path", "root"), (), "no column type; it has path, root"),
        ([("a.wav", "C", "maj")], ("path", "root", "type"), ("room",), "no column room"),
        ([("a.wav", "H", "maj")], ("path", "root", "type"), (), "line 2: not a chord: root 'H'"),
        ([("", "C", "maj")], ("path", "root", "type"), (), "line 2: the path is empty"),
        ([("a.wav", "C")], ("path", "root", "type"), (), "line 2: there are not as many columns"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused_in_words(tmp_path, rows, header, columns, words):
    path = write_manifest(tmp_path / "manifest.csv", rows, header)
    with pytest.raises(ManifestError, match=words) as caught:
        manifest.read(path, columns)
    assert str(path) in str(caught.value)


def test_rows_of_some_types_and_of_no_chord_are_kept_with_whole_paths(tmp_path):
    rows = [("a.wav", "C", "maj", "E"), ("b.wav", "C", "min7", "C"), ("sub/c.wav", "N", "", "")]
    path = write_manifest(tmp_path / "manifest.csv", rows, ("path", "root", "type", "bass"))
    (tmp_path / "elsewhere").mkdir()
    kept = manifest.read(manifest.of_types(path, ("maj",), tmp_path / "elsewhere" / "some.csv"))
    assert [row["path"] for row in kept] == [str(tmp_path / "a.wav"), str(tmp_path / "sub" / "c.wav")]
    assert [manifest.chord(row) for row in kept] == [parse("C:maj/3"), NO_CHORD]


def test_an_empty_file_and_a_missing_one_are_refused_in_words(tmp_path):
    (tmp_path / "empty.csv").touch()
    with pytest.raises(ManifestError, match="no column path, root, type; it has none"):
        manifest.read(tmp_path / "empty.csv")
    with pytest.raises(ManifestError, match=r"missing\.csv cannot be read"):
        manifest.read(tmp_path / "missing.csv")


@pytest.mark.parametrize("label", ["C:maj", "Db:min", "N"])
def test_a_chord_goes_into_a_row_and_comes_back(label):
    assert manifest.chord(manifest.labels(parse(label))) == parse(label)


def test_no_chord_is_n_or_nothing():
    assert manifest.labels(NO_CHORD) == {"root": "N", "type": "", "bass": ""}
    assert manifest.chord({"root": "", "type": ""}) == NO_CHORD


def test_columns_are_written_in_their_order_and_others_left_out(tmp_path):
    path = manifest.write(tmp_path / "some.csv", [{"b": 1, "a": "x", "c": 2}], ("a", "b"))
    assert path.read_bytes() == b"a,b\nx,1\n"
    assert manifest.read_rows(path) == [{"a": "x", "b": "1"}]


def test_a_kill_leaves_the_old_file(tmp_path):
    def rows():
        yield {"a": "new"}
        raise KeyboardInterrupt

    path = manifest.write(tmp_path / "some.csv", [{"a": "old"}], ("a",))
    with pytest.raises(KeyboardInterrupt):
        manifest.write(path, rows(), ("a",))
    assert manifest.read_rows(path) == [{"a": "old"}]


def test_without_a_file_there_are_no_rows(tmp_path):
    assert manifest.read_rows(tmp_path / "missing.csv") == []
