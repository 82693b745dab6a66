"""The page as people run it: `python app.py` in a process of its own, for the scripts that measure it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.helpers.memory import resident

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0  # seconds until a page that does not answer is given up


@dataclass(frozen=True)
class Server:
    """A running page: its address, its process, and how many seconds it took to start."""

    address: str
    process: subprocess.Popen
    start: float

    @property
    def memory(self) -> float:
        """Resident memory of the process in MB, where the system tells (Linux)."""
        return resident(self.process.pid)

    @property
    def peak(self) -> float:
        """The most memory that was resident so far, in MB."""
        return resident(self.process.pid, "VmHWM")

    @property
    def worked(self) -> float:
        """Seconds that processors have worked for it so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime and stime of proc(5)

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None


@contextmanager
def running(
    folder: Path = ROOT, environment: Mapping[str, str] = os.environ, user: int | None = None
) -> Iterator[Server]:
    """The page of a folder on a free port of this machine until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    options = {**environment, "GRADIO_SERVER_PORT": str(port)}
    began = time.perf_counter()
    command = [sys.executable, "app.py"]
    process = subprocess.Popen(command, cwd=folder, env=options, user=user, stdout=subprocess.DEVNULL)
    try:
        wait_for(address, process, began + PATIENCE)
        yield Server(address, process, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, process: subprocess.Popen, until: float) -> None:
    """Return as soon as the page answers. Raises RuntimeError when it ends or takes too long."""
    with httpx.Client(timeout=5) as http:  # one: to make one takes 20 ms, which the page could use
        while time.perf_counter() < until and process.poll() is None:
            try:
                if http.get(address).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
    raise RuntimeError("the page did not start")
