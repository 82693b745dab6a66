"""How the C library gives memory back."""

import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4  # of malloc.h
NEVER = 2**31 - 1  # bytes


def reuse_freed_memory() -> None:
    """Keep freed memory for the next step, where the C library is glibc.

    As it comes, it returns large blocks to the system, and each step of training has the same pages cleared
    and mapped again: with our networks that takes a tenth of the time, with MelCNN up to a third.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_MMAP_MAX, 0)
        libc.mallopt(M_TRIM_THRESHOLD, NEVER)
