"""What a visitor wants of a song: how the browser says it, and the song as it is then.

A script of the page dispatches a "wish" event from within the panels, whose detail holds some of the keys
that `Song.wished` knows: {"adjust": {"transpose": 2, "capo": 0, "pace": 0, "shift": 1}}. What stands under a
key is whole, and replaces what was wished under it before.
"""

from dataclasses import dataclass, replace

from model.adjust import AS_HEARD, Adjustments, adjust, fingered
from model.timeline import Timeline


@dataclass(frozen=True)
class Song:
    """A song in each vocabulary, a tenth of what led to it, and what is wanted of it."""

    timelines: dict[str, Timeline]
    adjustments: Adjustments = AS_HEARD

    def wished(self, wishes: dict[str, object]) -> "Song":
        """The same as the browser wants it; a wish that makes no sense changes nothing."""
        try:
            return replace(self, adjustments=Adjustments(**wishes["adjust"])) if "adjust" in wishes else self
        except (TypeError, ValueError):
            return self

    def sounding(self, vocabulary: str) -> Timeline:
        """The song as it sounds: for programs that play or compare it."""
        return adjust(self.timelines[vocabulary], self.adjustments)

    def fingered(self, vocabulary: str) -> Timeline:
        """The song as a guitarist holds it, behind the capo: for people who play it."""
        return fingered(self.timelines[vocabulary], self.adjustments)
