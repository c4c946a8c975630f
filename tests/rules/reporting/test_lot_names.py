"""Lots as reports name them."""

import pytest

from schemas.figures import Figures, Table
from tasks.rules.reporting.lot_names import name_lots

PHONE, WORD, OTHERS = "[looks like a phone number]", "[looks like a word]", "All others together"

Rows = tuple[tuple[str | int, ...], ...]


def named(by: tuple[str, ...], rows: Rows) -> Rows:
    """The rows of a table of some figures, as a report has them."""
    table = Table(title="Table", by=by, measures=("kits_received", "kits_on_hand_end"), rows=rows)
    figures = Figures(
        report="supplier", period="2026-09", edition=None, supersedes=None, agency="Village", measures={},
        tables=(table,), excluded={}, unverified=True,
    )  # fmt: skip
    return name_lots(figures).tables[0].rows


@pytest.mark.parametrize(
    ("by", "rows", "said"),
    [
        (("lot",), (("A1", 5, 3), ("B2", 1, 1)), (("A1", 5, 3), ("B2", 1, 1))),
        (("lot",), (("518-555-0100", 5, 3), ("6001", 1, 1)), (("6001", 1, 1), (PHONE, 5, 3))),
        (("lot",), (("5185550100", 5, 3), ("518-555-0101", 2, 1)), ((PHONE, 7, 4),)),
        (("lot",), (("DOE", 5, 3), ("518-555-0101", 2, 1)), ((WORD, 5, 3), (PHONE, 2, 1))),
        (("item", "lot"), (("Kit", "DOE", 5, 3), ("Strip", "DOE", 2, 1)), (("Kit", WORD, 5, 3), ("Strip", WORD, 2, 1))),
        (("lot",), (("A1", 5, 3), (OTHERS, 2, 1)), (("A1", 5, 3), (OTHERS, 2, 1))),
        (("unit",), (("DOE", 5, 3),), (("DOE", 5, 3),)),
    ],
    ids=["usual", "last, for its place tells", "alike", "not alike", "of two items", "others", "no lots"],
)
def test_what_looks_like_something_else_is_not_named(by: tuple[str, ...], rows: Rows, said: Rows):
    assert named(by, rows) == said
