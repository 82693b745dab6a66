"""Instruments without overtones, to draw clips from."""

from dataclasses import replace

import numpy as np
import pytest

from preprocessing.layout import SAMPLE_RATE
from tests.helpers.sounds import sines
from training.sounds.banks import NoteBank
from training.sounds.instruments import Instruments


@pytest.fixture(scope="module")
def instruments():
    noise = np.random.default_rng(0).integers(-9000, 9000, SAMPLE_RATE // 2, dtype=np.int16)
    kit = NoteBank("kit_drums", {38: (noise,)})
    players = Instruments((), (sines("timgm_024"),), (sines("invented_000"),), (kit,), (noise,))
    return replace(players, noises=(noise,), unpitched=(noise,))
