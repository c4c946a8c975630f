"""The tabs and settings of the year, as they stand on each Monday: what people do to them, and when."""

from datetime import date
from typing import Any

from tests.cases.excel import save_all
from tests.cases.program import (
    OF_STOCK,
    RESPONSES,
    UPSTATE,
    Answers,
    Case,
    american,
    make_grid,
    moved,
    received,
    write_csv,
)
from tests.long.a_year import COUNTED, RECEIVED, TO_PATROL, TO_TRAFFIC, TRAINED, Distribution, look
from tests.support.settings import KIT, PATROL

WHAT_PEOPLE_DO = {
    "Excel saves the export": (date(2026, 3, 9), date(2026, 3, 22)),
    "Patrol is called Road Patrol": (date(2026, 4, 13), date.max),
    "vacation, and no form": (date(2026, 5, 1), date(2026, 5, 31)),
    "the form asks one question more": (date(2026, 6, 8), date.max),
    "the department is an OOPP": (date(2026, 7, 1), date.max),
    "the lot of a count is mistyped": (date(2026, 9, 28), date(2026, 10, 18)),
    "the export is forgotten": (date(2026, 10, 19), date(2026, 11, 8)),
}
LAST_EXPORT = date(2026, 10, 12)
NEW_QUESTION = "Was an ambulance there?"
RENAMED = [
    {**PATROL, "name": "Road Patrol", "aliases": ["Patrol", "Patrol Division"]},
    {"name": "Traffic", "par_level": 4},
]


def is_now(what: str, day: date) -> bool:
    """Whether people do this on a day."""
    first, last = WHAT_PEOPLE_DO[what]
    return first <= day <= last


def write_row(one: Distribution) -> Answers:
    """A form as Google exports it."""
    unit = (
        "Road Patrol" if one.unit == "Patrol" and is_now("Patrol is called Road Patrol", one.sent.date()) else one.unit
    )
    sent = f"{american(one.sent.date())} {one.sent.hour}:{one.sent:%M:%S}"
    return {
        "submitted": sent, "date": american(one.day), "unit": unit, "zip": one.zip_code, "kits": str(one.kits),
        "trained": str(one.trained),
    }  # fmt: skip


def export(case: Case, monday: date) -> None:
    """Put the week's export into the folder, unless it is forgotten."""
    if is_now("the export is forgotten", monday):
        return
    rows = [write_row(one) for one in look(monday, monday).distributions]
    if is_now("Excel saves the export", monday):
        rows = [save_all(row) for row in rows]
    grid = make_grid(rows, (), {})
    if is_now("the form asks one question more", monday):
        grid = [[*line[:3], NEW_QUESTION if number == 0 else "Yes", *line[3:]] for number, line in enumerate(grid)]
    write_csv(case.folder / RESPONSES, grid)


def write_stock(case: Case, monday: date) -> None:
    """Write the other tabs as they stand on a Monday."""
    receipts = {day: received(american(day), f"A{day.month}00", kits, to="Central") for day, kits in RECEIVED.items()}
    shelves = [
        moved("1/2/2026", "transferred", "A100", kits, from_="Central", to=unit)
        for unit, kits in (("Patrol", TO_PATROL), ("Traffic", TO_TRAFFIC))
    ]
    lots = {count.day: "A1OO" if monday < count.readable_from else "A100" for count in COUNTED}
    tabs = {
        "Inventory.csv": [*(row for day, row in receipts.items() if day <= monday), *shelves],
        "Counts.csv": [
            [american(day), "Patrol", "kit", lots[day], str(counted)] for day, counted, _ in COUNTED if day <= monday
        ],
        "Training.csv": [
            [american(day), "Patrol", "Leave-behind program", str(people)]
            for day, people in TRAINED.items()
            if day <= monday
        ],
    }
    for name, rows in tabs.items():
        write_csv(case.folder / name, [OF_STOCK[name], *rows])


def settle(case: Case, monday: date) -> None:
    """Write lbn.toml as it stands on a Monday."""
    program: dict[str, Any] = {"oopp": "none", "supplier": UPSTATE | {"cadence": "monthly"}}
    if is_now("the department is an OOPP", monday):
        program |= {"oopp": "upstate", "oopp_since": WHAT_PEOPLE_DO["the department is an OOPP"][0]}
    renamed = {"units": RENAMED} if is_now("Patrol is called Road Patrol", monday) else {}
    case.settle(program=program, items=[KIT], **renamed)
