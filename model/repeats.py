"""What comes again in a song is heard together: each unit in the light of those that sound alike, bars away.

After Mauch, Noland and Dixon, "Using musical structure to enhance automatic chord transcription", ISMIR 2009.
"""

import numpy as np

from model.decision import softmax

# Chosen on songs that training.songs composes, on the validation instruments.
AROUND = 16  # units before and after two, that tell if they are the same place of a repeated passage
ALIKE = -0.25  # nats: mean overlap of passages that are the same as probably as not
SHARPNESS = 20.0  # of that border, per nat
SHARE = 0.5  # what a unit that comes again counts, beside the unit itself
LEAST = 1e-3  # overlap of two units, at least: one wrong chord makes no passage another


def heard_together(units: np.ndarray, lengths: np.ndarray, bar: int) -> np.ndarray:
    """Log probabilities integrated over units [units, answers] -> the same, averaged over what comes again.

    lengths: of the units [units], a whole segment counting 1. bar: units in a bar; a passage comes again
    whole bars later. Units that contradict one another hardly count for each other, wherever they are.
    """
    mean = (units / lengths[:, None]).astype(np.float32)
    amplitudes = np.sqrt(softmax(mean))
    total, counts = mean.copy(), np.ones((len(mean), 1), dtype=np.float32)
    for lag in range(bar, len(mean) - bar, bar):
        coefficients = np.einsum("ij,ij->i", amplitudes[:-lag], amplitudes[lag:])  # Bhattacharyya's
        overlaps = np.log(np.maximum(coefficients, LEAST))
        same = 1 / (1 + np.exp(SHARPNESS * (ALIKE - moving_mean(overlaps))))
        count = (SHARE * same * np.exp(overlaps / 2)).astype(np.float32)[:, None]
        for here, there in ((slice(-lag), slice(lag, None)), (slice(lag, None), slice(-lag))):
            total[here] += count * mean[there]
            counts[here] += count
    return total / counts * lengths[:, None]


def moving_mean(values: np.ndarray) -> np.ndarray:
    """The mean of the values [n] up to `AROUND` from each [n]."""
    sums = np.concatenate([[0], np.cumsum(values)])
    places = np.arange(len(values))
    first, last = (places - AROUND).clip(0), (places + AROUND + 1).clip(None, len(values))
    return (sums[last] - sums[first]) / (last - first)
