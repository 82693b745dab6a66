"""The report that python -m training.evaluate --report writes: docs/results.md and its figures.

Everything in it is measured by that command, on the held-out test set that python -m training.testset
renders and on real recordings where they are at hand.
"""

from pathlib import Path

from model import weights
from model.networks import RootCNN
from model.recognizer import Recognizer
from training import baselines, testset
from training.listener import Listener
from training.places import DATA_DIR, DOCS, REAL_CHORDS
from training.provenance import origin
from training.reporting import sections
from training.reporting.scores import Judged, judge, read_manifest
from training.reporting.sections import MEL, OURS, TEMPLATES, UNTRAINED, Heard
from training.reporting.tables import paragraphs, table
from training.reporting.templates import TemplateMatcher
from training.reporting.thirds import by_third

TESTSET = DATA_DIR / "testset" / "manifest.csv"
TRAINING_LOG = DOCS / "training-log.csv"


def write(
    manifest: Path = TESTSET,
    to: Path = DOCS,
    weights_folder: Path = weights.WEIGHTS_DIR,
    real: Path = REAL_CHORDS,
    baselines_folder: Path = baselines.BASELINES_DIR,
    log: Path = TRAINING_LOG,
) -> Path:
    """Let every listener hear everything; write results.md and figures/ into `to`, and say where.

    Raises OSError or ValueError, in words, when the manifest is not one of `testset`.
    """
    read_manifest(manifest, testset.COLUMNS)
    (to / "figures").mkdir(parents=True, exist_ok=True)
    listeners = find_listeners(weights_folder, baselines_folder)
    heard = Heard(hear(listeners, manifest), hear(listeners, real) if real.exists() else {})
    parts = (
        header(manifest, weights_folder, heard),
        sections.demands(heard, sorted(weights_folder.glob("*.safetensors"))),
        sections.accuracies(heard.test[OURS], to),
        sections.real_accuracies(heard.real.get(OURS, [])),
        by_third(heard.real.get(OURS, []), real.parent),
        sections.confusions(heard, to),
        sections.calibration(heard, to),
        sections.side_by_side(heard, to),
        sections.learning(log, to),
    )
    path = to / "results.md"
    path.write_text(paragraphs(*parts) + "\n", encoding="utf-8")
    return path


def find_listeners(weights_folder: Path, baselines_folder: Path) -> dict[str, Listener]:
    """Our networks and what they are measured against; MelCNN where it was trained."""
    listeners = {OURS: Recognizer.load(weights_folder), UNTRAINED: baselines.untrained()}
    if (baselines_folder / "mel-root.safetensors").exists():
        listeners[MEL] = baselines.MelRecognizer.load(baselines_folder)
    return listeners | {TEMPLATES: TemplateMatcher()}


def hear(listeners: dict[str, Listener], manifest: Path) -> dict[str, list[Judged]]:
    """The answers of each listener to a manifest."""
    return {name: judge(listener, manifest, name) for name, listener in listeners.items()}


def header(manifest: Path, weights_folder: Path, heard: Heard) -> str:
    """What was measured, when, where, with which weights."""
    metadata = weights.load(RootCNN(), weights_folder / "root.safetensors")
    real = f"{len(heard.real[OURS])} real recordings" if heard.real else "the real recordings are not here"
    rows = [
        *origin(),
        ("weights", f"made at `{metadata.commit}` from {metadata.data}"),
        ("data", f"{len(heard.test[OURS]):,} clips of the held-out test set; {real}"),
    ]
    return paragraphs(
        "# Results",
        "Written by `python -m training.evaluate --report`, after `python -m training.testset` and "
        "`python -m training.baselines`. *Joint* is the share of recordings whose root and type are both "
        'named right; of what is no chord, the share called "no chord".',
        table(("", ""), rows),
    )
