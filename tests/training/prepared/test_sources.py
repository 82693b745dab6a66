from dataclasses import replace

import numpy as np
import pytest

from model.chords import TYPES
from training.prepared import sources
from training.prepared.sources import Recipe, SourceError
from training.sounds import digests, instruments, splits
from training.sounds.instruments import Instruments

RECIPE = Recipe("smoke", clips=10, seed=3)
SPEECH = np.random.default_rng(0).integers(-9000, 9000, 8000, dtype=np.int16)


@pytest.fixture
def complete(tmp_path):
    """A cache in which nothing of the smoke split is missing."""
    banks, voices = instruments.banks_folder("smoke", tmp_path), instruments.voices_folder("smoke", tmp_path)
    banks.mkdir(parents=True)
    voices.mkdir(parents=True)
    names = instruments.rendered_names("smoke")
    rows = ["path,instrument,midi", *(f"{name}/060.flac,{name},60" for name in names)]
    (banks / "notes.csv").write_text("\n".join(rows))
    for voice in splits.VOICES["smoke"]:
        (voices / f"{voice}.flac").touch()
    return tmp_path


@pytest.fixture
def rendered(monkeypatch):
    """Which splits were rendered, instead of rendering them."""
    splits = []
    monkeypatch.setattr(sources.instruments, "prepare", lambda split, cache: splits.append(split))
    return splits


def lacking(monkeypatch, program):
    monkeypatch.setattr(instruments.shutil, "which", lambda name: None if name == program else f"/bin/{name}")


def test_each_clip_has_a_seed_of_its_own(tmp_path, monkeypatch):
    band = Instruments((), (), (), (), (SPEECH,))
    monkeypatch.setattr(sources.instruments, "load", lambda split, notes, cache: band)
    monkeypatch.setattr(sources, "draw_clip", lambda players, rng, types: (players, rng.random()))
    clips = [recipe[i].clip(tmp_path) for recipe in (RECIPE, replace(RECIPE, seed=4)) for i in (0, 1, 0)]
    assert all(players is band for players, _ in clips)
    assert clips[0][1] == clips[2][1]
    assert len({number for _, number in clips}) == 4
    assert clips[1][1] == np.random.default_rng((3, splits.SPLITS.index("smoke"), 1)).random()


def test_items_of_a_recipe_say_where_they_come_from():
    assert len(RECIPE) == 10
    assert (RECIPE[3].path, RECIPE[3].split) == ("", "smoke")


def test_a_recipe_draws_chords_of_its_types(tmp_path, monkeypatch):
    monkeypatch.setattr(sources.instruments, "load", lambda *_: Instruments((), (), (), (), (SPEECH,)))
    monkeypatch.setattr(sources, "draw_clip", lambda players, rng, types: types)
    of_two = replace(RECIPE, types=("maj", "min"))
    assert RECIPE[0].clip(tmp_path) == TYPES
    assert of_two[0].clip(tmp_path) == ("maj", "min")
    *of_all, digest = RECIPE.name.split("-")
    assert of_all == ["smoke", "10", "3"]
    assert of_two.name.split("-") == [*of_all, "maj", "min", digest]


def test_recipes_with_and_without_recorded_notes_have_other_names(tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        (folder / "notes.csv").write_text(f"path,instrument,midi,{folder.name}")
    recipes = [
        replace(RECIPE, notes=tuple(map(str, some))) for some in ((), folders[:1], folders[1:], folders)
    ]
    names = [recipe.name for recipe in recipes]
    (folders[1] / "notes.csv").write_text("path,instrument,midi")
    assert recipes[0].name == names[0]
    assert len({*names, recipes[3].name}) == 5


@pytest.mark.parametrize("index", ["drums.csv", "rooms.csv", "noises.csv"])
def test_other_recordings_in_a_folder_give_a_recipe_another_name(tmp_path, index):
    (tmp_path / "notes.csv").write_text("path,instrument,midi")
    recipe = replace(RECIPE, notes=(str(tmp_path),))
    before = recipe.name
    (tmp_path / index).write_text("path")
    assert recipe.name != before


def test_a_folder_without_notes_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"guitars is no folder of recorded notes"):
        replace(RECIPE, notes=(str(tmp_path / "guitars"),)).name  # noqa: B018


def test_nothing_needs_to_be_installed_where_nothing_is_missing(complete, rendered, monkeypatch):
    monkeypatch.setattr(instruments.shutil, "which", lambda name: None)
    RECIPE.prepare(complete)
    assert rendered == ["smoke"]


@pytest.mark.parametrize(
    ("program", "suffix"), [("fluidsynth", ".sf2"), ("timidity", ".cfg"), ("espeak-ng", ".sf2")]
)
def test_a_missing_program_is_named_before_anything_is_rendered(
    tmp_path, rendered, monkeypatch, program, suffix
):
    lacking(monkeypatch, program)
    font = tmp_path / f"font{suffix}"
    font.touch()
    fonts = dict.fromkeys(splits.SOUNDFONTS, font)
    monkeypatch.setattr(sources.splits, "SOUNDFONTS", fonts)
    with pytest.raises(
        SourceError, match=f"{program} is missing, and the clips of 'smoke' need it: the README"
    ):
        RECIPE.prepare(tmp_path)
    assert rendered == []


def test_a_missing_soundfont_is_named_before_anything_is_rendered(tmp_path, rendered, monkeypatch):
    lacking(monkeypatch, None)
    fonts = {font: tmp_path / f"{font}.sf2" for font in splits.SOUNDFONTS}
    monkeypatch.setattr(sources.splits, "SOUNDFONTS", fonts)
    with pytest.raises(SourceError, match=r"The SoundFont .*timgm\.sf2 is missing"):
        RECIPE.prepare(tmp_path)
    assert rendered == []


def test_a_digest_follows_the_code_and_not_its_words():
    one = digests.effective_code(
        '"""Says."""\n\nX = 1  # why\n\n\ndef f(a):\n    """Do."""\n    return a + X\n'
    )
    reworded = digests.effective_code("X = 1\ndef f(a):\n    'Does it.'\n    # so\n    return (a + X)\n")
    changed = digests.effective_code("X = 2\ndef f(a):\n    return a + X\n")
    assert one == reworded
    assert one != changed


def test_another_vocabulary_gives_another_digest(monkeypatch):
    before = sources.digest([], [])
    monkeypatch.setattr(sources, "TYPES", sources.TYPES[::-1])
    assert sources.digest([], []) != before
