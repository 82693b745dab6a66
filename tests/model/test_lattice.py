"""Against every path there is, on lattices small enough to list them."""

from itertools import product

import numpy as np
import pytest

from model.lattice import most_probable_path, posteriors

SEGMENTS, ANSWERS = 5, 3


def lattice(seed):
    rng = np.random.default_rng(seed)
    segments = np.log(rng.dirichlet(np.ones(ANSWERS), SEGMENTS))
    return segments, np.log(rng.uniform(0.05, 0.5, SEGMENTS - 1))


def log_probability(path, segments, changes):
    """Of a path through the lattice, its first answer being any alike."""
    total = sum(segments[place, answer] for place, answer in enumerate(path))
    for before, after, change in zip(path, path[1:], changes, strict=False):
        total += np.log(1 - np.exp(change)) if before == after else change - np.log(ANSWERS - 1)
    return total


@pytest.mark.parametrize("seed", range(8))
def test_the_path_is_the_best_of_all(seed):
    segments, changes = lattice(seed)
    paths = product(range(ANSWERS), repeat=SEGMENTS)
    best = max(paths, key=lambda path: log_probability(path, segments, changes))
    assert tuple(most_probable_path(segments, changes)) == best


@pytest.mark.parametrize("seed", range(8))
def test_posteriors_add_up_all_paths(seed):
    segments, changes = lattice(seed)
    expected = np.zeros((SEGMENTS, ANSWERS))
    for path in product(range(ANSWERS), repeat=SEGMENTS):
        expected[range(SEGMENTS), path] += np.exp(log_probability(path, segments, changes))
    assert posteriors(segments, changes) == pytest.approx(expected / expected.sum(axis=1, keepdims=True))


def test_a_doubtful_segment_follows_its_neighbours():
    segments = np.log([[0.9, 0.1], [0.4, 0.6], [0.9, 0.1]])
    assert most_probable_path(segments, np.log([0.1, 0.1])).tolist() == [0, 0, 0]
    assert most_probable_path(segments, np.log([0.5, 0.5])).tolist() == [0, 1, 0]


def test_a_chord_changes_where_changes_are_cheap():
    segments = np.log([[0.99, 0.01], [0.5, 0.5], [0.01, 0.99]])
    assert most_probable_path(segments, np.log([0.3, 0.01])).tolist() == [0, 1, 1]
    assert most_probable_path(segments, np.log([0.01, 0.3])).tolist() == [0, 0, 1]


def test_a_single_segment_is_its_own_answer():
    segments = np.log([[0.2, 0.8]])
    assert most_probable_path(segments, np.empty(0)).tolist() == [1]
    assert posteriors(segments, np.empty(0)) == pytest.approx(np.exp(segments))


def test_a_long_song_stays_finite():
    segments = np.log(np.random.default_rng(0).dirichlet(np.full(181, 0.01), 2400) + 1e-30)
    found = posteriors(segments, np.full(2399, np.log(0.1)))
    assert np.isfinite(found).all()
    assert found.sum(axis=1) == pytest.approx(1)
