"""Numbers as a musician reads them, and accidentals as a screen reader says them."""

from model.chart import clock

MOST_PERCENT = 99  # no recording makes a chord 100 % certain, so no rounding may say so
NARROW_SPACE = "\u202f"  # between a number and its unit; does not break the line
BETWEEN = "\u00a0· "  # facts in a row: no line begins with the dot
CLEARLY_OFF = 12.0  # cents: less is how well instruments in tune agree
CENTS_ROUNDED = 5  # "about 20 cents" claims no more than that
A4 = 440.0  # Hz


def percent(probability: float) -> str:
    """A probability, 0 to 1, as a whole percentage: "97 %", never "100 %"."""
    whole = round(100 * probability)
    if whole <= MOST_PERCENT:
        return f"{whole}{NARROW_SPACE}%"
    return f">{NARROW_SPACE}{MOST_PERCENT}{NARROW_SPACE}%"


def stretch(start: float, end: float) -> str:
    """A stretch of time, in seconds: "0.4 to 4.4 s"; from a minute on, "1:04.0 to 1:08.0"."""
    if end < 60:
        return f"{start:.1f} to {end:.1f} s"
    return f"{clock(start)} to {clock(end)}"


def length(seconds: float) -> str:
    """A length of time, in seconds: "3.5 s", "2 min 5 s"."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def tuning(cents: float | None) -> str:
    """A recording's distance from A440, where that is clear: "about 20 cents flat of A440 (A = 435 Hz)"."""
    if cents is None or abs(cents) < CLEARLY_OFF:
        return ""
    about = CENTS_ROUNDED * round(abs(cents) / CENTS_ROUNDED)
    side = "flat" if cents < 0 else "sharp"
    return f"about {about} cents {side} of A440 (A = {A4 * 2 ** (cents / 1200):.0f} Hz)"


def spoken(text: str) -> str:
    """A note or a few, with the accidentals in words: "D♭" becomes "D-flat"."""
    return (
        text.replace("♭♭", "-double-flat")
        .replace("♯♯", "-double-sharp")
        .replace("♭", "-flat")
        .replace("♯", "-sharp")
    )
