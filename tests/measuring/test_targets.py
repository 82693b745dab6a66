import pytest

from tests.helpers.judged import make_judged
from training.reporting import targets
from training.reporting.targets import AT_LEAST, AT_MOST, Target
from training.sounds import degradations

NAMES = ("clean", *degradations.table(()))
SOURCES = ("piano_yamahaC3", "guitar_nylon", "fluid_000", "harp")


def measured(test, real=(), weights=()):
    """The targets by what they measure."""
    return {target.what: target for target in targets.all_targets(test, real, weights)}


@pytest.fixture
def flawless():
    chords = [
        make_judged(confidence=1.0, source=source, degradation=name) for source in SOURCES for name in NAMES
    ]
    return [*chords, make_judged("N", "N", 1.0, source="silence")]


@pytest.mark.parametrize(
    ("sign", "value", "verdict"),
    [
        (AT_LEAST, 0.5, "met"),
        (AT_LEAST, 0.49, "**not met**"),
        (AT_MOST, 0.5, "met"),
        (AT_MOST, 0.51, "**not met**"),
    ],
)
def test_verdicts(sign, value, verdict):
    assert Target("it", sign, 0.5, value).verdict == verdict


def test_all_is_met_where_nothing_is_wrong(flawless):
    verdicts = {what: target.verdict for what, target in measured(flawless, flawless[:5]).items()}
    assert set(verdicts.values()) == {"met"}
    assert len(verdicts) == 10 + 10


def test_every_degradation_has_its_bar(flawless):
    found = measured([*flawless, make_judged(answer="D:maj", degradation="room, 0.8 s")])
    assert {f"{name}: joint" for name in NAMES[1:]} < set(found)
    assert found["room, 0.8 s: joint"].measured == pytest.approx(4 / 5)
    assert found["MP3, 48 kbit/s: joint"].measured == 1


def test_the_worst_instrument_counts(flawless):
    worst = measured([*flawless, make_judged(answer="D:maj", source="guitar_nylon")])[
        "each held-out instrument, clean: joint"
    ]
    assert (worst.measured, worst.n, worst.note) == (0.5, 2, "worst: guitar_nylon")


def test_other_instruments_are_not_in_the_table(flawless):
    found = measured([*flawless, make_judged(answer="D:maj"), make_judged(answer="N")])
    assert found["held-out instruments, clean: joint"].measured == 1
    assert found["held-out instruments, clean: refused"].measured == pytest.approx(1 / 6)


def test_note_banks_are_calibrated_by_themselves(flawless):
    wrong = [make_judged("C:maj", "D:maj", 1.0, source=name) for name in ("fluid_000", "guitar_nylon")]
    found = measured([*flawless, *wrong])
    error = found["held-out note banks: calibration error"]
    assert (error.measured, error.n) == (pytest.approx(1 / 3), 3)


def test_no_chord_called_a_chord(flawless):
    found = measured([*flawless, make_judged("N", "C:maj", source="noise")])
    assert found["no chord: called so"].measured == 0.5
    assert found["no chord: called so"].note == "worst: noise, 0.0000"


def test_what_cannot_be_measured_is_left_out(flawless):
    assert not any("real" in what or "wrong answers" in what for what in measured(flawless))


def test_targets_as_a_table():
    target = Target("it", AT_LEAST, 0.9, 0.95, 12, "worst: harp")
    assert targets.as_table([target]).splitlines()[2] == "| it | 12 | >= 0.9000 | 0.9500, worst: harp | met |"


def test_weights_may_not_be_large(flawless, tmp_path):
    path = tmp_path / "root.safetensors"
    path.write_bytes(bytes(targets.WEIGHTS_BYTES + 1))
    assert measured(flawless, weights=[path])["root.safetensors: bytes"].verdict == "**not met**"
