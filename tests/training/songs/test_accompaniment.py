import numpy as np
import pytest

from model.chords import CHORDS, NO_CHORD, ROOTS, Chord
from model.harte import parse
from training.songs.accompaniment import LOWEST_CHORD, Way, lead, movement, play_chords, shell
from training.songs.harmony import Progression, Step
from training.songs.lines import LOWEST_BASS
from training.songs.patterns import CHORD_ROWS
from training.songs.progressions import from_grammar
from training.sounds.voicings import choir, ensemble, guitar, keyboard

WAYS = (keyboard, guitar, choir, ensemble)
EIGHTH = {2: 0.5, 3: 0.5, 4: 0.5, 6: 1}  # beats, by metre


def in_metre(metre: int, seed: int) -> Progression:
    """A progression of this metre."""
    rng = np.random.default_rng(seed)
    return next(drawn for drawn in iter(lambda: from_grammar(48, rng), None) if drawn.metre == metre)


@pytest.mark.parametrize("name", CHORD_ROWS)
@pytest.mark.parametrize("metre", [2, 3, 4, 6])
def test_every_note_belongs_to_the_chord_but_short_neighbours(name: str, metre: int) -> None:
    rng = np.random.default_rng(0)
    progression = in_metre(metre, seed=1)
    strays, count = 0, 0
    for way in WAYS:
        for stroke in play_chords(name, progression, way, is_lowest=False, rng=rng):
            step = progression.steps[progression.place(stroke.start)]
            following = progression.steps[
                progression.place(stroke.start + EIGHTH[metre])
            ]  # a chord may come early
            for note in stroke.notes:
                count += 1
                if note % 12 not in {*basses(step.chord), *basses(following.chord)}:
                    strays += 1
                    assert note % 12 in step.scale
                    assert stroke.end - stroke.start <= EIGHTH[metre]
                    assert (
                        step.chord == progression.steps[progression.place(stroke.start - EIGHTH[metre])].chord
                    )
    assert count
    assert strays < 0.1 * count
    assert strays == 0 or name == "riff"


def basses(chord: Chord) -> set[int]:
    """The pitch classes of a chord and of its bass."""
    return {*chord.pitch_classes, *([] if chord.bass is None else [ROOTS.index(chord.bass)])}


@pytest.mark.parametrize("way", WAYS)
def test_alone_a_chord_begins_over_its_own_bass(way: Way) -> None:
    rng = np.random.default_rng(0)
    for name in sorted({*CHORD_ROWS} - {"pushed", "comping"}):  # where chords may come early
        progression = in_metre(4, seed=len(name))
        lowest = {}
        for stroke in play_chords(name, progression, way, is_lowest=True, rng=rng):
            lowest.setdefault(progression.place(stroke.start), min(stroke.notes))
        for place, note in lowest.items():
            chord = progression.steps[place].chord
            assert ROOTS[note % 12] == (chord.bass or chord.root), (name, chord.label)


def test_over_a_bass_part_chords_lie_above_its_notes() -> None:
    progression, rng = in_metre(4, seed=0), np.random.default_rng(0)
    voiced = [notes for way in (*WAYS, shell) for notes in lead(progression, way, False, rng)]
    assert min(notes[0] for notes in voiced) >= LOWEST_CHORD > LOWEST_BASS + 11


def test_movement_is_the_way_to_the_nearest_notes() -> None:
    assert movement((60, 64, 67), (60, 64, 67)) == 0
    assert movement((60, 64, 67), (60, 65, 69)) == 2 * (0 + 1 + 2)
    assert movement((60,), (60, 72)) == 12
    assert movement((), (60, 64)) == 0


def test_voicings_lead_into_one_another() -> None:
    steps = tuple(Step(parse(label), 4, 0, "maj") for label in 8 * ("C", "A:min", "F", "G"))
    progression, rng = Progression("pop", 4, 1, steps), np.random.default_rng(0)
    led = lead(progression, keyboard, False, rng)
    drawn = [keyboard(step.chord, rng) for step in steps]

    def way(voiced: list[tuple[int, ...]]) -> int:
        return sum(map(movement, voiced, voiced[1:]))

    assert way(led) < 0.6 * way(drawn)


def test_where_there_is_no_chord_nothing_is_played() -> None:
    steps = (Step(NO_CHORD, 4, 0, "maj"), Step(parse("C"), 4, 0, "maj"))
    progression, rng = Progression("pop", 4, 1, steps), np.random.default_rng(0)
    assert lead(progression, keyboard, False, rng)[0] == ()
    assert min(stroke.start for stroke in play_chords("beats", progression, keyboard, False, rng)) >= 4


@pytest.mark.parametrize("chord", CHORDS[:15], ids=lambda chord: chord.label)
def test_a_shell_tells_the_chord_when_the_root_lies_below(chord: Chord) -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        notes = shell(chord, rng)
        assert list(notes) == sorted(set(notes))
        played = {note % 12 for note in notes}
        assert chord.pitch_classes[0] not in played
        assert {chord.pitch_classes[1], chord.pitch_classes[-1]} <= played | {chord.pitch_classes[0]}
