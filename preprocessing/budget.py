"""The time that decoding a file may take, and a file in memory whose bytes end when that time does."""

import io
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from preprocessing.refusals import TOO_SLOW, AudioError

START_SECONDS = 3.0  # of work, whatever the length: opening an honest file takes less than 0.1
WORK_SHARE = 0.02  # seconds of work allowed for each second of sound: eight times what MP3 needs
READS = 8  # from one look at the clock to the next: a look costs more than most reads

Piece = TypeVar("Piece")


class Budget:
    """Seconds of work in this thread: what others do on a busy machine gets nobody refused."""

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        self.clock = clock
        self.end = clock() + START_SECONDS
        self.spent = False

    def earn(self, seconds: float) -> None:
        """Allow more, for this many seconds of sound."""
        self.end += WORK_SHARE * seconds

    def is_spent(self) -> bool:
        """Look at the clock. What is spent stays spent: a decoder may have been cut short already."""
        self.spent = self.spent or self.clock() > self.end
        return self.spent

    def check(self) -> None:
        """Raise AudioError once it is spent."""
        if self.is_spent():
            raise AudioError(TOO_SLOW)

    def guard(self, pieces: Iterator[Piece]) -> Iterator[Piece]:
        """Hand on what a decoder makes; once it is cut short, raise AudioError whatever it says of that."""
        try:
            for piece in pieces:
                yield piece
                self.check()
        except Exception:
            self.check()
            raise
        self.check()


class BudgetedFile(io.BytesIO):
    """Bytes that come to an end with the budget: a decoder can be stopped in no other way.

    Nothing here raises: decoders call it from C, where an exception cannot pass.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        super().__init__(data)
        self._budget, self._reads = budget, 0

    def read(self, size: int = -1) -> bytes:
        self._end_with_budget()
        return super().read(size)

    def readinto(self, buffer: memoryview) -> int:
        self._end_with_budget()
        return super().readinto(buffer)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        try:
            return super().seek(offset, whence)
        except (ValueError, OverflowError):
            return self.tell()

    def _end_with_budget(self) -> None:
        """Go to the end: reading nothing elsewhere, libsndfile would ask for more for ever."""
        self._reads += 1
        if self._budget.spent or (self._reads % READS == 0 and self._budget.is_spent()):
            super().seek(0, io.SEEK_END)
