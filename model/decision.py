"""The decision: logits of both networks -> ranked answers. Arrays in, numbers out, without PyTorch."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from model.chords import CHORDS, NO_CHORD, QUALITIES, ROOT_LABELS, ROOTS, TYPES, Chord
from model.prediction import Answer, Candidate, Logits

ALL, TRIADS = "all", "triads"
VOCABULARIES = (ALL, TRIADS)  # to choose from: every type, or the four triads that these are kinds of
TRIAD_TYPES = tuple(type_ for type_ in TYPES if QUALITIES[type_].family == type_)  # the first of `TYPES`
TYPES_OF = {ALL: TYPES, TRIADS: TRIAD_TYPES}
ANSWERS = {  # of each vocabulary, in the order of joint probabilities
    name: (*(chord for chord in CHORDS if chord.type in types), NO_CHORD) for name, types in TYPES_OF.items()
}


@dataclass(frozen=True)
class Prior:
    """How often answers are played, relative to how often training has them, in nats.

    roots: of the twelve, and of "no chord" [13]. types: of each on its root [types, 1].
    """

    roots: np.ndarray
    types: np.ndarray


def make_prior(played: Mapping[str, float], no_chord: float) -> Prior:
    """The prior of types that are played so often, the others once, and of "no chord"."""
    roots = np.log([1.0] * len(ROOTS) + [no_chord], dtype=np.float32)
    return Prior(roots, np.log([[played.get(type_, 1.0)] for type_ in TYPES], dtype=np.float32))


# Songs have at least two major chords for each minor one (Burgoyne et al., "An expert ground truth set for
# audio chord recognition and music analysis", ISMIR 2011). It decides where a recording does not: in a chord
# whose third is silent. Whoever records something means a chord, and is worse served by one that is refused
# than by a single note named.
PLAYED, NO_CHORD_PLAYED = {"maj": 2.0}, 0.5
CLIP_PRIOR = make_prior(PLAYED, NO_CHORD_PLAYED)

# A chord whose third nobody plays is written as its triad: of the chords of 501 lead sheets, by beats, none
# is a power chord, 0.3 % are suspended; of the composed ones 6 % and 4 %. And where chords are hard to make
# out, they go on all the same.
PLAYED_IN_SONGS = {**PLAYED, "5": 0.3, "sus2": 0.5, "sus4": 0.5, "minmaj7": 0.5}
NO_CHORD_PLAYED_IN_SONGS = 0.2
SONG_PRIOR = make_prior(PLAYED_IN_SONGS, NO_CHORD_PLAYED_IN_SONGS)

FAMILIES = np.array([[float(QUALITIES[t].family == triad) for triad in TRIAD_TYPES] for t in TYPES])
NOTHING = 1e-12  # keeps shares finite where no chord has a family
FOREIGN = 0.5  # probability from which a bass that is no note of the chord is named


@dataclass(frozen=True)
class Calibration:
    """The numbers that make confidence honest, fitted on validation clips.

    Temperatures divide logits before the softmax. sure_above: by vocabulary, the confidence below which an
    answer is "not sure".
    """

    root_temperature: float = 1.0
    type_temperature: float = 1.0
    bass_temperature: float = 1.0
    sure_above: dict[str, float] = field(default_factory=lambda: dict.fromkeys(VOCABULARIES, 0.0))


def in_vocabulary(chord: Chord, vocabulary: str) -> Chord | None:
    """The chord as a vocabulary names it, in `TRIADS` the triad that it is a kind of; or None."""
    if vocabulary == ALL or chord == NO_CHORD:
        return chord
    family = QUALITIES[chord.type].family
    return None if family is None else replace(chord, type=family)


def answer_indices(roots: np.ndarray, types: np.ndarray, vocabulary: str = ALL) -> np.ndarray:
    """The places in a vocabulary's answers [clips] of roots and types, by their places in their labels.

    The last root is "no chord", whatever the type. Any other type must be one of the vocabulary's.
    """
    count = len(TYPES_OF[vocabulary])
    return np.where(roots == len(ROOTS), len(ROOTS) * count, roots * count + types)


def probabilities(
    roots: np.ndarray,
    types: np.ndarray,
    calibration: Calibration,
    vocabulary: str = ALL,
    prior: Prior = CLIP_PRIOR,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logits of roots [clips, 13] and of types on each root [clips, 15, 12] -> calibrated probabilities.

    Gives those of roots [clips, 13], of types given each root [clips, types, 12], and of the vocabulary's
    answers [clips, answers]. A chord is as probable as its root times its type on that root; what is played
    more often is more probable from the start (`prior`).
    """
    of_roots = softmax(roots / calibration.root_temperature + prior.roots, axis=1)
    on_roots = softmax(types / calibration.type_temperature + prior.types, axis=1)
    chords = of_roots[:, None, :-1] * on_roots  # [clips, types, 12]
    if vocabulary == TRIADS:
        chords = of_families(chords)
        of_roots = np.concatenate([chords.sum(axis=1), of_roots[:, -1:]], axis=1)
        on_roots = chords / np.maximum(chords.sum(axis=1, keepdims=True), NOTHING)
    answers = chords.transpose(0, 2, 1).reshape(len(roots), -1)
    return of_roots, on_roots, np.concatenate([answers, of_roots[:, -1:]], axis=1)


def of_families(chords: np.ndarray) -> np.ndarray:
    """Probabilities of chords [clips, 15, 12] -> of triads [clips, 4, 12], if the chord is a kind of one.

    Each triad gets what its whole family has. What chords without a third have is shared among all triads
    by what these have, so that "no chord" stays as probable as it is.
    """
    triads = np.einsum("ctr,tf->cfr", chords, FAMILIES)
    of_all, of_triads = chords.sum(axis=(1, 2), keepdims=True), triads.sum(axis=(1, 2), keepdims=True)
    return triads * of_all / np.maximum(of_triads, NOTHING)


def softmax(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """Logits -> probabilities that sum to 1 along an axis."""
    powers = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def decide(logits: Logits, calibration: Calibration, vocabulary: str = ALL) -> Answer:
    """The logits of one clip -> its answer in a vocabulary."""
    roots, on_roots, joint = (
        of_one[0] for of_one in probabilities(logits.roots[None], logits.types[None], calibration, vocabulary)
    )
    basses = softmax(logits.basses / calibration.bass_temperature)
    first, *others = rank(joint, vocabulary)
    chord = over_its_bass(first.chord, basses)
    on_root = on_roots[:, int(roots[:-1].argmax()) if chord.root is None else ROOTS.index(chord.root)]
    return Answer(
        candidates=(replace(first, chord=chord), *others),
        sure=first.probability >= calibration.sure_above[vocabulary],
        roots=dict(zip(ROOT_LABELS, roots.tolist(), strict=True)),
        types=dict(zip(TYPES_OF[vocabulary], on_root.tolist(), strict=True)),
        basses=dict(zip(ROOTS, basses.tolist(), strict=True)),
    )


def agreed(clip: Logits, song: Logits, calibration: Calibration, song_calibration: Calibration) -> Logits:
    """What was heard of a chord as a clip and as a part of a song -> the mean, calibrated as a clip's are."""
    ours, theirs = (
        (one.root_temperature, one.type_temperature, one.bass_temperature)
        for one in (calibration, song_calibration)
    )
    of_clip, of_song = ((one.roots, one.types, one.basses) for one in (clip, song))
    parts = zip(of_clip, of_song, ours, theirs, strict=True)
    return Logits(*((a + b * (our / their)) / 2 for a, b, our, their in parts))


def rank(joint: np.ndarray, vocabulary: str = ALL) -> list[Candidate]:
    """Probabilities of a vocabulary's answers -> candidates, the most probable first."""
    candidates = [Candidate(chord, p) for chord, p in zip(ANSWERS[vocabulary], joint.tolist(), strict=True)]
    return sorted(candidates, key=lambda candidate: candidate.probability, reverse=True)


def over_its_bass(chord: Chord, basses: np.ndarray) -> Chord:
    """The chord over the most probable bass [12], where that is another note than the root.

    It is one over which the chord has this name, or a probable note that is none of the chord's.
    """
    bass = int(basses.argmax())
    if chord.root is None or ROOTS[bass] == chord.root:
        return chord
    foreign = bass not in chord.pitch_classes and basses[bass] >= FOREIGN
    return replace(chord, bass=ROOTS[bass]) if foreign or bass in chord.basses else chord
