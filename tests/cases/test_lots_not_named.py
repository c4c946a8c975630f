"""A phone number or a name that was typed as the lot of a receipt is in no report, whoever gets it; its kits count."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tasks.sweep.search import Search
from tests.support.small_program import a_row, lbn, rows, write_form, write_program

TYPED = ("518-555-0100", "5185550177", "JOHN-Q-DOE", "01-31-1990")
REPORTS = {"supplier": "2024-01", "nysdoh-quarterly": "2024-Q1", "own": "2024-Q1", "program-review": "2024-Q1"}
OWN = """
title = "Own"
audience = "statutory"
addressee = "a health department"
cadences = ["quarterly"]
due_days = 5
submit_to = "Send it"
measures = ["kits_distributed"]
[[tables]]
title = "By lot"
by = ["lot"]
measures = ["kits_distributed"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program that received four such lots, and gave out of each."""
    made = write_program(tmp_path / "program", [*rows(3), *(a_row(9 + at, lot=lot) for at, lot in enumerate(TYPED))])
    with (made / "Inventory.csv").open("a", encoding="utf-8", newline="") as file:
        for number, lot in enumerate(TYPED):
            file.write(f"1/1/2024,received,kit,{lot},2028-0{number + 1},{20 + number},,Patrol,\r\n")
    own = made / "report_templates/own"
    own.mkdir(parents=True)
    (own / "report.toml").write_text(OWN, "utf-8")
    assert lbn("ingest", program=made).code == 0
    return made


def test_no_report_and_no_message_names_it(folder: Path):
    for slug, period in REPORTS.items():
        assert lbn("report", slug, period, program=folder).code == 0
    made = [path for name in ("reports", "outbox") for path in (folder / name).rglob("*") if path.is_file()]
    assert {".eml", ".pdf", ".xlsx", ".json", ".csv", ".html", ".txt"} <= {path.suffix for path in made}
    search = Search(TYPED)
    assert [path.name for path in made if search.look(path.read_bytes())] == []


def test_its_kits_count_and_the_reader_is_told(folder: Path):
    assert lbn("report", "supplier", "2024-01", program=folder).code == 0
    text = (folder / "reports/supplier/2024-01/edition-1/email.txt").read_text("utf-8")
    assert "- [looks like a phone number]: Kits received 41; Kits on hand at end of period 36" in text
    assert "- [looks like a word], all locations together: 21, expires Mar 31, 2028" in text
    figures = lbn("figures", "2024-Q1", "--by", "lot", "--json", program=folder).json
    assert TYPED[0] in {row[0] for row in figures["tables"][0]["rows"]}, "the agency itself finds it"


def test_an_edition_that_named_one_is_amended_for_who_asks(folder: Path):
    assert lbn("report", "supplier", "2024-01", program=folder).code == 0
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        figures = connection.execute("select figures from editions").fetchone()[0]
        assert b"[looks like a phone number]" in figures
        figures = figures.replace(b"[looks like a phone number]", TYPED[0].encode())
        connection.execute("update editions set digest = null, figures = ?", (figures,))
        connection.execute("delete from seals")
        connection.commit()
    write_form(folder, [*rows(3), *(a_row(9 + at, lot=lot) for at, lot in enumerate(TYPED))])
    assert lbn("run", program=folder).code == 0
    assert not (folder / "reports/supplier/2024-01/edition-2").exists(), "nobody is sent an amendment for it"
    assert lbn("report", "supplier", "2024-01", "--json", program=folder).json["edition"] == 2
