"""Tables for a supplier: made once, quoted ever after, whatever comes later; and never of what was told before."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.small_program import a_row, lbn, write_form, write_program

Q1 = {"12207": 90, "12206": 40, "12203": 20, "12180": 1}
Q2 = {"12207": 60, "12206": 30, "12203": 9, "12180": 8}
TOLD = [["12207", 60], ["12206", 30], ["All others together", 17]]
TOO_FEW = {"12207": 11}


def some_rows(*quarters: dict[str, int]) -> Iterator[dict[str, str]]:
    """Rows by ZIP code, in turns of the quarter's first two months; two minutes lie between any two."""
    for quarter, counts in enumerate(quarters):
        for number, (place, some) in enumerate(counts.items()):
            for one in range(some):
                month, hour, minutes = quarter * 3 + one % 2 + 1, one * 2 // 60 + number * 4, one * 2 % 60
                sent = f"{month}/16/2024 {hour}:{minutes:02d}:00"
                yield a_row(one, submitted=sent, date=f"{month}/15/2024", zip=place)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program of two quarters, of which nothing was released."""
    made = write_program(tmp_path / "program", some_rows(Q1, Q2))
    assert lbn("ingest", program=made).code == 0
    return made


def report(folder: Path, period: str, slug: str = "supplier") -> dict[str, Any]:
    """Ask for a report."""
    ended = lbn("report", slug, period, "--no-send", "--json", program=folder)
    assert ended.code == 0, ended.words
    return ended.json


def by_zip(edition: dict[str, Any]) -> list[list[Any]] | None:
    """The rows of the table by ZIP code; none where there is no such table."""
    return next((table["rows"] for table in edition["tables"] if table["by"] == ["zip"]), None)


def test_the_first_quarter_gives_the_order_and_gets_no_table(folder: Path):
    assert by_zip(report(folder, "2024-Q1")) is None
    assert by_zip(report(folder, "2024-Q2")) == TOLD
    kept = releases(folder)
    assert kept["zip", "2024-Q1"]["labels"] == ["12207", "12206", "12203", "12180"]
    assert kept["zip", "2024-Q2"] == {"rows": TOLD[:2], "others": 17}


def releases(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """What the ledger keeps of releases."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        rows = connection.execute("select family, period, content from releases").fetchall()
    return {(family, period): json.loads(content) for family, period, content in rows}


def test_a_place_that_is_new_in_a_table_changes_no_order(tmp_path: Path):
    folder = write_program(tmp_path / "program", some_rows(Q1, Q2 | {"12205": 5}))
    report(folder, "2024-Q2")
    drawn = releases(folder)["zip", "2024-Q1"]
    assert (drawn["labels"], drawn["categories"]) == (["12207", "12206", "12203", "12180"], 4)


def test_the_order_of_asking_makes_no_difference(folder: Path):
    assert by_zip(report(folder, "2024-Q2")) == TOLD
    assert by_zip(report(folder, "2024-Q1")) is None


def test_a_late_row_changes_the_totals_and_no_table(folder: Path):
    report(folder, "2024-Q2")
    write_form(folder, some_rows(Q1, Q2 | {"12203": 10}))
    again = report(folder, "2024-Q2")
    assert (again["edition"], again["measures"]["distributions"]) == (2, 108)
    assert by_zip(again) == TOLD
    assert all(set(change) == {"measure", "was", "is"} for change in again["changes"])
    text = (folder / "reports/supplier/2024-Q2/edition-2/email.txt").read_text("utf-8")
    assert "Since then" not in text
    assert "of the distributions known then. 1 distribution that came since is in the totals only." in text
    assert "All other totals of Q2 2024 are unchanged. Beside them, figures of Q1 2024," in " ".join(text.split())


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ({}, "known then.\n"),
        ({"12180": 30}, "known then. 22 distributions that came since are in the totals only.\n"),
        ({"12207": 58}, "known then. 2 fewer are counted now, in the totals only.\n"),
        ({"12207": 59}, "known then. 1 fewer is counted now, in the totals only.\n"),
    ],
)
def test_a_table_says_what_it_lacks(now: dict[str, int], said: str, folder: Path):
    report(folder, "2024-Q2")
    write_form(folder, some_rows(Q1, Q2 | now))
    assert lbn("ingest", "--accept-withdrawals", program=folder).code == 0
    report(folder, "2024-05", "supplier") if not now else report(folder, "2024-Q2")
    [text] = [path.read_text("utf-8") for path in sorted(folder.glob("reports/supplier/2024-Q2/*/email.txt"))][-1:]
    part = " ".join(text.partition("BY ZIP CODE")[2].split("\n\n")[0].split()) + "\n"
    assert "Made once on" in part
    assert said.strip() in part


def test_a_row_that_moved_to_another_place_makes_no_edition(folder: Path):
    report(folder, "2024-Q2")
    write_form(folder, some_rows(Q1, Q2 | {"12203": 8, "12180": 9}))
    assert report(folder, "2024-Q2")["edition"] == 1


def test_a_month_quotes_the_last_quarter_that_ended(folder: Path):
    assert by_zip(report(folder, "2024-05")) is None, "Q1, from which the order was drawn"
    june = report(folder, "2024-06")
    assert by_zip(june) == TOLD
    assert [table.get("period") for table in june["tables"] if "made_on" in table] == ["2024-Q2"] * 4
    assert by_zip(report(folder, "2024-08")) == TOLD
    text = (folder / "reports/supplier/2024-08/edition-1/email.txt").read_text("utf-8")
    assert "BY ZIP CODE (Q2 2024)" in text
    assert "Made once on " in text


def test_of_too_few_there_is_a_table_without_rows(tmp_path: Path):
    folder = write_program(tmp_path / "program", some_rows(Q1, TOO_FEW))
    assert by_zip(report(folder, "2024-Q2")) == []
    text = (folder / "reports/supplier/2024-Q2/edition-1/email.txt").read_text("utf-8")
    assert "Not shown, for its rows would tell of few people: By ZIP code (Q2 2024), By unit (Q2 2024)" in text


@pytest.mark.parametrize(("in_may", "shown"), [(2, []), (12, [["12207", 52]])])
def test_one_place_for_all_gives_no_quiet_month_away(in_may: int, shown: list[Any], tmp_path: Path):
    """With one row for all, both of May's two would be known to be of its place, unit and reason."""
    of_q2 = [
        a_row(one, submitted=f"4/16/2024 {one // 20}:{one % 20 * 3:02d}:00", date="4/15/2024") for one in range(40)
    ]
    of_may = [a_row(one, submitted=f"5/16/2024 9:{one * 2:02d}:00", date="5/15/2024") for one in range(in_may)]
    folder = write_program(tmp_path / "program", [*some_rows(Q1), *of_q2, *of_may])
    assert by_zip(report(folder, "2024-Q2")) == shown


def test_no_table_is_of_a_year_before_the_program(tmp_path: Path):
    folder = write_program(tmp_path / "program", some_rows({"12207": 20, "12206": 15}))
    assert by_zip(report(folder, "2024-02")) is None
    text = (folder / "reports/supplier/2024-02/edition-1/email.txt").read_text("utf-8")
    assert "2023" not in text


def test_a_program_without_enough_shows_no_table_yet(tmp_path: Path):
    folder = write_program(tmp_path / "program", some_rows(TOO_FEW))
    assert by_zip(report(folder, "2024-Q1")) is None
    text = (folder / "reports/supplier/2024-Q1/edition-1/email.txt").read_text("utf-8")
    assert "Not shown: By ZIP code, By unit, Who took the kit and Why it was offered. A table by place, unit," in text
    assert releases(folder) == {}


def test_a_preview_makes_no_table(folder: Path):
    assert by_zip(report(folder, "2999-12")) is None
    assert releases(folder) == {}
    report(folder, "2024-Q2")
    kept = releases(folder)
    assert lbn("report", "supplier", "2999-12", program=folder).code == 0
    assert releases(folder) == kept


OWN = """
title = "Own"
audience = "supplier"
addressee = "a council"
cadences = ["quarterly", "yearly"]
due_days = 5
submit_to = "Send it"
measures = ["kits_distributed"]
[[tables]]
title = "By county"
by = ["county"]
measures = ["kits_distributed"]
[[tables]]
title = "Stock by unit"
by = ["unit"]
measures = ["kits_on_hand_end"]
[[tables]]
title = "Units and people"
by = ["unit", "recipient"]
measures = ["distributions"]
"""


def test_one_geography_is_released_and_no_second(folder: Path):
    own = folder / "report_templates" / "own"
    own.mkdir(parents=True)
    own.joinpath("report.toml").write_text(OWN, encoding="utf-8")
    report(folder, "2024-Q2")
    assert report(folder, "2024-Q2", "own")["tables"] == []
    text = (folder / "reports/own/2024-Q2/edition-1/email.txt").read_text("utf-8")
    assert "Not shown outside the agency: By county, Stock by unit and Units and people." in text


def test_what_an_earlier_rule_told_is_not_released_again(folder: Path):
    report(folder, "2024-Q2")
    make_of_earlier_rule(folder)
    write_form(folder, some_rows(Q1, Q2 | {"12203": 10}))
    assert report(folder, "2024-Q2")["edition"] == 2, "one of today's rules takes its place"
    assert by_zip(report(folder, "2024-06")) is None
    assert releases(folder) == {}


def make_of_earlier_rule(folder: Path) -> None:
    """Make the ledger's editions what they were before tables were released once."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        connection.execute("delete from releases")
        connection.execute("delete from seals")
        figures = json.loads(connection.execute("select figures from editions").fetchone()[0])
        for table in figures["tables"]:
            table.pop("made_on", None)
            table.pop("period", None)
        connection.execute("update editions set digest = null, figures = ?", (json.dumps(figures).encode(),))
        connection.commit()
