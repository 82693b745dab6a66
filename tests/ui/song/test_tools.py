"""The tools beside a song's chart: what they offer, and what they wish."""

import json
import re
from dataclasses import replace
from html import unescape

from model.adjust import AS_HEARD, Adjustments, transposed
from tests.helpers.timelines import make_free_timeline, make_timeline
from ui.naming import GERMAN, USUAL, Naming
from ui.song import tools

NAMING = Naming()
SONG = make_timeline("Bb:maj . . . | G:min . . . | Eb:maj . . . | F:7 . . .", key="Bb:maj")


def options(html: str, name: str) -> dict[str, str]:
    """The options of a choice, by what they set."""
    (inner,) = re.findall(f'<select[^>]* name="{name}"[^>]*>(.*?)</select>', html)
    return dict(re.findall('<option value="(.*?)">(.*?)</option>', inner))


def buttons(html: str) -> dict[str, dict[str, int]]:
    """What each button wishes, by its label."""
    found = re.findall("data-set='(.*?)'[^>]*>(.*?)</button>", html)
    return {unescape(label): json.loads(values) for values, label in found}


def test_every_key_can_be_chosen() -> None:
    offered = options(tools.render(SONG, NAMING, AS_HEARD), "transpose")
    assert len(offered) == 12
    assert offered["0"] == "B♭ major (as heard)"
    assert (offered["2"], offered["-1"]) == ("C major (+2)", "A major (−1)")
    assert options(tools.render(SONG, Naming(USUAL, GERMAN), AS_HEARD), "transpose")["1"] == "H major (+1)"


def test_the_keys_are_those_of_what_was_heard_after_an_adjustment_too() -> None:
    adjustments = Adjustments(transpose=2, capo=5)
    html = tools.render(transposed(SONG, 2 - 5), NAMING, adjustments)
    assert options(html, "transpose")["0"] == "B♭ major (as heard)"
    assert options(html, "capo")["5"] == "5, as in G major"
    assert json.loads(re.search("data-adjustments='(.*?)'", html)[1]) == vars(adjustments)


def test_a_capo_spares_barre_chords() -> None:
    html = tools.render(SONG, NAMING, AS_HEARD)
    assert "Barre chords >\u202f99\u202f% of the time; none with" in html
    assert buttons(html)["capo 3"] == {"capo": 3}
    assert buttons(html)["in G major"] == {"transpose": -3, "capo": 0}


def test_who_follows_the_advice_gets_no_other() -> None:
    assert "advice" not in tools.render(transposed(SONG, -3), NAMING, Adjustments(capo=3))


def test_switches_of_tempo_go_on_and_off() -> None:
    assert buttons(tools.render(SONG, NAMING, AS_HEARD))["Double"] == {"pace": 1}
    html = tools.render(SONG, NAMING, Adjustments(pace=1, shift=2))
    assert buttons(html)["Double"] == {"pace": 0}
    assert html.count('aria-pressed="true">Double<') == 1
    assert buttons(html)["One beat later"] == {"shift": 3}
    assert buttons(html)["As heard"] == {"transpose": 0, "capo": 0, "pace": 0, "shift": 0}


def test_at_half_the_tempo_a_beat_later_is_two_that_were_heard() -> None:
    html = tools.render(SONG, NAMING, Adjustments(pace=-1, shift=1))
    assert buttons(html)["One beat later"] == {"shift": 3}
    assert 'data-bar-here="2"' in html
    assert 'data-bar-here="1"' in tools.render(SONG, NAMING, AS_HEARD)


def test_without_beats_there_is_no_tempo_and_without_key_only_semitones() -> None:
    free = make_free_timeline((0, "N"), (1, "C:maj"), seconds=3.0)
    assert "Tempo" not in tools.render(free, NAMING, AS_HEARD)
    offered = options(tools.render(replace(free, keys=()), NAMING, AS_HEARD), "transpose")
    assert (offered["-1"], offered["0"]) == ("−1", "as heard")
