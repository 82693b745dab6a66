"""The page served for real, and what it does by and by."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from anyio.from_thread import start_blocking_portal

import app


@contextmanager
def serve(recognizer: object, **options: object) -> Iterator[str]:
    """The page around a recogniser, on a free port of this machine: yields its address.

    options: of `app.launch`, in place of those that the page has.
    """
    page = app.build_app(recognizer)
    here = {"prevent_thread_lock": True, "quiet": True, "server_name": "127.0.0.1", "server_port": None}
    app.launch(page, **here, **options)
    try:
        yield page.local_url
    finally:
        page.close(verbose=False)


def in_turn(steps: AsyncIterator[object]) -> Iterator[object]:
    """What comes of something asynchronous, one after the other; it is closed with them."""
    with start_blocking_portal() as portal:
        try:
            while True:
                yield portal.call(steps.__anext__)
        except StopAsyncIteration:
            pass
        finally:
            portal.call(steps.aclose)
