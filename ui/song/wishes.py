"""What a visitor wants of a song: how the browser says it, and the song as it is then.

A script of the page dispatches a "wish" event from within the panels, whose detail holds some of the keys
that `Song.wished` knows: {"adjust": {"transpose": 2, "capo": 0, "pace": 0, "shift": 1}}, {"corrections":
[{"start": 1.5, "end": 2.0, "label": "Am7"}]}. What stands under a key is whole, and replaces what was wished
under it before. Labels are those of the song as it was heard, whatever key it is shown in.
"""

from dataclasses import dataclass, replace

from model.adjust import AS_HEARD, Adjustments, adjust, fingered
from model.corrections import Correction, correct, in_keys_of
from model.decision import ALL, in_vocabulary
from model.timeline import Timeline

MOST_CORRECTIONS = 1000  # of a song; they are a few hundred bytes, and cost a millisecond each


@dataclass(frozen=True)
class Song:
    """A song in each vocabulary, a tenth of what led to it, and what is wanted of it."""

    timelines: dict[str, Timeline]
    adjustments: Adjustments = AS_HEARD
    corrections: tuple[Correction, ...] = ()

    def wished(self, wishes: dict[str, object]) -> "Song":
        """The same as the browser wants it; a wish that makes no sense changes nothing."""
        try:
            changes = {}
            if "adjust" in wishes:
                changes["adjustments"] = Adjustments(**wishes["adjust"])
            if "corrections" in wishes:
                changes["corrections"] = as_corrections(wishes["corrections"])
            return replace(self, **changes)
        except (TypeError, ValueError):
            return self

    def sounding(self, vocabulary: str) -> Timeline:
        """The song as it sounds: for programs that play or compare it."""
        return adjust(self.corrected(vocabulary), self.adjustments)

    def fingered(self, vocabulary: str) -> Timeline:
        """The song as a guitarist holds it, behind the capo: for people who play it."""
        return fingered(self.corrected(vocabulary), self.adjustments)

    def fingered_as_heard(self, vocabulary: str) -> Timeline:
        """The same without its corrections."""
        return fingered(self.timelines[vocabulary], self.adjustments)

    def corrected(self, vocabulary: str) -> Timeline:
        """The song with its corrections, in the words of a vocabulary where it has one for them.

        Its keys are those that all its chords tell then, whatever the vocabulary.
        """
        if not self.corrections:
            return self.timelines[vocabulary]
        worded = (
            replace(one, label=(in_vocabulary(one.chord, vocabulary) or one.chord).label)
            for one in self.corrections
        )
        shown = correct(self.timelines[vocabulary], worded)
        return in_keys_of(shown, correct(self.timelines[ALL], self.corrections))


def as_corrections(given: object) -> tuple[Correction, ...]:
    """The corrections that a browser keeps, as many as are let in; those that make no sense are left out.

    Raises TypeError for anything but a list.
    """
    if not isinstance(given, list):
        raise TypeError(f"not a list of corrections: {type(given)}")
    return tuple(filter(None, map(_as_correction, given[-MOST_CORRECTIONS:])))


def _as_correction(given: object) -> Correction | None:
    try:
        return Correction(**given)
    except (TypeError, ValueError):
        return None
