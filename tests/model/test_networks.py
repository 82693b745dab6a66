import pytest
import torch

from model import networks, weights
from model.chords import ROOT_LABELS, TYPES
from model.networks import RootCNN, TypeCNN, lowest_note, pool_clips, stack_harmonics
from preprocessing.features import PitchSpectrogram
from preprocessing.layout import BINS, BINS_PER_OCTAVE, BINS_PER_SEMITONE, SAMPLE_RATE


def chord_picture():
    """The spectrogram of a C major chord of plain harmonic tones."""
    times = torch.arange(SAMPLE_RATE) / SAMPLE_RATE
    pitches = [440 * 2 ** ((note - 69) / 12) for note in (48, 60, 64, 67)]
    sound = sum(torch.sin(2 * torch.pi * pitch * k * times) / k for pitch in pitches for k in range(1, 6))
    return PitchSpectrogram()(sound[None])


def moved(spectrogram, semitones):
    """A spectrogram transposed by some semitones; what leaves the range is lost."""
    shift = semitones * BINS_PER_SEMITONE
    rolled = spectrogram.roll(shift, dims=1)
    rolled[:, :shift] = 0
    return rolled


def logits(network, name, spectrogram):
    """The outputs of a network with the weights that ship for one spectrogram, each without the batch."""
    weights.load(network, weights.WEIGHTS_DIR / name)
    with torch.no_grad():
        found = network.eval()(spectrogram, torch.ones(1, spectrogram.shape[-1], dtype=torch.bool))
    return [output[0] for output in found] if isinstance(found, tuple) else found[0]


@pytest.mark.parametrize("semitones", [1, 5, 7])
def test_a_transposition_rolls_the_logits_of_root_and_bass(semitones):
    before = logits(RootCNN(), "root.safetensors", chord_picture())
    after = logits(RootCNN(), "root.safetensors", moved(chord_picture(), semitones))
    for still, rolled in zip(before, after, strict=True):
        assert still[:12].argmax() == 0
        # Exactly, but for the ends of the range, where the picture is cut off.
        assert (still[:12].roll(semitones) - rolled[:12]).abs().max() < 0.3 * still[:12].std()


@pytest.mark.parametrize("semitones", [1, 5, 7])
def test_a_transposition_rolls_the_type_logits(semitones):
    before = logits(TypeCNN(), "type.safetensors", chord_picture())
    after = logits(TypeCNN(), "type.safetensors", moved(chord_picture(), semitones))
    assert TYPES[before[:, 0].argmax()] == "maj"
    assert (before.roll(semitones, dims=1) - after).abs().max() < 0.5 * before.std()


@pytest.mark.parametrize("network", [RootCNN(), TypeCNN()])
def test_padding_is_not_heard(network):
    network.eval()
    clip = torch.rand(1, BINS, 7)
    padded = torch.cat([clip, torch.zeros(1, BINS, 9)], dim=-1)
    mask = torch.arange(16)[None] < 7
    alone, beside = network(clip, mask[:, :7]), network(padded, mask)
    for one, other in zip(alone, beside, strict=True):
        assert torch.allclose(one, other, atol=1e-4)


@pytest.mark.parametrize("frames", [3, 33, 200])
def test_any_length_gives_a_logit_for_each_label(frames):
    inputs = torch.rand(2, BINS, frames), torch.ones(2, frames, dtype=torch.bool)
    roots, basses = RootCNN().eval()(*inputs)
    assert (roots.shape, basses.shape) == ((2, len(ROOT_LABELS)), (2, 12))
    assert TypeCNN().eval()(*inputs).shape == (2, len(TYPES), 12)


def test_logits_are_no_probabilities():
    clip = torch.rand(1, BINS, 5), torch.ones(1, 5, dtype=torch.bool)
    for answer in (*RootCNN().eval()(*clip), TypeCNN().eval()(*clip)):
        assert not torch.allclose(answer.sum(1), torch.ones(1), atol=1e-2)


def test_harmonics_are_stacked_at_their_fundamental():
    spectrogram = torch.zeros(1, BINS, 1)
    spectrogram[0, 60] = 1
    stacked = stack_harmonics(spectrogram)
    assert stacked.shape == (1, 6, BINS, 1)
    assert stacked[0, 0, 60 + BINS_PER_OCTAVE, 0] == 1  # half the frequency of the bin an octave up
    assert stacked[0, 1, 60, 0] == 1
    assert stacked[0, 2, 60 - BINS_PER_OCTAVE, 0] == 1  # twice that of the bin an octave down
    assert stacked[0, 3, 60 - 57, 0] == 1  # three times: a twelfth, 19.02 semitones
    assert stacked.sum() == 4  # four and five times are below the lowest bin


def test_the_lowest_note_is_the_first_that_sounds():
    sounding = torch.full((1, 1, 84), -20.0)
    sounding[..., [30, 34, 37]] = 20.0
    bass = lowest_note(sounding)
    assert bass.argmax() == 30
    assert bass[0, 0, 30] > 0.99
    assert bass.sum() == pytest.approx(1, abs=1e-3)


def test_a_song_is_cut_into_segments_every_quarter_second():
    root, type_ = RootCNN().eval(), TypeCNN().eval()
    songs = torch.rand(2, BINS, 25)
    (roots, basses), types = root.of_songs(songs), type_.of_songs(songs)
    assert (roots.shape, basses.shape, types.shape) == ((26, 13), (26, 12), (26, len(TYPES), 12))


def test_songs_side_by_side_are_heard_as_each_alone():
    network, songs = TypeCNN().eval(), torch.rand(2, BINS, 24)
    alone = torch.cat([network.of_songs(song[None]) for song in songs])
    assert torch.allclose(network.of_songs(songs), alone, atol=1e-4)


@pytest.mark.parametrize("frames", [1, 2, 7, 16, 17, 36, 37, 64])
def test_a_song_in_chunks_is_heard_as_the_whole(monkeypatch, frames):
    monkeypatch.setattr(networks, "CHUNK", 8)
    trunk, song = RootCNN().eval().trunk, torch.rand(1, BINS, frames)
    chunks = list(trunk.in_chunks(song))
    assert all(chunk.shape[1] <= 8 for chunk in chunks)
    assert torch.allclose(torch.cat(chunks, dim=1), trunk.segments(song), atol=1e-5)


def test_neighbours_say_nothing_before_they_are_trained():
    network, clip = RootCNN().eval(), torch.rand(1, BINS, 8)
    mask = torch.ones(1, 8, dtype=torch.bool)
    circles = network.trunk.compare(pool_clips(network.trunk.hear(clip, mask), mask))
    assert torch.equal(network.trunk(clip, mask), circles)
