"""A song on the page in real Chromium: its chart, the light that follows the player, files to take away.

The recogniser is one that knows the song, so that every cell is known.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import gradio as gr
import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, Page, expect

import app
from model.chord_networks import Progress
from model.export import EXPORTERS
from model.prediction import Candidate, Prediction
from model.songs import HeardSong
from model.timeline import Timeline
from preprocessing.audio import AudioError
from preprocessing.layout import SAMPLE_RATE
from tests.helpers import light
from tests.helpers.browser import PATIENCE, WIDTHS, open_page, open_settings, upload
from tests.helpers.page import in_turn, serve
from tests.helpers.predictions import make_prediction
from tests.helpers.sounds import together
from tests.helpers.timelines import make_timeline
from tests.page.test_accessibility import AXE, grave, sideways
from ui import listen_tab
from ui.choices import ALL, TRIADS
from ui.chord import answer

SONG = make_timeline(
    "C:maj . . . | A:min7 . . . | F:maj . . G:7 | C:maj/3 . F:maj . "
    "| E:min . . . | A:min . D:7 . | N . G:sus4 G:7 | C:maj . . .",
    first=0.4,
    pace=0.4,
)
DOUBTED = replace(
    SONG.chords[2], confidence=0.48, sure=False, alternatives=(Candidate(SONG.chords[1].chord, 0.31),)
)
SONG = replace(SONG, chords=(*SONG.chords[:2], DOUBTED, *SONG.chords[3:]))
SIMPLE = make_timeline(
    "C:maj . . . | A:min . . . | F:maj . . G:maj" + "| C:maj . . ." * 5, first=0.4, pace=0.4
)
SENTENCE = "This file is damaged. Please export it again."


class Known:
    """Hears one known song in whatever is long, a known chord in what is short."""

    def __init__(self) -> None:
        self.may_end = Event()  # what is slow to hear

    def predict(self, path: str, vocabulary: str = ALL) -> Prediction:
        return make_prediction(("Db:min", 0.9))

    def decide_again(self, prediction: Prediction, vocabulary: str) -> Prediction:
        return prediction

    def hear_song(self, path: str, progress: Progress) -> HeardSong:
        if "refused" in Path(path).name:
            raise AudioError(SENTENCE)
        if "slow" in Path(path).name:
            progress(0.4)
            self.may_end.wait()
        return HeardSong(SONG.seconds, None, None, None)

    def decide_song(self, heard: HeardSong, vocabulary: str) -> Timeline:
        return SONG if vocabulary == ALL else SIMPLE


@pytest.fixture(scope="module")
def known() -> Known:
    return Known()


@pytest.fixture(scope="module")
def address(known: Known) -> Iterator[str]:
    with serve(known) as url:
        yield url


def write_sound(path: Path, seconds: float) -> Path:
    """A chord that is struck twice a second."""
    strokes = np.tile(
        together(48, 60, 64, 67, seconds=0.5) * np.linspace(1, 0, SAMPLE_RATE // 2), 2 * int(seconds)
    )
    soundfile.write(path, strokes, SAMPLE_RATE)
    return path


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sound(tmp_path_factory.mktemp("song") / "song.wav", SONG.seconds)


@pytest.fixture
def song(page: Page, sound: Path) -> Page:
    """The page with the song on it, ready to play."""
    upload(page, sound)
    expect(page.locator(".song .bar")).to_have_count(8, timeout=PATIENCE)
    page.locator("#duration").filter(has_not_text="0:00").wait_for()
    return page


def test_a_chord_is_named_while_a_song_is_listened_to() -> None:
    known = Known()
    shared = app.SharedRecognizer(known)
    steps = in_turn(shared.hear_song("slow.wav"))
    assert next(steps) == 0.4
    assert shared.predict("chord.wav").chord.label == "Db:min"
    known.may_end.set()
    assert next(steps) == {ALL: SONG, TRIADS: SIMPLE}


def test_a_song_that_somebody_leaves_is_listened_to_no_longer() -> None:
    class Patient(Known):
        heard = False

        def hear_song(self, path: str, progress: Progress) -> HeardSong:
            heard = super().hear_song(path, progress)
            progress(0.8)
            self.heard = True
            return heard

    patient = Patient()
    shared = app.SharedRecognizer(patient)
    steps = in_turn(shared.hear_song("slow.wav"))
    assert next(steps) == 0.4
    steps.close()
    patient.may_end.set()
    shared.song_pool.submit(int).result()  # by then it has ended
    assert not patient.heard


def test_another_song_may_follow_while_one_is_listened_to(
    browser: Browser, sound: Path, tmp_path: Path
) -> None:
    known = Known()
    with serve(known) as address:
        page = open_page(browser, address, "light", 1280)
        upload(page, write_sound(tmp_path / "slow.wav", 8))
        expect(page.locator("#answer .verdict")).to_have_text("40\u202f%", timeout=PATIENCE)
        upload(page, sound)
        expect(page.locator("#answer .verdict")).to_have_text("0\u202f%", timeout=PATIENCE)
        known.may_end.set()
        expect(page.locator(".song .bar")).to_have_count(8, timeout=PATIENCE)
        page.close()


def test_a_song_is_named_as_was_chosen_while_it_was_listened_to(browser: Browser, tmp_path: Path) -> None:
    known = Known()
    with serve(known) as address:
        page = open_page(browser, address, "light", 1280)
        upload(page, write_sound(tmp_path / "slow.wav", 8))
        expect(page.locator("#answer .verdict")).to_have_text("40\u202f%", timeout=PATIENCE)
        open_settings(page)
        page.get_by_label("Do Re Mi").check()
        page.keyboard.press("Escape")
        known.may_end.set()
        expect(page.locator("#answer .symbol")).to_have_text("Do major", timeout=PATIENCE)
        expect(page.locator("[data-take] b")).to_have_text("Do major")
        open_settings(page)
        page.get_by_label("C D E … B").check()
        expect(page.locator("[data-take] b")).to_have_text("C major")
        page.close()


def test_a_fault_of_ours_is_kept_from_the_visitor() -> None:
    steps = listen_tab.hear_on(app.SharedRecognizer(None), listen_tab.WaitingSong("song.wav"))
    assert list(in_turn(steps)) == [answer.UNEXPECTED]


def test_a_song_that_the_server_forgot_is_asked_for_again() -> None:
    with pytest.raises(gr.Error, match="Choose it again"):
        listen_tab.remembered(None)


def test_a_long_recording_is_answered_as_a_song(song: Page) -> None:
    expect(song.locator("#answer .symbol")).to_have_text("C major")
    expect(song.locator(".song .current")).to_have_text("C")
    expect(song.locator(".song .following b")).to_have_text("Am7?")
    expect(song.get_by_role("button", name="Bar 4, beat 1: C major over E")).to_be_visible()


def test_a_short_one_is_still_a_chord(page: Page, tmp_path: Path) -> None:
    upload(page, write_sound(tmp_path / "chord.wav", 2))
    expect(page.locator("#answer .name")).to_have_text("C♯ minor", timeout=PATIENCE)
    expect(page.locator(".song")).to_have_count(0)


def test_the_beat_that_sounds_is_lit(song: Page) -> None:
    play = song.locator(".song .play")
    play.click()
    expect(play).to_have_text("Pause")
    expect(song.locator(".song .now > .spoken")).to_have_text("A minor seventh")
    expect(song.locator(".song .cell[aria-current]")).to_have_attribute("data-spoken", "A minor seventh")
    play.click()
    expect(play).to_have_text("Play")
    lit, now = song.evaluate(NOW)
    assert lit <= now + 0.01 < lit + 0.41


NOW = """
() => [
  Number(document.querySelector('.song .beats .lit').dataset.time),
  [...document.querySelectorAll('#audio #waveform *')]
    .map((element) => element.shadowRoot?.querySelector('audio')).find(Boolean).currentTime,
]
"""


def test_a_cell_plays_from_where_it_is_and_says_its_doubt(song: Page) -> None:
    song.get_by_role("button", name="Bar 2, beat 1").click()
    lit, now = song.evaluate(NOW)
    assert now == pytest.approx(lit, abs=0.01) == pytest.approx(2.0)
    expect(song.locator(".song .doubted")).to_have_text("not sure: Am7 48\u202f%, C 31\u202f%")
    song.get_by_role("button", name="Bar 5, beat 1").click()
    expect(song.locator(".song .doubted")).to_have_text("")


def test_keys_step_from_chord_to_chord_and_play(song: Page) -> None:
    song.get_by_role("button", name="Bar 3, beat 1").click()
    song.keyboard.press("ArrowRight")
    focused = song.locator(":focus")
    expect(focused).to_have_accessible_name("Bar 3, beat 4: G seventh")
    song.keyboard.press("ArrowLeft")
    expect(focused).to_have_accessible_name("Bar 3, beat 1: F major")
    song.keyboard.press(" ")
    expect(song.locator(".song .play")).to_have_text("Pause")
    expect(focused).to_have_accessible_name("Bar 3, beat 1: F major")


def test_a_song_that_is_hidden_takes_no_keys(song: Page) -> None:
    song.get_by_role("tab", name="Practise").click()
    expect(song.locator(".song")).to_be_hidden()
    song.evaluate("document.activeElement.blur()")
    for key in ("?", "e", " "):
        song.keyboard.press(key)
    expect(song.locator("dialog[open]")).to_have_count(0)
    assert song.evaluate_handle(light.PLAYER).evaluate("(player) => player.paused")


def test_a_repeat_ends_with_its_recording_and_a_slow_speed_with_songs(song: Page, tmp_path: Path) -> None:
    player = song.evaluate_handle(light.PLAYER)
    song.get_by_role("button", name="Bar 2, beat 1").click()
    for key in ("l", "-"):
        song.keyboard.press(key)
    expect(song.locator(".song .repeats")).to_contain_text("Bar 2 repeats.")
    upload(song, write_sound(tmp_path / "other.wav", SONG.seconds + 1))
    expect(song.locator(".song .repeats")).to_have_text("", timeout=PATIENCE)
    expect(song.locator(".song")).to_be_visible()
    assert song.locator(".song").evaluate(LOOPED) == []
    assert player.evaluate("(player) => player.playbackRate") == 0.9
    upload(song, write_sound(tmp_path / "chord.wav", 2))
    expect(song.locator("#answer .name")).to_have_text("C♯ minor")
    assert player.evaluate("(player) => player.playbackRate") == 1


def test_simple_chords_and_other_names_come_without_hearing_again(song: Page) -> None:
    song.get_by_role("button", name="Bar 3, beat 4: G seventh").click()
    open_settings(song)
    song.get_by_label("Simple:").check()
    expect(song.get_by_role("button", name="Bar 3, beat 4: G major")).to_be_visible()
    expect(song.locator(".song [aria-current]")).to_have_accessible_name("Bar 3, beat 4: G major")
    song.get_by_label("Do Re Mi").check()
    expect(song.get_by_role("button", name="Bar 3, beat 4: Sol major")).to_be_visible()


LOOPED = "(song) => [...song.querySelectorAll('.looped')].map((cell) => cell.dataset.spoken)"


def test_a_section_repeats_as_slowly_as_one_likes(song: Page) -> None:
    view, told = song.locator(".song"), song.locator(".song .repeats")
    song.get_by_role("button", name="Bar 1, beat 1").click()
    song.keyboard.press("l")
    expect(told).to_contain_text("Bar 1 repeats. Tap")
    song.get_by_role("button", name="Bar 2, beat 1").click()
    expect(told).to_have_text("Bar 1 to Bar 2 repeat.")
    song.keyboard.press("Shift+ArrowRight")
    expect(song.locator(":focus")).to_have_accessible_name("Bar 3, beat 1: F major")
    song.get_by_role("button", name="Bar 8, beat 1").hover()
    song.mouse.down()
    song.get_by_role("button", name="Bar 7, beat 3").hover()
    song.mouse.up()
    assert view.evaluate(LOOPED) == ["G suspended fourth", "G seventh", "C major"]
    song.get_by_role("button", name="Bar 4, beat 1").click()
    song.get_by_role("button", name="Bar 4, beat 3").click(modifiers=["Shift"])
    song.keyboard.press("l")
    assert view.evaluate(LOOPED) == []
    song.get_by_role("button", name="Bar 4, beat 3").click()
    song.get_by_role("button", name="Bar 4, beat 3").click(modifiers=["Shift"])
    assert view.evaluate(LOOPED) == ["F major"]
    song.keyboard.press("-")
    song.keyboard.press("-")
    expect(song.get_by_label("Speed", exact=True)).to_have_value("0.8")
    player = song.evaluate_handle(light.PLAYER)
    assert player.evaluate("(player) => [player.playbackRate, player.preservesPitch]") == [0.8, True]
    song.keyboard.press(" ")
    visited = song.evaluate(
        """async (player) => {
          const times = [];
          const until = performance.now() + 2500;  // a half bar lasts 1 s at this speed
          while (performance.now() < until) {
            await new Promise(requestAnimationFrame);
            times.push(player.currentTime);
          }
          return [Math.min(...times), Math.max(...times)];
        }""",
        player,
    )
    assert visited == pytest.approx([6.0, 6.8], abs=0.1)
    song.get_by_label("Key", exact=True).select_option("2")
    expect(song.locator(".song .looped")).to_have_attribute("data-spoken", "G major")
    song.keyboard.press("?")
    expect(song.get_by_role("dialog", name="Keys")).to_be_visible()
    song.keyboard.press("Escape")
    expect(song.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_the_light_keeps_within_50_ms_of_the_sound(song: Page) -> None:
    song.locator(".song .play").click()
    assert light.p95(light.delays(song, seconds=6)) < 0.05


def wish(page: Page, wishes: dict[str, object]) -> None:
    page.locator(".song").evaluate(
        "(song, detail) => song.dispatchEvent(new CustomEvent('wish', {bubbles: true, detail}))", wishes
    )


def test_a_wish_is_granted_on_the_page_and_in_the_files(song: Page) -> None:
    wish(song, {"adjust": {"transpose": 2, "shift": 1}})
    expect(song.locator("#answer .symbol")).to_have_text("D major")
    expect(song.get_by_role("button", name="Pickup, beat 4: D major")).to_be_visible()
    wish(song, {"adjust": "nonsense"})
    open_settings(song)
    song.get_by_label("Simple:").check()
    expect(song.get_by_role("button", name="Bar 1, beat 4: B minor")).to_be_visible()
    with song.expect_download() as download:
        song.locator('.song [data-format="lab"]').click()
    assert download.value.path().read_text().splitlines()[1].endswith("D:maj")


def test_a_song_is_brought_into_another_key_and_tempo(song: Page) -> None:
    tools = song.get_by_role("group", name="Adjust")
    up = tools.get_by_role("button", name="A semitone up")
    up.click()
    up.click()
    expect(song.locator("#answer .symbol")).to_have_text("D major")
    tools.get_by_label("Capo at fret").select_option("2")
    expect(song.locator(".song .facts")).to_contain_text("D major · capo 2, as in C major")
    expect(song.get_by_role("button", name="Bar 2, beat 1: A minor seventh")).to_be_visible()
    song.get_by_role("button", name="Bar 3, beat 4").click()
    tools.get_by_role("button", name="Begin here").click()
    expect(song.get_by_role("button", name="Bar 3, beat 1: G seventh")).to_be_visible()
    expect(song.locator(".song [aria-current]")).to_have_accessible_name("Bar 3, beat 1: G seventh")
    tools.get_by_role("button", name="Half", exact=True).click()
    expect(tools.get_by_role("button", name="Half", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(song.locator(".song .facts")).to_contain_text("75 beats a minute")
    tools.get_by_label("Chords").select_option("triads")
    expect(song.locator("#vocabulary input[value=triads]")).to_be_checked()
    tools.get_by_role("button", name="As heard").click()
    expect(song.locator(".song .facts")).to_have_text("C major · 150 beats a minute · 4/4")
    expect(tools.get_by_label("Key", exact=True)).to_have_value("0")


def test_on_a_phone_a_doubt_leaves_the_chart_where_it_is(song: Page) -> None:
    song.set_viewport_size({"width": 390, "height": 844})
    song.get_by_role("button", name="Adjust").click()
    song.get_by_label("Capo at fret").select_option("2")
    expect(song.locator(".song .facts")).to_contain_text("capo 2")
    song.get_by_role("button", name="Done").click()
    line, heights = song.locator(".song .now"), []
    for bar, doubt in ((1, ""), (2, "not sure: Gm7 48\u202f%, B♭ 31\u202f%")):
        song.get_by_role("button", name=f"Bar {bar}, beat 1").click()
        expect(song.locator(".song .doubted")).to_have_text(doubt)
        heights.append(line.bounding_box()["height"])
    assert heights[0] == heights[1]


def test_on_the_narrowest_phone_nothing_sticks_out(song: Page) -> None:
    song.set_viewport_size({"width": 320, "height": 640})
    song.get_by_role("button", name="Adjust").click()
    done = song.get_by_role("button", name="Done")
    assert done.evaluate("button => button.getBoundingClientRect().right") <= 320
    done.click()
    record, file = (song.get_by_role("button", name=name) for name in ("Record again", "Another file"))
    assert record.bounding_box()["x"] < file.bounding_box()["x"]  # side by side


def test_numerals_stay_until_one_wants_them_no_more(song: Page) -> None:
    switch, view = song.get_by_role("button", name="Numerals"), song.locator(".song")
    printed = "(song) => getComputedStyle(song.querySelectorAll('.cell')[1], '::before').content"
    assert view.evaluate(printed) == "none"
    switch.click()
    assert view.evaluate(printed) == '"vi7"'
    song.get_by_label("Key", exact=True).select_option("2")
    expect(song.locator("#answer .symbol")).to_have_text("D major")
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert view.evaluate(printed) == '"vi7"'
    switch.click()
    assert view.evaluate(printed) == "none"


def test_the_shape_follows_the_song_and_is_as_one_left_it(song: Page) -> None:
    card, opener = song.locator(".song .moment-card"), song.locator(".song .moment > summary")
    song.get_by_role("button", name="Bar 4, beat 1").click()
    expect(card.get_by_role("button", name="Hear it: C major over E")).to_be_visible()
    card.get_by_role("button", name="Piano").click()
    song.locator(".song .play").focus()
    song.keyboard.press("ArrowRight")
    expect(card.get_by_role("button", name="Hear it: F major")).to_be_visible()
    expect(card.locator(".shapes:visible")).to_have_attribute("data-for", "Piano")
    song.get_by_label("Key", exact=True).select_option("2")
    expect(card.get_by_role("button", name="Hear it: G major")).to_be_visible()
    song.get_by_role("button", name="Bar 7, beat 1: no chord").click()
    expect(card).to_be_hidden()
    song.get_by_role("button", name="Bar 1, beat 1").click()
    opener.press(" ")  # which does not play
    expect(song.locator(".song .play")).to_have_text("Play")
    expect(card).to_be_hidden()
    song.get_by_label("Key", exact=True).select_option("0")
    expect(song.locator("#answer .symbol")).to_have_text("C major")
    expect(card).to_be_hidden()


@pytest.mark.parametrize("name", ["midi", "lab"])
def test_the_chart_can_be_taken_away(song: Page, name: str) -> None:
    song.locator(".song [data-title]", has_text="song").wait_for(state="attached")  # the name of its file
    with song.expect_download() as download:
        song.locator(f'.song [data-format="{name}"]').click()
    assert download.value.suggested_filename == "song" + EXPORTERS[name].suffix
    assert download.value.path().read_bytes() == EXPORTERS[name].export(replace(SONG, title="song"))


def test_what_cannot_be_heard_gets_a_sentence(page: Page, tmp_path: Path) -> None:
    upload(page, write_sound(tmp_path / "refused.wav", 8))
    expect(page.locator("#answer .sentence")).to_have_text(SENTENCE, timeout=PATIENCE)


def test_who_goes_on_to_a_chord_is_not_interrupted_by_the_song(
    page: Page, known: Known, tmp_path: Path
) -> None:
    upload(page, write_sound(tmp_path / "slow.wav", 8))
    expect(page.locator("#answer .name")).to_have_text("A song", timeout=PATIENCE)
    expect(page.locator("#answer .verdict")).to_have_text("40\u202f%")
    page.get_by_role("button", name="Piano", exact=True).click()
    expect(page.locator("#answer .name")).to_have_text("C♯ minor", timeout=PATIENCE)
    known.may_end.set()
    page.wait_for_timeout(1_000)
    expect(page.locator("#answer .name")).to_have_text("C♯ minor")


TOPS = """
[...document.querySelectorAll('.song .tools > *')].filter((tool) => tool.offsetHeight)
  .map((tool) => Math.round(tool.getBoundingClientRect().top))
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stands_in_the_way(
    browser: Browser, address: str, sound: Path, theme: str, width: int
) -> None:
    page = open_page(browser, address, theme, width)
    upload(page, sound)
    page.get_by_role("button", name="Bar 2, beat 1").click()
    page.locator("#duration").filter(has_not_text="0:00").wait_for()
    page.add_script_tag(path=AXE)
    assert (grave(page), sideways(page)) == ([], 0)
    if width < 760:
        page.locator(".song .moment > summary").click()
        expect(page.locator(".song .moment-card .fretboard:visible")).to_be_visible()
        assert len(set(page.evaluate(TOPS))) == 1
        page.get_by_role("button", name="Adjust").click()
        expect(page.locator(":focus")).to_have_accessible_name("Key")
        page.get_by_role("button", name="Numerals").click()
        assert (grave(page), sideways(page)) == ([], 0)
        page.keyboard.press("Escape")
        expect(page.get_by_label("Capo at fret")).to_be_hidden()
        expect(page.locator(":focus")).to_have_accessible_name("Adjust")
    else:
        page.get_by_role("button", name="Numerals").click()
    assert (grave(page), sideways(page)) == ([], 0)
    page.close()
