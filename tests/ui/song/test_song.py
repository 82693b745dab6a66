"""The chart of a song as HTML: what it names, marks and hides."""

import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from model.adjust import Adjustments, fingered
from model.chart import facts
from model.harte import parse
from model.prediction import Candidate
from model.timeline import Timeline
from tests.helpers.needs import require
from tests.helpers.timelines import SONGS, key_regions, make_free_timeline, make_timeline, timed_chords
from ui.naming import FLATS, GERMAN, SHARPS, Naming
from ui.song import song

NAMING = Naming()
SONG = make_timeline("C:maj . . . | A:min . F:maj . | N . G:7 . | C:maj/3 . . .")


def labels(html: str) -> list[str]:
    """What a screen reader says of each cell."""
    return [
        unescape(label) for label in re.findall('<span class="spoken">(.*?)</span><span class="chord"', html)
    ]


def printed(html: str) -> list[str]:
    """The text in each cell."""
    cells = re.findall('<span class="chord" aria-hidden="true">(.*?)</span><span class="beats">', html)
    return [unescape(re.sub("<.*?>", "", cell)) for cell in cells]


def doubtful(timeline: Timeline, place: int, *others: tuple[str, float]) -> Timeline:
    """The same with one chord in doubt."""
    alternatives = tuple(Candidate(parse(label), probability) for label, probability in others)
    chords = list(timeline.chords)
    chords[place] = replace(chords[place], confidence=0.48, sure=False, alternatives=alternatives)
    return replace(timeline, chords=tuple(chords))


def test_a_cell_names_its_chord_where_it_begins_and_again_in_each_bar() -> None:
    html = song.render(make_timeline("C:maj . . . | . . F#:min ."), NAMING)
    assert printed(html) == ["C", "C", "F♯m"]
    assert labels(html) == [
        "Bar 1, beat 1: C major",
        "Bar 2, beat 1: C major",
        "Bar 2, beat 3: F-sharp minor",
    ]


def test_a_silence_and_a_bass_are_cells_too() -> None:
    assert printed(song.render(SONG, NAMING)) == ["C", "Am", "F", "N.C.", "G7", "C/E"]


@pytest.mark.parametrize("timeline", SONGS.values(), ids=SONGS)
def test_every_beat_can_be_lit(timeline: Timeline) -> None:
    html = song.render(timeline, NAMING)
    assert [float(time) for time in re.findall('data-time="(.*?)"', html)] == [
        pytest.approx(beat.time, abs=1e-3) for beat in timeline.beats
    ]


def test_a_chord_before_the_first_beat_or_after_the_last_has_cells_that_can_be_lit() -> None:
    ends = ((0, "D:min"), (2, "C:maj"), (4, "Ab:maj"))
    timeline = replace(
        make_timeline("C:maj . . .", first=2.0), seconds=6.0, chords=timed_chords(*ends, seconds=6.0)
    )
    html = song.render(timeline, NAMING)
    assert printed(html) == ["Dm", "C", "A♭"]
    assert [float(time) for time in re.findall('data-time="(.*?)"', html)] == [0.5 * i for i in range(12)]


def test_a_pickup_stands_at_the_end_of_its_bar() -> None:
    html = song.render(make_timeline("G:7 | C:maj . . ."), NAMING)
    assert labels(html) == ["Pickup, beat 4: G seventh", "Bar 1, beat 1: C major"]
    assert re.findall('grid-column:(.*?)"', html) == ["4 / span 1", "1 / span 4"]


def test_chords_are_spelled_by_the_key_of_their_bar_which_is_named_where_it_changes() -> None:
    timeline = make_timeline("Gb:maj . | B:maj . | Gb:maj . | B:maj .", metre=2, key="Gb:maj")
    changed = replace(timeline, keys=key_regions((0, "Gb:maj"), (2.52, "B:maj"), seconds=timeline.seconds))
    html = song.render(changed, NAMING)
    assert printed(html) == ["G♭", "C♭", "F♯", "B"]
    assert len(re.findall('class="key">', html)) == 1
    assert 'class="key">B major<' in html


def test_a_progression_is_named_in_the_bar_where_it_begins() -> None:
    bars = "G:maj | C:maj . . . | D:min7 . G:7 . | C:maj . D:min7 G:7 | C:maj . . . | F:maj . F:min . | C:maj"
    html = song.render(make_timeline(bars), NAMING)
    assert re.findall('class="number">(.*?)<button', html) == [
        "</span>",
        "1</span>",
        '2<span class="progression">ii–V–I ×2</span></span>',
        "3</span>",
        "4</span>",
        '5<span class="progression">minor subdominant</span></span>',
        "6</span>",
    ]
    free = make_free_timeline((0, "C:maj"), (2, "F:maj"), (4, "F:min"), (6, "C:maj"), seconds=8)
    assert '0:02.0<span class="progression">minor subdominant<' in song.render(free, NAMING)


def test_numerals_are_those_of_the_key_of_the_bar() -> None:
    timeline = make_timeline("Gb:maj . | B:maj . | N . | B:maj/3 .", metre=2, key="Gb:maj")
    changed = replace(timeline, keys=key_regions((0, "Gb:maj"), (2.52, "B:maj"), seconds=timeline.seconds))
    html = song.render(changed, NAMING)
    assert re.findall('data-numeral="(.*?)"', html) == ["I", "IV", "I/3"]
    assert "data-numerals" in html
    assert "data-numeral" not in song.render(replace(timeline, keys=()), NAMING)


def test_numerals_tell_dominants_of_the_chord_that_follows() -> None:
    html = song.render(make_timeline("C:maj . . . | D:7 . D:7 . | G:7 . . ."), NAMING)
    assert re.findall('data-numeral="(.*?)"', html) == ["I", "V7/V", "V7"]


def test_numerals_stay_in_another_key_and_behind_a_capo() -> None:
    moved = fingered(SONG, Adjustments(transpose=4, capo=3))
    assert re.findall('data-numeral="(.*?)"', song.render(moved, NAMING)) == ["I", "vi", "IV", "V7", "I/3"]


def test_a_person_may_want_other_names() -> None:
    timeline = make_timeline("Gb:maj . | B:maj .", metre=2, key="Gb:maj")
    assert printed(song.render(timeline, Naming(SHARPS))) == ["F♯", "B"]
    assert printed(song.render(timeline, Naming(FLATS, GERMAN))) == ["Ges", "H"]
    assert facts(timeline, Naming(FLATS, GERMAN).key_name)[0] == "Ges major"


def test_a_doubt_is_marked_and_says_what_else_it_may_be() -> None:
    html = song.render(doubtful(SONG, 2, ("F#:hdim7", 0.3), ("F:maj", 0.12)), NAMING)
    assert printed(html)[1] == "Am?"
    assert html.count("cell-unsure") == 1
    assert 'data-doubt="not sure: Am 48\u202f%, F♯m7♭5 30\u202f%, F 12\u202f%"' in html
    assert labels(html)[1] == (
        "Bar 2, beat 1: A minor, not sure: A minor 48\u202f%,"
        " F-sharp half-diminished seventh 30\u202f%, F major 12\u202f%"
    )


def test_without_beats_chords_stand_beside_the_times_they_begin() -> None:
    html = song.render(make_free_timeline((0, "N"), (1.26, "Bb:maj7"), (63, "F:maj/3"), seconds=70), NAMING)
    assert labels(html) == ["0:00.0: no chord", "0:01.3: B-flat major seventh", "1:03.0: F major over A"]
    assert "chart-free" in html


def test_the_answer_is_key_tempo_and_the_chords_that_sound_longest() -> None:
    told = song.summary(SONG, NAMING)
    assert ">C major<" in told
    assert "120 beats a minute\u00a0· 4/4\u00a0· 4 bars\u00a0· 5 chords" in told
    assert '<p class="notes"><span>C</span><span>C/E</span><span>Am</span>' in told


def test_behind_a_capo_the_key_that_sounds_is_told_and_the_chords_that_are_held() -> None:
    adjustments = Adjustments(transpose=2, capo=2)
    told = song.summary(SONG, NAMING, adjustments)
    assert ">D major<" in told
    assert "capo 2, as in C major\u00a0· 120 beats a minute" in told
    assert '<p class="notes"><span>C</span>' in told
    assert "D major\u00a0· capo 2, as in C major" in song.render(SONG, NAMING, adjustments)


def test_a_song_without_key_or_chord_has_an_answer_too() -> None:
    told = song.summary(replace(make_free_timeline((0, "N"), seconds=9.0), keys=()), NAMING)
    assert ">A song<" in told
    assert "0 chords" in told


def test_every_format_has_its_button() -> None:
    assert set(re.findall('data-format="(.*?)"', song.render(SONG, NAMING))) == {
        "midi",
        "musicxml",
        "chordpro",
        "csv",
        "lab",
        "jams",
    }


@pytest.mark.parametrize(
    "script", sorted(Path(__file__).parent.glob("*.test.mjs")), ids=lambda path: path.name
)
def test_its_scripts_do_their_work(script: Path) -> None:
    require(shutil.which("node") is not None, "Node is not installed")
    done = subprocess.run(["node", "--test", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
