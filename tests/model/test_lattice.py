"""Against every path there is, on lattices small enough to list them."""

from itertools import pairwise, product

import numpy as np
import pytest

from model.lattice import most_probable_path

UNITS, ANSWERS = 5, 3


def lattice(seed):
    rng = np.random.default_rng(seed)
    return np.log(rng.dirichlet(np.ones(ANSWERS), UNITS)), rng.uniform(0.1, 3, UNITS - 1)


def worth(path, units, prices):
    """The log probability of a path, less what its changes cost."""
    changes = (before != after for before, after in pairwise(path))
    return units[range(UNITS), path].sum() - sum(
        price for price, changed in zip(prices, changes, strict=True) if changed
    )


@pytest.mark.parametrize("seed", range(8))
def test_the_path_is_the_best_of_all(seed):
    units, prices = lattice(seed)
    best = max(product(range(ANSWERS), repeat=UNITS), key=lambda path: worth(path, units, prices))
    assert tuple(most_probable_path(units, prices)) == best


def test_a_doubtful_unit_follows_its_neighbours():
    units = np.log([[0.9, 0.1], [0.4, 0.6], [0.9, 0.1]])
    assert most_probable_path(units, np.array([1.0, 1.0])).tolist() == [0, 0, 0]
    assert most_probable_path(units, np.array([0.1, 0.1])).tolist() == [0, 1, 0]


def test_a_chord_changes_where_changes_are_cheap():
    units = np.log([[0.99, 0.01], [0.5, 0.5], [0.01, 0.99]])
    assert most_probable_path(units, np.array([1.0, 3.0])).tolist() == [0, 1, 1]
    assert most_probable_path(units, np.array([3.0, 1.0])).tolist() == [0, 0, 1]


def test_a_single_unit_is_its_own_answer():
    assert most_probable_path(np.log([[0.2, 0.8]]), np.empty(0)).tolist() == [1]
