"""How numbers, days and periods are written in messages: the same on every machine, whatever its locale."""

from datetime import date, datetime

from schemas.period import Cadence, Period

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MINUS = "−"
NONE = "—"
DAYS_IN_YEAR = 365
NOT_TRACKED = "not tracked"
"""What a program keeps no record of: it is neither 0 nor missing."""


def format_number(value: float | str | None) -> str:
    """Write a number with thousands separated; a text as it is; a dash where there is no figure."""
    if value is None:
        return NONE
    if isinstance(value, str):
        return value
    written = f"{abs(value):,}" if isinstance(value, int) else f"{abs(value):,.1f}".removesuffix(".0")
    return f"{MINUS}{written}" if value < 0 else written


def format_signed(value: float) -> str:
    """Write a number with its sign, as in a statement or a comparison."""
    return f"+{format_number(value)}" if value > 0 else format_number(value)


def format_share(share: float) -> str:
    """Write a share in whole percent; more than nothing is never 0%, and less than all is never 100%."""
    if 0 < share <= 0.005:
        return "<1%"
    return "99%" if 0.99 < share < 1 else f"{round(share * 100)}%"


def format_count(count: float, one: str, many: str | None = None) -> str:
    """Write a number and its noun: 1 kit, 2 kits, 2 people."""
    return f"{format_number(count)} {one if count == 1 else many or one + 's'}"


def format_lasting(days: int, *, is_about: bool = False) -> str:
    """Write for how long something lasts: less than a day, 20 days; more than a year, for a rate tells no more."""
    if days > DAYS_IN_YEAR:
        return "more than a year"
    return f"{'about ' if is_about else ''}{format_count(days, 'day')}" if days else "less than a day"


def write_are(count: float) -> str:
    """Write the verb after a number and its noun: 1 kit is, 2 kits are."""
    return "is" if count == 1 else "are"


def write_were(count: float) -> str:
    """Write the verb after a number and its noun: 1 kit was, 2 kits were."""
    return "was" if count == 1 else "were"


def format_date(day: date) -> str:
    """Write a day: Oct 15, 2026."""
    return f"{_month_day(day)}, {day.year}"


def format_long_date(day: date) -> str:
    """Write a day in full, for a heading: October 15, 2026."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def format_near_date(day: date, near: date) -> str:
    """Write a day without its year, where that is the year of a day near it: Oct 15."""
    return _month_day(day) if day.year == near.year else format_date(day)


def format_day(day: date) -> str:
    """Write a day on which something is to be done: Thu, Oct 15, 2026."""
    return f"{WEEKDAYS[day.weekday()]}, {format_date(day)}"


def format_time(moment: datetime) -> str:
    """Write a time with the zone it is meant in: Oct 6, 2026, 8:00 AM EDT."""
    half = "AM" if moment.hour < 12 else "PM"
    clock = f"{moment.hour % 12 or 12}:{moment.minute:02d} {half}"
    return " ".join(part for part in (f"{format_date(moment)},", clock, moment.tzname()) if part)


def format_span(first: date, last: date) -> str:
    """Write the days of a period: Jul 1 – Sep 30, 2026."""
    return f"{_month_day(first)} – {format_date(last)}"


def format_period(name: str) -> str:
    """Write a period as people say it: 2026-Q3 is Q3 2026, 2026-09 is September 2026, 2026 stays."""
    period = Period.from_name(name)
    if period.cadence is Cadence.MONTHLY:
        return f"{MONTHS[period.first_month - 1]} {period.year}"
    return " ".join(reversed(period.name.split("-")))


def format_label(text: str, grouping: str) -> str:
    """Write a row's label as people say it."""
    if grouping != "month":
        return text
    try:
        return format_period(text)
    except ValueError:  # months put together, under a label of their own
        return text


def format_short_period(name: str) -> str:
    """Write a period under a bar: Q3 26, Sep 26, 2026."""
    period = Period.from_name(name)
    if period.cadence is Cadence.YEARLY:
        return period.name
    first, _, _ = format_period(name).partition(" ")
    return f"{first[:3]} {period.year % 100:02d}"


def lower_first(title: str) -> str:
    """Write a title as it stands within a sentence: kits distributed; NYC units stay as they are."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def join_words(words: tuple[str, ...]) -> str:
    """Join some things in a sentence: one, two and three."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _month_day(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day.day}"
