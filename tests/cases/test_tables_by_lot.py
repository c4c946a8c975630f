"""Tables by lot of a report of one's own: small lots that are put together anew in each table could be subtracted.

Of lot B1, 6 kits were given out in April and 6 in May: by lot that is 12, and by month and lot they'd be missing twice.
"""

from pathlib import Path

import pytest

from tests.cases.test_released_tables import report
from tests.support.small_program import STOCK, a_row, lbn, write_program

OWN = """
title = "Own"
audience = "{}"
addressee = "a council"
cadences = ["quarterly"]
due_days = 5
submit_to = "Send it"
measures = ["kits_distributed"]
[[tables]]
title = "By lot"
by = ["lot"]
measures = ["kits_distributed"]
[[tables]]
title = "By month and lot"
by = ["month", "lot"]
measures = ["kits_distributed", "kits_on_hand_end"]
[[tables]]
title = "Stock by month and lot"
by = ["month", "lot"]
measures = ["kits_on_hand_end"]
[[tables]]
title = "By month and item"
by = ["month", "item"]
measures = ["kits_distributed"]
"""
BY_LOT = {"title": "By lot", "by": ["lot"], "measures": ["kits_distributed"], "rows": [["A123", 40], ["B1", 12]]}


def some_rows() -> list[dict[str, str]]:
    """Rows of two lots, twenty minutes apart."""
    lots = [("4", "A123")] * 20 + [("5", "A123")] * 20 + [("4", "B1")] * 6 + [("5", "B1")] * 6
    return [
        a_row(at, submitted=f"{month}/16/2024 {at * 20 // 60}:{at * 20 % 60:02d}:00", date=f"{month}/15/2024", lot=lot)
        for at, (month, lot) in enumerate(lots)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program that received both lots."""
    made = write_program(tmp_path / "program", some_rows())
    with (made / next(iter(STOCK))).open("a", encoding="utf-8", newline="") as file:
        file.write("1/1/2024,received,kit,B1,2029-06,100,,Patrol,\r\n")
    return made


@pytest.mark.parametrize(
    ("audience", "shown", "withheld"),
    [
        ("supplier", ["By lot", "Stock by month and lot", "By month and item"], "By month and lot"),
        ("public", ["By month and item"], "By lot, By month and lot and Stock by month and lot"),
        ("agency", ["By lot", "By month and lot", "Stock by month and lot", "By month and item"], ""),
    ],
)
def test_which_tables_by_lot_leave(audience: str, shown: list[str], withheld: str, folder: Path):
    own = folder / "report_templates/own"
    own.mkdir(parents=True)
    (own / "report.toml").write_text(OWN.format(audience), "utf-8")
    made = report(folder, "2024-Q2", "own")
    assert [table["title"] for table in made["tables"]] == shown
    assert (BY_LOT in made["tables"]) is (audience != "public")
    text = (folder / "reports/own/2024-Q2/edition-1/email.txt").read_text("utf-8")
    assert (f"Not shown outside the agency: {withheld}." in text) is bool(withheld)
    left = [path for path in (folder / "reports/own").rglob("figures.*") if b"B1" in path.read_bytes()]
    assert (left == []) is (audience == "public")
    assert lbn("audit", program=folder).out.count("no number under 11 can be worked out") == (audience != "agency")
