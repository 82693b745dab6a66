"""Where a figure comes from: the commit, the date and the machine that stand beside it."""

import datetime
import os
import platform
import subprocess
from pathlib import Path

import torch

from training.places import ROOT


def current_commit() -> str:
    """The commit that is checked out, marked where files differ from it; "unknown" outside a repository."""
    command = ["git", "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return result.stdout.strip() or "unknown"


def machine() -> str:
    """The processor's name, how many cores are here, and the GPU where there is one."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    gpu = f"; {torch.cuda.get_device_name()}" if torch.cuda.is_available() else ""
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores{gpu}"


def origin() -> list[tuple[str, str]]:
    """What was measured when and where, as rows of a table."""
    software = f"Python {platform.python_version()}, PyTorch {torch.__version__}"
    return [
        ("commit", f"`{current_commit()}`"),
        ("date", datetime.date.today().isoformat()),
        ("machine", f"{machine()}; {software}"),
    ]
