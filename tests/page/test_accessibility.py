"""axe-core on every tab, empty and with a result, in both themes and at both widths."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers.browser import WIDTHS, chromium, open_page
from tests.helpers.needs import require

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    require(AXE.exists(), "axe-core is not installed: npm ci --prefix tests")
    with chromium() as opened:
        yield opened


@pytest.fixture(params=[(theme, width) for theme in ("light", "dark") for width in WIDTHS], ids=str)
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    theme, width = request.param
    opened = open_page(browser, address, theme, width)
    opened.get_by_role("button", name="Record", exact=True).wait_for()
    opened.add_script_tag(path=AXE)
    yield opened
    opened.close()


def grave(page: Page) -> list[str]:
    """What axe finds that is serious or critical, one line each."""
    found = [violation for violation in page.evaluate(RUN) if violation["impact"] in GRAVE]
    return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


def sideways(page: Page) -> int:
    """How many pixels wider than its window the page is."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_the_page_before_and_after_an_answer(page: Page) -> None:
    assert (grave(page), sideways(page)) == ([], 0)
    page.get_by_role("button", name="Phone").click()
    expect(page.locator("#results")).to_be_visible()
    page.locator("#duration").filter(has_not_text="0:00").wait_for()
    assert (grave(page), sideways(page)) == ([], 0)
    page.get_by_role("button", name="One note").click()
    expect(page.locator("#answer .symbol")).to_contain_text("Single note")
    assert (grave(page), sideways(page)) == ([], 0)


def test_practising(page: Page) -> None:
    page.get_by_role("tab", name="Practise").click()
    expect(page.locator("#explored .ask")).to_be_visible()
    assert (grave(page), sideways(page)) == ([], 0)
    page.get_by_role("button", name="Start").click()
    page.locator("#guess").get_by_label("minor", exact=True).check()
    page.locator("#player #duration").filter(has_not_text="0:00").wait_for()
    assert (grave(page), sideways(page)) == ([], 0)
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator("#explored .side-truth")).to_be_visible()
    page.get_by_role("button", name="Which clips").click()
    assert (grave(page), sideways(page)) == ([], 0)


def test_what_programmers_read(page: Page) -> None:
    page.get_by_role("tab", name="For programs").click()
    expect(page.locator(".programs")).to_be_visible()
    assert (grave(page), sideways(page)) == ([], 0)
