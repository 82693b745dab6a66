"""Those who use the page, over plain HTTP: a browser's tab, without drawing it, a program, and one who plays.

Each keeps one connection, as browsers and clients do.
"""

import io
import json
import time
import uuid
from typing import Protocol

import httpx
import soundfile

from preprocessing import audio
from preprocessing.layout import SAMPLE_RATE
from tests.helpers import api
from ui.stage import live


class Visitor(Protocol):
    """Somebody with recordings."""

    def ask(self, name: str, data: bytes) -> tuple[str, object]:
        """Upload a file and wait: "complete" and the answer, or "error" or "refused" and why."""


class Program:
    """Asks the endpoint."""

    def __init__(self, address: str, http: httpx.Client) -> None:
        self.address, self.http = address, http

    def ask(self, name: str, data: bytes) -> tuple[str, object]:
        """Upload a file and wait, as `Visitor` has it; the answer is the endpoint's."""
        return api.recognize(self.address, name, data, self.http)


class Player:
    """Records, and has the page name what is played meanwhile."""

    def __init__(self, address: str, http: httpx.Client) -> None:
        self.address, self.http, self.next = address.rstrip("/"), http, 0.0

    def ask(self, name: str, data: bytes) -> tuple[str, object]:
        """Send the end of a file at the next moment, and wait, as `Visitor` has it; the answer is a chord."""
        file = io.BytesIO()
        latest = audio.load(data)[-round(live.SECONDS * SAMPLE_RATE) :]
        soundfile.write(file, latest, SAMPLE_RATE, format="WAV")
        time.sleep(max(0.0, self.next - time.monotonic()))
        began = time.monotonic()
        answer = self.http.post(f"{self.address}{live.PATH}", content=file.getvalue())
        self.next = began + live.PACE if answer.is_success else time.monotonic() + live.REST
        return ("refused", answer.status_code) if answer.is_error else ("complete", answer.json())


class Tab:
    """Does what the page's script does when there is a new recording, in a session of its own."""

    def __init__(self, address: str, http: httpx.Client) -> None:
        self.address, self.http, self.session = address.rstrip("/"), http, uuid.uuid4().hex
        config = http.get(f"{self.address}/config").json()
        values = {part["id"]: part["props"].get("value") for part in config["components"]}
        (self.audio,) = (p["id"] for p in config["components"] if p["props"].get("elem_id") == "audio")
        changes = (e for e in config["dependencies"] if [self.audio, "change"] in e["targets"])
        event = next(e for e in changes if e["backend_fn"])
        self.event, self.inputs = event["id"], {part: values[part] for part in event["inputs"]}

    def ask(self, name: str, data: bytes) -> tuple[str, object]:
        """Upload a file and wait, as `Visitor` has it; the answer is what changes on the page."""
        (path,) = api.upload(self.address, (name, data), http=self.http)
        inputs = self.inputs | {self.audio: api.file_data(path)}
        body = {"data": [*inputs.values()], "fn_index": self.event, "session_hash": self.session}
        queue = f"{self.address}/gradio_api/queue"
        asked = self.http.post(f"{queue}/join", json=body)
        if asked.is_error:
            return "refused", asked.json().get("detail")
        told = self.http.get(f"{queue}/data", params={"session_hash": self.session}, timeout=api.TIMEOUT)
        messages = [json.loads(line.removeprefix("data: ")) for line in told.text.split("\n\n") if line]
        (done,) = (message for message in messages if message["msg"] == "process_completed")
        return ("complete", done["output"]["data"]) if done["success"] else ("error", done["output"])
