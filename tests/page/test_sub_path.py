"""The page behind a reverse proxy, under a sub-path, as docs/deploy.md sets it up."""

import os
from collections.abc import Iterator

import httpx
import pytest
from gradio_client import Client, handle_file
from playwright.sync_api import expect

from tests.helpers.browser import chromium, upload
from tests.helpers.proxy import proxy
from tests.helpers.server import running
from tests.helpers.visitors import Player
from ui.page import EXAMPLES

SUB_PATH = "/chords"
PATIENCE = 30_000  # ms


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The proxy's address, sub-path and all."""
    environment = {**os.environ, "GRADIO_ROOT_PATH": SUB_PATH}
    with running(environment=environment) as server, proxy(server.address, SUB_PATH) as outside:
        yield outside


def test_the_whole_page_works(address: str) -> None:
    failed = []
    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("response", lambda response: response.ok or failed.append(response.url))
        page.goto(f"{address}/")
        upload(page, EXAMPLES["Guitar"])
        expect(page.locator("#answer .name")).to_have_text("A minor", timeout=PATIENCE)
        page.locator("#duration").filter(has_not_text="0:00").wait_for()  # the recording came back
        page.get_by_role("tab", name="Practise").click()
        page.get_by_role("button", name="Start").click()
        expect(page.locator("#score .score")).to_contain_text("Clip 1", timeout=PATIENCE)
        page.get_by_role("tab", name="For programs").click()
        expect(page.locator(".programs .address").first).to_have_text(address)
    assert failed == []


def test_what_is_played_is_named(address: str) -> None:
    with httpx.Client() as http:
        event, answer = Player(address, http).ask("chord.flac", EXAMPLES["Piano"].read_bytes())
    assert (event, answer["chord"]) == ("complete", "C:maj")


def test_programs_are_answered(address: str) -> None:
    client = Client(f"{address}/", verbose=False)
    assert client.predict(handle_file(EXAMPLES["Piano"]), api_name="/recognize")["chord"] == "C:maj"
