"""What the browser wants of a song."""

import pytest

from model.adjust import Adjustments
from tests.helpers.timelines import make_timeline
from ui.song.wishes import Song

SONG = Song({"all": make_timeline("C:maj . . . | F:maj . G:7 .")})
IN_D = SONG.wished({"adjust": {"transpose": 2}})


def test_a_wish_replaces_the_one_before() -> None:
    assert IN_D.sounding("all").key.label == "D:maj"
    assert IN_D.wished({"adjust": {"capo": 2}}).adjustments == Adjustments(capo=2)


def test_a_guitarist_reads_what_the_hand_holds() -> None:
    behind = IN_D.wished({"adjust": {"transpose": 2, "capo": 2}})
    assert behind.sounding("all").key.label == "D:maj"
    assert behind.fingered("all").key.label == "C:maj"


@pytest.mark.parametrize("wish", [{}, {"adjust": None}, {"adjust": {"key": 1}}, {"adjust": {"capo": "2"}}])
def test_one_that_makes_no_sense_changes_nothing(wish: dict[str, object]) -> None:
    assert IN_D.wished(wish) == IN_D
