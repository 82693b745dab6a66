import pytest

from model.harte import parse
from training.reporting import bars
from training.reporting.bars import AT_LEAST, AT_MOST, Bar
from training.reporting.scores import Judged
from training.sounds import degradations

NAMES = ("clean", *degradations.table(()))
SOURCES = ("piano_yamahaC3", "guitar_nylon", "fluid_000", "harp")


def make_judged(answer="C:maj", source="fluid_000", degradation="clean", truth="C:maj", sure=True):
    row = {"source": source, "degradation": degradation}
    return Judged(row, parse(truth), parse(answer), 1.0, sure)


def measured(heard, real=(), weights=()):
    """The bars by what they measure."""
    return {bar.what: bar for bar in bars.all_bars(heard, real, weights)}


@pytest.fixture
def flawless():
    chords = [make_judged(source=source, degradation=name) for source in SOURCES for name in NAMES]
    return [*chords, make_judged("N", "silence", truth="N")]


@pytest.mark.parametrize(
    ("sign", "value", "verdict"),
    [
        (AT_LEAST, 0.5, "met"),
        (AT_LEAST, 0.49, "**not met**"),
        (AT_MOST, 0.5, "met"),
        (AT_MOST, 0.51, "**not met**"),
        (AT_LEAST, None, "not measured here"),
    ],
)
def test_verdicts(sign, value, verdict):
    assert Bar("it", sign, 0.5, value).verdict == verdict


def test_all_is_met_where_nothing_is_wrong(flawless):
    verdicts = {what: bar.verdict for what, bar in measured(flawless, flawless[:5]).items()}
    unknown = {what for what, verdict in verdicts.items() if verdict != "met"}
    assert all("acceptance" in what or "wrong answers" in what for what in unknown)
    assert len(verdicts) - len(unknown) == 10 + 10


def test_every_degradation_has_its_bar(flawless):
    found = measured([*flawless, make_judged("D:maj", degradation="room, 0.8 s")])
    assert {f"{name}: joint" for name in NAMES[1:]} < set(found)
    assert found["room, 0.8 s: joint"].measured == pytest.approx(4 / 5)
    assert found["MP3, 48 kbit/s: joint"].measured == 1


def test_the_worst_instrument_counts(flawless):
    worst = measured([*flawless, make_judged("D:maj", "guitar_nylon")])[
        "each held-out instrument, clean: joint"
    ]
    assert (worst.measured, worst.n, worst.note) == (0.5, 2, "worst: guitar_nylon")


def test_other_instruments_are_not_in_the_table(flawless):
    found = measured([*flawless, make_judged("D:maj", "harp"), make_judged("N", "harp")])
    assert found["held-out instruments, clean: joint"].measured == 1
    assert found["held-out instruments, clean: refused"].measured == pytest.approx(1 / 6)


def test_note_banks_are_calibrated_by_themselves(flawless):
    found = measured([*flawless, make_judged("D:maj", "fluid_000"), make_judged("D:maj", "guitar_nylon")])
    error = found["held-out note banks: calibration error"]
    assert (error.measured, error.n) == (pytest.approx(1 / 3), 3)


def test_no_chord_called_a_chord(flawless):
    found = measured([*flawless, make_judged("C:maj", "noise", truth="N")])
    assert found["no chord: called so"].measured == 0.5
    assert found["no chord: called so"].note == "worst: noise, 0.0000"


def test_without_real_recordings_their_bars_are_not_measured(flawless):
    assert measured(flawless)["real recordings: joint"].verdict == "not measured here"


def test_weights_may_not_be_large(flawless, tmp_path):
    path = tmp_path / "root.safetensors"
    path.write_bytes(bytes(bars.WEIGHTS_BYTES + 1))
    assert measured(flawless, weights=[path])["root.safetensors: bytes"].verdict == "**not met**"
