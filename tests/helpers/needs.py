"""What a test cannot do without."""

import os

import pytest


def require(condition: bool, reason: str) -> None:
    """Skip a test that cannot run here; where everything must run (CHORDSCOPE_REQUIRE_ALL), fail it."""
    if condition:
        return
    if os.environ.get("CHORDSCOPE_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)
