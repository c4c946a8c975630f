"""Desks for tests, with the usual content, and the cases in which everybody must be able to read the page."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from schemas.desk import Duties
from schemas.desk_page import Desk
from schemas.finding import Code, Finding
from schemas.tabs import Tab
from schemas.to_do import ToDo
from tasks.messages.desk.page import render_desk
from tasks.program_folder.report_definitions import DESK, find_template_folders
from tasks.rules.digest.to_do import list_to_do
from tasks.rules.stock.actions import list_actions
from tests.support.builders_messages import AGENCY, HOSTILE, MADE_AT, NO_PROGRAM, READ_BEFORE
from tests.support.builders_notices import USUAL_LOW, a_stock

TODAY = MADE_AT.date()
SHEET = "https://docs.google.com/spreadsheets/d/1abc/edit#gid=0&range="
MONTHS = ("2025-11", "2025-12", *(f"2026-{month:02d}" for month in range(1, 11)))
GIVEN = (14, 9, 17, 21, 0, 12, 18, 25, 22, 19, 27, 4)
DUE = {"report": "supplier", "first": "2026-09", "last": "2026-09", "count": 1, "due_on": "2026-10-10",
       "is_overdue": False}  # fmt: skip


def a_shelf(location: str, usable: int, shelf: int | None, days_left: int | None, item: str = "kit") -> dict[str, Any]:
    """Return what a shelf holds; of kits it can be low where it's known what it should hold."""
    holds = {"location": location, "item": item, "usable": usable, "shelf": shelf, "days_left": days_left}
    return holds | {"is_watched": item == "kit" and shelf is not None}


SHELVES = (
    a_shelf("Central", 41, None, 62),
    a_shelf("Patrol", 3, 12, 9),
    a_shelf("Traffic", 11, 12, 40),
    a_shelf("Harbor", 0, 8, None),
    a_shelf("Detective Bureau", 14, 12, 120),
    a_shelf("Jail medical office", 5, None, None),
    a_shelf("Central", 300, None, 210, "fts"),
    a_shelf("Patrol", 40, 50, 31, "fts"),
)


def a_low_unit(location: str, on_hand: int, par_level: int | None) -> dict[str, Any]:
    """Return a unit that runs low on kits."""
    return USUAL_LOW[0] | {"location": location, "on_hand": on_hand, "par_level": par_level}


LOW = (a_low_unit("Patrol", 3, 12), a_low_unit("Traffic", 11, 12), a_low_unit("Harbor", 0, 8))
DUTIES = {
    "counts": [
        {"location": "Traffic", "last_counted_on": "2026-07-04", "days": 94, "shortfall_count": 2, "on_hand": 11}
    ],
    "silent_units": [{"unit": "Harbor", "last_on": "2026-06-28", "days": 100, "usual_days": 10}],
    "trainings": [{"unit": "Patrol", "people": 40, "trained": 28, "is_refresher": False}],
}
TITLES = {"supplier": "Supplier report", "nysdoh-quarterly": "NYSDOH quarterly report"}


def things_to_do(duties: Mapping[str, Any] = DUTIES, **stock: Any) -> list[ToDo]:
    """List what is to be done about the usual stock, changed, and beside it."""
    return list_to_do(list_actions(a_stock(**stock), TODAY), (), Duties.model_validate(duties))


def a_finding(row: int, code: Code, tab: Tab = Tab.RESPONSES, link: str = SHEET) -> Finding:
    """Return a row to fix."""
    return Finding(tab, row, f"{row:06x}", code, link=f"{link}A{row}" if link else "")


FINDINGS = (
    *(a_finding(row, Code.KITS_MISSING) for row in (14, 15, 31)),
    a_finding(9, Code.LOT_INVALID, Tab.INVENTORY),
    a_finding(52, Code.ZIP_INVALID),
)


def months(given: tuple[int | None, ...] = GIVEN) -> list[dict[str, Any]]:
    """List the last twelve months, of which the last has not ended."""
    return [
        {"month": month, "kits": kits, "is_over": month != MONTHS[-1] and kits is not None}
        for month, kits in zip(MONTHS, given, strict=True)
    ]


def a_desk(**changes: Any) -> Desk:
    """Return the desk of an ordinary morning."""
    values: dict[str, Any] = {
        "agency": AGENCY, "made_at": MADE_AT, "read_at": MADE_AT - READ_BEFORE, "is_stale": False,
        "newest_entry": TODAY - timedelta(days=1), "failing": None, "silence": None, "unusable_tabs": (),
        "findings": FINDINGS,
        "never_made": (
            {"report": "nysdoh-quarterly", "first": "2026-Q3", "last": "2026-Q3", "count": 1,
             "due_on": date(2026, 10, 15), "is_overdue": False},
        ),
        "made": (DUE,),
        "to_come": (
            {"report": "supplier", "period": "2026-10", "due_on": "2026-11-10", "state": "owed"},
            {"report": "nysdoh-quarterly", "period": "2026-Q4", "due_on": "2027-01-15", "state": "owed"},
        ),
        "titles": TITLES, "is_stock_tracked": True, "shelves": SHELVES, "low": LOW,
        "stock": {"supplier": "Example Regional EMS Program", "nouns": {"kit": "kit", "fts": "fentanyl test strip"}},
        "to_do": things_to_do(), "months": months(),
    }  # fmt: skip
    return Desk.model_validate(values | changes)


NOTHING = {"low": (), "findings": (), "never_made": (), "made": (), "to_do": ()}
QUIET_SHELVES = tuple(one | {"usable": 14} for one in SHELVES[:5])
CASES = {
    "typical": a_desk(),
    "quiet": a_desk(**NOTHING, shelves=QUIET_SHELVES),
    "bad-day": a_desk(
        read_at=MADE_AT - timedelta(days=3),
        is_stale=True,
        newest_entry=date(2026, 9, 4),
        failing={
            "since": MADE_AT - timedelta(days=3),
            "words": "The column “Kits left” of Form Responses 1.csv is missing. Restore the title of the question, or "
            "add the new one under [source.columns] in lbn.toml. Nothing was changed.",
        },
        silence={"since": date(2026, 9, 4), "until": None},
        unusable_tabs=(Tab.COUNTS,),
        lot_conflicts=({"item": "kit", "lot": "B2002", "expiries": ("2028-08-31", "2029-08-31")},),
        questions_missing=("Who took the kit (optional)",),
        findings=(*FINDINGS, *(a_finding(row, Code.DATE_UNREADABLE, Tab.COUNTS) for row in (2, 3))),
        never_made=(
            {"report": "supplier", "first": "2026-01", "last": "2026-09", "count": 9, "due_on": date(2026, 2, 10),
             "is_overdue": True},
        ),
        made=(
            DUE | {"report": "nysdoh-quarterly", "first": "2026-Q1", "last": "2026-Q2", "others": ("2026-Q2",),
                   "count": 2, "due_on": "2026-04-15", "is_overdue": True},
        ),
        shelves=tuple(one | {"usable": 0, "days_left": None} for one in SHELVES),
        to_do=things_to_do(
            DUTIES
        | {
            "filings": [
                {"report": "nysdoh-quarterly", "period": "2026-Q2", "filed_edition": 1, "newest_edition": 2, "kits": 7}
            ],
            "review": {"reviewed_on": "2025-10-01", "due_on": "2026-10-01"},
        }),
        months=months((*GIVEN[:10], 2, None)),
    ),
    "300-units": a_desk(
        to_do=things_to_do(low=[{**USUAL_LOW[0], "location": f"Unit {number:03d}"} for number in range(1, 301)]),
        shelves=[
            a_shelf("Central", 12_000, None, 45),
            *(a_shelf(f"Unit {number:03d}", number % 40, 30, number % 40 * 2) for number in range(1, 301)),
        ],
        low=[a_low_unit(f"Unit {number:03d}", number % 40, 30) for number in range(1, 301) if number % 40 < 30],
        findings=[a_finding(row, Code.KITS_MISSING, link="") for row in range(2, 302)],
        questions_missing=tuple(f"Question {number} (optional)" for number in range(26)),
        months=months(tuple(kits * 311 for kits in GIVEN)),
    ),
    "not-tracked": a_desk(**NOTHING, is_stock_tracked=False, shelves=(), months=months((*[0] * 9, 2, 5, 1))[8:]),
    "unread": a_desk(
        **NOTHING, read_at=None, newest_entry=None, shelves=(), is_stock_tracked=False, months=months((None,) * 12)[-1:]
    ),
    "hostile": a_desk(
        agency=HOSTILE[0],
        titles={"supplier": HOSTILE[1], "nysdoh-quarterly": HOSTILE[2]},
        stock={"supplier": HOSTILE[3], "nouns": {"kit": HOSTILE[6]}},
        shelves=[a_shelf(name, 3, 12, 9) for name in HOSTILE],
        low=[a_low_unit(name, 3, 12) for name in HOSTILE],
        to_do=things_to_do(low=[{**USUAL_LOW[0], "location": name} for name in HOSTILE]),
    ),
}  # fmt: skip
"""Each a state of affairs; the first is the usual one."""


@cache
def page_of(case: str) -> str:
    """One of them, as a browser gets it."""
    return render_desk(CASES[case], find_template_folders(DESK, NO_PROGRAM))
