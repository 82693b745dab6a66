"""The recogniser: audio in, Prediction or Timeline out, in steps that can be called alone."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from model import analysis, decision, songs, weights
from model.beat_network import BeatCNN
from model.chord_networks import ChordNetworks, Progress
from model.chords import NO_CHORD
from model.keys import KeyFinder
from model.prediction import ALMOST_CERTAIN, SILENT, Answer, Logits, Prediction
from model.segments import heard_between, name_chords
from model.several import several
from model.songs import HeardSong
from model.timeline import TimedChord, Timeline
from preprocessing import audio
from preprocessing.audio import AudioError
from preprocessing.features import PitchSpectrogram
from preprocessing.layout import HOP, SAMPLE_RATE
from preprocessing.onsets import band_levels

SHORTEST = 0.3  # seconds: less holds no chord that could be told from a click
LONGEST = 6.0  # seconds heard as they are; of anything longer, only the strongest part is judged
STRONGEST = 4.0  # seconds: how long that part is
LATEST = 3.0  # seconds heard of a recording whose last chord is asked for
TRIAD = 3  # notes
LASTING = 0.4  # seconds after which a chord that has just begun can be named

TOO_SHORT = f"This recording is shorter than {SHORTEST} seconds. Let the chord ring a little longer."
NOT_MONO = "This waveform is not one channel of finite samples: please mix it down to mono."

Source = str | os.PathLike | bytes | np.ndarray


class Recognizer:
    """Names the chord in a recording, or the chords. Loaded once; several threads may call its methods."""

    def __init__(self, of_clips: ChordNetworks, of_songs: ChordNetworks, beats: BeatCNN) -> None:
        """Two pairs of networks: one for recordings of one chord, one for what has a before and an after."""
        self._features = PitchSpectrogram().eval()
        self.of_clips, self.of_songs, self._beats = of_clips, of_songs, beats.eval()
        self._key_finder = KeyFinder.load()

    @classmethod
    def load(cls, directory: Path = weights.WEIGHTS_DIR) -> "Recognizer":
        """The recogniser with a directory's weights. Raises WeightsError when they do not fit."""
        of_clips, of_songs = ChordNetworks.load(directory), ChordNetworks.load(directory / weights.SONGS)
        beats = BeatCNN()
        weights.load(beats, directory / weights.BEATS)
        return cls(of_clips, of_songs, beats)

    def predict(self, source: Source, vocabulary: str = decision.ALL) -> Prediction:
        """Name the chord in a file, in a file's bytes, or in a waveform (mono, 16 kHz, float32 [samples]).

        vocabulary: one of `decision.VOCABULARIES`. Raises AudioError when the recording cannot be read or is
        shorter than 0.3 s.
        """
        waveform = as_waveform(source)
        prediction = self._predict_part(waveform, *strongest_part(waveform), vocabulary)
        if prediction.confidence >= ALMOST_CERTAIN and self._is_one(prediction):
            return prediction
        seconds = prediction.end - prediction.start
        picture = analysis.in_tune(prediction.spectrogram, prediction.peaks)
        return replace(
            prediction, several=several(self._in_time(self.of_songs.hear_song(picture), seconds, vocabulary))
        )

    def _is_one(self, prediction: Prediction) -> bool:
        """Tell if what is certain to be a chord is that throughout, sooner than to hear it in time would.

        Four notes may be those of two triads, one after the other: then it begins and ends otherwise.
        """
        if len(prediction.chord.pitch_classes) <= TRIAD:
            return prediction.chord != NO_CHORD
        picture = analysis.in_tune(prediction.spectrogram, prediction.peaks)
        third = picture.shape[-1] // 3
        ends = self.logits(np.stack([picture[:, :third], picture[:, -third:]]))
        return len({self.decide(logits).chord for logits in ends}) == 1

    def predict_latest(self, source: Source, vocabulary: str = decision.ALL) -> Prediction:
        """Name the chord with which a recording ends; takes and raises what `predict` does.

        What has sounded for less than `LASTING` is not named yet: the answer is about what was before it.
        A chord after silence is heard as a clip, any other as part of a song, too. Times are those within the
        last `LATEST` seconds.
        """
        waveform = as_waveform(source)[-int(LATEST * SAMPLE_RATE) :]
        logits = self.of_songs.hear_song(analysis.in_tune(self.picture(waveform)))
        chords = self._in_time(logits, len(waveform) / SAMPLE_RATE, vocabulary)
        lasting = [place for place, timed in enumerate(chords) if timed.end - timed.start >= LASTING]
        if not lasting:
            return self._predict_part(waveform, 0, len(waveform), vocabulary)
        *before, last = chords[: lasting[-1] + 1]
        alone = self._predict_part(
            waveform, int(last.start * SAMPLE_RATE), int(last.end * SAMPLE_RATE), vocabulary
        )
        if before and all(timed.chord == NO_CHORD for timed in before):
            return alone
        in_time = heard_between(logits, last.start, last.end)
        both = decision.agreed(alone.logits, in_time, self.of_clips.calibration, self.of_songs.calibration)
        return self.decide_again(replace(alone, logits=both), vocabulary)

    def _predict_part(self, waveform: np.ndarray, start: int, end: int, vocabulary: str) -> Prediction:
        """Name what sounds from one sample to another as a single chord."""
        picture = self.picture(waveform[start:end])
        peaks = analysis.find_peaks(analysis.mean_magnitudes(picture))
        (logits,) = self.logits(analysis.in_tune(picture, peaks)[None])
        answer = self.decide(logits, vocabulary)
        return Prediction(
            answer=answer,
            seconds=len(waveform) / SAMPLE_RATE,
            start=start / SAMPLE_RATE,
            end=end / SAMPLE_RATE,
            level=peak_level(waveform[start:end]),
            **_pitch(answer, peaks),
            spectrogram=picture,
            peaks=peaks,
            logits=logits,
        )

    def decide_again(self, prediction: Prediction, vocabulary: str) -> Prediction:
        """The same recording named in another vocabulary, without hearing it again."""
        answer = self.decide(prediction.logits, vocabulary)
        return replace(prediction, answer=answer, **_pitch(answer, prediction.peaks))

    @torch.inference_mode()
    def picture(self, waveform: np.ndarray) -> np.ndarray:
        """A waveform, float32 [samples] at 16 kHz -> pitch spectrogram, float32 [bins, frames], 0 to 1."""
        return self._features(torch.from_numpy(waveform)[None])[0].numpy()

    def logits(self, pictures: np.ndarray, heard: np.ndarray | None = None) -> list[Logits]:
        """What both networks say of clips; see `ChordNetworks.hear_clips`."""
        return self.of_clips.hear_clips(pictures, heard)

    def _in_time(self, logits: Logits, seconds: float, vocabulary: str) -> tuple[TimedChord, ...]:
        """The chords of a clip that was heard in segments."""
        return name_chords(logits, self.of_songs.calibration, seconds, vocabulary=vocabulary)

    def decide(self, logits: Logits, vocabulary: str = decision.ALL) -> Answer:
        """The networks' logits of a clip -> ranked, calibrated answers in a vocabulary."""
        return decision.decide(logits, self.of_clips.calibration, vocabulary)

    def predict_song(
        self, source: Source, vocabulary: str = decision.ALL, progress: Progress | None = None
    ) -> Timeline:
        """Name the chords of a whole recording, in time; takes and raises what `predict` does.

        progress: is told by this thread, now and then, how far the networks have listened.
        """
        return self.decide_song(self.hear_song(source, progress), vocabulary)

    @torch.inference_mode()
    def hear_song(self, source: Source, progress: Progress | None = None) -> HeardSong:
        """Hear a whole recording, on two cores, as `predict_song` does before it decides."""
        waveform = as_waveform(source)
        with ThreadPoolExecutor(1) as other_core:
            beats = other_core.submit(self._hear_beats, waveform)
            drawn = self._features.of_songs(torch.from_numpy(waveform)[None])[0].numpy()
            peaks = analysis.find_peaks(analysis.mean_magnitudes(drawn))
            logits = self.of_songs.hear_song(analysis.in_tune(drawn, peaks), progress, other_core)
        return HeardSong(len(waveform) / SAMPLE_RATE, beats.result(), analysis.tuning(peaks), logits)

    @torch.inference_mode()
    def _hear_beats(self, waveform: np.ndarray) -> np.ndarray:
        """A waveform -> what the network for beats says of its frames, logits [3, frames]."""
        return self._beats(torch.from_numpy(band_levels(waveform))[None])[0].numpy()

    def decide_song(self, heard: HeardSong, vocabulary: str = decision.ALL) -> Timeline:
        """The timeline of a song that was heard, in a vocabulary."""
        return songs.decide(heard, self.of_songs.calibration, self._key_finder, vocabulary)


def _pitch(answer: Answer, peaks: analysis.Peaks) -> dict[str, float | int | None]:
    """The tuning, if anything has one, and the single note where there is no chord but one note."""
    note = analysis.single_note(peaks) if answer.chord == NO_CHORD else None
    is_pitched = answer.chord != NO_CHORD or note is not None
    return {"tuning": analysis.tuning(peaks) if is_pitched else None, "note": note}


def as_waveform(source: Source) -> np.ndarray:
    """A recording as float32 [samples] at 16 kHz. Raises AudioError where that fails, or is too short."""
    waveform = as_mono(source) if isinstance(source, np.ndarray) else audio.load(source)
    if len(waveform) < SHORTEST * SAMPLE_RATE:
        raise AudioError(TOO_SHORT)
    return waveform


def as_mono(waveform: np.ndarray) -> np.ndarray:
    """A waveform [samples] as float32. Raises AudioError for another shape, and samples beyond any file's."""
    if waveform.ndim != 1 or not audio.is_bounded(waveform):
        raise AudioError(NOT_MONO)
    return np.ascontiguousarray(waveform, dtype=np.float32)


def strongest_part(waveform: np.ndarray) -> tuple[int, int]:
    """Samples from and to which a waveform is judged: all of it, or of a long one the loudest 4 s."""
    if len(waveform) <= LONGEST * SAMPLE_RATE:
        return 0, len(waveform)
    hops = waveform[: len(waveform) // HOP * HOP].reshape(-1, HOP)
    energy = np.concatenate(
        [[0.0], np.cumsum(np.square(hops, dtype=np.float32).sum(axis=1, dtype=np.float64))]
    )
    width = int(STRONGEST * SAMPLE_RATE) // HOP
    start = int(np.argmax(energy[width:] - energy[:-width])) * HOP
    return start, start + width * HOP


def peak_level(waveform: np.ndarray) -> float:
    """The loudest sample of a waveform, in dB of full scale, from `SILENT` upwards."""
    return max(SILENT, 20 * float(np.log10(np.abs(waveform).max() + 1e-12)))
