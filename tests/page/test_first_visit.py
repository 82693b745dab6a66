"""The first visit: what it weighs, and whom it asks."""

from urllib.parse import urlsplit

import gradio as gr
from playwright.sync_api import Browser

from tests.helpers.browser import PATIENCE, expect_chord


def test_the_page_asks_nothing_of_third_parties(browser: Browser, address: str) -> None:
    page, hosts = browser.new_page(), set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.goto(address)
    page.get_by_role("button", name="Piano", exact=True).click()
    expect_chord(page, "C major")
    page.close()
    assert hosts <= {"127.0.0.1", None}  # data: and blob: have no host


HEAVIER = 1.2  # than a page of gradio's with nothing on it
QUIET = 2_000  # ms in which nothing arrives: then everything has been fetched


def weight(browser: Browser, address: str, sight: str) -> int:
    """Bytes that a first visit brings into the browser; sight: what is there when it looks ready."""
    context, sizes = browser.new_context(), []
    page = context.new_page()
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(address)
    page.locator(sight).first.wait_for(timeout=PATIENCE)
    arrived = 0
    while arrived < len(sizes):  # the page keeps a connection open, so the network is never idle
        arrived = len(sizes)
        page.wait_for_timeout(QUIET)
    context.close()
    return sum(sizes)


def test_the_page_is_hardly_heavier_than_an_empty_one(browser: Browser, address: str) -> None:
    with gr.Blocks() as bare:
        pass
    bare.launch(prevent_thread_lock=True, quiet=True, server_name="127.0.0.1")
    try:
        empty = weight(browser, bare.local_url, ".gradio-container")
        assert weight(browser, address, "[data-record]") <= HEAVIER * empty
    finally:
        bare.close()
