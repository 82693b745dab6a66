from pathlib import Path

import pytest

from tests.helpers.judged import make_judged
from training.reporting import targets
from training.reporting.targets import AT_LEAST, AT_MOST, Target
from training.sounds import degradations

NAMES = ("clean", *degradations.table(()))
NOWHERE = Path("no weights")
SOURCES = ("piano_yamahaC3", "guitar_nylon", "fluid_000", "harp")


def measured(test, real=(), real_triads=(), weights=NOWHERE):
    """The targets by what they measure."""
    return {target.what: target for target in targets.all_targets(test, real, real_triads, weights)}


@pytest.fixture
def flawless():
    chords = [
        make_judged(confidence=1.0, source=source, degradation=name) for source in SOURCES for name in NAMES
    ]
    harmonic = make_judged(confidence=1.0, source="fluid_000", voicing="1:2:3:4:5")
    return [*chords, harmonic, make_judged("N", "N", 1.0, source="silence")]


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
    verdicts = {what: t.verdict for what, t in measured(flawless, flawless[:5], flawless[:5]).items()}
    assert set(verdicts.values()) == {"met"}
    assert len(verdicts) == 12 + 10


def test_every_degradation_has_its_bar(flawless):
    found = measured([*flawless, make_judged(answer="D:maj", degradation="room, 0.8 s")])
    assert {f"{name}: exact" for name in NAMES[1:]} < set(found)
    assert found["room, 0.8 s: exact"].measured == pytest.approx(4 / 5)
    assert found["MP3, 48 kbit/s: exact"].measured == 1


def test_the_worst_type_counts(flawless):
    sevenths = [make_judged("C:min7", "C:min7"), make_judged("C:min7", "C:min")]
    worst = measured([*flawless, *sevenths])["held-out instruments, clean: exact, each type"]
    assert (worst.measured, worst.n, worst.note) == (0.5, 2, "worst: min7")


def test_a_wrong_bass_leaves_the_chord_exact(flawless):
    found = measured([*flawless, make_judged("C:maj/3", "C:maj")])
    assert found["held-out instruments, clean: exact"].measured == 1
    assert found["held-out instruments, clean: bass"].measured == pytest.approx(4 / 5)


def test_chords_on_the_partials_of_their_bass_stand_apart(flawless):
    found = measured([*flawless, make_judged(answer="N", voicing="1:2:3:4:5")])
    assert found["1:2:3:4:5 on held-out pianos: refused"].measured == 0.5
    assert found["1:2:3:4:5 on held-out pianos: refused"].verdict == "**not met**"
    assert found["held-out instruments, clean: refused"].measured == 0


def test_a_power_chord_is_no_larger_chord(flawless):
    real = [make_judged("C:maj", answer) for answer in ("C:maj", "C:5", "C:maj7", "D:5")]
    found = measured(flawless, real)
    what = "real triads, all types: called neither themselves nor their power chord"
    assert found[what].measured == 0.5
    assert found["real triads, all types: root"].measured == 0.75


def test_certain_and_wrong_counts_everywhere(flawless):
    wrong = [make_judged(answer="D:maj", confidence=confidence) for confidence in (0.94, 0.96)]
    found = measured([*flawless, wrong[0]], [wrong[1]])["everything: certain and wrong"]
    assert (found.measured, found.n) == (pytest.approx(1 / found.n), len(flawless) + 2)


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
    assert measured(flawless, weights=tmp_path)["root.safetensors: bytes"].verdict == "**not met**"


def test_weights_of_songs_are_measured_too(flawless, tmp_path):
    (tmp_path / "songs").mkdir()
    for name, size in (("root", 5), ("songs/root", 7)):
        (tmp_path / f"{name}.safetensors").write_bytes(bytes(size))
    found = {what: t.measured for what, t in measured(flawless, weights=tmp_path).items() if "bytes" in what}
    assert found == {"root.safetensors: bytes": 5, "songs/root.safetensors: bytes": 7}
