import numpy as np
import pytest

from model.chords import QUALITIES
from preprocessing.layout import SAMPLE_RATE
from training.listeners.templates import CHORDS, TemplateMatcher, make_templates

TIMES = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE


def synthesise(notes):
    """Notes with four partials each: float32 [samples]."""
    partials = [(k * 440 * 2 ** ((note - 69) / 12), 1 / k) for note in notes for k in (1, 2, 3, 4)]
    sound = sum(level * np.sin(2 * np.pi * hertz * TIMES) for hertz, level in partials)
    return (0.1 * sound).astype(np.float32)


def test_a_template_is_the_chord_and_nothing_else():
    templates = make_templates()
    assert templates.shape == (48, 12)
    c_major = templates[[chord.label for chord in CHORDS].index("C:maj")]
    assert np.flatnonzero(c_major).tolist() == [0, 4, 7]
    assert np.allclose(np.linalg.norm(templates, axis=1), 1)


@pytest.mark.parametrize(("label", "root"), [("C:maj", 60), ("A:min", 57), ("Gb:dim", 54)])
def test_a_synthesised_chord_is_named(label, root):
    notes = [root + step for step in QUALITIES[label.split(":")[1]].intervals]
    answer = TemplateMatcher().predict(synthesise(notes))
    assert answer.chord.label == label
    assert 0.7 < answer.confidence <= 1


def test_it_never_says_no_chord():
    assert TemplateMatcher().predict(np.zeros(SAMPLE_RATE, np.float32)).chord in CHORDS


def test_it_cannot_tell_augmented_chords_apart():
    e_augmented = [64, 68, 72]
    assert TemplateMatcher().predict(synthesise(e_augmented)).chord.label == "C:aug"
