import numpy as np
import pytest

from model.chords import CHORDS, ROOTS, Chord
from model.shapes import is_voicing
from training.sounds import voicings

STYLES = (
    voicings.keyboard,
    voicings.ensemble,
    voicings.choir,
    voicings.guitar,
    voicings.ukulele,
    voicings.mandolin,
    voicings.violin,
)
MANY_PLAYERS = 8
SLASH = tuple(Chord(c.root, c.type, bass) for c in CHORDS[::7] for bass in voicings.foreign_basses(c)[::3])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_a_voicing_is_the_whole_chord_over_a_bass_that_leaves_its_name(style, chord):
    rng = np.random.default_rng(0)
    for _ in range(50):
        notes = style(chord, rng)
        assert is_voicing(notes, chord)
        assert list(notes) == sorted(notes)
        assert (2 if chord.type == "5" else 3) <= len(notes) <= MANY_PLAYERS
        assert notes[0] >= voicings.LOWEST_NOTE
        assert notes[-1] <= voicings.HIGHEST_NOTE


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("chord", SLASH, ids=lambda chord: chord.symbol)
def test_a_foreign_bass_lies_below_the_whole_chord(style, chord):
    notes = style(chord, np.random.default_rng(0))
    assert min(notes) % 12 == ROOTS.index(chord.bass)
    assert is_voicing(notes, chord)


def test_a_foreign_bass_makes_no_other_chord():
    basses = voicings.foreign_basses(Chord("C", "maj"))
    assert "D" in basses
    assert not {"A", "Bb", "B"} & set(basses)  # Am7, C7 and Cmaj7 over their own notes


@pytest.mark.parametrize("style", [voicings.keyboard, voicings.ensemble, voicings.choir, voicings.guitar])
def test_all_inversions_are_played_and_the_root_lies_lowest_most_often(style):
    rng = np.random.default_rng(0)
    basses = [min(style(Chord("C", "min"), rng)) % 12 for _ in range(300)]
    assert set(basses) == {0, 3, 7}
    assert 0.5 < basses.count(0) / 300 < 0.7


def test_pianists_leave_out_the_fifth_of_a_seventh_now_and_then():
    rng = np.random.default_rng(0)
    played = [{note % 12 for note in voicings.keyboard(Chord("C", "7"), rng)} for _ in range(100)]
    assert {0, 4, 10} in played
    assert {0, 4, 7, 10} in played


@pytest.mark.parametrize("type_", voicings.HARMONIC)
def test_harmonic_voicings_lie_on_the_partials_of_a_note_over_their_root(type_):
    rng = np.random.default_rng(0)
    nearest = {round(12 * np.log2(partial)) for partial in range(1, 9)}
    for root in ROOTS:
        for _ in range(50):
            notes = voicings.harmonic(Chord(root, type_), rng)
            assert is_voicing(notes, Chord(root, type_))
            assert notes[0] % 12 == ROOTS.index(root)
            assert voicings.LOWEST_NOTE <= notes[0] < notes[-1] <= voicings.HIGHEST_NOTE
            above = [{note - notes[0] + octave for note in notes} for octave in (0, 12)]
            assert any(steps <= nearest for steps in above)


def test_a_pianist_plays_the_first_five_partials():
    rng = np.random.default_rng(0)
    played = {voicings.harmonic(Chord("C", "maj"), rng) for _ in range(300)}
    assert (36, 48, 55, 60, 64) in played


def test_a_male_choir_keeps_to_its_range_and_a_mixed_one_goes_above():
    rng = np.random.default_rng(0)
    tops = [voicings.choir(Chord("D", "min7"), rng)[-1] for _ in range(200)]
    assert sum(top <= voicings.HIGHEST_VOICES[0] for top in tops) > 80
    assert voicings.HIGHEST_VOICES[0] < max(tops) <= voicings.HIGHEST_VOICES[1]


def test_ukulele_and_mandolin_sound_as_they_are_tuned():
    rng = np.random.default_rng(0)
    c_major = {voicings.ukulele(Chord("C", "maj"), rng) for _ in range(100)}
    assert (60, 64, 67, 72) in c_major  # 0 0 0 3, the high G among the others
    assert not any(note < 60 for notes in c_major for note in notes)
    g_major = {voicings.mandolin(Chord("G", "maj"), rng) for _ in range(100)}
    assert (55, 55, 62, 62, 71, 71, 79, 79) in g_major  # 0 0 2 3, each string a pair


def test_a_violin_plays_no_more_notes_than_it_has_strings():
    rng = np.random.default_rng(0)
    for chord in CHORDS:
        if chord.type in ("maj", "min"):
            assert max(len(voicings.violin(chord, rng)) for _ in range(5)) <= 4


def test_twelve_strings_double_the_low_ones():
    assert voicings.twelve_strings((40, 47, 52, 56, 59, 64)) == (40, 47, 52, 56, 59, 64, 68)
