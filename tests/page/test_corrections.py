"""A song corrected in real Chromium: what is kept, what is shown, what is taken away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.helpers.browser import PATIENCE, open_page, upload
from tests.helpers.page import serve
from tests.page.test_accessibility import AXE, grave, sideways
from tests.page.test_song import SONG, Known, write_sound

BAR_1, BAR_2, BAR_5 = "Bar 1, beat 1", "Bar 2, beat 1", "Bar 5, beat 1"
STORED = "Object.values(JSON.parse(localStorage.getItem('chordscope-corrections') ?? '{}')).flat()"
TITLE = "My Tune"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve(Known()) as url:
        yield url


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sound(tmp_path_factory.mktemp("song") / "My_Tune.wav", SONG.seconds)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield opened
    opened.close()


@pytest.fixture
def song(context: BrowserContext, address: str, sound: Path) -> Page:
    """The page with the song on it, and the recording recognised."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    bring(page, sound)
    return page


def bring(page: Page, sound: Path) -> None:
    upload(page, sound)
    page.locator(".song [data-title]", has_text=TITLE).wait_for(state="attached")


def cell(page: Page, where: str) -> Locator:
    return page.get_by_role("button", name=where)


def saved(page: Page, format_: str) -> tuple[str, str]:
    """The name and the text of a file that is taken away."""
    with page.expect_download() as download:
        page.locator(f".song [data-{format_}]").click()
    return download.value.suggested_filename, download.value.path().read_text()


def test_a_song_is_corrected_kept_and_taken_away(song: Page, sound: Path) -> None:
    sent = []
    song.on("request", lambda request: sent.append(request.url + str(request.post_data_buffer)))

    # Two clicks: the chord that is wrong, and what it is.
    song.get_by_role("button", name="Correct").click()
    cell(song, BAR_2).click()
    song.get_by_role("group", name="It is").get_by_role("button", name="C", exact=True).click()
    expect(song.locator(":focus")).to_have_accessible_name("Bar 2, beat 1: C major, corrected")
    expect(song.locator(".song .kept")).to_have_text("1 correction, kept in this browser")

    # The second half of a bar, in words of one's own, of which one is not understood and one too much.
    cell(song, BAR_5).click()
    song.get_by_role("button", name="Split before beat 3").click()
    expect(song.get_by_role("button", name="beats 3 to 4")).to_have_attribute("aria-pressed", "true")
    chord = song.get_by_label("Another chord")
    chord.fill("Foo")
    chord.press("Enter")
    expect(song.locator(".editor .said")).to_contain_text("“Foo” is no chord that I can read.")
    chord.fill("Ebmaj9/G")
    chord.press("Enter")
    song.get_by_role("button", name="Take E♭maj7/G").click()
    expect(cell(song, "Bar 5, beat 3: E-flat major seventh over G, corrected")).to_be_visible()
    expect(cell(song, "Bar 5, beat 1: E minor")).to_be_visible()

    # What is typed while the song is shown higher is kept as it was heard; it can be merged and undone.
    song.get_by_label("Key", exact=True).select_option("2")
    cell(song, "Bar 1, beat 1: D major").click()
    chord.fill("Bm7")
    chord.press("Enter")
    expect(cell(song, "Bar 1, beat 1: B minor seventh, corrected")).to_be_visible()
    assert [one["label"] for one in song.evaluate(STORED)] == ["C:maj", "Eb:maj7/3", "A:min7"]
    cell(song, BAR_1).click()
    song.get_by_role("button", name="Merge with the next").click()
    expect(cell(song, "Bar 2, beat 1: B minor seventh, corrected")).to_be_visible()
    song.get_by_role("button", name="Undo").click()
    expect(cell(song, "Bar 2, beat 1: D major, corrected")).to_be_visible()
    song.get_by_role("button", name="Undo").click()
    expect(song.locator(".song .kept")).to_have_text("2 corrections, kept in this browser")

    # Another visit, and the same file.
    song.reload()
    bring(song, sound)
    expect(cell(song, "Bar 5, beat 3: E-flat major seventh over G, corrected")).to_be_visible()
    simple = song.locator(".song").get_by_label("Chords")
    simple.select_option("triads")
    expect(cell(song, "Bar 5, beat 3: E-flat major over G, corrected")).to_be_visible()
    simple.select_option("all")
    expect(cell(song, "Bar 5, beat 3: E-flat major seventh over G, corrected")).to_be_visible()

    (print_,) = song.evaluate("Object.keys(JSON.parse(localStorage.getItem('chordscope-corrections')))")
    assert len(print_) == 64
    assert len(sent) > 10
    assert not any(print_ in request for request in sent)  # which never leaves the browser

    name, lab = saved(song, "format=lab")
    assert name == f"{TITLE}.lab"
    assert "7.600\t8.400\tEb:maj7/3\n" in lab
    name, text = saved(song, "save")
    assert name == f"{TITLE}.txt"
    assert text.startswith(f"{TITLE}\nC major, 150 beats a minute, 4/4\n\n| C ")
    song.get_by_role("button", name="Copy as text").click()
    expect(song.locator(".takeaway .told")).to_have_text("Copied.")
    assert song.evaluate("navigator.clipboard.readText()") == text

    song.get_by_role("button", name="Forget all").click()
    assert song.evaluate(STORED) == []
    expect(song.locator(".song .kept")).to_contain_text("kept until you leave")


WISH = """document.querySelector('.song').dispatchEvent(
  new CustomEvent('wish', {bubbles: true, detail: {adjust: {transpose: 2}}}))"""


def test_the_editor_stays_while_the_chart_is_drawn_anew(song: Page) -> None:
    cell(song, BAR_2).dblclick()
    typed = song.locator(".editor input")
    typed.fill("Ebmaj7")
    song.evaluate(WISH)  # as what was wished a moment before
    expect(song.locator(".song .cell").first).to_have_attribute("data-spoken", "D major")
    expect(typed).to_have_value("Ebmaj7")
    expect(typed).to_be_focused()
    expect(song.locator(".editor .offers button").first).to_be_visible()
    song.keyboard.press("Escape")
    expect(song.locator(".editor")).to_be_hidden()
    cell(song, BAR_1).click()
    expect(song.locator(":focus")).to_have_accessible_name("Bar 1, beat 1: D major")


def test_another_recording_has_corrections_of_its_own(song: Page, tmp_path: Path) -> None:
    song.get_by_role("button", name="Correct").click()
    cell(song, BAR_1).click()
    song.get_by_role("group", name="It is").get_by_role("button", name="N.C.").click()
    expect(cell(song, "Bar 1, beat 1: no chord, corrected")).to_be_visible()
    song.reload()
    bring(song, write_sound(tmp_path / "My Tune 2.wav", SONG.seconds + 1))
    expect(song.locator(".song [data-title]")).to_have_text("My Tune 2")
    expect(cell(song, "Bar 1, beat 1: C major")).to_be_visible()
    expect(song.locator(".song .kept")).to_have_text("")


def test_the_editor_opens_in_three_ways_and_the_chart_is_printed_without_it(song: Page) -> None:
    editor = song.locator(".editor")
    cell(song, BAR_2).focus()
    song.keyboard.press("e")
    expect(editor.get_by_role("heading")).to_have_text("Bar 2, beat 1")
    song.keyboard.press("Escape")
    expect(editor).to_be_hidden()
    expect(song.locator(":focus")).to_have_accessible_name(
        "Bar 2, beat 1: A minor seventh, not sure: A minor seventh 48\u202f%, C major 31\u202f%"
    )
    cell(song, BAR_5).dblclick()
    expect(editor.get_by_role("heading")).to_have_text("Bar 5, beat 1")
    song.get_by_role("button", name="Hear it", exact=True).click()
    expect(song.locator(".song [data-song-play]")).to_have_text("Pause")
    song.get_by_role("button", name="Close").click()
    cell(song, BAR_1).dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True})
    expect(editor.get_by_role("heading")).to_have_text("Bar 1, beat 1")
    song.keyboard.press("Escape")

    # On paper there is the chart alone, black on white.
    song.emulate_media(media="print", color_scheme="dark")
    assert song.locator(".song .sheet").inner_text().splitlines()[0] == TITLE
    assert song.evaluate(SHOWN) == 0
    assert song.evaluate(COLOURS) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    for paper in ("A4", "Letter"):
        assert song.pdf(format=paper).count(b"/Type /Page\n") == 1


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_nothing_stands_in_the_way(
    browser: Browser, address: str, sound: Path, theme: str, width: int
) -> None:
    page = open_page(browser, address, theme, width)
    bring(page, sound)
    page.get_by_role("button", name="Correct").click()
    cell(page, BAR_2).click()
    page.get_by_role("button", name="Split before beat 3").click()
    page.add_script_tag(path=AXE)
    assert (grave(page), sideways(page)) == ([], 0)
    page.get_by_role("group", name="It is").get_by_role("button", name="C", exact=True).click()
    page.locator(".cell-corrected").wait_for()
    assert (grave(page), sideways(page)) == ([], 0)
    page.close()


SHOWN = """
[...document.querySelectorAll('h1, footer, #audio, #choices, .now, .takeaway, .correct')]
  .filter((element) => element.checkVisibility()).length
"""
COLOURS = """[
  getComputedStyle(document.querySelector('.song .chord')).color,
  getComputedStyle(document.body).backgroundColor,
]"""
