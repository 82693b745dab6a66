"""The fit of what tells beats that are twice too fast."""

import numpy as np
import pytest

from training import levels


def test_the_fit_finds_which_signs_tell():
    rng = np.random.default_rng(0)
    signs = np.column_stack([np.ones(400), rng.normal(size=(400, 4))])
    found = [(row, bool(row[1] < row[3])) for row in signs]
    learned, right = levels.fit(found)
    assert right > 0.95
    assert learned[1] == pytest.approx(-learned[3], rel=0.2)
    for other in (0, 2, 4):
        assert abs(learned[other]) < 0.1 * learned[3]
