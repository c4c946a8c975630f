"""The Google Sheet, line by line: key, sharing, tabs, headers, time zone and expiries, each ok or what to do."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from schemas.tabs import COLUMNS, Kind, Tab
from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.operations.check_part import Checked, check_part
from tasks.rules.intake.headers import find_columns
from tasks.rules.intake.normalize import normalize_day
from tasks.sources.google.layout import Spreadsheet, check_form_target, check_tabs_exist
from tasks.sources.google.sheet import GoogleSheet
from tasks.sources.source import RawTab, normalize_tab

MOST_ROWS_NAMED = 10


def check_sheet(program: ProgramContext) -> Iterator[Checked]:
    """Check part by part; after the first that fails, what rests on it cannot be looked at."""
    sheet = _SheetCheck(program)
    for part, look in sheet.one_after_another.items():
        found = check_part(part, look)
        yield found
        if not found.is_ok:
            return
    for part, look in sheet.in_the_end.items():
        yield check_part(part, look)


class _SheetCheck:
    """The looks, each resting on what those before it found."""

    def __init__(self, program: ProgramContext) -> None:
        self._program = program
        self._settings = program.settings
        self._sheet: GoogleSheet
        self._spreadsheet: Spreadsheet
        self._raw: dict[Tab, RawTab]
        self.one_after_another = {
            "key": self._key,
            "sharing": self._sharing,
            "tabs": self._tabs,
            "headers": self._headers,
        }
        self.in_the_end = {"time zone": self._time_zone, "expiries": self._expiries}

    def _key(self) -> str:
        self._sheet = GoogleSheet(self._settings, self._program.folder)
        return f"{self._settings.source.credentials} is the key of {self._sheet.address}."

    def _sharing(self) -> str:
        self._spreadsheet = self._sheet.tabs()
        status = self._settings.source.status_tab
        editor = f" To write the tab “{status}” it must be shared as Editor." if status else ""
        return f"the Sheet is shared with {self._sheet.address}.{editor}"

    def _tabs(self) -> str:
        titles = self._settings.source.titles
        check_tabs_exist(titles, self._spreadsheet)
        check_form_target(titles[Tab.RESPONSES], self._spreadsheet)
        return f"{', '.join(titles.values())}: all there."

    def _headers(self) -> str:
        self._raw = self._sheet.read()
        rows = {tab: normalize_tab(tab, raw, self._settings) for tab, raw in self._raw.items()}
        return "; ".join(f"{tab.value}: {len(these.numbers)} rows" for tab, these in rows.items()) + "."

    def _time_zone(self) -> str:
        theirs, ours = self._spreadsheet.zone.time_zone, self._settings.agency.timezone
        if _offsets(theirs, self._program.today().year) == _offsets(ours, self._program.today().year):
            return f"the Sheet's clock is that of {ours}."
        msg = (
            f"The Sheet's clock is that of “{theirs}”, the agency's that of {ours}: times of submission may be off. "
            "In the Sheet, set File, Settings, Time zone; or correct agency.timezone in lbn.toml."
        )
        raise OperationError(msg)

    def _expiries(self) -> str:
        """Look for months that Sheets turned into dates: 2028-06 means the last day, and Sheets makes it the first."""
        rows = self._firsts_of_a_month()
        if not rows:
            return "no expiry looks like a month that the Sheet has turned into a date."
        named = ", ".join(map(str, rows[:MOST_ROWS_NAMED])) + (" and more" if len(rows) > MOST_ROWS_NAMED else "")
        msg = (
            f"In the tab {Tab.INVENTORY.value} the expiry is a date on the first of a month (rows {named}). If the "
            "carton says a month only, the Sheet has changed what was typed: set the column Expires to Format, Number, "
            "Plain text, and type it again, such as 2028-06, which stands for the month's last day."
        )
        raise OperationError(msg)

    def _firsts_of_a_month(self) -> list[int]:
        if Tab.INVENTORY not in self._raw:
            return []
        raw = self._raw[Tab.INVENTORY]
        cells = raw.take_apart(raw.body)
        expiry = [column for column in COLUMNS[Tab.INVENTORY] if column.kind is Kind.EXPIRY]
        index = find_columns(Tab.INVENTORY, expiry, cells.header, {})[0] or 0
        stands = [(number, row[index]) for number, row in enumerate(cells.rows, start=2) if len(row) > index]
        return [
            number for number, cell in stands if isinstance(cell, int | float) and normalize_day(cell).endswith("-01")
        ]


def _offsets(name: str, year: int) -> list[object] | str:
    """Find what a zone's clocks show in winter and in summer; two names may stand for the same zone."""
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return name
    return [datetime(year, month, 15, tzinfo=zone).utcoffset() for month in (1, 7)]
