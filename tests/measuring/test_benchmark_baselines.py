import argparse

import joblib
import numpy as np
import pytest
import soundfile
import torch

from model import weights
from model.chords import CHORDS, NO_CHORD, ROOT_LABELS, TYPES
from model.decision import ANSWERS
from model.harte import parse
from model.networks import MelCNN, RootCNN, TypeCNN
from preprocessing.layout import SAMPLE_RATE
from tests.helpers.made_up import write_clips
from tests.measuring.test_scores import write_manifest
from training import train
from training.benchmark import baselines, listeners, transfer
from training.benchmark import baselines_page as page
from training.benchmark import bench as benches
from training.benchmark.baselines_page import LabelErrors, Row, Setting
from training.benchmark.bench import REAL, TEST, Bench, Outcome, Recorded
from training.benchmark.specialists import Course
from training.database import Clips
from training.prepared import recordings
from training.prepared.pictures import MEL, MFCC, PITCH
from training.prepared.sources import SourceError
from training.reporting.scores import Judged


def row(label, degradation="clean"):
    """A row of a manifest."""
    chord = parse(label)
    return {"root": chord.root or "N", "type": chord.type or "", "degradation": degradation}


def judged(*pairs):
    """Recordings: label, what was heard, and the degradation."""
    return [Judged(row(truth, how), parse(truth), parse(heard), 1.0, True) for truth, heard, how in pairs]


HEARD = judged(
    ("C:maj", "C:maj", "clean"),
    ("A:min", "E:min", "clean"),
    ("A:min", "N", "clean"),
    ("B:dim", "B:dim", "clean"),
    ("C:maj", "C:maj", "phone"),
    ("N", "C:maj", "clean"),
)
NOTES = {page.SHIPPED: "many clips", page.SPECIALISTS: "all ended", page.ONE_MFCC: "it ended"}
SETTING = Setting(6000, 1000, 0, 10, 40, NOTES)
ERRORS = [LabelErrors(name, 0.0625, 0.5, 0.25) for name in (page.SPECIALISTS, page.ONE_MFCC, page.NO_TO_ALL)]


def make_rows(**sets):
    return [Row(name, {TEST: HEARD, **sets}, 0.75, 500_000, 260, 90.0) for name in page.TEACHES]


def test_a_listener_in_the_table():
    cells = page.cells(Row(page.MEL, {TEST: HEARD, REAL: HEARD[:1]}, 0.75, 500_000, 500_000, 90.0))
    assert cells[:6] == (page.MEL, "0.5000", "1.0000", "0.0000", "1.0000", "0.7500")
    assert cells[6:] == ("500,000", "1.5 min", page.TEACHES[page.MEL])


def test_what_is_not_there_is_left_empty():
    cells = page.cells(Row(page.TEMPLATES, {TEST: HEARD}, 0.75, 0, 0, 0.0))
    assert (cells[4], cells[6], cells[7]) == ("", "0", "")


def test_a_part_that_is_trained_is_named():
    assert page.cells(Row(page.FROZEN, {TEST: HEARD}, 0.75, 500_000, 260, 9.4))[6:8] == (
        "500,000, 260 trained",
        "9 s",
    )


def test_the_page():
    text = page.write(make_rows(), ERRORS, SETTING)
    for words in (
        "| commit | `",
        "| training | 6,000 drawn clips, seed 0; 1,000 to validate |",
        "| test | 6 recordings; the real ones are not here |",
        "|  | chords, clean | phone | no chord |",
        f"| {page.MEL} | 0.5000 | 1.0000 | 0.0000 |",
        f"| {page.SPECIALISTS} | 0.0625 | 0.5000 | 0.2500 |",
        "(many clips) reach 0.5000, 0.0000 more than Chordscope here",
        "commonest type always would be right in 0.5000",
        f"- {page.SPECIALISTS}: all ended.",
    ):
        assert words in text
    assert "| test | 6 recordings; 6 real recordings |" in page.write(make_rows(real=HEARD), ERRORS, SETTING)


def test_every_listener_is_in_the_table():
    assert list(baselines.LISTENERS) == list(page.TEACHES)


def test_more_and_less():
    assert page.change(0.9, 0.85) == "0.0500 more"
    assert page.change(0.8, 0.85) == "0.0500 less"


def test_answers_are_judged_beside_their_rows():
    recorded = Recorded([row("C:maj"), row("N")], [], {})
    first, second = recorded.judge(torch.tensor([[ANSWERS.index(parse("C:maj")), 0], [5, 1]]))
    assert first.right
    assert (second.truth, second.answer, second.right) == (NO_CHORD, CHORDS[5], False)


def test_work_is_done_once(tmp_path):
    done = []

    def work():
        done.append(1)
        return Outcome({TEST: torch.tensor([[3, 3], [48, 0]])}, 7, 5, 1.5, "so", torch.tensor([[True]]))

    first, again = (benches.remember(tmp_path / "a name.pt", work) for _ in range(2))
    assert done == [1]
    assert again.heard[TEST].tolist() == first.heard[TEST].tolist() == [[3, 3], [48, 0]]
    assert (again.parameters, again.trained, again.seconds, again.note) == (7, 5, 1.5, "so")
    assert again.labels.tolist() == [[True]]


def test_all_clips_are_heard_in_their_order(tmp_path, monkeypatch):
    monkeypatch.setattr(benches, "HEARD_AT_ONCE", 7)
    clips = write_clips(tmp_path)
    assert benches.hear(clips, lambda batch: batch.roots).tolist() == clips.labels[:, 1].tolist()
    assert benches.everything(clips).types.tolist() == clips.labels[:, 2].tolist()


def test_parameters_are_counted():
    network = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Linear(2, 1))
    network[0].requires_grad_(False)
    assert benches.count(network) == 11
    assert benches.count(network, trained=True) == 3


def test_a_recording_that_cannot_be_heard_is_refused(tmp_path):
    soundfile.write(tmp_path / "a.wav", np.zeros(SAMPLE_RATE), SAMPLE_RATE)
    (tmp_path / "b.wav").write_text("no sound")
    rows = [("a.wav", "N", ""), ("b.wav", "N", "")]
    source = recordings.read_manifest(write_manifest(tmp_path / "m.csv", rows, ("path", "root", "type")))
    with joblib.parallel_config(backend="sequential"), pytest.raises(SourceError, match=r"broken\.csv"):
        benches.prepare_recorded(source, tmp_path / "data")


def test_errors_over_labels_and_over_recordings():
    labels, said = torch.zeros(4, 16, dtype=torch.bool), torch.zeros(4, 16, dtype=torch.bool)
    said[0, :8] = True
    shares = baselines.errors(labels, torch.tensor([0, 1, 2, 3]), said, torch.tensor([9, 9, 2, 3]))
    assert shares == (8 / 64, 1 / 4, 2 / 4)


def write_noise(folder, labels, shape):
    """Features of the same clips that mean nothing."""
    features = np.random.default_rng(0).normal(size=(48, *shape))
    np.save(folder / "spectrograms.npy", features.astype(np.float32))
    np.save(folder / "labels.npy", np.insert(labels[:, 1:], 0, shape[1], axis=1))
    return Clips(folder)


@pytest.fixture
def bench(tmp_path, monkeypatch):
    """Made-up clips that serve for everything."""
    monkeypatch.setattr(train, "BATCH", 16)
    for name in ("pitch", "mel", "mfcc", "home"):
        (tmp_path / name).mkdir()
    pitch = write_clips(tmp_path / "pitch")
    mels = write_noise(tmp_path / "mel", pitch.labels, (64, 126))
    clips = {PITCH: pitch, MEL: mels, MFCC: write_noise(tmp_path / "mfcc", pitch.labels, (40, 100))}
    truths = [CHORDS[root * len(TYPES) + type_].label for _, root, type_ in pitch.labels]
    scored = {TEST: Recorded([row(label) for label in truths], [], clips)}
    return Bench(clips, clips, scored, 1, 1, 0, weights.WEIGHTS_DIR, tmp_path / "home")


def test_networks_of_ours(bench):
    both = benches.count(RootCNN(), TypeCNN())
    ours, shipped, untrained = (
        listen(bench) for listen in (listeners.ours, listeners.shipped, listeners.untrained)
    )
    assert [o.parameters for o in (ours, shipped, untrained)] == [both] * 3
    assert [o.trained for o in (ours, shipped, untrained)] == [both, both, 0]
    assert ours.seconds > shipped.seconds == untrained.seconds == 0
    assert "clips" in shipped.note
    assert all(len(o.heard[TEST]) == 48 for o in (ours, shipped, untrained))
    RootCNN().load_state_dict(torch.load(bench.home / listeners.ROOT_NETWORK))


def test_a_type_is_scored_whatever_the_answer(bench):
    played = torch.from_numpy(bench.scored[TEST].clips[PITCH].labels[:, 2].astype(np.int64))
    none = torch.full_like(played, ANSWERS.index(NO_CHORD))
    heard = torch.stack([none, torch.where(torch.arange(48) < 12, played, (played + 1) % 4)], dim=1)
    (scored,) = baselines.make_rows(bench, {page.OURS: Outcome({TEST: heard}, 9, 9, 1.0)})
    assert (scored.name, scored.clean, scored.types) == (page.OURS, 0.0, 0.25)
    assert (scored.parameters, scored.trained, scored.seconds) == (9, 9, 1.0)


def test_type_networks_stand_beside_the_root_network_of_ours(bench):
    torch.save(RootCNN().state_dict(), bench.home / listeners.ROOT_NETWORK)
    outcome = listeners.transferred(transfer.frozen, bench)
    assert (outcome.parameters, outcome.trained) == (benches.count(TypeCNN()), 64 * 4 + 4)
    assert len(outcome.heard[TEST]) == 48


def test_the_published_network(bench):
    outcome = listeners.mel_networks(bench)
    assert outcome.parameters == outcome.trained == benches.count(MelCNN(ROOT_LABELS), MelCNN(TYPES))
    assert len(outcome.heard[TEST]) == 48


def test_networks_on_mfccs_and_their_errors(bench):
    outcomes = {page.SPECIALISTS: listeners.ensemble(bench), page.ONE_MFCC: listeners.one_network(bench)}
    assert outcomes[page.SPECIALISTS].labels.shape == (48, 16)
    assert outcomes[page.SPECIALISTS].parameters == 16 * 198_913
    errors = {e.name: e for e in baselines.label_errors(bench, outcomes)}
    assert errors[page.NO_TO_ALL] == LabelErrors(page.NO_TO_ALL, 2 / 16, 1.0, 1.0)
    assert 0 < errors[page.ONE_MFCC].per_label <= 4 / 16
    assert errors[page.ONE_MFCC].exact_match == errors[page.ONE_MFCC].answer


def test_templates_hear_files(tmp_path):
    times = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    sound = sum(0.1 * np.sin(2 * np.pi * f * k * times) / k for f in (220.0, 261.63, 329.63) for k in (1, 2))
    soundfile.write(tmp_path / "a.wav", sound, SAMPLE_RATE)
    answer, type_ = listeners.match(str(tmp_path / "a.wav"))
    assert (ANSWERS[answer].label, TYPES[type_]) == ("A:min", "min")


def test_what_ended_trainings():
    words = listeners.ended((Course(35, True), Course(40, False), Course(40, False)), 40)
    assert words == ("1 of 3 trainings ended after 30 epochs without progress, 2 at the limit of 40 epochs")


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
