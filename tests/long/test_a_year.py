"""A year of one department, week by week, held against a ledger of its own: no figure leaves wrong without a word.

Each Monday there is a new export and a run. What people do is in a_years_tabs.py; what really happened is in a_year.py.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.cases.program import Case
from tests.long.a_year import look, look_at_all
from tests.long.a_years_tabs import LAST_EXPORT, WHAT_PEOPLE_DO, export, is_now, settle, write_stock

FIRST, WEEKS = date(2026, 1, 5), 52
STALE = re.compile(r"[Nn]o forms? since")
HELD = re.compile(r"on hold|\bheld\b")


class Made(NamedTuple):
    """A new edition, and the Monday on which it was made."""

    report: str
    period: str
    edition: int
    monday: date
    measures: dict[str, Any]
    first: str

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of its period."""
        if "Q" in self.period:
            month = int(self.period[-1]) * 3 - 2
            return date(2026, month, 1), _end(month + 2)
        month = int(self.period[-2:])
        return date(2026, month, 1), _end(month)

    @property
    def exported_on(self) -> date:
        """The day of the export that was read."""
        return LAST_EXPORT if is_now("the export is forgotten", self.monday) else self.monday


def _end(month: int) -> date:
    return date(2026 + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def live(case: Case) -> Iterator[Made]:
    """Live through the year; each new edition as it is made."""
    known: set[Path] = set()
    case.write()
    for week in range(WEEKS):
        monday = FIRST + timedelta(weeks=week)
        case.set_day(monday)
        export(case, monday)
        write_stock(case, monday)
        settle(case, monday)
        ended = case.lbn("run", "--json")
        assert ended.code == 0, f"{monday}: {ended.words}"
        now = set(case.folder.glob("reports/*/*/edition-*"))
        for path in sorted(now - known):
            yield read_edition(case, path, monday)
        known = now


def read_edition(case: Case, path: Path, monday: date) -> Made:
    """Read an edition that was made on a Monday."""
    slug, period, edition = path.parts[-3], path.parts[-2], int(path.name.removeprefix("edition-"))
    measures = json.loads((path / "figures.json").read_text("utf-8"))["measures"]
    return Made(slug, period, edition, monday, measures, case.read_report(slug, period, edition).first)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Made]]:
    """Every edition of the year, in the order in which it was made."""
    with pytest.MonkeyPatch.context() as patch:
        yield list(live(Case(tmp_path_factory.mktemp("year") / "program", patch)))


def differ(made: Made, expected: dict[str, int]) -> dict[str, tuple[object, object]]:
    """The measures in which an edition isn't what a ledger says."""
    return {
        name: (value, expected[name])
        for name, value in made.measures.items()
        if name in expected and value != expected[name]
    }


def test_every_figure_is_what_the_tabs_said(year: list[Made]):
    wrong = {
        (made.report, made.period, made.edition): difference
        for made in year
        if (difference := differ(made, look(made.exported_on, made.monday).sum_up(*made.days)))
    }
    assert wrong == {}


def test_no_figure_leaves_wrong_without_a_word(year: list[Made]):
    silent = [
        (made.report, made.period, made.edition, difference)
        for made in year
        if (difference := differ(made, look_at_all(made.monday).sum_up(*made.days)))
        and not (STALE if is_now("the export is forgotten", made.monday) else HELD).search(made.first)
    ]
    assert silent == []


def test_what_is_right_and_complete_raises_no_alarm(year: list[Made]):
    alarmed = [
        (made.report, made.period, made.edition)
        for made in year
        if not differ(made, look_at_all(made.monday).sum_up(*made.days)) and made.period != "2026-05"
        if STALE.search(made.first) or HELD.search(made.first)
    ]
    assert alarmed == []


ON_TIME = [
    # the Monday, the report, its period: each is made the week after the period's end
    (f"2026-{monday}", "supplier", f"2026-{month:02}")
    for month, monday in enumerate(
        ("02-02", "03-02", "04-06", "05-04", "06-01", "07-06", "08-03", "09-07", "10-05", "11-02", "12-07"), 1
    )
]  # fmt: skip
AMENDED = {
    # why, and the Monday: the reports and periods of which an edition was made again
    "2026-09-14": {("supplier", "2026-08")},  # a row was deleted
    "2026-09-21": {("supplier", "2026-07"), ("supplier", "2026-08")},  # a form of July was sent late
    "2026-10-19": {("supplier", "2026-09"), ("nysdoh-quarterly", "2026-Q3")},  # a count was corrected
    "2026-11-09": {("supplier", "2026-10")},  # the export is there again
}


def test_each_report_is_made_once_on_time(year: list[Made]):
    made = [(one.monday.isoformat(), one.report, one.period) for one in year if one.edition == 1]
    assert sorted(made) == sorted([*ON_TIME, ("2026-10-05", "nysdoh-quarterly", "2026-Q3")])


def test_amended_is_what_changed_and_nothing_else(year: list[Made]):
    made: dict[str, set[tuple[str, str]]] = {}
    for one in year:
        if one.edition > 1:
            made.setdefault(one.monday.isoformat(), set()).add((one.report, one.period))
    assert made == AMENDED


def test_the_year_is_as_lively_as_it_claims():
    december = look_at_all(date(2026, 12, 28))
    assert december.count_kits(*WHAT_PEOPLE_DO["vacation, and no form"]) == 0
    assert december.sum_up(date(2026, 1, 1), date(2026, 12, 31))["kits_count_adjustment"] == -3
    assert len(december.distributions) > 120
