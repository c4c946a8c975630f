"""What other eyes may see is a type of its own: nothing else can be made into it, at run time or by mypy."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from schemas.figures import ReleasedFigures
from schemas.message import ReleasedMessage, ReportMessage
from tests.support.builders_messages import a_report

ROOT = Path(__file__).resolve().parents[2]

ZIP = {"title": "By ZIP code", "by": ["zip"], "measures": ["distributions"], "rows": [["12206", 12]]}
QUOTED = ZIP | {"period": "2026-Q3", "made_on": "2026-10-01"}
MONTH = ZIP | {"by": ["month"]}


@pytest.mark.parametrize("table", [QUOTED, MONTH], ids=["released once", "of the whole agency"])
def test_a_table_that_has_passed_is_taken(table: dict[str, object]):
    figures = a_report("supplier").figures.model_dump(by_alias=True) | {"tables": [table]}
    (taken,) = ReleasedFigures.model_validate(figures).tables
    assert taken.model_dump(mode="json") == table


@pytest.mark.parametrize("table", [ZIP, ZIP | {"period": "2026-Q3"}, MONTH | {"by": ["month", "unit"]}])
def test_a_table_that_has_not_passed_is_refused(table: dict[str, object]):
    figures = a_report("supplier").figures.model_dump(by_alias=True) | {"tables": [table]}
    with pytest.raises(ValidationError):
        ReleasedFigures.model_validate(figures)


def test_a_change_of_a_row_is_refused():
    change = {"table": "By ZIP code", "row": "12206", "was": 19, "is": 21}
    figures = a_report("supplier").figures.model_dump(by_alias=True) | {"changes": [change]}
    with pytest.raises(ValidationError):
        ReleasedFigures.model_validate(figures)


def test_a_suppliers_message_is_of_the_type_that_has_passed():
    message = a_report("supplier")
    assert type(message) is ReleasedMessage
    with pytest.raises(ValidationError, match="released figures"):
        ReportMessage.model_validate(
            message.model_dump(by_alias=True, exclude={"tables_to_come", "tables_withheld", "counted_now"})
        )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("silent_units", ("Marine Unit",)),
        ("rows_since", {"distributions_added": 1, "distributions_removed": 0, "stock_rows_added": 0,
                        "stock_rows_removed": 0}),
        ("lots", [{"location": "Patrol", "item": "Kit", "lot": "A1", "expires_on": None, "on_hand": 1}]),
    ],
    ids=["silent units", "rows", "lots of a unit"],
)  # fmt: skip
def test_what_says_where_or_who_is_refused(field: str, value: object):
    with pytest.raises(ValidationError):
        ReleasedMessage.model_validate(a_report("supplier").model_dump(by_alias=True) | {field: value})


def test_mypy_refuses_figures_that_have_not_passed(tmp_path: Path):
    source = tmp_path / "leak.py"
    source.write_text(
        """
from typing import Any
from schemas.figures import AgencyTable, Figures, QuotedTable, ReleasedFigures, Table
from schemas.message import LotOnHand, ReleasedMessage

def build(figures: Figures, lots: tuple[LotOnHand, ...], facts: dict[str, Any]) -> ReleasedMessage:
    return ReleasedMessage(figures=figures, lots=lots, **facts)

def release(tables: tuple[Table, ...], facts: dict[str, Any]) -> ReleasedFigures:
    return ReleasedFigures(tables=tables, **facts)
""",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", "--cache-dir", tmp_path, source],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    refused = [line for line in ran.stdout.splitlines() if "[arg-type]" in line]
    assert len(refused) == 3, ran.stdout
