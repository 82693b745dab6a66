"""Names of notes and chords."""

import pytest

from model.chords import CHORDS, NO_CHORD, Chord
from model.harte import parse
from ui.naming import ENGLISH, FLATS, GERMAN, SHARPS, SOLFEGE, USUAL, Naming

PLAIN, FLAT, SHARP = Naming(), Naming(FLATS), Naming(SHARPS)
IN_GERMAN, IN_SOLFEGE = Naming(FLATS, GERMAN), Naming(FLATS, SOLFEGE)
D_FLAT_MINOR = Chord("Db", "min")
PITCH_CLASSES = {
    (USUAL, ENGLISH): "C C♯ D E♭ E F F♯ G G♯ A B♭ B",
    (FLATS, ENGLISH): "C D♭ D E♭ E F G♭ G A♭ A B♭ B",
    (SHARPS, ENGLISH): "C C♯ D D♯ E F F♯ G G♯ A A♯ B",
    (FLATS, GERMAN): "C Des D Es E F Ges G As A B H",
    (SHARPS, GERMAN): "C Cis D Dis E F Fis G Gis A Ais H",
    (FLATS, SOLFEGE): "Do Re♭ Re Mi♭ Mi Fa Sol♭ Sol La♭ La Si♭ Si",
    (SHARPS, SOLFEGE): "Do Do♯ Re Re♯ Mi Fa Fa♯ Sol Sol♯ La La♯ Si",
}


@pytest.mark.parametrize(("how", "names"), PITCH_CLASSES.items(), ids=lambda value: str(value))
def test_pitch_classes_have_their_names(how: tuple[str, str], names: str) -> None:
    assert " ".join(Naming(*how).pitch_class(number) for number in range(12)) == names


@pytest.mark.parametrize(
    ("naming", "notes", "symbol"),
    [
        (PLAIN, ("C♯", "E", "G♯"), "C♯m"),
        (FLAT, ("D♭", "F♭", "A♭"), "D♭m"),
        (SHARP, ("C♯", "E", "G♯"), "C♯m"),
        (Naming(language=GERMAN), ("Cis", "E", "Gis"), "Cism"),
        (IN_GERMAN, ("Des", "Fes", "As"), "Desm"),
        (Naming(SHARPS, GERMAN), ("Cis", "E", "Gis"), "Cism"),
        (IN_SOLFEGE, ("Re♭", "Fa♭", "La♭"), "Re♭m"),
    ],
)
def test_a_chord_is_spelled_in_thirds_in_every_language(
    naming: Naming, notes: tuple[str, ...], symbol: str
) -> None:
    assert naming.notes(D_FLAT_MINOR) == notes
    assert naming.symbol(D_FLAT_MINOR) == symbol


def test_a_chord_has_a_symbol_a_name_and_words_for_a_screen_reader() -> None:
    chord = Chord("Gb", "min")
    assert (PLAIN.symbol(chord), PLAIN.name(chord), PLAIN.spoken(chord)) == (
        "F♯m",
        "F♯ minor",
        "F-sharp minor",
    )
    assert (FLAT.symbol(chord), FLAT.name(chord), FLAT.spoken(chord)) == ("G♭m", "G♭ minor", "G-flat minor")


@pytest.mark.parametrize(
    ("label", "beside"),
    [
        ("Ab:maj", FLAT),
        ("G:min", FLAT),
        ("Bb:aug", FLAT),
        ("D:maj", SHARP),
        ("Db:min", SHARP),
        ("C:maj", PLAIN),
        ("N", PLAIN),
    ],
)
def test_what_stands_beside_a_chord_has_its_accidentals(label: str, beside: Naming) -> None:
    assert PLAIN.around(parse(label)) == beside


@pytest.mark.parametrize("chord", CHORDS, ids=lambda chord: chord.label)
def test_beside_itself_a_chord_is_spelled_the_same_and_the_person_still_wins(chord: Chord) -> None:
    assert PLAIN.around(chord).notes(chord) == PLAIN.notes(chord)
    assert FLAT.around(chord) == FLAT
    assert SHARP.around(chord) == SHARP


def test_german_contracts_its_flats() -> None:
    assert IN_GERMAN.notes(Chord("Eb", "dim")) == ("Es", "Ges", "Heses")
    assert IN_GERMAN.notes(Chord("Gb", "min")) == ("Ges", "Heses", "Des")
    assert IN_GERMAN.notes(Chord("Ab", "dim")) == ("As", "Ces", "Eses")
    assert IN_GERMAN.notes(Chord("Bb", "maj")) == ("B", "D", "F")


def test_sharps_may_be_double() -> None:
    assert SHARP.notes(Chord("Eb", "maj")) == ("D♯", "F♯♯", "A♯")
    assert Naming(SHARPS, GERMAN).notes(Chord("Eb", "maj")) == ("Dis", "Fisis", "Ais")


def test_a_midi_note_has_its_octave() -> None:
    assert [FLAT.pitch(midi) for midi in (21, 60, 69, 70)] == ["A0", "C4", "A4", "B♭4"]
    assert IN_GERMAN.pitch(71) == "H4"


def test_no_chord_has_words_and_no_notes() -> None:
    assert (FLAT.symbol(NO_CHORD), FLAT.name(NO_CHORD), FLAT.root(NO_CHORD)) == (
        "no chord",
        "no chord",
        "none",
    )
    assert FLAT.notes(NO_CHORD) == ()
    assert FLAT.suffix(NO_CHORD) == ""


@pytest.mark.parametrize(
    ("naming", "symbol", "name"),
    [
        (PLAIN, "E♭/G", "E♭ major over G"),
        (SHARP, "D♯/F♯♯", "D♯ major over F♯♯"),
        (IN_GERMAN, "Es/G", "Es major over G"),
        (IN_SOLFEGE, "Mi♭/Sol", "Mi♭ major over Sol"),
    ],
)
def test_a_chord_is_named_over_its_bass(naming: Naming, symbol: str, name: str) -> None:
    chord = Chord("Eb", "maj", "G")
    assert (naming.symbol(chord), naming.name(chord)) == (symbol, name)
    assert naming.bass(Chord("Eb", "maj")) == ""
