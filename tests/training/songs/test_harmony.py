import pytest

from model.chords import NO_CHORD
from model.harte import parse
from training.songs.harmony import Progression, Step, named

SONG = Progression("pop", 3, 3, (Step(parse("C"), 1, 0, "maj"), Step(parse("F"), 6, 0, "maj")))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("C:maj/6", "A:min7"),  # C over A
        ("C:maj/b7", "C:7/b7"),
        ("A:min7/b3", "C:maj6"),
        ("C:sus4/4", "F:sus2"),
        ("C:aug/3", "E:aug"),
        ("C:maj/3", "C:maj/3"),
        ("C:maj/2", "C:maj/2"),  # with a bass foreign to it, no other chord
        ("C:sus2/2", "C:sus2"),  # no chord of the vocabulary over D: its bass is given up
        ("G", "G:maj"),
    ],
)
def test_a_chord_has_the_name_of_its_notes_over_its_bass(label: str, name: str) -> None:
    assert named(parse(label)).label == name


def test_a_progression_knows_its_bars() -> None:
    assert SONG.starts == (0, 1, 7)
    assert (SONG.beats, SONG.bars, SONG.barlines) == (7, 3, [1])
    assert [SONG.place(beat) for beat in (0, 0.5, 1, 6.5, 7)] == [0, 0, 1, 1, 1]
    assert [step.beats for step in SONG.cut(3).steps] == [1, 2]
    assert len(SONG.cut(1).steps) == 1


def test_a_chord_alters_the_scale_of_its_key() -> None:
    assert Step(parse("C"), 4, 0, "maj").scale == {0, 2, 4, 5, 7, 9, 11}
    assert Step(parse("E:7"), 4, 0, "maj").scale == {0, 2, 4, 5, 7, 8, 9, 11} - {7, 9}  # G sharp for G and A
    assert Step(NO_CHORD, 4, 9, "min").scale == {0, 2, 4, 5, 7, 9, 11}


@pytest.mark.parametrize(
    ("metre", "first", "doubled"), [(4, 1, 1), (4, 3, 1), (4, 2, 3), (3, 2, 3), (2, 2, 1)]
)
def test_notes_half_as_long_are_twice_as_many_in_the_same_bars(metre: int, first: int, doubled: int) -> None:
    step = Step(parse("C"), metre, 0, "maj")
    progression = Progression("pop", metre, first, (step, step))
    fast = progression.doubled
    assert (fast.beats, fast.first, fast.metre) == (4 * metre, doubled, metre)
    barlines = [place for place in range(fast.beats) if (place + fast.first - 1) % metre == 0]
    whole = [place for place in range(progression.beats) if (place + first - 1) % metre == 0]
    assert {2 * place for place in whole} <= set(barlines)
