"""What `lbn check` looks at in a Google Sheet: key, sharing, tabs, headers, time zone and expiries."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from schemas.settings import Settings
from schemas.tabs import COLUMNS, Kind, Tab
from tasks.errors import OperationError
from tasks.rules.intake.dates import DateStyle
from tasks.rules.intake.headers import find_columns
from tasks.rules.intake.normalize import normalize_day
from tasks.sources.google.access import Google
from tasks.sources.google.layout import Spreadsheet, check_form_target, check_tabs_exist, parse_all_tabs
from tasks.sources.source import Look, RawTab
from tasks.sources.tabs import count_rows

MOST_ROWS_NAMED = 10


class SheetLooks:
    """The looks, each resting on what those before it found."""

    def __init__(
        self,
        settings: Settings,
        open_google: Callable[[], Google],
        read: Callable[[], dict[Tab, RawTab]],
        today: date,
    ) -> None:
        self._settings = settings
        self._open_google = open_google
        self._read = read
        self._year = today.year
        self._google: Google
        self._spreadsheet: Spreadsheet
        self._raw: dict[Tab, RawTab]

    def list_looks(self) -> Sequence[Look]:
        """List the looks in order; the last two rest on the others, and not on each other."""
        return (
            Look("key", self._check_key, stops_the_rest=True),
            Look("sharing", self._check_sharing, stops_the_rest=True),
            Look("tabs", self._check_tabs, stops_the_rest=True),
            Look("headers", self._check_headers, stops_the_rest=True),
            Look("time zone", self._check_time_zone),
            Look("expiries", self._check_expiries),
        )

    def _check_key(self) -> str:
        self._google = self._open_google()
        return f"{self._settings.source.credentials} is the key of {self._google.address}."

    def _check_sharing(self) -> str:
        self._spreadsheet = parse_all_tabs(self._google)
        own = " and ".join(f"“{title}”" for title in self._settings.source.own_tabs)
        editor = f" To write the tab {own} it must be shared as Editor." if own else ""
        return f"the Sheet is shared with {self._google.address}.{editor}"

    def _check_tabs(self) -> str:
        titles = self._settings.source.titles
        check_tabs_exist(titles, self._spreadsheet)
        check_form_target(self._google, self._settings, self._spreadsheet)
        return f"{', '.join(titles.values())}: all there."

    def _check_headers(self) -> str:
        self._raw = self._read()
        return count_rows(self._raw, self._settings)

    def _check_time_zone(self) -> str:
        theirs, ours = self._spreadsheet.zone.time_zone, self._settings.agency.timezone
        if _offsets(theirs, self._year) == _offsets(ours, self._year):
            return f"the Sheet's clock is set to {ours}."
        msg = (
            f"The Sheet's clock is set to “{theirs}”, the agency's to {ours}: times of submission may be off. "
            "In the Sheet, set File, Settings, Time zone; or correct agency.timezone in lbn.toml."
        )
        raise OperationError(msg)

    def _check_expiries(self) -> str:
        """Look for months, such as 2028-06, that Sheets has made a date: the first day, where the last is meant."""
        rows = self._find_firsts_of_a_month()
        if not rows:
            return "no expiry looks like a month that the Sheet has turned into a date."
        named = ", ".join(map(str, rows[:MOST_ROWS_NAMED])) + (" and more" if len(rows) > MOST_ROWS_NAMED else "")
        msg = (
            f"In the tab {Tab.INVENTORY.value} the expiry is a date on the first of a month (rows {named}). If the "
            "carton says a month only, the Sheet has changed what was typed: set the column Expires to Format, Number, "
            "Plain text, and type it again, such as 2028-06, which stands for the month's last day."
        )
        raise OperationError(msg)

    def _find_firsts_of_a_month(self) -> list[int]:
        if Tab.INVENTORY not in self._raw:
            return []
        raw = self._raw[Tab.INVENTORY]
        cells = raw.take_apart(raw.body)
        expiry = [column for column in COLUMNS[Tab.INVENTORY] if column.kind is Kind.EXPIRY]
        index = find_columns(Tab.INVENTORY, expiry, cells.header, {})[0][0]
        expiries = [(number, row[index]) for number, row in enumerate(cells.rows, start=2) if len(row) > index]
        style = DateStyle(self._settings.agency.zone)
        return [
            number
            for number, cell in expiries
            if isinstance(cell, int | float) and normalize_day(cell, style).endswith("-01")
        ]


def _offsets(name: str, year: int) -> list[object] | str:
    """Return what a zone's clocks show in winter and in summer; two names may stand for the same zone."""
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return name
    return [datetime(year, month, 15, tzinfo=zone).utcoffset() for month in (1, 7)]
