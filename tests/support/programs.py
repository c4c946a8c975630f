"""A small program folder for tests that run all of it, with unique words in every cell that takes what people type."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

from openpyxl import Workbook

from tests.support.settings import KIT, PATROL, lbn_toml, name_tabs, write_toml

RESPONSES = "Form Responses 1"
INVENTORY = "Inventory"
COUNTS = "Counts"
TRAINING = "Training"
TABS = (RESPONSES, INVENTORY, COUNTS, TRAINING)

Grid = list[list[str]]


class Plant(Protocol):
    """Makes the text of a cell in which anything may be typed."""

    def __call__(self, where: str, kind: str = "") -> str:
        """Return a text for the cell, of a kind of KINDS if one is asked for."""
        ...


KINDS = ("digits", "code", "name")


def write_settings(ending: str, **sections: Any) -> str:
    """Write its lbn.toml; the names of the tabs have this ending."""
    of_its_own = {"program": {"oopp": "upstate"}, "source": name_tabs(ending), "units": [PATROL], "items": [KIT]}
    return write_toml(lbn_toml(lbn_toml(**of_its_own), **sections))


FORM_HEADER = (
    "Timestamp", "Email Address", "Date of distribution", "Unit", "ZIP code", "Jurisdiction", "Kits left",
    "Lot number (optional)", "People shown how to use it (optional)", "Who took the kit (optional)",
    "Why it was offered (optional)", "Fentanyl test strips (optional)", "Xylazine test strips (optional)",
    "Kits running low? (optional)", "Anything else",
)  # fmt: skip
USUAL_ANSWERS = {
    "Date of distribution": "9/14/2026", "Unit": "Patrol", "ZIP code": "12207", "Jurisdiction": "City of Albany",
    "Kits left": "2", "Lot number (optional)": "A123", "People shown how to use it (optional)": "1",
    "Who took the kit (optional)": "Survivor", "Why it was offered (optional)": "At risk",
    "Fentanyl test strips (optional)": "", "Xylazine test strips (optional)": "", "Kits running low? (optional)": "No",
}  # fmt: skip


def nothing(_where: str, _kind: str = "") -> str:
    """Plants nothing: a program without anything to hide."""
    return ""


def write_program(folder: Path, plant: Plant = nothing, kind: Literal["csv", "xlsx"] = "csv") -> Path:
    """Write a program; `plant` makes the text of each cell that may hold anything.

    The first rows of each tab are usable and carry plants beside what is read; the others carry them in what is read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lbn.toml").write_text(write_settings(f".{kind}"), encoding="utf-8")
    tabs = {
        RESPONSES: _responses(plant),
        INVENTORY: _stock_tab(
            plant,
            {"Date": "1/5/2026", "Movement": "received", "Item": "kit", "Lot": "A123", "Expires": "2028-06",
             "Quantity": "120", "From": "", "To": "Central"},
            {"Date": "1/6/2026", "Movement": "transferred", "Item": "kit", "Lot": "A123", "Expires": "",
             "Quantity": "40", "From": "Central", "To": "Patrol"},
        ),
        COUNTS: _stock_tab(
            plant, {"Date": "9/30/2026", "Location": "Patrol", "Item": "kit", "Lot (optional)": "A123", "Counted": "9"}
        ),
        TRAINING: _stock_tab(
            plant, {"Date": "2/2/2026", "Unit": "Patrol", "Course": "Leave-behind", "People trained": "9"}
        ),
    }  # fmt: skip
    for tab, grid in tabs.items():
        write_grid(folder / f"{tab}.{kind}", grid)
    answers = [plant("decisions.ref"), plant("decisions.decision"), plant("decisions.why")]
    write_grid(folder / "decisions.csv", [["ref", "decision", "why"], answers])
    return folder


def write_grid(path: Path, grid: Grid) -> None:
    """Write a tab as a spreadsheet exports it."""
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in grid:
            book.active.append(row)
        book.save(path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(grid)


def _responses(plant: Plant) -> Grid:
    answers = [*({} for _ in range(8)), *_typed_over(plant, "form", (*USUAL_ANSWERS, "Timestamp"))]
    rows = [_form_row(plant, number, typed) for number, typed in enumerate(answers)]
    return [[*FORM_HEADER, plant("form header") or "Column 9"], *rows]


def _form_row(plant: Plant, number: int, answers: dict[str, str]) -> list[str]:
    sent = {
        "Timestamp": f"9/15/2026 {8 + number // 30}:{number % 30 * 2:02}:00"
    }  # too far apart for one form sent twice
    free = {"Email Address": plant("form.email"), "Anything else": plant("form.note")}
    row = sent | USUAL_ANSWERS | free | answers
    return [*(row[title] for title in FORM_HEADER), plant("form.more")]


def _stock_tab(plant: Plant, *usable: dict[str, str]) -> Grid:
    rows = [*usable, *(usable[-1] | typed for typed in _typed_over(plant, "stock", tuple(usable[0])))]
    header = [*usable[0], "Notes", plant("stock header") or "Column 9"]
    return [header, *([*row.values(), plant("stock.note"), plant("stock.more")] for row in rows)]


def _typed_over(plant: Plant, tab: str, titles: Sequence[str]) -> Iterator[dict[str, str]]:
    """One answer after the other with what should not stand there: digits, a code, a name."""
    for title in titles:
        for kind in KINDS:
            yield {title: plant(f"{tab}.{title}", kind)}
