"""Practising by ear in real Chromium."""

from playwright.sync_api import Page, expect

from tests.helpers.browser import PATIENCE

PHONE = {"width": 390, "height": 844}
PLAYING = """[...document.querySelectorAll("#player *")]
  .some((element) => element.shadowRoot?.querySelector("audio")?.paused === false)"""


def practise(page: Page) -> None:
    page.get_by_role("tab", name="Practise").click()
    expect(page.locator("#explored .ask")).to_be_visible(timeout=PATIENCE)


def test_a_chord_is_heard_guessed_and_revealed_by_keys_alone(page: Page) -> None:
    practise(page)
    score, panels = page.locator("#score .score"), page.locator("#explored")
    expect(score).to_have_text("42 clips")
    assert not page.evaluate(PLAYING)
    page.get_by_role("button", name="Start").press("Enter")
    expect(score).to_have_text("Clip 1 of 42")
    page.wait_for_function(PLAYING)
    guess = page.locator("#guess")
    guess.get_by_label("C", exact=True).press("Space")
    guess.get_by_label("minor", exact=True).press("Space")
    expect(panels.locator(".symbol")).to_have_count(0)
    page.get_by_role("button", name="Reveal").press("Enter")
    expect(score).to_have_text("Clip 1 of 42 · you 0 of 1 right · Chordscope 1 of 1")
    expect(panels.locator(".side-guess .symbol")).to_have_text("Cm")
    assert panels.locator(".bar-true").count() == 2
    expect(guess).to_be_hidden()
    expect(page.get_by_role("button", name="Next", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(score).to_contain_text("Clip 2 of 42")
    expect(panels.locator(".ask")).to_be_visible()
    assert guess.locator("input:checked").count() == 0
    page.get_by_role("button", name="Previous", exact=True).click()
    expect(score).to_contain_text("Clip 1 of 42")
    expect(panels.locator(".ask")).to_be_visible()


def test_the_test_set_can_be_chosen_from_and_walks_by_itself(page: Page) -> None:
    page.set_viewport_size(PHONE)
    practise(page)
    score = page.locator("#score .score")
    page.get_by_role("button", name="Which clips").click()
    page.get_by_label("Show the chord at once").check()
    page.get_by_label("Automatic").check()
    expect(score).to_contain_text("Clip 2 of 42", timeout=PATIENCE)
    expect(page.locator("#explored .side-truth")).to_be_visible()
    page.get_by_label("Automatic").uncheck()
    page.get_by_role("combobox", name="Instrument").click()
    page.get_by_role("option", name="Noise").click()
    expect(score).to_contain_text("Clip 1 of 1")
    page.get_by_role("combobox", name="Type").click()
    page.get_by_role("option", name="major", exact=True).click()
    expect(score).to_contain_text("No clip fits")
    box = score.bounding_box()
    assert box["x"] + box["width"] <= PHONE["width"]
    expect(page.locator("#player")).to_be_hidden()
    expect(page.get_by_role("button", name="Start")).to_be_disabled()
