"""What a report says about its figures: one and many, none at all, and why an edition differs from the one before."""

import pytest

from schemas.message import RowsSince
from tasks.messages.report import sentences
from tasks.messages.report.stock_statement import build_statement
from tests.support.builders_messages import NOTHING, USUAL, a_report


def since(added: int, removed: int, stock_added: int, stock_removed: int) -> RowsSince:
    """How many rows were added and removed."""
    return RowsSince(
        distributions_added=added, distributions_removed=removed, stock_rows_added=stock_added,
        stock_rows_removed=stock_removed,
    )  # fmt: skip


TABS = "of the Inventory, Counts or Training tab"
CORRECTED = "A corrected row counts as one removed and one added."
WHERE = "needs-attention.csv in the program folder says where"
THEN = "counted by the next run; if that changes a figure, a new edition follows."
ASK = "whether no kit was left, or a form was not sent."
CORRECTIONS = "The statement adds up, with the corrections explained below."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (since(0, 0, 0, 0), "No row has changed since then, so the settings or the report's definition must have."),
        (since(1, 0, 0, 0), "Since then: 1 distribution added."),
        (since(2, 1, 0, 0), f"Since then: 2 distributions added and 1 distribution removed. {CORRECTED}"),
        (since(0, 0, 1, 0), f"Since then: 1 row {TABS} added."),
        (since(1, 0, 0, 2), f"Since then: 1 distribution added and 2 rows {TABS} removed. {CORRECTED}"),
    ],
)
def test_why_an_edition_differs(rows: RowsSince, said: str):
    assert sentences.write_why(rows) == said


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (0, "No rows are held: every distribution in the period is counted."),
        (1, f"1 row is held and not counted. {WHERE} it is and what to do. Once fixed, it is {THEN}"),
        (2, f"2 rows are held and not counted. {WHERE} they are and what to do. Once fixed, they are {THEN}"),
    ],
)
def test_how_many_rows_are_not_counted(held: int, said: str):
    assert sentences.write_held(a_report(excluded={"held": held})) == said


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (("Harbor",), f"1 unit recorded no distributions in Q3 2026. Ask the unit {ASK}"),
        (("Harbor", "Patrol"), f"2 units recorded no distributions in Q3 2026. Ask each of them {ASK}"),
    ],
)
def test_who_may_have_forgotten_to_report(units: tuple[str, ...], said: str):
    assert sentences.write_silent(a_report(silent_units=units)) == said


ONCE = {"kits_distributed": 1, "distributions": 1, "people_trained": 1}


@pytest.mark.parametrize(
    ("measures", "parts"),
    [
        (ONCE, ["1 naloxone kit was distributed in Q3 2026 (1 distribution).", "370 fewer kits than", "1 person was"]),
        ({"kits_distributed": 370}, ["370 naloxone kits were distributed", "That is 1 fewer kit than in Q2 2026"]),
        ({"people_trained": 2}, ["No kits were distributed in Q3 2026. That is 371 fewer kits than in Q2 2026."]),
    ],
)
def test_the_result_agrees_in_number(measures: dict[str, int], parts: list[str]):
    said = sentences.write_result(a_report(measures=NOTHING | measures))
    assert not [part for part in parts if part not in said]


NO_MORE = "a receipt or a transfer is missing from the Inventory tab."


@pytest.mark.parametrize(
    ("adjustment", "shortfall", "notes"),
    [
        (0, 0, ["The statement adds up: every kit is accounted for."]),
        (1, 0, [CORRECTIONS, "In all, counts found 1 more kit than the recorded stock."]),
        (-3, 0, [CORRECTIONS, "In all, counts found 3 fewer kits than the recorded stock."]),
        (0, 1, [CORRECTIONS, f"1 more kit went out than was recorded as received: {NO_MORE}"]),
        (0, 2, [CORRECTIONS, f"2 more kits went out than were recorded as received: {NO_MORE}"]),
    ],
)
def test_the_stock_statement_explains_itself(adjustment: int, shortfall: int, notes: list[str]):
    changes = {"kits_count_adjustment": adjustment, "kits_shortfall": shortfall}
    statement = build_statement(a_report(measures=USUAL | changes | {"kits_on_hand_end": 319 + adjustment + shortfall}))
    assert statement
    assert list(statement.notes) == notes
