import numpy as np
import pytest

from model.chords import CHORDS, Chord
from training.sounds import voicings

STYLES = (voicings.guitar, voicings.keyboard, voicings.ensemble, voicings.violin)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_a_voicing_is_the_whole_chord_and_nothing_else(style, chord):
    rng = np.random.default_rng(0)
    for _ in range(50):
        notes = style(chord, rng)
        assert {note % 12 for note in notes} == set(chord.pitch_classes)
        assert 3 <= len(notes) <= 8
        assert min(notes) >= voicings.LOWEST_NOTE
        assert max(notes) <= voicings.HIGHEST_NOTE
        if chord.type == "aug":
            assert min(notes) % 12 == chord.pitch_classes[0]


def test_all_inversions_are_played():
    rng = np.random.default_rng(0)
    basses = {min(voicings.keyboard(Chord("C", "min"), rng)) % 12 for _ in range(100)}
    assert basses == {0, 3, 7}


def test_a_violin_plays_no_more_notes_than_it_has_strings():
    rng = np.random.default_rng(0)
    for chord in CHORDS:
        assert max(len(voicings.violin(chord, rng)) for _ in range(5)) <= 5


def test_twelve_strings_double_the_low_ones():
    assert voicings.twelve_strings((40, 47, 52, 56, 59, 64)) == (40, 47, 52, 56, 59, 64, 68)
