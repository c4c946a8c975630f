"""Held rows of all tabs: counted together, told where they are, and said at each figure that lacks them."""

import csv
import io
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from schemas.freshness import Silence
from schemas.held_since import HeldSince
from tasks.messages.report import completeness, held
from tasks.rules.reporting.measures import MEASURES
from tests.support.builders_messages import NOTHING, USUAL, a_report, rendered
from tests.support.papers import text_of

WHERE = "needs-attention.csv in the program folder says where"
THEY_ARE = f"{WHERE} they are and what to do. Once fixed, they are"
THEN = "counted by the next run; if that changes a figure, a new edition follows."


def test_every_measure_says_which_tabs_it_rests_on():
    assert {*MEASURES} <= {*held.FED_BY}
    assert {name for names in held.FED_BY.values() for name in names} <= {*held.TABS}


@pytest.mark.parametrize(
    ("excluded", "said"),
    [
        ({"held": 0}, "No rows are held: every distribution in the period that was read is counted."),
        ({"held": 1},
         f"1 row is held and not counted: 1 in Form responses. {WHERE} it is and what to do. Once fixed, it is {THEN}"),
        ({"held": 1, "inventory": 0, "training": 1},
         f"2 rows are held and not counted: 1 in Form responses and 1 in Training. {THEY_ARE} {THEN}"),
    ],
)  # fmt: skip
def test_how_many_rows_are_not_counted(excluded: dict[str, int], said: str):
    assert completeness.write_held(a_report(excluded=excluded)) == said


def test_nothing_is_complete_where_no_form_came():
    assert completeness.write_held(a_report(measures=NOTHING)) == (
        "No rows are held, and there are no distributions in the period."
    )
    silent = a_report(silence=Silence(since=None, until=None))
    assert (
        completeness.write_held(silent)
        == "No rows are held. Whether all forms have been read is the question at the top."
    )


NOT_KNOWN = dict.fromkeys(name for name, tabs in held.FED_BY.items() if "counts" in tabs)
EARLIER = "from before Q3 2026 are held"


@pytest.mark.parametrize(
    ("rows", "measures", "said"),
    [
        (0, USUAL, ("No row of the period is held: every distribution in the period that was read is counted. 2 rows "
         f"of Form responses {EARLIER}: kits in stock don't include them. See needs-attention.csv.")),
        (1, USUAL, (f"1 row is held and not counted: 1 in Form responses. {WHERE} it is and what to do. Once fixed, it "
         f"is {THEN} 2 rows of Form responses {EARLIER}, too: kits in stock don't include them. See "
         "needs-attention.csv.")),
        (0, NOTHING, ("No row of the period is held, and there are no distributions in the period. 2 rows of Form "
         f"responses {EARLIER}: kits in stock don't include them. See needs-attention.csv.")),
        (0, USUAL | NOT_KNOWN, "No rows are held: every distribution in the period that was read is counted."),
    ],
)  # fmt: skip
def test_earlier_held_rows_are_told_where_the_stock_lacks_them(rows: int, measures: dict[str, Any], said: str):
    message = a_report(measures=measures, excluded={"held": rows}, earlier_held=2)
    assert completeness.write_held(message) == said


def test_figures_of_the_period_before_say_what_they_lack():
    message = a_report("program-review", before_excluded={"held": 2, "counts": 1, "training": 1})
    read = "No row of the period is held: every distribution in the period that was read is counted."
    assert completeness.write_held(message) == f"{read} Figures of Q2 2026 lack 3 rows on hold."
    outside = (
        "No record of the period that was read is left out. Figures of Q2 2026 lack 3 records still being checked."
    )
    assert completeness.write_not_included(message) == outside
    assert completeness.write_held(a_report(before_excluded={"counts": 1})).startswith("No rows are held: every")


def test_no_file_calls_a_stock_whole_that_lacks_earlier_rows():
    message = a_report("supplier", earlier_held=1)
    made = rendered(message)
    assert "Kits on hand at end of period: 317, with 1 row held" in made.text
    assert "- Kits distributed: 412 (" in made.text
    assert "The statement adds up as recorded; 1 record is not included in it." in made.text
    said = (
        "No record of the period that was read is left out. 1 record from before September 2026 is still being "
        "checked: kits in stock don't include it."
    )
    assert said in " ".join(" ".join(text_of(made.pdf or b"")).split())
    about = load_workbook(BytesIO(made.xlsx or b""))["About"].iter_rows(values_only=True)
    assert said in str({row[0]: row[1] for row in about}["Is it complete?"])
    assert find_in_portal(made.xlsx, "Kits on hand at end of period", "Kits distributed")[1:] == [1, 0]
    rows = [*csv.reader(io.StringIO((made.csv or b"").decode("utf-8-sig")))]
    assert ["Report", "Earlier records that the stock lacks", "", "", "", "", "1"] in rows
    assert ["Records not included", "", "", "", "", "kits_on_hand_end", "1"] in rows


@pytest.mark.parametrize(
    ("excluded", "said"),
    [
        ({}, "No record that was read is left out."),
        ({"held": 1}, "1 record is still being checked and is not included."),
        ({"held": 1, "counts": 1}, "2 records are still being checked and are not included."),
    ],
)
def test_readers_outside_are_told_a_number(excluded: dict[str, int], said: str):
    assert completeness.write_not_included(a_report(excluded=excluded)) == said


@pytest.mark.parametrize(
    ("measure", "excluded", "note"),
    [
        ("personnel_trained", {"training": 1}, "with 1 row held"),
        ("personnel_trained", {"held": 1, "inventory": 1}, None),
        ("kits_distributed", {"held": 2, "training": 1}, "with 2 rows held"),
        ("kits_received", {"inventory": 1, "counts": 1}, "with 1 row held"),
        ("kits_on_hand_end", {"held": 1, "inventory": 1, "counts": 1, "training": 1}, "with 3 rows held"),
        ("fts_distributed", {"held": 1}, None),
    ],
)
def test_a_figure_says_which_rows_it_lacks(measure: str, excluded: dict[str, int], note: str | None):
    assert held.note_held(measure, a_report(excluded=excluded).figures, 0) == note


def test_a_figure_says_so_in_every_form():
    message = a_report(excluded={"held": 0, "training": 1, "inventory": 2})
    made = rendered(message)
    title = message.measure_titles["personnel_trained"]
    assert f"- {title}: 64, with 1 row held (Q2 2026: 70)" in made.text
    assert "with 1 row held" in made.html
    paper = " ".join(" ".join(text_of(made.pdf or b"")).split())
    assert "1 record not included" in paper
    assert "3 records are still being checked and are not included." in paper
    rows = csv.DictReader(io.StringIO((made.csv or b"").decode("utf-8-sig")))
    told = {row["measure"]: row["value"] for row in rows if row["section"] == "Records not included"}
    assert (told["personnel_trained"], told["kits_received"]) == ("1", "2")
    assert "kits_distributed" not in told
    assert find_in_portal(made.xlsx, "Kits distributed", title) == ["Records not included", 0, 1]


def find_in_portal(workbook: bytes | None, *titles: str) -> list[Any]:
    """Return the title of the last column, and what stands there beside these figures."""
    rows = {row[0]: row for row in load_workbook(BytesIO(workbook or b""))["Portal"].iter_rows(values_only=True)}
    return [rows["Figure"][3], *(rows[title][3] for title in titles)]


def test_a_signature_promises_no_more_than_is_known():
    paper, whole = (
        " ".join(" ".join(text_of(rendered(a_report(excluded={"held": rows})).pdf or b"")).split()) for rows in (1, 0)
    )
    assert "they are complete as far as I know" in whole
    assert "complete as far as" not in paper
    assert "What is not included is named above." in paper
    earlier = " ".join(" ".join(text_of(rendered(a_report(earlier_held=1)).pdf or b"")).split())
    assert "What is not included is named above." in earlier


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ({"held": 0}, {"held": 1}, "no rows are held, and stays as it was made; 1 is now, see needs-attention.csv."),
        ({"held": 1}, {"held": 0}, "1 row is held, and stays as it was made; none is now."),
        ({"held": 2}, {"held": 1200},
         "2 rows are held, and stays as it was made; 1,200 are now, see needs-attention.csv."),
        ({"held": 1, "counts": 0}, {"held": 0, "counts": 1},
         "1 row is held (1 in Form responses), and stays as it was made; now it's 1 in Counts, see needs-attention.csv."
        ),
    ],
)  # fmt: skip
def test_what_an_edition_says_of_rows_on_hold_and_what_is_so(was: dict[str, int], now: dict[str, int], said: str):
    assert held.describe_held_since(HeldSince(edition=1, was=was, now=now)) == f"Edition 1 says that {said}"
