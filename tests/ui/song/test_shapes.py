"""The card of the chord that sounds in a song: every chord's once, as the chart writes it."""

import json
import re
import zlib
from base64 import b64decode
from dataclasses import replace

from model.adjust import Adjustments
from model.harte import parse
from model.timeline import Timeline
from tests.helpers.timelines import key_regions, make_free_timeline, make_timeline
from ui.chord import diagrams
from ui.naming import Naming
from ui.song import shapes, song

NAMING = Naming()


def cards(timeline: Timeline, left_handed: bool = False) -> dict[str, str]:
    """The card of each chord, by what the cells of the chart say of it."""
    html = song.render(timeline, NAMING, left_handed=left_handed)
    [packed] = re.findall("data-shapes>(.*?)</span>", html)
    return json.loads(zlib.decompress(b64decode(packed)))


def test_each_chord_has_its_card_once() -> None:
    timeline = make_timeline("C:maj . A:min . | C:maj . N . | A:min/b3 . . .")
    assert list(cards(timeline)) == ["C major", "A minor", "A minor over C"]
    within = NAMING.within(timeline.key)
    assert cards(timeline)["A minor"] == diagrams.render(parse("A:min"), within)


def test_a_chord_with_two_names_has_a_card_for_each() -> None:
    timeline = make_timeline("Gb:maj . | B:maj . | Gb:maj . | B:maj .", metre=2, key="Gb:maj")
    changed = replace(timeline, keys=key_regions((0, "Gb:maj"), (2.52, "B:maj"), seconds=timeline.seconds))
    assert list(cards(changed)) == ["G-flat major", "C-flat major", "F-sharp major", "B major"]


def test_every_cell_finds_its_card_without_beats_too() -> None:
    timeline = make_free_timeline((0, "N"), (1.26, "Bb:maj7"), (63, "F:maj/3"), seconds=70)
    spoken = re.findall('data-spoken="(.*?)"', song.render(timeline, NAMING))
    assert set(spoken) - set(cards(timeline)) == {"no chord"}


def test_a_left_hand_gets_its_own_pictures() -> None:
    timeline = make_timeline("C:maj . . .")
    assert cards(timeline) != cards(timeline, left_handed=True)


def test_behind_a_capo_the_card_is_told_how_much_higher_it_sounds() -> None:
    timeline = make_timeline("Gb:maj . . .", key="Gb:maj")  # sounds in A
    assert 'class="moment-card" data-capo="3"' in song.render(timeline, NAMING, Adjustments(capo=3))
    assert 'class="moment-card" data-capo="0"' in song.render(timeline, NAMING)


def test_a_dozen_chords_are_light() -> None:
    timeline = make_timeline(
        " | ".join(f"{root}:{type_}7" for root in "CDEFGA" for type_ in ("maj", "min")), 1
    )
    assert len(cards(timeline)) == 12
    assert len(shapes.render(timeline, NAMING)) < 20_000


def test_a_song_without_a_chord_has_no_card() -> None:
    assert shapes.render(make_free_timeline((0, "N"), seconds=9.0), NAMING) == ""
