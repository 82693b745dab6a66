"""Names of notes and chords."""

from itertools import permutations

import pytest

from model.chords import CHORDS, NO_CHORD, ROOTS, Chord
from model.harte import parse
from model.keys import KEYS, Key
from model.spelling import symbol
from model.symbols import read
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
    ("naming", "symbol", "name", "spoken"),
    [
        (PLAIN, "C♯m7/E", "C♯ minor seventh over E", "C-sharp minor seventh over E"),
        (FLAT, "D♭m7/F♭", "D♭ minor seventh over F♭", "D-flat minor seventh over F-flat"),
        (IN_GERMAN, "Desm7/Fes", "Des minor seventh over Fes", "Des minor seventh over Fes"),
        (IN_SOLFEGE, "Re♭m7/Fa♭", "Re♭ minor seventh over Fa♭", "Re-flat minor seventh over Fa-flat"),
    ],
)
def test_the_bass_is_named_in_every_language(naming: Naming, symbol: str, name: str, spoken: str) -> None:
    chord = parse("Db:min7/b3")
    assert (naming.symbol(chord), naming.name(chord), naming.spoken(chord)) == (symbol, name, spoken)


def test_what_stands_beside_a_chord_has_the_accidentals_of_its_bass() -> None:
    assert PLAIN.around(parse("C:maj/b6")) == FLAT
    assert PLAIN.around(parse("C:maj/3")) == PLAIN


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.label)
def test_in_a_key_the_usual_names_are_those_of_its_lead_sheets(key: Key) -> None:
    for chord in (*CHORDS, *(Chord(root, "maj", "E") for root in ("C", "Db", "A", "Bb"))):
        assert PLAIN.within(key).symbol(chord) == symbol(chord, key)
        assert FLAT.within(key).symbol(chord) == FLAT.symbol(chord)


def test_a_key_has_a_name_in_every_language() -> None:
    minor = Key("Gb", "min")
    assert PLAIN.key_name(minor) == "F♯ minor"
    assert Naming(language=GERMAN).key_name(minor) == "Fis minor"
    assert IN_SOLFEGE.key_name(minor) == "Sol♭ minor"


@pytest.mark.parametrize(
    ("language", "typed", "english"),
    [
        (ENGLISH, "Fism7", "Fism7"),
        (GERMAN, "Fism7/Cis", "F#m7/C#"),
        (GERMAN, "H7", "B7"),
        (GERMAN, "Bm", "Bbm"),
        (GERMAN, "Bb", "Bb"),
        (GERMAN, "es", "Eb"),
        (GERMAN, "Asus4/As", "Asus4/Ab"),
        (GERMAN, "Essus4", "Ebsus4"),
        (GERMAN, "C#dim", "C#dim"),
        (SOLFEGE, "Sib7/Re", "Bb7/D"),
        (SOLFEGE, "sol#m", "G#m"),
        (SOLFEGE, "Ré sus2", "D sus2"),
        (SOLFEGE, "Am", "Am"),
        (SOLFEGE, "Fadd9", "Fadd9"),
        (SOLFEGE, "Faug/La", "Faug/A"),
        (GERMAN, "Eses/Asas", "Ebb/Abb"),
        (GERMAN, "Esaug", "Ebaug"),
        (GERMAN, "Es add9", "Eb add9"),
        (GERMAN, " H7 b9 / Dis", " B7 b9 / D#"),
        (SOLFEGE, "La min7 / Mi", "A min7 / E"),
    ],
)
def test_what_a_person_types_is_read_in_their_language(language: str, typed: str, english: str) -> None:
    assert Naming(language=language).in_english(typed) == english


@pytest.mark.parametrize("language", [ENGLISH, GERMAN, SOLFEGE])
@pytest.mark.parametrize("accidentals", [USUAL, FLATS, SHARPS])
def test_every_name_that_is_shown_may_be_typed(language: str, accidentals: str) -> None:
    naming = Naming(accidentals, language)
    for chord in (*CHORDS, *(Chord(root, "7", bass) for root, bass in permutations(ROOTS, 2))):
        assert read(naming.in_english(naming.symbol(chord))).chord == chord
