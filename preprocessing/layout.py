"""The layout of the picture that the networks listen to: its constants, with units. Imports nothing."""

SAMPLE_RATE = 16_000  # Hz, of every waveform in the project
LOWEST = 27.5  # Hz, A0: the lowest key of a piano
LOWEST_MIDI = 21  # the same as a MIDI number
OCTAVES = 7  # up to A7, 3520 Hz
BINS_PER_OCTAVE = 36  # three to a semitone, so that the tuning can be seen
BINS_PER_SEMITONE = BINS_PER_OCTAVE // 12
CENTS = 100  # in a semitone
BINS = OCTAVES * BINS_PER_OCTAVE
HOP = 2048  # samples, 128 ms
WINDOW = 16384  # samples, 1.02 s: holds the longest kernel
GAMMA = 1.0  # Hz, added to each bandwidth: shortens the lowest kernels from 1.9 s to 0.6 s
SEGMENT_FRAMES = 4  # frames of a song that are named together, 0.5 s
SEGMENT_STEP = 2  # frames from one segment to the next, 0.26 s
NEIGHBOURHOOD = 31  # frames, 4 s, to whose loudest bin the levels of a song are relative
DYNAMIC_RANGE = 1e3  # 60 dB below the loudest bin of the clip is heard as silence
