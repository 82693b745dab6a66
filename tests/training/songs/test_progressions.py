from collections import Counter

import numpy as np
import pytest

from model.chords import NO_CHORD, TYPES
from model.harte import parse
from training.songs.harmony import Progression, Step
from training.songs.loops import LOOPS
from training.songs.progressions import (
    STYLES,
    draw,
    draw_progression,
    excerpt,
    from_grammar,
)

MANY = 400


@pytest.fixture(scope="module")
def drawn() -> list[Progression]:
    """Many progressions, drawn without lead sheets."""
    return [draw_progression(48, np.random.default_rng(seed)) for seed in range(MANY)]


def test_every_type_style_metre_and_mode_is_drawn(drawn: list[Progression]) -> None:
    steps = [step for progression in drawn for step in progression.steps]
    assert {step.chord.type for step in steps} == {*TYPES, None}
    assert {progression.style for progression in drawn} == set(STYLES)
    assert {progression.metre for progression in drawn} == {2, 3, 4, 6}
    assert {step.mode for step in steps} == {"maj", "min"}
    assert {step.tonic for step in steps} == set(range(12))
    assert {1, 2, 4, 8} <= {step.beats for step in steps}


def test_some_chords_have_another_bass_and_few_beats_have_no_chord(drawn: list[Progression]) -> None:
    beats = Counter()
    for step in (step for progression in drawn for step in progression.steps):
        beats["all"] += step.beats
        beats["none"] += step.beats * (step.chord == NO_CHORD)
        beats["bass"] += step.beats * (step.chord.bass is not None)
    assert 0.05 < beats["bass"] / beats["all"] < 0.3
    assert 0.005 < beats["none"] / beats["all"] < 0.05


def test_chords_lie_in_their_keys(drawn: list[Progression]) -> None:
    steps = [step for progression in drawn for step in progression.steps if step.chord != NO_CHORD]

    def share(shift: int) -> float:
        """The share of chord notes in the keys, these taken so many semitones too high."""
        scales = (Step(NO_CHORD, 1, step.tonic + shift, step.mode).scale for step in steps)
        within = [
            note in scale
            for step, scale in zip(steps, scales, strict=True)
            for note in step.chord.pitch_classes
        ]
        return sum(within) / len(within)

    assert share(0) > 0.85
    assert max(share(shift) for shift in range(1, 12)) < share(0) - 0.03


def test_keys_change_now_and_then(drawn: list[Progression]) -> None:
    keys = [len({(step.tonic, step.mode) for step in progression.steps}) for progression in drawn]
    assert 0.1 < sum(count > 1 for count in keys) / MANY < 0.6


def test_they_last_and_begin_and_end_bars() -> None:
    for seed in range(50):
        progression = from_grammar(48, np.random.default_rng(seed))
        assert progression.first == 1
        assert progression.beats >= 48
        assert progression.beats % progression.metre == 0


def test_an_upbeat_has_no_chord(drawn: list[Progression]) -> None:
    upbeats = [progression for progression in drawn if progression.first > 1]
    assert upbeats
    for progression in upbeats:
        first, second, *_ = progression.steps
        assert first.chord == NO_CHORD != second.chord
        assert first.beats == progression.metre - progression.first + 1


def test_blues_have_twelve_bars() -> None:
    rows = [
        row.split()
        for table in LOOPS["blues"].values()
        for line in table.split("\n")
        for row in line.split("|")
    ]
    assert {len(row) for row in rows if row} == {12}


def test_the_same_seed_draws_the_same() -> None:
    first, again = (draw_progression(48, np.random.default_rng(7)) for _ in range(2))
    assert first == again
    assert first != draw_progression(48, np.random.default_rng(8))


def test_an_excerpt_is_transposed_begins_with_a_bar_and_comes_again() -> None:
    labels, beats = ("G:7", "C", "A:min", "F", "G"), (1, 6, 2, 4, 3)
    steps = tuple(Step(parse(label), count, 0, "maj") for label, count in zip(labels, beats, strict=True))
    sheet = Progression("jazz", 4, 4, steps)
    found = set()
    for seed in range(60):
        part = excerpt(sheet, 40, np.random.default_rng(seed))
        assert part.beats == 40
        roots = [(step.chord.pitch_classes[0] - step.tonic) % 12 for step in part.steps]
        if part.first == 4:  # the whole sheet, with its upbeat
            assert roots[:6] == [7, 0, 9, 5, 7, 7]
            assert [step.beats for step in part.steps[:6]] == [1, 6, 2, 4, 3, 1]
        else:  # from the C on, with the last G lengthened to its bar's end
            assert part.first == 1
            assert roots[:5] == [0, 9, 5, 7, 0]
            assert [step.beats for step in part.steps[:5]] == [6, 2, 4, 4, 6]
        found.add((part.first, part.steps[0].tonic))
    assert {first for first, _ in found} == {1, 4}
    assert {tonic for _, tonic in found} == set(range(12))


def test_draws_are_as_frequent_as_their_weights() -> None:
    rng = np.random.default_rng(0)
    drawn = Counter(draw({"often": 3.0, "never": 0.0, "seldom": 1.0}, rng) for _ in range(1000))
    assert set(drawn) == {"often", "seldom"}
    assert 0.7 < drawn["often"] / 1000 < 0.8
