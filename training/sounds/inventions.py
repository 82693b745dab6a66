"""Instruments that do not exist: timbres without end, so that none is learned by heart."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from preprocessing.layout import SAMPLE_RATE
from training.sounds.banks import NOTE_SECONDS, RENDERED_NOTES, normalised

PARTIALS = 40
HIGHEST_PARTIAL = 0.45 * SAMPLE_RATE  # Hz


@dataclass(frozen=True)
class Timbre:
    """The sound of an invented instrument.

    slope: partial k is k ** -slope loud. odd_only: no even partials, as in a closed pipe. plucked_at: share
    of the string, 0 if not plucked. formants, widths: of the body's resonances, Hz and octaves. unevenness:
    amplitude of each partial. stiffness: of the string, stretches the partials. decay: of the first
    partial, seconds. damping: how much sooner higher ones fade. breath: noise of bow or bellows, share of the
    tone. attack: seconds. vibrato: cents. beating: between two reeds or strings, cents.
    """

    slope: float
    odd_only: bool
    plucked_at: float
    formants: np.ndarray
    widths: np.ndarray
    unevenness: np.ndarray
    stiffness: float
    decay: float
    damping: float
    breath: float
    attack: float
    vibrato: float
    beating: float

    def level(self, partial: int, frequency: float) -> float:
        """Amplitude of a partial that sounds at `frequency` Hz."""
        bumps = np.exp(-0.5 * (np.log2(frequency / self.formants) / self.widths) ** 2).sum()
        comb = np.abs(np.sin(np.pi * partial * self.plucked_at)) + 0.02 if self.plucked_at else 1.0
        silent = frequency > HIGHEST_PARTIAL or (self.odd_only and partial % 2 == 0)
        return 0.0 if silent else partial**-self.slope * (0.3 + bumps) * comb * self.unevenness[partial - 1]


def draw_timbre(rng: np.random.Generator) -> Timbre:
    """A random instrument: plucked, struck, bowed or blown, or something in between."""

    def sometimes(probability: float, value: float, otherwise: float = 0.0) -> float:
        return value if rng.random() < probability else otherwise

    return Timbre(
        slope=rng.uniform(0.3, 2.2),
        odd_only=rng.random() < 0.2,
        plucked_at=sometimes(0.4, rng.uniform(0.06, 0.5)),
        formants=rng.uniform(200, 3500, 3),
        widths=rng.uniform(0.2, 0.8, 3),
        unevenness=np.exp(rng.normal(0, rng.uniform(0.1, 0.7), PARTIALS)),
        stiffness=sometimes(0.5, 10 ** rng.uniform(-5.5, -3.3)),
        decay=sometimes(0.6, rng.uniform(0.4, 4.0), otherwise=np.inf),
        damping=rng.uniform(0.1, 1.0),
        breath=sometimes(0.4, 10 ** rng.uniform(-2.5, -0.8)),
        attack=10 ** rng.uniform(-2.7, -0.9),
        vibrato=sometimes(0.3, rng.uniform(2, 25)),
        beating=sometimes(0.3, rng.uniform(2, 18)),
    )


def play_note(timbre: Timbre, midi: int, rng: np.random.Generator) -> np.ndarray:
    """A note of an invented instrument, no two takes alike: float32 [NOTE_SECONDS * 16000], peak 0.5."""
    times = np.arange(int(NOTE_SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
    pitch = 440 * 2 ** ((midi - 69) / 12)
    wobble = timbre.vibrato * np.sin(2 * np.pi * rng.uniform(4, 7) * times + rng.uniform(0, 6.3))
    turns = np.cumsum(2 ** (wobble / 1200)) / SAMPLE_RATE * pitch
    reeds = (1.0, 2 ** (timbre.beating / 1200)) if timbre.beating else (1.0,)
    sound = np.zeros(len(times), dtype=np.float32)
    for partial in range(1, PARTIALS + 1):
        stretch = partial * np.sqrt(1 + timbre.stiffness * partial**2)
        level = timbre.level(partial, stretch * pitch) * np.exp(rng.normal(0, 0.2))
        if level:
            fade = np.exp((-times * (partial**timbre.damping / timbre.decay)).astype(np.float32))
            for reed in reeds:
                sound += np.float32(level) * fade * _cosine(stretch * reed * turns + rng.random())
    breath = timbre.breath * float(np.sqrt(np.mean(np.square(sound))))
    sound += rng.normal(0, breath, len(sound)).astype(np.float32)
    return normalised(sound * (1 - np.exp(-times / timbre.attack))).astype(np.float32)


def invent_instrument(seed: int, notes: Iterable[int] = RENDERED_NOTES) -> dict[int, np.ndarray]:
    """The notes of an invented instrument, always the same for a seed: float32 [samples] by MIDI number."""
    rng = np.random.default_rng(seed)
    timbre = draw_timbre(rng)
    return {midi: play_note(timbre, midi, rng) for midi in notes}


def _cosine(turns: np.ndarray) -> np.ndarray:
    """Cosine of a phase in turns, computed fast in float32 once the whole turns are gone."""
    return np.cos(np.float32(2 * np.pi) * (turns - np.floor(turns)).astype(np.float32))
