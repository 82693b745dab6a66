"""What the published study measured: seconds per epoch on a six-core laptop CPU and on its GPU.

Its method: of each set of samples 70 % to train on and 30 % to test on; six iterations of five epochs, of
which the first does not count. Networks as `model.networks.MelCNN`; batches of 32 unless said otherwise.
"""

from dataclasses import dataclass

ROOT, TYPE = "root", "type"
CPU, GPU = "CPU", "GPU"

TRAIN_SHARE = 0.7
ITERATIONS, DROPPED = 6, 1
EPOCHS = 5  # of one iteration
SAMPLES = 8_192
SIZES = (4_096, 8_192, 16_384)  # samples, of the second experiment
BATCH = 32
BATCHES = (32, 64, 128, 256)  # of the first experiment
FULL_SAMPLES = 86_400
FULL_EPOCHS = 30
FULL_SECONDS = {ROOT: 7_965.0, TYPE: 8_692.0}  # of all epochs, on the GPU


@dataclass(frozen=True)
class Published:
    """Seconds for an epoch's training and for its test; None where nothing is said of the test."""

    task: str
    samples: int
    batch: int
    device: str
    train: float
    test: float | None = None


TIMES = (
    Published(ROOT, 8_192, 32, CPU, 19.4, 5.0),
    Published(ROOT, 8_192, 32, GPU, 9.6, 3.9),
    Published(TYPE, 8_192, 32, CPU, 19.2, 5.1),
    Published(TYPE, 8_192, 32, GPU, 9.7, 3.7),
    Published(TYPE, 8_192, 256, CPU, 19.1, 5.1),
    Published(TYPE, 8_192, 256, GPU, 8.4, 3.6),
)
TIMES_BY_SIZE = (
    Published(TYPE, 4_096, 32, CPU, 10.7),
    Published(TYPE, 4_096, 32, GPU, 4.8),
    Published(TYPE, 8_192, 32, CPU, 20.2),
    Published(TYPE, 8_192, 32, GPU, 10.0),
    Published(TYPE, 16_384, 32, CPU, 40.4),
    Published(TYPE, 16_384, 32, GPU, 19.5),
)


def find(times: tuple[Published, ...], task: str, samples: int, batch: int, device: str) -> Published | None:
    """What was published for one setting, if anything was."""
    wanted = (task, samples, batch, device)
    return next((p for p in times if (p.task, p.samples, p.batch, p.device) == wanted), None)
