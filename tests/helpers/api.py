"""The page's endpoints over plain HTTP, as a program without gradio_client would use it."""

import json

import httpx

TIMEOUT = 60.0  # seconds


def upload(address: str, *files: tuple[str, bytes], http: httpx.Client | None = None) -> list[str]:
    """Send files, each a name and its bytes; their places on the server. Raises httpx.HTTPStatusError.

    http: a connection to keep, here and below; without one, every request makes its own, which takes 20 ms.
    """
    parts = [("files", file) for file in files]
    url = f"{address.rstrip('/')}/gradio_api/upload"
    answer = (http or httpx).post(url, files=parts, timeout=TIMEOUT)
    answer.raise_for_status()
    return answer.json()


def file_data(path: str) -> dict[str, object]:
    """What stands for an uploaded file in a call."""
    return {"path": path, "meta": {"_type": "gradio.FileData"}}


def call(
    address: str, *arguments: object, http: httpx.Client | None = None, endpoint: str = "recognize"
) -> tuple[str, object]:
    """Ask an endpoint about what should be a file: "complete" and the answer, or "error" and why.

    A vocabulary may follow the file.
    """
    url = f"{address.rstrip('/')}/gradio_api/call/{endpoint}"
    asked = (http or httpx).post(url, json={"data": arguments}, timeout=TIMEOUT)
    if asked.is_error:
        return "refused", asked.json().get("detail")
    told = (http or httpx).get(f"{url}/{asked.json()['event_id']}", timeout=TIMEOUT).text
    events = [block.split("\n") for block in told.strip().split("\n\n")]
    event, data = events[-1][0].removeprefix("event: "), events[-1][1].removeprefix("data: ")
    return event, json.loads(data)


def recognize(
    address: str, name: str, data: bytes, http: httpx.Client | None = None, endpoint: str = "recognize"
) -> tuple[str, object]:
    """Upload one file and ask about it."""
    (path,) = upload(address, (name, data), http=http)
    return call(address, file_data(path), http=http, endpoint=endpoint)
