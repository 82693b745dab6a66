import pytest

from training.fetching.libraries import LIBRARIES, midi_number
from training.sounds.splits import RECORDED

BY_NAME = {library.name: library for library in LIBRARIES}
FILES = {  # a file of each library as it is called there, and what it holds
    "splendid": ("Samples/FF B-1.flac", 23, "FF"),
    "headroom": ("Samples/HEADROOM PIANO LEVEL1 DECCA 102.flac", 102, "L1_DECCA"),
    "freepats_spanish": ("samples/A#1.flac", 34, "-"),
    "shinyguitar_acoustic": ("Samples/acoustic/db2_vl1_rr2_1.wav", 37, "vl1_rr2"),
    "shinyguitar_electric": ("Samples/electric/c6_vl4_rr1_2.wav", 84, "vl4_rr1"),
    "bg_green": ("Samples/green/ord/twang_e3_p_rr1.wav", 40, "p_rr1"),
    "bg_black": ("Samples/black/ord/twang_e3_mf_rr1.wav", 40, "mf_rr1"),
    "cp80": ("CP80/Samples/046-A#2-FF.flac", 46, "FF"),
    "pianet_t": ("Pianet T/Samples/37_C#2_P.flac", 37, "P"),
    "old_piano": ("samples/G#0.flac", 20, "-"),
    "weresax": ("Samples/alto/db2_f_rr1_cnd.wav", 49, "f"),
    "double_bass": ("pizz/pizz_eb1_fa.flac", 27, "fa"),
    "openear_french-horn": ("samples/french-horn/As3.mp3", 58, "-"),
    "openear_guitar-nylon": ("samples/guitar-nylon/Cs2.mp3", 37, "-"),
}
OTHER_FILES = {
    "splendid": ("Samples/Res C3.flac", "README.md", "Data/FF.txt"),
    "freepats_spanish": ("samples/A#1.ogg", "SpanishClassicalGuitar-20190618.ogg"),
    "shinyguitar_acoustic": ("Samples/acoustic/a2_release_rr1_1.wav", "Samples/electric/a2_vl1_rr1_2.wav"),
    "shinyguitar_electric": ("Samples/electric/a2_vl1_rr2_2.wav",),
    "bg_green": ("Samples/black/ord/twang_e3_p_rr1.wav", "Samples/green/stac/twang_e3_p_rr1.wav"),
    "cp80": ("CP80/CP80.sfz", "Pianet T/Samples/29_F1_FF.flac"),
    "pianet_t": ("Pianet T/Samples/29_F1_release.flac",),
    "old_piano": ("samples/small/A0.flac",),
    "weresax": ("Samples/alto/db2_f_rr2_cnd.wav", "Samples/alto/db2_f_rr1_dnm.wav"),
    "double_bass": ("pizz/pizz_c1_pa.flac", "pizz/pizz_c1_fa.wav", "pizz/noises/pizz_noise_mute_a2.flac"),
    "openear_harp": ("samples/harp/A2.ogg", "samples/guitar-nylon/A2.mp3"),
}


@pytest.mark.parametrize(
    ("name", "midi"), [("C4", 60), ("A4", 69), ("As3", 58), ("A#3", 58), ("db2", 37), ("b3", 59), ("B-1", 11)]
)
def test_note_names(name, midi):
    assert midi_number(name) == midi


@pytest.mark.parametrize("name", FILES)
def test_files_are_identified(name):
    path, midi, layer = FILES[name]
    assert BY_NAME[name].identify(path) == (midi, layer)


@pytest.mark.parametrize("name", OTHER_FILES)
def test_other_files_are_passed_over(name):
    assert [BY_NAME[name].identify(path) for path in OTHER_FILES[name]] == [None] * len(OTHER_FILES[name])


def test_layers_are_spelled_alike():
    assert BY_NAME["splendid"].identify("Samples/Mf C3.flac") == (60, "MF")


def test_every_library_has_its_papers():
    assert len(BY_NAME) == len(LIBRARIES) == 21
    for library in LIBRARIES:
        assert library.licence in ("CC0", "PublicDomain", "CC-BY-3.0", "CC-BY-4.0")
        assert library.licence_words
        assert library.credit
        assert library.url.startswith("https://")


def test_held_out_libraries_are_those_that_are_fetched():
    by_hand = {"openear_organ"}  # no address is known whose notes sound as they are called
    held_out = {pair for side in RECORDED.values() for pair in side.items() if pair[0] not in by_hand}
    assert held_out <= {(library.name, library.instrument) for library in LIBRARIES}
