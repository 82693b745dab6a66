"""From logits to ranked answers."""

import numpy as np
import pytest
import torch

from model.chords import CHORDS, NO_CHORD, ROOT_LABELS, ROOTS, TYPES, Chord
from model.decision import (
    ALL,
    ANSWERS,
    CLIP_PRIOR,
    SONG_PRIOR,
    TRIAD_TYPES,
    TRIADS,
    TYPES_OF,
    VOCABULARIES,
    Calibration,
    agreed,
    answer_indices,
    decide,
    over_its_bass,
    probabilities,
    rank,
    softmax,
)
from model.harte import parse
from model.prediction import Logits

PLAIN = Calibration()


def logits_of(chord: Chord, height: float = 9.0) -> Logits:
    """Logits that speak for one chord and its bass."""
    roots, types, basses = np.zeros(13), np.zeros((len(TYPES), 12)), np.zeros(12)
    roots[ROOT_LABELS.index(chord.root or "N")] = height
    if chord != NO_CHORD:
        types[TYPES.index(chord.type), ROOTS.index(chord.root)] = height
        basses[ROOTS.index(chord.bass or chord.root)] = height
    return Logits(roots, types, basses)


def joint_of(chord: Chord, vocabulary: str = ALL) -> np.ndarray:
    logits = logits_of(chord)
    return probabilities(logits.roots[None], logits.types[None], PLAIN, vocabulary)[2][0]


def test_softmax_is_what_pytorch_computes():
    logits = np.random.default_rng(0).normal(0, 20, (5, 13)).astype(np.float32)
    assert softmax(logits) == pytest.approx(torch.from_numpy(logits).softmax(1).numpy(), abs=1e-6)


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_each_answer_gets_its_own_probability(vocabulary):
    answers = ANSWERS[vocabulary]
    for index, answer in enumerate(answers):
        assert rank(np.eye(len(answers))[index], vocabulary)[0].chord == answer


@pytest.mark.parametrize("answer", ANSWERS[ALL], ids=lambda answer: answer.label)
def test_logits_of_a_chord_give_that_chord(answer):
    joint = joint_of(answer)
    assert joint.sum() == pytest.approx(1, abs=1e-5)
    assert ANSWERS[ALL][joint.argmax()] == answer
    assert decide(logits_of(answer), PLAIN).chord == answer


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_root_and_type_has_its_place(vocabulary):
    answers, types = ANSWERS[vocabulary], TYPES_OF[vocabulary]
    places = [(root, type_) for root in range(len(ROOTS)) for type_ in range(len(types))]
    indices = answer_indices(*map(np.array, zip(*places, strict=True)), vocabulary)
    chords = [(ROOTS[root], types[type_]) for root, type_ in places]
    assert [(answers[index].root, answers[index].type) for index in indices] == chords
    assert answers[answer_indices(np.array([12]), np.array([-1]), vocabulary)[0]] == NO_CHORD


def test_a_triad_has_the_same_place_among_its_kind_and_among_all():
    assert TYPES[: len(TRIAD_TYPES)] == TRIAD_TYPES == ("maj", "min", "dim", "aug")


def test_of_a_sixth_and_its_relative_the_root_decides():
    logits = logits_of(NO_CHORD)
    logits.roots[:] = 0
    logits.types[TYPES.index("maj6"), 0] = logits.types[TYPES.index("min7"), 9] = 9
    for root, chord in ((0, Chord("C", "maj6")), (9, Chord("A", "min7"))):
        heard = Logits(np.where(np.arange(13) == root, 5.0, 0.0), logits.types, logits.basses)
        assert decide(heard, PLAIN).chord == chord


@pytest.mark.parametrize(
    ("type_", "triad"),
    [("7", "maj"), ("maj7", "maj"), ("min7", "min"), ("hdim7", "dim"), ("dim7", "dim"), ("min6", "min")],
)
def test_the_simple_vocabulary_names_the_family(type_, triad):
    answer = decide(logits_of(Chord("G", type_)), PLAIN, TRIADS)
    assert answer.chord == Chord("G", triad)
    assert sum(answer.types.values()) == pytest.approx(1)
    assert set(answer.types) == {"maj", "min", "dim", "aug"}


def test_in_the_simple_vocabulary_a_power_chord_is_a_doubt_between_triads_of_its_root():
    logits = logits_of(Chord("E", "5"), height=12.0)
    logits.types[[TYPES.index("maj"), TYPES.index("min")], ROOTS.index("E")] = 9
    answer = decide(logits, PLAIN, TRIADS)
    assert answer.chord == Chord("E", "maj")
    assert answer.confidence < 0.7
    assert answer.roots["E"] > 0.99


def test_in_the_simple_vocabulary_a_suspended_chord_speaks_for_no_triad():
    logits = logits_of(NO_CHORD)
    logits.roots[:] = [9, 0, 8, *[0] * 10]  # C or D, and on C it is surely suspended
    logits.types[TYPES.index("sus4"), 0] = logits.types[TYPES.index("min"), 2] = 12
    assert decide(logits, PLAIN).chord == Chord("C", "sus4")
    assert decide(logits, PLAIN, TRIADS).chord == Chord("D", "min")
    assert decide(logits, PLAIN, TRIADS).confidence > 0.9


@pytest.mark.parametrize("chord", [Chord("E", "5"), NO_CHORD], ids=lambda chord: chord.label)
def test_no_chord_is_as_probable_in_either_vocabulary(chord):
    assert joint_of(chord, TRIADS)[-1] == pytest.approx(joint_of(chord)[-1])
    assert joint_of(chord, TRIADS).sum() == pytest.approx(1)


def test_each_temperature_flattens_its_own_network():
    rng = np.random.default_rng(0)
    roots, types = rng.normal(size=(5, 13)), rng.normal(size=(5, len(TYPES), 12))
    cold = probabilities(roots, types, PLAIN)
    warm_roots = probabilities(roots, types, Calibration(root_temperature=2.0))
    warm_types = probabilities(roots, types, Calibration(type_temperature=2.0))
    assert warm_roots[0] == pytest.approx(softmax(roots / 2 + CLIP_PRIOR.roots))
    assert np.array_equal(warm_roots[1], cold[1])
    assert np.array_equal(warm_types[0], cold[0])
    assert warm_types[1].max() < cold[1].max()


def test_a_clip_and_a_song_agree_on_the_mean_of_what_they_say():
    calibration, of_songs = Calibration(2.0, 3.0, 4.0), Calibration(1.0, 1.5, 8.0)
    clip, song = logits_of(parse("C:7/3")), logits_of(parse("A:min7"))
    both = agreed(clip, song, calibration, of_songs)
    np.testing.assert_allclose(both.roots / 2.0, (clip.roots / 2.0 + song.roots / 1.0) / 2)
    np.testing.assert_allclose(both.types / 3.0, (clip.types / 3.0 + song.types / 1.5) / 2)
    np.testing.assert_allclose(both.basses / 4.0, (clip.basses / 4.0 + song.basses / 8.0) / 2)
    sure_song = agreed(clip, logits_of(parse("A:min7"), 30.0), calibration, of_songs)
    assert decide(sure_song, calibration).chord.label == "A:min7"


def test_where_nothing_else_decides_major_is_twice_as_probable():
    _, on_roots, _ = probabilities(np.zeros((1, 13)), np.zeros((1, len(TYPES), 12)), PLAIN)
    shares = dict(zip(TYPES, on_roots[0, :, 0], strict=True))
    assert shares["maj"] == pytest.approx(2 * shares["min"])
    assert shares["7"] == pytest.approx(shares["min"])


def test_where_nothing_decides_no_chord_is_half_as_probable_as_a_root():
    of_roots, _, joint = probabilities(np.zeros((1, 13)), np.zeros((1, len(TYPES), 12)), PLAIN)
    assert of_roots[0, -1] == joint[0, -1] == pytest.approx(of_roots[0, 0] / 2)


def test_in_songs_no_chord_and_chords_without_a_third_are_less_probable():
    undecided = np.zeros((1, 13)), np.zeros((1, len(TYPES), 12))
    of_roots, on_roots, _ = probabilities(*undecided, PLAIN, prior=SONG_PRIOR)
    shares = dict(zip(TYPES, on_roots[0, :, 0], strict=True))
    assert of_roots[0, -1] == pytest.approx(of_roots[0, 0] / 5)
    assert shares["5"] < shares["sus4"] == shares["sus2"] < shares["min"] < shares["maj"]


@pytest.mark.parametrize(("sure_above", "sure"), [(0.0, True), (0.9999, False)])
def test_it_is_sure_above_its_threshold(sure_above, sure):
    calibration = Calibration(sure_above={ALL: sure_above, TRIADS: 1.0})
    answer = decide(logits_of(Chord("D", "dim")), calibration)
    assert (answer.chord.label, answer.sure) == ("D:dim", sure)
    assert not decide(logits_of(Chord("D", "dim")), calibration, TRIADS).sure
    assert len(answer.candidates) == len(CHORDS) + 1
    assert tuple(answer.roots) == ROOT_LABELS
    assert tuple(answer.types) == TYPES
    assert tuple(answer.basses) == ROOTS


@pytest.mark.parametrize(
    ("chord", "basses", "label"),
    [
        (Chord("C", "maj"), {"C": 0.9}, "C:maj"),
        (Chord("C", "maj"), {"E": 0.6, "C": 0.4}, "C:maj/3"),
        (Chord("C", "7"), {"Bb": 0.8}, "C:7/b7"),
        (Chord("C", "maj"), {"D": 0.4, "C": 0.3}, "C:maj"),
        (Chord("C", "maj"), {"D": 0.7, "C": 0.3}, "C:maj/2"),
        (Chord("C", "maj6"), {"A": 0.9}, "C:maj6"),
        (Chord("C", "aug"), {"E": 0.9}, "C:aug"),
        (NO_CHORD, {"E": 0.9}, "N"),
    ],
    ids=str,
)
def test_a_chord_stands_over_the_bass_that_is_heard(chord, basses, label):
    heard = np.array([basses.get(root, 0.0) for root in ROOTS])
    assert over_its_bass(chord, heard).label == label
