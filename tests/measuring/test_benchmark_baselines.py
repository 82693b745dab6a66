import argparse
from dataclasses import replace

import joblib
import numpy as np
import pytest
import soundfile
import torch

from model import weights
from model.chords import NO_CHORD, ROOT_LABELS, ROOTS, TYPES
from model.decision import ANSWERS, TRIAD_TYPES, TRIADS
from model.harte import parse
from model.networks import RootCNN
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.made_up import write_clips, write_weights
from tests.helpers.manifests import write_manifest
from tests.helpers.sounds import sines
from training import manifest as manifests
from training.benchmark import baselines, contenders, fixtures, waves
from training.benchmark.baselines import CONTENDERS
from training.benchmark.fixtures import TEST, Bench, Outcome, Recorded
from training.database import Clips
from training.learner import Plan
from training.listeners.mel import MelCNN
from training.manifest import labels
from training.prepared.pictures import MEL, MFCC, PITCH
from training.prepared.sources import SourceError
from training.sounds.banks import NoteBank

SHIPPED, OURS, UNTRAINED, MEL_CNN, SPECIALISTS, ONE_MFCC, _, _, _, FROZEN, _ = CONTENDERS
BOTH = 1_594_868  # parameters of our networks


def row(label, degradation="clean", **more):
    """A row of a manifest."""
    return {**labels(parse(label)), "degradation": degradation, **more}


def answers(*pairs):
    """Labels and types -> a tensor of answers."""
    return torch.tensor(
        [(ANSWERS[TRIADS].index(parse(label)), TRIAD_TYPES.index(type_)) for label, type_ in pairs]
    )


def write_noise(folder, labels, shape):
    """Features of the same clips that mean nothing."""
    features = np.random.default_rng(0).normal(size=(48, *shape))
    np.save(folder / "spectrograms.npy", features.astype(np.float32))
    np.save(folder / "labels.npy", np.insert(labels[:, 1:], 0, shape[1], axis=1))
    return Clips(folder)


@pytest.fixture
def bench(tmp_path):
    """Made-up clips that serve for everything."""
    for name in ("pitch", "mel", "mfcc"):
        (tmp_path / name).mkdir()
    pitch = write_clips(tmp_path / "pitch")
    mels = write_noise(tmp_path / "mel", pitch.labels, (64, 126))
    clips = {PITCH: pitch, MEL: mels, MFCC: write_noise(tmp_path / "mfcc", pitch.labels, (40, 100))}
    truths = [f"{ROOTS[root]}:{TRIAD_TYPES[type_]}" for _, root, type_, _ in pitch.labels]
    scored = {TEST: Recorded([row(label) for label in truths], [], clips)}
    home = tmp_path / "home"
    return Bench(clips, clips, scored, Plan(1, 16, 0, home / "run"), 1, home)


def test_answers_are_judged_beside_their_rows():
    recorded = Recorded([row("C:maj"), row("N")], [], {})
    first, second = recorded.judge(answers(("C:maj", "maj"), ("D:min", "min")))
    assert first.right
    assert (second.truth, second.answer.label, second.right) == (NO_CHORD, "D:min", False)


def test_work_is_done_once(tmp_path):
    done = []

    def work():
        done.append(1)
        return Outcome({TEST: torch.tensor([[3, 3], [48, 0]])}, 7, 5, 1.5)

    first, again = (fixtures.remember(tmp_path / "home" / "a name.pt", work) for _ in range(2))
    assert done == [1]
    assert again.answers[TEST].tolist() == first.answers[TEST].tolist() == [[3, 3], [48, 0]]
    assert (again.parameters, again.trained, again.seconds) == (7, 5, 1.5)


def test_all_clips_are_heard_in_their_order(tmp_path, monkeypatch):
    monkeypatch.setattr(fixtures, "BATCH", 7)
    clips = write_clips(tmp_path)
    assert fixtures.answer(clips, lambda batch: batch.roots).tolist() == clips.labels[:, 1].tolist()
    assert fixtures.in_memory(clips).types.tolist() == clips.labels[:, 2].tolist()


def test_a_recording_that_cannot_be_heard_is_refused(tmp_path):
    soundfile.write(tmp_path / "a.wav", np.zeros(SAMPLE_RATE), SAMPLE_RATE)
    (tmp_path / "b.wav").write_text("no sound")
    manifest = write_manifest(tmp_path / "m.csv", [("a.wav", "N", ""), ("b.wav", "N", "")])
    with joblib.parallel_config(backend="sequential"), pytest.raises(SourceError, match=r"broken\.csv"):
        fixtures.prepare_recorded(manifest, tmp_path / "data", (PITCH,))


def test_networks_of_ours(bench, tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "WEIGHTS_DIR", write_weights(tmp_path))
    outcomes = {name: CONTENDERS[name](bench) for name in (SHIPPED, OURS, UNTRAINED)}
    for outcome in outcomes.values():
        assert outcome.parameters == outcome.trained == BOTH
        assert outcome.answers[TEST].shape == (48, 2)
    RootCNN().load_state_dict(torch.load(bench.home / contenders.ROOT_NETWORK))
    frozen = CONTENDERS[FROZEN](bench)
    assert (frozen.parameters, frozen.trained) == (797_968, 96 * 15 + 15)
    assert len(frozen.answers[TEST]) == 48


def test_published_networks(bench):
    both = sum(p.numel() for labels in (ROOT_LABELS, TRIAD_TYPES) for p in MelCNN(labels).parameters())
    for name, parameters in ((MEL_CNN, both), (SPECIALISTS, 16 * 198_913), (ONE_MFCC, 215_313)):
        outcome = CONTENDERS[name](bench)
        assert outcome.parameters == outcome.trained == parameters
        assert outcome.answers[TEST].shape == (48, 2)


def test_templates_hear_files(tmp_path):
    times = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    sound = sum(0.1 * np.sin(2 * np.pi * f * k * times) / k for f in (220.0, 261.63, 329.63) for k in (1, 2))
    soundfile.write(tmp_path / "a.wav", sound, SAMPLE_RATE)
    answer, type_ = contenders.match(str(tmp_path / "a.wav"))
    assert (ANSWERS[TRIADS][answer].label, TRIAD_TYPES[type_]) == ("A:min", "min")


def test_ours_decide_among_triads():
    """C seventh and C major seventh are more probable together than A minor, which is above each of them."""
    roots, types = torch.full((2, 13), -9.0), torch.full((2, 15, 12), -9.0)
    roots[:, [ROOTS.index("C"), ROOTS.index("A")]] = 5.0
    roots[1, len(ROOTS)] = 7.0
    types[:, [TYPES.index("7"), TYPES.index("maj7")], ROOTS.index("C")] = 5.0
    types[:, TYPES.index("min"), ROOTS.index("A")] = 5.0
    types[:, TYPES.index("sus2"), ROOTS.index("A")] = 4.0  # counts for no triad, nor against one
    roots[:, ROOTS.index("A")] -= 0.1
    assert contenders.decide(roots, types).tolist() == answers(("C:maj", "maj"), ("N", "maj")).tolist()


def test_recordings_of_triads_and_of_no_chord_are_scored(tmp_path):
    rows = [("a.wav", "C", "maj", "E"), ("b.wav", "C", "min7", "C"), ("c.wav", "N", "", "")]
    path = write_manifest(tmp_path / "manifest.csv", rows, ("path", "root", "type", "bass"))
    kept = manifests.read(baselines.only_triads(path, tmp_path / "new" / "folder"))
    assert [row["path"] for row in kept] == [str(tmp_path / name) for name in ("a.wav", "c.wav")]


@pytest.fixture
def scored(tmp_path):
    """A bench of six recordings, and a contender's answers to them."""
    rows = [
        row("C:maj"),
        row("A:min"),
        row("A:min"),
        row("B:dim"),
        row("C:maj", "phone"),
        row("N"),
    ]
    types = np.array(
        [(9, *targets) for targets in ((0, 0), (9, 1), (9, 1), (11, 2), (0, 0), (12, -1))], np.int16
    )
    np.save(tmp_path / "labels.npy", types)
    np.save(tmp_path / "spectrograms.npy", np.zeros((6, 1, 9), np.uint8))
    recorded = Recorded(rows, [], {PITCH: Clips(tmp_path)})
    given = answers(
        ("C:maj", "maj"), ("E:min", "min"), ("N", "dim"), ("B:dim", "dim"), ("C:maj", "maj"), ("C:maj", "maj")
    )
    bench = Bench({}, {}, {TEST: recorded}, Plan(1, 1, 0, tmp_path), 1, tmp_path)
    return bench, Outcome({TEST: given}, 500_000, 260, 90.0)


def test_a_contender_in_the_table(scored):
    bench, outcome = scored
    cells = baselines.cells(bench, MEL_CNN, outcome)
    assert cells == (MEL_CNN, "0.5000", "1.0000", "0.0000", "", "0.7500", "500,000, 260 trained", "1.5 min")


def test_conditions_side_by_side(scored):
    bench, outcome = scored
    text = baselines.conditions(bench, {OURS: outcome})
    assert text.splitlines()[0] == "|  | chords, clean | phone | no chord |"
    assert text.splitlines()[2] == f"| {OURS} | 0.5000 | 1.0000 | 0.0000 |"


@pytest.mark.parametrize(("seconds", "words"), [(0.0, ""), (9.4, "9 s"), (90.0, "1.5 min")])
def test_durations(seconds, words):
    assert baselines.duration(seconds) == words


def test_copies_are_heard_on_the_side_of_their_originals(bench, tmp_path, monkeypatch):
    piano = sines("piano")
    monkeypatch.setattr(waves, "load_piano", lambda: NoteBank("piano", piano.notes))
    trained = []

    def contend(one):
        """Name all recordings right."""
        trained.append((len(one.train[PITCH]), one.plan.epochs))
        truths = {
            name: [(f"{r['root']}:{r['type']}", r["type"]) for r in s.rows] for name, s in one.scored.items()
        }
        return Outcome({name: answers(*pairs) for name, pairs in truths.items()}, seconds=2.0)

    for name in (OURS, MEL_CNN):
        monkeypatch.setitem(CONTENDERS, name, contend)
    table = baselines.doubled(replace(bench, plan=Plan(2, 16, 0, tmp_path)), 24, tmp_path)
    assert trained == [(17, 2), (34, 1), (34, 2)] * 2  # 70 % of 24, and their copies
    assert "| 34 x 1 | 2 s | 1.0000 | 1.0000 | 1.0000 |  |" in table


def options(*words):
    parser = argparse.ArgumentParser()
    baselines.add_arguments(parser)
    return parser.parse_args(words)


def test_a_quick_run_does_not_write_into_docs():
    with pytest.raises(SystemExit, match="--to"):
        baselines.run(options("--quick"))


def test_without_a_test_set_it_says_how_to_make_one(tmp_path):
    with pytest.raises(SystemExit, match=r"python -m training\.testset"):
        baselines.run(options("--testset", str(tmp_path / "manifest.csv"), "--data", str(tmp_path)))
