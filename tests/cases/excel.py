"""What Excel makes of a row of the form when somebody opens the CSV and saves it."""

from calendar import month_abbr
from collections.abc import Callable

from tests.cases.program import Answers

Saved = Callable[[Answers], Answers]


def drop_seconds(row: Answers) -> Answers:
    """Lose the seconds: 9/1/2026 8:05:10 becomes 9/1/2026 8:05."""
    return row | {"submitted": row["submitted"].rsplit(":", 1)[0]}


def shorten_years(row: Answers) -> Answers:
    """Write years with two digits."""
    return row | {name: row[name].replace("/2026", "/26") for name in ("date", "submitted")}


def name_months(row: Answers) -> Answers:
    """Write the day as 05-Feb-26."""
    month, day, _ = row["date"].split("/")
    return row | {"date": f"{int(day):02}-{month_abbr[int(month)]}-26"}


def lose_zeros(row: Answers) -> Answers:
    """Lose the zeros before a ZIP: 06390 becomes 6390."""
    return row | {"zip": row["zip"].lstrip("0")}


def make_floats(row: Answers) -> Answers:
    """Write numbers as 2.0."""
    return row | {name: f"{row[name]}.0" for name in ("kits", "trained", "zip")}


def add_midnight(row: Answers) -> Answers:
    """Give a day the hour of midnight."""
    return row | {"date": f"{row['date']} 0:00"}


def save_all(row: Answers) -> Answers:
    """Do all of it, as several people do one after the other."""
    for save in (drop_seconds, shorten_years, name_months, lose_zeros, make_floats):
        row = save(row)
    return row
