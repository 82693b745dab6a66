"""Refusals of a file that cannot be heard, in sentences for the person who chose it."""

MISSING = "This file could not be opened: please choose it again."
EMPTY = "This file is empty: please record or export it again."
TOO_LARGE = "This file is larger than {:g} MB: please shorten it, or save it as MP3."
TOO_LONG = "This recording is longer than {:g} minutes: please shorten it."
TOO_SLOW = "This file takes too long to read for its length: please export it again, as WAV or MP3."
NOT_AUDIO = "This file is not audio that can be read here: please choose a WAV, MP3, FLAC, OGG or M4A file."
NO_AUDIO = "This file has no sound track: please choose one that has sound."
DAMAGED = "This file is incomplete or damaged: please record, export or upload it again."
NO_SAMPLES = "This recording has a length of zero: please record it again."
NOT_FINITE = "This file holds samples that are infinite or no numbers: please export it again as 16-bit WAV."
IMPLAUSIBLE = "The header of this file cannot be right ({:,} Hz, channels: {:,}): please export it again."


class AudioError(ValueError):
    """A file that cannot be heard; the message is one of the sentences above."""
