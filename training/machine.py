"""The machine that computes: its device, threads, memory and name, its part of the work, and its commit."""

import ctypes
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from training.places import ROOT

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4  # of malloc.h
NEVER = 2**31 - 1  # bytes


def device() -> torch.device:
    """The device that networks are trained on: a GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def finish(place: torch.device) -> None:
    """Wait until a device has done all that it was told."""
    if place.type == "cuda":
        torch.cuda.synchronize(place)


def has_fast_bfloat16() -> bool:
    """True where bfloat16 is multiplied faster than float32: on GPUs, and on CPUs that have it."""
    able = torch.cpu.get_capabilities()
    return torch.cuda.is_available() or any(able.get(name) for name in ("amx_bf16", "avx512_bf16"))


def rank_and_world() -> tuple[int, int]:
    """This process's number and the number of processes, as torchrun says; 0 and 1 without it."""
    return int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Let PyTorch compute in this many threads, and then in as many as before."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def reuse_freed_memory() -> None:
    """Keep freed memory for the next step, where the C library is glibc.

    By default it returns large blocks to the system, and each step of training has the same pages cleared
    and mapped again: with our networks that takes a tenth of the time, with MelCNN up to a third.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_MMAP_MAX, 0)
        libc.mallopt(M_TRIM_THRESHOLD, NEVER)


def describe() -> str:
    """The processor, its cores, the GPU where there is one, and the versions of Python and PyTorch."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    gpu = f"; {torch.cuda.get_device_name()}" if torch.cuda.is_available() else ""
    processor = f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores{gpu}"
    return f"{processor}; Python {platform.python_version()}, PyTorch {torch.__version__}"


def current_commit() -> str:
    """The commit that is checked out, marked where files differ from it; "unknown" outside a repository."""
    command = ["git", "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return result.stdout.strip() or "unknown"
