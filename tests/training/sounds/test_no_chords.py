from dataclasses import replace

import numpy as np
import pytest

from tests.helpers.sounds import sines
from training.sounds import no_chords
from training.sounds.instruments import Instruments

KINDS = ("silence", "noise", "note", "melody", "cluster", "speech", "drums", "everyday")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_no_chord(instruments, kind):
    rng = np.random.default_rng(0)
    for samples in (6400, 20_001, 64_000):
        sound = no_chords.draw_sound(kind, samples, instruments, rng)
        assert sound.dtype == np.float32
        assert np.isfinite(sound).all()
        assert samples - 5 <= len(sound) <= samples
        assert (np.abs(sound).max() < 1e-3) == (kind == "silence")


def test_a_bass_plays_single_notes_and_melodies_low_and_no_clusters(instruments, monkeypatch):
    monkeypatch.setattr(no_chords, "BASS_SHARE", 1.0)
    played = []

    def play(banks, notes, how, rng):
        played.append((banks, notes))
        return np.zeros(8, np.float32)

    monkeypatch.setattr(no_chords.render, "play", play)
    players, rng = replace(instruments, basses=(sines("contrabass"),)), np.random.default_rng(0)
    for kind, is_bass in (("note", True), ("melody", True), ("cluster", False)):
        played.clear()
        for _ in range(20):
            no_chords.draw_sound(kind, 16_000, players, rng)
        assert {bank.instrument == "contrabass" for banks, _ in played for bank in banks} == {is_bass}
        if kind == "note":
            assert all(28 <= min(notes) < 56 for _, notes in played)


def test_all_kinds_of_no_chord_are_drawn(instruments):
    rng = np.random.default_rng(0)
    drawn = [no_chords.draw_no_chord(instruments, rng) for _ in range(150)]
    assert {kind for kind, _ in drawn} == set(KINDS)


def test_without_recordings_the_other_kinds_are_drawn(instruments):
    bare = Instruments((), instruments.rendered, (), (), ())
    rng = np.random.default_rng(0)
    assert {no_chords.draw_no_chord(bare, rng)[0] for _ in range(60)} == set(KINDS) - {
        "speech",
        "drums",
        "everyday",
    }


def test_a_single_note_and_its_octaves_have_one_pitch_class():
    rng = np.random.default_rng(0)
    drawn = {no_chords._single_note(50, rng) for _ in range(60)}
    assert drawn == {(50,), (50, 62), (50, 74), (50, 62, 74)}
