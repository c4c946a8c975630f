"""The geometry of the charts: what happens in a period is a bar, stock at a moment is a point of a line.

A chart is drawn on a canvas that a phone shows almost at its size, so that its letters stay readable there.
"""

from typing import NamedTuple

from schemas.figures import STOCK_LEVELS, Number
from schemas.message import ReportMessage, Trend
from schemas.period import Cadence, Period
from tasks.messages.formatting import format_date, format_number, format_short_period
from tasks.messages.report.start_words import PARTIAL, is_partial, name_since_start

NOUNS = {Cadence.MONTHLY: "month", Cadence.QUARTERLY: "quarter", Cadence.YEARLY: "year"}
WIDTH = 420
TALLEST = 118
ABOVE = 26
"""Room for the figure on the tallest mark."""
LEGEND = 24
BELOW = 26
"""Room for the names of the periods."""
WIDEST_BAR = 58
BAR_SHARE = 0.68
"""Of a column, the bar."""
LETTERS = 14.0
LETTER_WIDTH = 0.62
"""How wide a bold digit is, in parts of its height."""


class Mark(NamedTuple):
    """A period: its bar or point, the figure above and the period's name below; x is the middle."""

    period: str
    short_period: str
    value: str
    x: float
    y: float
    left: float
    width: float
    height: float
    is_current: bool


class Target(NamedTuple):
    """A line that the others are to reach, and what it stands for."""

    y: float
    words: str


class Chart(NamedTuple):
    """A trend, ready to be drawn."""

    name: str
    title: str
    alt: str
    is_line: bool
    width: int
    height: int
    base: int
    letters: float
    marks: tuple[Mark, ...]
    target: Target | None


def draw_charts(message: ReportMessage) -> tuple[Chart, ...]:
    """Draw a chart of every trend that has at least two periods to compare, of what is tracked."""
    measures = message.figures.measures
    drawn = (trend for trend in message.trends if measures.get(trend.measure, 0) is not None)
    return tuple(_chart(trend, message) for trend in drawn if len(trend.points) > 1)


def _chart(trend: Trend, message: ReportMessage) -> Chart:
    is_line = trend.measure in STOCK_LEVELS
    base = ABOVE + TALLEST + (LEGEND if trend.target else 0)
    column = WIDTH / len(trend.points)
    scale = TALLEST / max(*(point.value for point in trend.points), trend.target or 0, 1)
    marks = tuple(_marks(trend, message, column, scale, base))
    words = f"Par levels of all units together: {format_number(trend.target)}"
    title = f"{message.measure_titles[trend.measure]}, by {_period_noun(trend)}{_explain_partial(trend, message)}"
    return Chart(
        name=f"chart-{trend.measure}",
        title=title,
        alt=_alt(title, marks, words if trend.target else None),
        is_line=is_line,
        width=WIDTH,
        height=base + BELOW,
        base=base,
        letters=_letters(marks, column),
        marks=marks,
        target=Target(round(base - trend.target * scale, 1), words) if trend.target else None,
    )


def _marks(trend: Trend, message: ReportMessage, column: float, scale: float, base: int) -> list[Mark]:
    current, started_on = Period.from_name(message.figures.period), message.started_on
    bar = min(WIDEST_BAR, column * BAR_SHARE)
    return [
        Mark(
            period=name_since_start(point.period, started_on),
            short_period=format_short_period(point.period) + PARTIAL * is_partial(point.period, started_on),
            value=format_number(point.value),
            x=round(column * (index + 0.5), 1),
            y=round(base - _height(point.value, scale), 1),
            left=round(column * (index + 0.5) - bar / 2, 1),
            width=round(bar, 1),
            height=_height(point.value, scale),
            is_current=Period.from_name(point.period).last_on in current,
        )
        for index, point in enumerate(trend.points)
    ]


def _explain_partial(trend: Trend, message: ReportMessage) -> str:
    """Explain the sign by the period in which the program started; empty where none is drawn."""
    since = message.started_on
    is_drawn = any(is_partial(point.period, since) for point in trend.points)
    return f" ({PARTIAL} since {format_date(since)})" if since and is_drawn else ""


def _height(value: Number, scale: float) -> float:
    """Leave at least a sliver for what is more than nothing."""
    return max(2.0, round(value * scale, 1)) if value > 0 else 0.0


def _letters(marks: tuple[Mark, ...], column: float) -> float:
    """Make the letters as large as the longest figure leaves room for."""
    longest = max(len(mark.value) for mark in marks)
    return round(min(LETTERS, column / (longest * LETTER_WIDTH)), 1)


def _period_noun(trend: Trend) -> str:
    return NOUNS[Period.from_name(trend.points[-1].period).cadence]


def _alt(title: str, marks: tuple[Mark, ...], target: str | None) -> str:
    """Say all that the picture shows."""
    said = f"{title}. {', '.join(f'{mark.period}: {mark.value}' for mark in marks)}."
    return f"{said} {target}." if target else said
