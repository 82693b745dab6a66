import pytest

from training.songs.patterns import BASS_ROWS, CHORD_ROWS, DRUM_ROWS, FILLS, MELODY_ROWS, PHRASE_ENDS

METRES = (3, 4, 6)
TABLES = {
    **{("chords", n): t for n, t in CHORD_ROWS.items()},
    **{("bass", n): t for n, t in BASS_ROWS.items()},
}
TABLES |= {("melody", "rows"): MELODY_ROWS, ("melody", "ends"): PHRASE_ENDS}
SIGNS = {"chords": "-.XPBCDUn01234", "bass": "-.r358wa", "melody": "-.x", "drums": "-.xXo"}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("metre", METRES)
def test_rows_are_bars_of_known_signs(name: tuple[str, str], metre: int) -> None:
    for row in TABLES[name][metre].split():
        assert len(row) in (metre, 2 * metre, 4 * metre)
        assert set(row) <= set(SIGNS[name[0]]), row


@pytest.mark.parametrize("kit", [*DRUM_ROWS.values(), FILLS])
@pytest.mark.parametrize("metre", METRES)
def test_drums_are_bars_of_known_signs(kit: dict[int, dict[int, str]], metre: int) -> None:
    for drum, row in kit[metre].items():
        assert 35 <= drum <= 81  # General MIDI
        assert len(row) in (metre, 2 * metre, 4 * metre)
        assert set(row) <= set(SIGNS["drums"]), row
