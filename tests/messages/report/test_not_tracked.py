"""What a program does not track is said in words, in every form, and is never 0."""

import csv
import io
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tasks.messages.report.not_tracked import is_stock_tracked, write_not_tracked
from tasks.messages.report.view import build_report_view
from tests.support.builders_messages import NOT_TRACKED, USUAL, a_report, an_untracked_report, rendered
from tests.support.papers import text_of

STOCK = "kits on hand, received, returned, damaged, lost, expired and recalled"
NOT_0 = "That is not the same as 0."


def without(*names: str, **changes: Any) -> str | None:
    """What is said of a program that does not track these."""
    message = a_report(**changes)
    measures = message.figures.measures | dict.fromkeys(names)
    figures = message.figures.model_copy(update={"measures": measures})
    return write_not_tracked(message.model_copy(update={"figures": figures}))


@pytest.mark.parametrize(
    ("names", "tables", "said"),
    [
        ((), (), None),
        (("people_trained",), (), f"Not tracked by this program: individuals trained. {NOT_0}"),
        (("kits_count_adjustment",), (),
         f"Not tracked by this program: stock adjustment (physical count). {NOT_0}"),
        (tuple(sorted(NOT_TRACKED)), (), f"Not tracked by this program: individuals trained; {STOCK}. {NOT_0}"),
        (tuple(sorted(NOT_TRACKED - {"people_trained"})), (), f"Not tracked by this program: {STOCK}. {NOT_0}"),
        ((), ("By county",), "Table left out, because what it rests on is not tracked: By county."),
        ((), ("By county", "By ZIP code"),
         "Tables left out, because what they rest on is not tracked: By county and By ZIP code."),
    ],
)  # fmt: skip
def test_it_is_named_in_a_sentence(names: tuple[str, ...], tables: tuple[str, ...], said: str | None):
    assert without(*names, tables_not_tracked=tables) == said


def test_a_question_that_the_form_lacks_is_named():
    said = without("people_trained", questions_missing=("People shown how to use it (optional)",))
    assert said is not None
    assert said.endswith(f"{NOT_0} The form has no column “People shown how to use it (optional)”.")
    assert without(questions_missing=("People shown how to use it (optional)",)) is None


def test_no_tile_and_no_section_is_made_of_it():
    message = an_untracked_report()
    view = build_report_view(message, 25)
    assert view.tiles[0].title == "Kits distributed"
    assert view.statement is None
    assert view.lots == ((), None)
    assert not view.has_stock
    made = rendered(message)
    for words in (made.text, made.html, " ".join(text_of(made.pdf or b""))):
        assert "Not tracked by this program: individuals trained" in " ".join(words.split())
        assert "Kits in stock".upper() not in words.upper()
        assert "Lots on hand".upper() not in words.upper()
    assert "the lots" not in made.text


def test_in_the_tables_to_be_typed_from_it_keeps_its_row():
    made = rendered(an_untracked_report())
    book = load_workbook(BytesIO(made.xlsx or b""))
    portal = {row[0]: row[1:] for row in book["Portal"].iter_rows(values_only=True)}
    assert portal["Individuals trained"] == ("not tracked", "not tracked")
    assert portal["Kits received"] == ("not tracked", "not tracked")
    assert portal["Kits distributed"] == (412, 371)
    assert "Lots" not in book.sheetnames
    rows = list(csv.DictReader(io.StringIO((made.csv or b"").decode("utf-8-sig"))))
    told = {(row["section"], row["measure"]): row["value"] for row in rows}
    assert told["Figures", "kits_on_hand_end"] == "not tracked"
    assert told["Figures of 2026-Q2", "people_trained"] == "not tracked"


def test_a_figure_not_tracked_before_is_compared_with_nothing():
    before = {name: None if name == "people_trained" else value for name, value in USUAL.items()}
    made = rendered(a_report(before=before))
    assert "- Individuals trained: 377 (Q2 2026: not tracked)" in made.text


def test_a_chart_of_it_is_not_drawn():
    untracked = a_report().figures.measures | {"kits_distributed": None}
    message = a_report()
    message = message.model_copy(update={"figures": message.figures.model_copy(update={"measures": untracked})})
    assert build_report_view(message, 25).charts == ()


def test_a_report_without_a_stock_has_lots_of_what_it_has():
    message = a_report()
    figures = message.figures.model_copy(update={"measures": {"kits_distributed": 4}})
    assert is_stock_tracked(message.model_copy(update={"figures": figures}))
