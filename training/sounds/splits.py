"""The players on each side of the split: recordings, SoundFonts, invented instruments, people talking.

A split is by recording or instrument: what validation and test hear, training never does. General MIDI
pianos (programs 0 to 3) share samples within a SoundFont, and across those of which the test set plays one:
all of these stay out of training. Most of TimGM6mb's samples are csound's sf_GMbank's, its drums too, and
MuseScore General's piano is the recorded Splendid Grand: of these, training plays one, and neither validation
nor test the other. The page's clips to practise with do, on one piano (training/examples.py).
"""

from collections.abc import Collection
from pathlib import Path

from training.places import SOUNDFONTS_DIR
from training.sounds.banks import BANK, DRUMS

SOUNDFONTS = {  # where Debian's packages put them, or `training.datasets fetch soundfonts`
    "fluid": Path("/usr/share/sounds/sf2/FluidR3_GM.sf2"),
    "musescore": Path("/usr/share/sounds/sf3/MuseScore_General_Full.sf3"),
    "timgm": Path("/usr/share/sounds/sf2/TimGM6mb.sf2"),
    "csound": Path("/usr/share/sounds/sf2/sf_GMbank.sf2"),
    "opl3": Path("/usr/share/sounds/sf2/OPL-3_FM_128M.sf2"),
    "freepats": Path("/etc/timidity/freepats.cfg"),
    "generaluser": SOUNDFONTS_DIR / "generaluser.sf2",
    "sonivox": SOUNDFONTS_DIR / "sonivox.sf2",
}
# General MIDI programs (0-based) that play chords, or notes of one: keyboards, organs, accordions, guitars,
# bowed and plucked strings, choirs, brass, reeds, pipes, a few synthesisers.
PROGRAMS = (
    *(4, 5, 6, 7, 8, 11, 12, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
    *(40, 41, 42, 44, 45, 46, 48, 49, 50, 52, 53, 56, 57, 58, 60, 61, 64, 65, 66, 68, 70, 71, 72, 73, 75, 79),
    *(80, 81, 88, 89, 90, 104, 105, 107),
)
# GeneralUser's variations that play chords: another organ, a ukulele, a 12-string guitar, a mandolin ...
VARIATIONS = (
    *(8 * BANK + program for program in (4, 5, 6, 16, 17, 19, 21, 24, 25, 26, 27, 28)),
    *(8 * BANK + program for program in (48, 50, 61, 62, 63, 107)),
    *(11 * BANK + program for program in (50, 51, 61, 88)),
    *(12 * BANK + program for program in (4, 27, 48, 49, 88)),
    *(BANK + 60, BANK + 61, 13 * BANK + 48, 16 * BANK + 25),
)
# FreePats is not whole: these of the programs are in it.
PATCHES = (
    *(4, 5, 6, 7, 8, 15, 16, 19, 21, 23, 24, 25, 26, 27, 28, 29, 30, 40, 42, 44, 45, 46, 48, 53),
    *(56, 57, 58, 60, 61, 64, 65, 66, 68, 70, 71, 72, 73, 75, 79, 80, 88, 104),
)
GUITARS = range(24, 32)
PIANOS = range(4)
PIANO = PIANOS[0]

TRAIN, VALID, TEST = "train", "valid", "test"
SMOKE = "smoke"  # a handful of instruments, to see that everything works
SPLITS = (TRAIN, VALID, TEST, SMOKE)
# Training takes all recordings that validation and test leave. Here by library, as its notes.csv calls it,
# with the instrument in it; an instrument's name alone may be that of another recording.
RECORDED = {
    VALID: {
        "bg_green": "guitar_electric_green",
        "openear_organ": "organ",
        "pianet_t": "electric_piano_pianet_t",
    },
    TEST: {
        "headroom": "piano_yamahaC3",
        "freepats_spanish": "guitar_nylon",
        "old_piano": "piano_honky_tonk",
        "openear_contrabass": "contrabass",
    },
    SMOKE: {},
}
# Of recorded drums, rooms and everyday noises, by how their names begin.
DRUM_PIECES = {VALID: (), TEST: ("Ludwig", "Porkpie", "Zildjian"), SMOKE: ()}
ROOMS = {VALID: ("arthur_sykes",), TEST: ("jack_lyons",), SMOKE: ()}
NOISES = {
    VALID: ("bird", "car_", "paper"),
    TEST: ("coffee", "crowd", "dog", "fan_", "footsteps", "keys", "rain_", "street"),
    SMOKE: (),
}
RENDERED = {
    TRAIN: {
        "fluid": (*PROGRAMS, DRUMS),
        "musescore": PROGRAMS,
        "csound": (*PROGRAMS, DRUMS),
        "opl3": PROGRAMS,
        "freepats": (*PIANOS[:3], *PATCHES, DRUMS),
        "generaluser": (*PIANOS, *PROGRAMS, *VARIATIONS, DRUMS),
        "sonivox": (*PIANOS, *PROGRAMS, DRUMS),
    },
    VALID: {"timgm": (49, 52, 56, 65)},
    # No sample of these plays in validation too. No accordion: TimGM6mb's are out of tune with themselves.
    TEST: {"fluid": (PIANO,), "opl3": (DRUMS,), "timgm": (PIANO, 50, 63, 64, 73)},
    SMOKE: {"timgm": (4, 24, DRUMS)},
}
INVENTED = {TRAIN: 300, VALID: 0, TEST: 0, SMOKE: 2}  # instruments that do not exist
VOICES = {  # of espeak-ng
    TRAIN: ("en-us", "de", "fr", "es", "it", "pl", "tr", "en-us+f2", "de+f4", "fr+m3"),
    VALID: ("nl", "pt+f3"),
    TEST: ("en-gb", "sv+f1", "fi"),
    SMOKE: ("en-us",),
}
SENTENCES = {
    TRAIN: (
        "The quick brown fox jumps over the lazy dog, and then it sits down to hear the music.",
        "One two three four, is this thing on? Could you play that chord again, a little louder please?",
        "Tomorrow the orchestra will meet at seven in the evening; bring your own instrument and a chair.",
        "Eight hundred and sixty one, who is calling? Aha, yes, no, maybe, we will open the window soon.",
    ),
    VALID: (
        "It rained all night, so the river is high and the old bridge near the mill is closed today.",
        "Have you seen my glasses? I put them on the kitchen table before lunch, I am quite sure.",
    ),
    TEST: (
        "A voyage round the lighthouse takes about an hour, unless the wind turns to the north.",
        "Please leave your message after the tone. We will ring you back on Thursday or Friday.",
    ),
    SMOKE: ("Good morning, this is only a test.",),
}


def is_heard(split: str, name: str, held_out: dict[str, Collection[str]]) -> bool:
    """Tell if a split hears a recording, judged by how its name begins.

    held_out: what every split but training has for itself.
    """
    if split != TRAIN:
        return name.startswith(tuple(held_out[split]))
    return not name.startswith(tuple(own for names in held_out.values() for own in names))
