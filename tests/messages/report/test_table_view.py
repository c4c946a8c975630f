"""A table as it is shown: its total, its shares, and a note where its rows do not add up."""

import pytest

from schemas.figures import Table
from tasks.messages.formatting import format_label
from tasks.messages.report.tables import build_table_view
from tests.support.builders_messages import a_report

KITS, OFFICERS, AT_END = "kits_distributed", "personnel_trained", "kits_on_hand_end"


@pytest.mark.parametrize(
    ("measure", "held", "rows", "whole", "has_share", "note"),
    [
        (KITS, {KITS: 5}, [("Harbor", 3), ("Patrol", 2)], (5,), True, None),
        (KITS, {KITS: 5}, [("Harbor", 5)], None, True, None),
        (KITS, {KITS: 4}, [("Harbor", 3), ("Patrol", 2)], (4,), False,
         "The rows add up to 5; the total for the period is 4."),
        (AT_END, {AT_END: 4}, [("Harbor", 3), ("Patrol", 2)], (4,), False, None),
        (OFFICERS, {KITS: 5}, [("Harbor", 3), ("Patrol", 2)], None, False, None),
    ],
    ids=["adds up", "one row", "does not add up", "stock at a moment", "a measure that the report lacks"],
)  # fmt: skip
def test_a_table_says_whether_it_adds_up(
    measure: str,
    held: dict[str, int],
    rows: list[tuple[str, int]],
    whole: tuple[int] | None,
    has_share: bool,
    note: str | None,
):
    table = Table(title="By unit", by=("unit",), measures=(measure,), rows=tuple(rows))
    message = a_report()
    figures = message.figures.model_copy(update={"measures": held})
    view = build_table_view(table, message.model_copy(update={"figures": figures}), 25)
    assert (view.whole, view.has_share, view.note) == (whole, has_share, note)


@pytest.mark.parametrize(
    ("text", "grouping", "label"),
    [
        ("2026-09", "month", "September 2026"),
        ("All others together", "month", "All others together"),
        ("2026-09", "lot", "2026-09"),
    ],
)
def test_a_label_reads_as_people_say_it(text: str, grouping: str, label: str):
    assert format_label(text, grouping) == label
