"""The page served for real."""

from collections.abc import Iterator
from contextlib import contextmanager

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
