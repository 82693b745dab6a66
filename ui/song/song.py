"""The answer for a song: what it holds in a few words, and a chart whose cells follow the player."""

from collections import Counter
from collections.abc import Callable
from html import escape
from itertools import pairwise

from model.adjust import AS_HEARD, Adjustments, transposed
from model.chart import clock, facts
from model.chords import NO_CHORD, Chord
from model.harmony import numeral
from model.keys import Key
from model.prediction import Candidate
from model.timeline import Bar, TimedChord, TimedProgression, Timeline
from ui import words
from ui.chord import answer
from ui.naming import Naming
from ui.song import shapes, takeaway, tools

MOST_CHIPS = 8  # chords named in the answer's place, those that sound longest
WAITING = "This may be more than one chord, so I am listening to all of it. That takes a while."


def waiting(share: float) -> str:
    """A word in the answer's place while a song is listened to, and how much of it is done, 0 to 1, as HTML.

    A screen reader is told once, and not again as the share grows.
    """
    return (
        f'<div class="answer answer-waiting"><p class="name">A song</p><p class="sentence">{WAITING}</p>'
        f'<p class="verdict" aria-hidden="true">{round(100 * share)}{words.NARROW_SPACE}%</p></div>'
    )


def summary(timeline: Timeline, naming: Naming, adjustments: Adjustments = AS_HEARD) -> str:
    """The answer in a few words, as HTML: key, tempo, metre and the chords that are held longest.

    timeline: the song after adjustments, as a hand behind the capo holds it; so too for `render`.
    """
    known = _facts(timeline, naming, adjustments)
    title, rest = (known[0], known[1:]) if timeline.key else ("A song", known)
    lengths = Counter()
    for timed in timeline.chords:
        if timed.chord != NO_CHORD:
            symbol = naming.within(timeline.key_of(timed)).symbol(timed.chord)
            lengths[symbol] += timed.end - timed.start
    chips = "".join(f"<span>{escape(symbol)}</span>" for symbol, _ in lengths.most_common(MOST_CHIPS))
    rest += [counted(len(timeline.bars), "bar")] if timeline.bars else []
    rest += [counted(len(lengths), "chord")]
    spoken = words.spoken(f"{title}, {', '.join(rest)}. The chart is below; the space bar plays.")
    return (
        f'<div class="answer answer-song"><p class="spoken">{escape(spoken)}</p>'
        f'<div class="printed" aria-hidden="true"><p class="symbol symbol-none">{escape(title)}</p>'
        f'<p class="verdict">{escape(words.BETWEEN.join(rest))}</p><p class="notes">{chips}</p></div></div>'
    )


def counted(number: int, noun: str) -> str:
    """A number of things: "1 bar", "12 bars"."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _facts(timeline: Timeline, naming: Naming, adjustments: Adjustments) -> list[str]:
    """What is known of key, capo, tempo and metre: the key is the one that sounds."""
    known = facts(transposed(timeline, adjustments.capo), naming.key_name)
    if not adjustments.capo:
        return known
    held = f", as in {naming.key_name(timeline.key)}" if timeline.key else ""
    known.insert(1 if timeline.key else 0, f"capo {adjustments.capo}{held}")
    return known


def render(
    timeline: Timeline,
    naming: Naming,
    adjustments: Adjustments = AS_HEARD,
    editor: str = "",
    left_handed: bool = False,
) -> str:
    """The chart of a song under a line that says what sounds now, and its files, as HTML.

    editor: HTML that goes above the chart. left_handed: mirrors diagrams of strings.
    """
    body = _in_bars(timeline, naming) if timeline.beats else _in_time(timeline, naming)
    known = _facts(timeline, naming, adjustments)
    line = escape(words.BETWEEN.join(known))
    toolbar = tools.render(timeline, naming, adjustments)
    player = tools.render_player(shapes.render(timeline, naming, adjustments.capo, left_handed))
    return (
        f'<section class="panel song" aria-label="Song">{takeaway.heading(known)}<div class="now">'
        '<button type="button" class="play" data-song-play>Play</button>'
        '<p class="current" aria-hidden="true"></p>'
        '<p class="following" aria-hidden="true"><span>then</span> <b></b></p>'
        f'<div class="aside"><p class="facts">{line}</p><p class="doubted"></p></div>'
        f'{player}<p class="spoken" role="status"></p></div>{toolbar}{editor}{body}'
        f"{takeaway.render(timeline, naming, known)}{tools.render_help()}</section>"
    )


def _in_bars(timeline: Timeline, naming: Naming) -> str:
    """The bars, as a list of lists of cells."""
    bars = timeline.bars
    first = 0 if bars[0].is_pickup else 1
    keys = pairwise((timeline.key, *(bar.key for bar in bars)))
    begun = _begun(bars, timeline.progressions)
    items = [
        _bar(timeline, bar, number, naming, bar.key if bar.key != before else None, there)
        for number, (bar, (before, _), there) in enumerate(zip(bars, keys, begun, strict=True), first)
    ]
    return f'<ol class="chart" style="--metre:{timeline.metre}" aria-label="Bars">{"".join(items)}</ol>'


def _begun(bars: tuple[Bar, ...], progressions: tuple[TimedProgression, ...]) -> list[list[TimedProgression]]:
    """The progressions that begin in each bar."""
    begun, last = [], None
    for bar in bars:
        new = {timed.start for before, timed in pairwise((last, *bar.chords)) if timed != before}
        begun.append([found for found in progressions if found.start in new])
        last = bar.chords[-1]
    return begun


def _bar(
    timeline: Timeline,
    bar: Bar,
    number: int,
    naming: Naming,
    new_key: Key | None,
    begun: list[TimedProgression],
) -> str:
    """A bar: its number, the progressions begun, the key where that changes, a cell a chord."""
    key = f'<span class="key">{escape(naming.key_name(new_key))}</span>' if new_key else ""
    in_key, bar_name = naming.within(bar.key), f"Bar {number}" if number else "Pickup"
    drawn = []
    for cell in bar.cells:
        beats = cell.beats
        where = f"{bar_name}, beat {beats[0].position}"
        width = beats[-1].position - beats[0].position + 1
        place = (f"grid-column:{beats[0].position} / span {width}",)
        ticks = "".join(f'<i data-time="{beat.time:.3f}" data-place="{beat.position}"></i>' for beat in beats)
        below = f'<span class="beats">{ticks}</span>'
        timed = cell.segments[0]
        drawn.append(_cell(timed, timeline.after(timed), in_key, where, place, below))
    above = f'<span class="number">{number or ""}{_named(begun)}{key}</span>'
    return f'<li class="bar" data-name="{bar_name}">{above}{"".join(drawn)}</li>'


def _named(begun: list[TimedProgression]) -> str:
    """The names of progressions: "ii–V–I", "I–V–vi–IV ×3"."""
    names = [found.name + (f" ×{found.rounds}" if found.rounds > 1 else "") for found in begun]
    return f'<span class="progression">{escape(", ".join(names))}</span>' if names else ""


def _in_time(timeline: Timeline, naming: Naming) -> str:
    """The chords of a song without beats, as a list of cells with the times they begin."""
    items, progressions = [], timeline.progressions
    for timed in timeline.chords:
        time = clock(timed.start)
        below = f'<span class="beats"><i data-time="{timed.start:.3f}"></i></span>'
        in_key = naming.within(timeline.key_of(timed))
        cell = _cell(timed, timeline.after(timed), in_key, time, (), below)
        named = _named([found for found in progressions if found.start == timed.start])
        above = f'<span class="number">{time}{named}</span>'
        items.append(f'<li class="bar" data-name="{time}">{above}{cell}</li>')
    return f'<ol class="chart chart-free" aria-label="Chords">{"".join(items)}</ol>'


def _cell(
    timed: TimedChord, after: Chord | None, naming: Naming, where: str, style: tuple[str, ...], below: str
) -> str:
    """A button that plays from where a chord begins; what it says of the chord goes to the line above too."""
    spoken, doubt = naming.spoken(timed.chord), _doubt(timed, naming.symbol)
    label = escape(f"{where}: {spoken}" + (f", {_doubt(timed, naming.spoken)}" if doubt else ""))
    roman = _numeral(timed.chord, naming.key, after)
    degree = f' data-numeral="{roman}"' if roman else ""
    style = (f"--figures:{len(roman)}", *style) if roman else style
    mark = "" if timed.sure else '<span class="doubt">?</span>'
    return (
        f'<button type="button" class="cell{"" if timed.sure else " cell-unsure"}" tabindex="-1"'
        f' data-spoken="{escape(spoken)}" data-doubt="{escape(doubt)}"{degree}'
        f" {answer.fitting(timed.chord, naming, *style)}>"
        f'<span class="spoken">{label}</span>'
        f'<span class="chord" aria-hidden="true">{_printed(timed.chord, naming)}{mark}</span>{below}</button>'
    )


def _numeral(chord: Chord, key: Key | None, after: Chord | None) -> str:
    """The Roman numeral of a chord, which the style sheet prints; an empty text without a key."""
    return "" if key is None or chord == NO_CHORD else numeral(chord, key, after)


def _printed(chord: Chord, naming: Naming) -> str:
    return chord.symbol if chord == NO_CHORD else answer.symbol(chord, naming)


def _doubt(timed: TimedChord, call: Callable[[Chord], str]) -> str:
    """The chords that a doubtful one may be: "not sure: C 48 %, Em 30 %"; else empty. call: names a chord."""
    if timed.sure:
        return ""
    ranked = (Candidate(timed.chord, timed.confidence), *timed.alternatives)
    named = (f"{call(other.chord)} {words.percent(other.probability)}" for other in ranked)
    return f"not sure: {', '.join(named)}"
