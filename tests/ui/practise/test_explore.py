"""The list of clips, and steps through it."""

import pytest

from model.chords import NO_CHORD, QUALITIES, Chord
from model.harte import parse
from ui.practise import explore
from ui.practise.explore import ANY, Clip, Filters

CLIPS = explore.load()
CLIP = Clip(explore.FOLDER / "01.flac", Chord("Db", "min"), "Recorder", "in a hall")


def test_the_clips_are_a_few_dozen_files_that_exist() -> None:
    assert 24 <= len(CLIPS) <= 60
    assert all(clip.path.is_file() for clip in CLIPS)
    assert NO_CHORD in {clip.chord for clip in CLIPS}


def test_the_filters_offer_what_there_is() -> None:
    offered = explore.instruments(CLIPS)
    assert offered[0] == ANY
    assert set(offered[1:]) == {clip.instrument for clip in CLIPS}
    assert len(offered) == len(set(offered))


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(instrument="Recorder", type="minor"), True),
        (Filters(instrument="Piano"), False),
        (Filters(type="major"), False),
        (Filters(type="no chord"), False),
    ],
)
def test_a_clip_passes_its_own_filters(filters: Filters, passes: bool) -> None:
    assert explore.fits(CLIP, filters) == passes


def test_no_chord_is_a_type_to_filter_by() -> None:
    assert explore.fits(Clip(CLIP.path, NO_CHORD, "Noise", "clean"), Filters(type="no chord"))


@pytest.mark.parametrize(
    ("chosen", "number", "by", "expected"),
    [
        ([2, 5, 7], None, 0, 2),
        ([2, 5, 7], 5, 0, 5),
        ([2, 5, 7], 5, 1, 7),
        ([2, 5, 7], 7, 1, 2),
        ([2, 5, 7], 2, -1, 7),
        ([2, 5, 7], 3, 0, 5),
        ([2, 5, 7], 3, -1, 2),
        ([2, 5, 7], 9, 0, 2),
        ([], 3, 1, None),
    ],
)
def test_a_step_goes_around_the_chosen_clips(chosen, number, by, expected) -> None:
    assert explore.step(chosen, number, by) == expected


@pytest.mark.parametrize(
    ("heard", "truth", "of_all", "of_triads"),
    [
        ("C:maj", "C:maj", True, True),
        ("C:maj/3", "C:maj", True, True),  # a truth without a bass does not tell it
        ("C:maj/3", "C:maj/5", False, False),
        ("C:maj", "C:min", False, False),
        ("C:maj", "G:maj", False, False),
        ("C:maj", "C:7", False, True),
        ("C:min", "C:7", False, False),
        ("C:maj", "C:sus4", False, True),
        ("F:maj", "C:sus4", False, False),
        ("N", "C:maj", False, False),
        ("C:maj", "N", False, False),
        ("N", "N", True, True),
    ],
)
def test_an_answer_is_right_by_what_its_vocabulary_can_say(heard, truth, of_all, of_triads) -> None:
    heard, truth = parse(heard), parse(truth)
    assert explore.is_right(heard, truth, "all") == of_all
    assert explore.is_right(heard, truth, "triads") == of_triads


def test_every_type_and_no_chord_can_be_filtered_by() -> None:
    words = {quality.word for quality in QUALITIES.values()}
    assert set(explore.TYPE_CHOICES) == {ANY, "no chord"} | words
    seventh = Clip(CLIP.path, Chord("C", "7"), "Recorder", "clean")
    assert [word for word in words if explore.fits(seventh, Filters(type=word))] == ["seventh"]


def test_a_list_of_clips_may_tell_the_bass(tmp_path) -> None:
    rows = ["path,root,type,instrument,condition,bass", "1.flac,C,maj,Piano,clean,E"]
    rows += ["2.flac,C,maj,Piano,clean,C", "3.flac,N,,Noise,clean,"]
    (tmp_path / "clips.csv").write_text("\n".join(rows))
    assert [clip.chord.label for clip in explore.load(tmp_path)] == ["C:maj/3", "C:maj", "N"]
