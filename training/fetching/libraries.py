"""The public libraries of recorded notes: where each is, what its file names mean, and its licence."""

import re
from collections.abc import Callable
from dataclasses import dataclass

NOTE = r"(?P<note>[A-Ga-g][#sb]?-?\d)"  # a note's name: C4, A#3, As3, db2, B-1
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}  # semitones above C
ACCIDENTALS = {"": 0, "#": 1, "s": 1, "b": -1}
NO_LAYER = "-"  # where every note was recorded once


@dataclass(frozen=True)
class Library:
    """An instrument in a public archive of recorded notes.

    files: the notes' paths below the archive's top folder, as a regular expression: its group "midi" is the
    number, or its group "note" the name of the note. layer: how its groups name a take. octaves: from the
    name to the sounding pitch. licence_words: what the licence or read-me file must say.
    """

    name: str
    url: str
    files: str
    instrument: str
    licence: str
    licence_words: str
    credit: str
    source: str
    layer: str = NO_LAYER
    spell_layer: Callable[[str], str] = str
    octaves: int = 0

    def identify(self, path: str) -> tuple[int, str] | None:
        """The MIDI number and the layer of a file of the archive; None if it is none of the notes."""
        match = re.fullmatch(self.files, path)
        if match is None:
            return None
        groups = match.groupdict()
        midi = int(groups["midi"]) if "midi" in groups else midi_number(groups["note"])
        return midi + 12 * self.octaves, self.spell_layer(self.layer.format(**groups))


def midi_number(name: str) -> int:
    """The MIDI number of a note's name, middle C being C4: "C4" -> 60, "As3" and "a#3" -> 58."""
    letter, accidental, octave = re.fullmatch(r"([A-G])([#sb]?)(-?\d)", name[0].upper() + name[1:]).groups()
    return 12 * (int(octave) + 1) + STEPS[letter] + ACCIDENTALS[accidental]


def _github(name: str, repository: str, **details: object) -> Library:
    """A library that is a GitHub repository, as it is now: GitHub promises no checksums of its archives."""
    return Library(name=name, **archive(repository), **details)


def archive(repository: str) -> dict[str, str]:
    """The two addresses of a GitHub repository: that for people, and that of its archive."""
    url = f"https://github.com/{repository}/archive/HEAD.tar.gz"
    return {"url": url, "source": f"github.com/{repository}"}


def _shinyguitar(name: str, folder: str, microphone: int, takes: str, instrument: str) -> Library:
    return _github(
        name,
        "sfzinstruments/karoryfer.shinyguitar",
        files=rf"Samples/{folder}/{NOTE}_vl(?P<level>\d)_rr(?P<take>{takes})_{microphone}\.wav",
        layer="vl{level}_rr{take}",
        instrument=instrument,
        licence="CC0",
        licence_words="CC0",
        credit="Karoryfer Samples, CC0",
    )


def _black_and_green(colour: str) -> Library:
    return _github(
        f"bg_{colour}",
        "kmturley/karoryfer.black-and-green-guitars",
        files=rf"Samples/{colour}/ord/twang_{NOTE}_(?P<dynamics>p|mf|f)_rr1\.wav",
        layer="{dynamics}_rr1",
        octaves=-1,  # names are as guitar music is written, an octave above the sounding pitch
        instrument=f"guitar_electric_{colour}",
        licence="CC0",
        licence_words="CC0",
        credit="Karoryfer Samples, CC0",
    )


def _e_piano(name: str, files: str, instrument: str) -> Library:
    return _github(
        name,
        "sfzinstruments/GregSullivan.E-Pianos",
        files=files,
        layer="{dynamics}",
        instrument=instrument,
        licence="CC-BY-3.0",
        licence_words="Creative Commons Attribution 3.0",
        credit="G. Sullivan, CC BY 3.0",
    )


def _tonejs(folder: str, instrument: str) -> Library:
    """An instrument of tonejs-instruments, which `openear` in its name says that Open Ear uses too."""
    return _github(
        f"openear_{folder}",
        "nbrosowsky/tonejs-instruments",
        files=rf"samples/{folder}/{NOTE}\.mp3",
        instrument=instrument,
        licence="CC-BY-3.0",
        licence_words="CC-BY 3.0",
        credit="tonejs-instruments by N. Brosowsky, CC BY 3.0",
    )


LIBRARIES = (
    _github(
        "splendid",
        "sfzinstruments/SplendidGrandPiano",
        files=rf"Samples/(?P<dynamics>PP|MP|MF|Mf|FF) {NOTE}\.flac",
        layer="{dynamics}",
        spell_layer=str.upper,
        octaves=1,  # names are an octave below the sounding pitch
        instrument="piano_steinway",
        licence="PublicDomain",
        licence_words="Public Domain",
        credit="AKAI, public domain per its README",
    ),
    _github(
        "headroom",
        "sfzinstruments/BengtNilsson.HeadroomPiano",
        files=r"Samples/HEADROOM PIANO LEVEL(?P<level>\d) (?P<microphone>CLOSE|DECCA) (?P<midi>\d+)\.flac",
        layer="L{level}_{microphone}",
        instrument="piano_yamahaC3",
        licence="CC-BY-4.0",
        licence_words="Attribution 4.0 International",
        credit="Bengt Nilsson, CC BY 4.0",
    ),
    _github(
        "freepats_spanish",
        "freepats/spanish-classical-guitar",
        files=rf"samples/{NOTE}\.flac",
        instrument="guitar_nylon",
        licence="CC0",
        licence_words="CC0",
        credit="FreePats, CC0",
    ),
    _shinyguitar("shinyguitar_acoustic", "acoustic", 1, "[12]", "guitar_archtop_mic"),
    _shinyguitar("shinyguitar_electric", "electric", 2, "1", "guitar_archtop_pickup"),
    _black_and_green("green"),
    _black_and_green("black"),
    _e_piano(
        "cp80", r"CP80/Samples/(?P<midi>\d+)-[A-G]#?\d-(?P<dynamics>PP|MP|F|FF)\.flac", "electric_piano_cp80"
    ),
    _e_piano(
        "pianet_t",
        r"Pianet T/Samples/(?P<midi>\d+)_[A-G]#?\d_(?P<dynamics>P|FF)\.flac",
        "electric_piano_pianet_t",
    ),
    _github(
        "old_piano",
        "freepats/old-piano-FB",
        files=rf"samples/{NOTE}\.flac",
        instrument="piano_honky_tonk",
        licence="CC0",
        licence_words="CC0",
        credit="FreePats, CC0",
    ),
    _github(
        "weresax",
        "sfzinstruments/karoryfer.weresax",
        files=rf"Samples/alto/{NOTE}_(?P<dynamics>p|f)_rr1_cnd\.wav",
        layer="{dynamics}",
        octaves=1,  # names are an octave below the sounding pitch
        instrument="saxophone_alto",
        licence="CC0",
        licence_words="royalty-free for all commercial and non-commercial use",
        credit="Karoryfer Samples, CC0",
    ),
    _github(
        "double_bass",
        "sfzinstruments/dsmolken.double-bass",
        files=rf"pizz/pizz_{NOTE}_(?P<take>[fm][ab])\.flac",
        layer="{take}",
        instrument="double_bass_pizzicato",
        licence="CC0",
        licence_words="royalty-free for all commercial and non-commercial use",
        credit="D. Smolken, CC0",
    ),
    _tonejs("clarinet", "clarinet"),
    _tonejs("contrabass", "contrabass"),
    _tonejs("flute", "flute"),
    _tonejs("french-horn", "french_horn"),
    _tonejs("guitar-electric", "guitar_electric"),
    _tonejs("guitar-nylon", "guitar_nylon"),
    _tonejs("harp", "harp"),
    _tonejs("trombone", "trombone"),
    _tonejs("trumpet", "trumpet"),
)
