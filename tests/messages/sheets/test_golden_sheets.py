"""What the printed sheets and the text of an order say, whole: `make golden` writes these files anew.

They are the text of the made PDF, as somebody sees who copies it: page for page, in the order in which it's read.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from schemas.recall import Recall
from schemas.sheets import CountLine, CountSheet
from tasks.messages.engine.typesetting import SHEET, set_paper
from tasks.messages.order_letter import write_order_letter
from tasks.messages.sheets.count_sheet import build_count_sheets
from tasks.messages.sheets.kit_checklist import build_kit_checklist
from tasks.messages.sheets.recall_notice import build_recall_notice
from tasks.messages.sheets.review_sheet import build_review_sheet
from tests.messages.sheets.test_recall_notice import TRACE
from tests.support.builders_notices import an_order_to_make
from tests.support.builders_review import a_review
from tests.support.goldens import FOLDER
from tests.support.papers import text_of
from tests.support.settings import KIT, SUPPLIER, some_settings

TODAY = date(2026, 11, 26)
MADE_AT = datetime(2026, 11, 26, 14, tzinfo=UTC)
STRIP = {"code": "fts", "name": "Fentanyl test strip", "kind": "fts"}
SETTINGS = some_settings(source={"counts": "Counts.csv"}, items=[KIT | {"ndc": "69547-627-02"}, STRIP])
GOOD = CountLine("kit", "A1234", date(2028, 12, 31), is_recalled=False, is_expired=False)
COUNTED = [
    CountSheet("Central", (GOOD, GOOD._replace(lot="B2207", expires=date(2026, 10, 31), is_expired=True))),
    CountSheet("Patrol", (GOOD._replace(is_recalled=True), GOOD._replace(item="fts", lot=None, expires=None))),
    CountSheet("Detectives", ()),
]


def recall_notice() -> dict[str, Any]:
    """The notice of a lot that four places had."""
    notice = build_recall_notice(Recall((TRACE,), 0), SETTINGS, TODAY, TODAY)
    assert notice is not None
    return notice


def check(files: FileRegressionFixture, name: str, text: str) -> None:
    """Hold a text against its golden file."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    files.check(f"{lines}\n".encode(), extension=".txt", fullpath=FOLDER / "sheets" / f"{name}.txt", binary=True)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("counts", build_count_sheets(COUNTED, SETTINGS, TODAY, TODAY)),
        ("kit", build_kit_checklist(SETTINGS, TODAY)),
        ("recall", recall_notice()),
        ("review", build_review_sheet(a_review())),
    ],
)
def test_a_sheet_says_what_it_said(name: str, document: Mapping[str, Any], file_regression: FileRegressionFixture):
    pages = text_of(set_paper(document, MADE_AT, SHEET))
    text = "\n".join(f"--- page {number} ---\n{page}" for number, page in enumerate(pages, start=1))
    check(file_regression, name, text)


@pytest.mark.parametrize(("name", "is_late"), [("order", False), ("order-late", True)])
def test_an_order_says_what_it_said(name: str, is_late: bool, file_regression: FileRegressionFixture):
    settings = some_settings(
        items=[KIT | {"ndc": "69547-627-02"}],
        program={"supplier": SUPPLIER | {"contact": "orders@supplier.example"}},
    )
    letter = write_order_letter(an_order_to_make(is_late=is_late), settings)
    check(file_regression, name, "\n".join((f"To: {letter.to}", f"Subject: {letter.subject}", "", *letter.lines)))
