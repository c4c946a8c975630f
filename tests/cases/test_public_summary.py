"""A summary for the public: of what is over, with the tables that the supplier has and nothing of its own."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cases.test_released_tables import (
    Q1,
    Q2,
    TOLD,
    by_zip,
    make_of_earlier_rule,
    releases,
    report,
    some_rows,
)
from tests.support.small_program import files, lbn, tables, write_form, write_program, write_settings

PUBLIC = "public-summary"
SUPPLIER = {"kind": "regional-ems", "name": "Former Supplier", "cadence": "on-request", "contact": "f@supplier.example"}

OWN = """
title = "For the council"
addressee = "the town council"
audience = "public"
cadences = ["monthly"]
due_days = 5
submit_to = "Give it to the clerk"
measures = ["kits_distributed", "kits_on_hand_end"]
[[tables]]
title = "Units and people"
by = ["unit", "recipient"]
measures = ["distributions"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program of two quarters, of which nothing was released."""
    made = write_program(tmp_path / "program", some_rows(Q1, Q2), write_settings(program={"supplier": SUPPLIER}))
    assert lbn("ingest", program=made).code == 0
    return made


def quoted(edition: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """The tables of an edition that were made once, by grouping and period."""
    return {(table["by"][0], table["period"]): table for table in edition["tables"] if "made_on" in table}


@pytest.mark.parametrize("first", ["supplier", PUBLIC])
def test_supplier_and_public_are_shown_the_same_tables(first: str, folder: Path):
    second = PUBLIC if first == "supplier" else "supplier"
    told = quoted(report(folder, "2024-Q2", first))
    write_form(folder, some_rows(Q1, Q2 | {"12203": 30}))  # late rows, of which no table is told
    again = quoted(report(folder, "2024-Q2", second))
    both = told.keys() & again.keys()
    assert {by for by, _ in both} == {"zip", "recipient", "reason"}
    assert {key: told[key] for key in both} == {key: again[key] for key in both}
    assert told["zip", "2024-Q2"]["rows"] == TOLD


def test_a_year_quotes_the_quarters_that_were_released(folder: Path):
    report(folder, "2024-Q2")
    year = report(folder, "2024", PUBLIC)
    assert [period for by, period in quoted(year) if by == "zip"] == ["2024-Q2", "2024-Q3", "2024-Q4"]
    assert by_zip(year) == TOLD
    assert ("zip", "2024") not in releases(folder)


def test_what_the_public_was_shown_first_binds_the_supplier(folder: Path):
    """Asked for the year, the order is drawn from its first quarter; a month quotes what that gave."""
    year = quoted(report(folder, "2024", PUBLIC))
    kept = releases(folder)
    assert by_zip(report(folder, "2024-06")) == year["zip", "2024-Q2"]["rows"]
    assert {key: one for key, one in releases(folder).items() if key[0] != "unit"} == kept, "the supplier's own"


def test_what_an_earlier_rule_told_the_supplier_binds_it(folder: Path):
    report(folder, "2024-Q2")
    make_of_earlier_rule(folder)
    assert by_zip(report(folder, "2024-Q2", PUBLIC)) is None
    assert releases(folder) == {}


def test_what_was_exact_before_it_was_public_is_not_released(folder: Path):
    """Its earlier edition may be out as well: no table overlaps what that told exactly."""
    declare(folder, OWN.replace('"public"', '"agency"'))
    assert report(folder, "2024-05", "council")["tables"][0]["rows"]
    declare(folder, OWN)
    assert by_zip(report(folder, "2024-Q2")) is None
    assert releases(folder) == {}


def declare(folder: Path, text: str) -> None:
    """Give the program a report of its own."""
    own = folder / "report_templates" / "council"
    own.mkdir(parents=True, exist_ok=True)
    own.joinpath("report.toml").write_text(text, encoding="utf-8")


def test_another_supplier_changes_nothing_of_it(folder: Path):
    first = report(folder, "2024-Q2", PUBLIC)
    (folder / "lbn.toml").write_text(write_settings(program={"supplier": SUPPLIER | {"name": "Present Supplier"}}))
    assert report(folder, "2024-Q2", PUBLIC) == first
    write_form(folder, some_rows(Q1, Q2 | {"12203": 30}))
    assert lbn("run", program=folder).code == 0
    made = json.loads((folder / f"reports/{PUBLIC}/2024-Q2/edition-2/figures.json").read_text("utf-8"))
    assert made["supersedes"] == 1, "amended by itself, as ever"


def test_nothing_of_it_is_the_suppliers(folder: Path):
    report(folder, "2024-Q2", PUBLIC)
    made = folder / f"reports/{PUBLIC}/2024-Q2/edition-1"
    assert (made / "addressee.txt").read_text("utf-8") == "the public\n"
    said = "".join((made / name).read_text("utf-8") for name in ("email.txt", "email.html", "figures.csv"))
    assert not [word for word in ("upplier", "A123", "Lots on hand", "LOTS") if word in said]
    assert "In a leave-behind naloxone program, officers leave kits of naloxone" in said


@pytest.mark.parametrize("period", ["2025-Q1", "2025", "2999-Q4"])
def test_what_is_not_over_is_refused_and_nothing_is_left_of_it(period: str, folder: Path):
    def left() -> Iterator[Any]:
        yield files(folder)
        yield tables(folder)

    before = [*left()]
    ended = lbn("report", PUBLIC, period, program=folder)
    assert ended.code == 2
    assert f"{period} ends on " in ended.words
    assert [*left()] == before


def test_a_report_of_ones_own_for_the_public_is_treated_alike(folder: Path):
    declare(folder, OWN)
    assert report(folder, "2024-06", "council")["tables"] == []
    made = folder / "reports/council/2024-06/edition-1"
    assert (made / "addressee.txt").read_text("utf-8") == "the town council\n"
    assert "Not shown outside the agency: Units and people." in (made / "email.txt").read_text("utf-8")
    assert lbn("report", "council", f"{date(2025, 2, 3):%Y-%m}", program=folder).code == 2


def test_the_register_names_each_reader_and_each_table_once(folder: Path):
    report(folder, "2024-Q2")
    report(folder, "2024-Q2", PUBLIC)
    report(folder, "2024-06")
    ended = lbn("status", "--json", program=folder)
    register = ended.json["released"]
    assert {(one["report"], one["period"], one["addressee"]) for one in register["editions"]} == {
        ("supplier", "2024-Q2", "Former Supplier"), (PUBLIC, "2024-Q2", "the public"),
        ("supplier", "2024-06", "Former Supplier"),
    }  # fmt: skip
    assert [(one["by"], one["period"]) for one in register["tables"]] == [
        (by, "2024-Q2") for by in ("reason", "recipient", "unit", "zip")
    ], "and not the orders that were drawn"
    assert "supplier, for Former Supplier: 2 editions, 2024-06 to 2024-Q2; the last: " in ended.words


@pytest.mark.parametrize("cadence", ["monthly", "quarterly"])
def test_it_is_owed_to_nobody(cadence: str, tmp_path: Path):
    settings = write_settings(program={"supplier": SUPPLIER | {"cadence": cadence}})
    folder = write_program(tmp_path / "program", some_rows(Q1), settings)
    assert lbn("run", program=folder).code == 0
    assert not (folder / "reports" / PUBLIC).exists()
    assert PUBLIC not in {one["report"] for one in lbn("status", "--json", program=folder).json["due"]}
    made = lbn("backfill", "2024-01", "2024-12", "--report", PUBLIC, "--json", program=folder).json["reports"]
    assert [one["period"] for one in made] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
