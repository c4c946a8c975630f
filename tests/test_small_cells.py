"""What leaves for others than a health department: no row by place or person stands for one to ten distributions."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schemas.family import Family
from tasks.rules.reporting.measures import GROUPINGS, find_frame
from tasks.sample import write_sample
from tests.support.small_program import MACHINES_CLOCK, lbn

DISTRIBUTIONS = ("distributions", "kits_distributed")
TABLES = (
    *((name,) for name in GROUPINGS),
    *(("month", name) for name in GROUPINGS if name != "month"),
    ("unit", "recipient"),
)
PERIODS = ("2026-10", "2026-09", "2026-Q3", "2026-Q2", "2025", "2026-05")


@pytest.fixture(scope="module")
def today() -> Iterator[None]:
    """The machine's own clock: the sample's last day has gone by."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MACHINES_CLOCK, "yes")
        yield


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, today: None) -> Path:  # noqa: ARG001 - it stays set
    """The sample program, with a report of its own that has as many tables as a report may."""
    folder = tmp_path_factory.mktemp("sample") / "program"
    write_sample(folder, date(2026, 11, 22))
    own = folder / "report_templates" / "all-tables"
    own.mkdir(parents=True)
    own.joinpath("report.toml").write_text(definition(), encoding="utf-8")
    assert lbn("ingest", program=folder).code == 0
    return folder


def definition() -> str:
    """A report.toml for other eyes, whose tables count distributions by every grouping."""
    head = (
        'title = "All tables"\naddressee = "a neighbour"\naudience = "supplier"\ndue_days = 5\n'
        'cadences = ["monthly", "quarterly", "yearly"]\nsubmit_to = "Look"\nmeasures = ["kits_distributed"]\n'
    )
    tables = []
    for by in TABLES:
        names = [name for name in DISTRIBUTIONS if find_frame(name, by)]
        if names:
            tables.append(f'[[tables]]\ntitle = "{" ".join(by)}"\nby = {list(by)}\nmeasures = {names}\n')
    return head + "\n".join(tables).replace("'", '"')


def cells(edition: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Every cell of distributions in tables by place, unit, recipient, reason or lot: table, measure and number."""
    return [
        (table["title"], name, value)
        for table in edition["tables"]
        if {*table["by"]} & {*Family, "lot"}
        for row in table["rows"]
        for name, value in zip(table["measures"], row[len(table["by"]) :], strict=True)
        if name in DISTRIBUTIONS
    ]


@pytest.mark.parametrize("period", PERIODS)
def test_no_table_shows_one_to_ten_distributions(period: str, program: Path):
    ended = lbn("report", "all-tables", period, "--no-send", "--json", program=program)
    assert ended.code == 0, ended.words
    edition = ended.json
    assert [cell for cell in cells(edition) if 1 <= cell[2] <= 10] == []
    shown = sum(bool(table["rows"]) for table in edition["tables"] if "made_on" in table)
    assert shown >= 3 or period == "2025", "a control that leaves nothing needs no test"
    assert not [table for table in edition["tables"] if {*table["by"]} & {*Family} and "made_on" not in table]


@pytest.mark.parametrize("period", ["2026-10", "2026-01"])
def test_nor_does_the_suppliers_report(period: str, program: Path):
    edition = lbn("report", "supplier", period, "--no-send", "--json", program=program).json
    assert [cell for cell in cells(edition) if 1 <= cell[2] <= 10] == []
    assert any(table["rows"] for table in edition["tables"])


def test_totals_months_and_stock_are_exact(program: Path):
    edition = lbn("report", "all-tables", "2026-Q3", "--no-send", "--json", program=program).json
    exact = lbn("figures", "2026-Q3", "--by", "month", "--by", "item", "--json", program=program).json
    of = {tuple(table["by"]): table for table in edition["tables"]}
    for table in exact["tables"]:
        columns = [table["measures"].index(name) for name in of[*table["by"],]["measures"]]
        rows = [[row[0], *(row[1 + column] for column in columns)] for row in table["rows"]]
        assert [row for row in rows if any(row[1:])] == of[*table["by"],]["rows"]
    assert edition["measures"]["kits_distributed"] == exact["measures"]["kits_distributed"]


def test_the_health_department_sees_every_cell(program: Path):
    edition = lbn("report", "nysdoh-quarterly", "2026-Q3", "--no-send", "--json", program=program).json
    assert any(1 <= cell[2] <= 10 for cell in cells(edition))
