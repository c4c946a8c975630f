"""The stock's lists are closed: a word that is added to one of them without the rest fails here, by its name.

What the type checker sees by itself (`assert_never` in tasks/rules/stock/flows.py) fails there first.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from schemas.inventory import Movement, MovementKind
from schemas.tabs import Tab
from tasks.form.sheet_columns import list_sheet_tabs
from tasks.messages.report.stock_statement import MOVES
from tasks.program_folder.report_definitions import load_definitions
from tasks.rules.intake.stock_vocabulary import build_stock_vocabulary
from tasks.rules.intake.validate_stock import validate_movements
from tasks.rules.reporting.measures import MEASURES
from tasks.rules.stock.flows import SIGN, Flow, find_effect
from tasks.rules.stock.replay import replay_stock
from tasks.store import versions
from tests.support.builders import a_movement, cells, some_settings

DOCS = Path(__file__).parents[3] / "docs"

WITHOUT_LINES = {MovementKind.ORDERED: "what is ordered isn't on a shelf yet"}
"""Kinds that leave the stock as it is, and why."""

NOT_MEASURED = {
    Flow.TRANSFERRED_IN: "the agency's stock stays as it is",
    Flow.TRANSFERRED_OUT: "the agency's stock stays as it is",
    Flow.DISTRIBUTED: "measured from the distributions as officers wrote them",
}
"""Flows that have no measure of their own, and why."""


def is_replayed(kind: MovementKind) -> bool:
    """The stock replay writes its lines: what leaves with a minus, what enters with a plus."""
    effect = find_effect(kind)
    movement = a_movement(kind=kind, origin="Patrol", destination="Central")
    found = {(line.location, line.flow) for line in replay_stock([movement], [], []).lines}
    wanted = {(where, flow) for where, flow in (("Patrol", effect.leaves_as), ("Central", effect.enters_as)) if flow}
    signs = [(effect.leaves_as, -1), (effect.enters_as, 1)]
    return (
        bool(wanted) is bool(found) is (kind not in WITHOUT_LINES)
        and wanted <= found
        and all(SIGN[flow] == sign for flow, sign in signs if flow)
    )


def is_read_from_the_tab(kind: MovementKind) -> bool:
    """A row of the Inventory tab with this word is taken."""
    receipt = cells("2026-06-01 | received | kit | A1 | 2028-06 | 5 | | Central")
    origin = "" if kind is MovementKind.RECEIVED else "Central"
    destination = "" if kind is MovementKind.RETURNED else "Patrol"
    row = cells(f"2026-06-01 | {kind.value} | kit | A1 | 2028-06 | 5 | {origin} | {destination}")
    _, found = validate_movements([receipt, row], build_stock_vocabulary(some_settings(), date(2026, 10, 1)))
    return isinstance(found, Movement) and found.kind is kind


def is_offered_in_the_sheet(kind: MovementKind) -> bool:
    """The drop-down of the Inventory tab offers it."""
    (inventory,) = (tab for tab in list_sheet_tabs(some_settings()) if tab.title == Tab.INVENTORY.value)
    return any(kind.value in column.choices for column in inventory.columns)


@cache
def check_of_a_migrated_ledger() -> str:
    """What an older ledger takes for a kind after all migrations."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        versions.migrate(connection)
        checks = inspect(connection).get_check_constraints("movements")
    engine.dispose()
    return next(check["sqltext"] for check in checks if check["name"] == "kind_is_listed")


def is_taken_by_a_migrated_ledger(kind: MovementKind) -> bool:
    """A migration has widened the check of ledgers in use."""
    return f"kind = '{kind.value}'" in check_of_a_migrated_ledger()


def is_named_to_people(kind: MovementKind) -> bool:
    """What people are told where a movement is unknown names it; the data dictionary lists that sentence."""
    lines = (DOCS / "data-dictionary.md").read_text("utf-8").splitlines()
    (told,) = (line for line in lines if line.startswith("| `movement_unknown` |"))
    return kind.value in told


def is_in_the_glossary(kind: MovementKind) -> bool:
    """The word “movement” is explained by all of its kinds."""
    lines = (DOCS / "glossary.md").read_text("utf-8").splitlines()
    return kind.value in next(line for line in lines if line.startswith("| movement |"))


def is_explained_in_the_data_dictionary(word: str) -> bool:
    """The data dictionary names it; docs/make_data_dictionary.py writes it."""
    return f"`{word}`" in (DOCS / "data-dictionary.md").read_text("utf-8")


@pytest.mark.parametrize(
    "holds",
    [
        is_replayed, is_read_from_the_tab, is_offered_in_the_sheet, is_taken_by_a_migrated_ledger, is_named_to_people,
        is_in_the_glossary, is_explained_in_the_data_dictionary,
    ],
    ids=lambda holds: holds.__name__,
)  # fmt: skip
def test_every_kind_of_movement(holds: Callable[[MovementKind], bool]):
    assert [kind.value for kind in MovementKind if not holds(kind)] == []


def is_measured(flow: Flow) -> bool:
    """There is a measure of its name, or a reason why not."""
    measure = MEASURES.get(f"kits_{flow.value}")
    return flow in NOT_MEASURED or (measure is not None and measure.source is flow)


def is_in_the_law_of_conservation(flow: Flow) -> bool:
    """The law of docs/figures.md adds it or takes it away, with its sign."""
    law = " ".join((DOCS / "figures.md").read_text("utf-8").partition("on hand at the start +")[2].split())
    words = {Flow.COUNT_ADJUSTMENT: "count adjustment"}.get(flow, flow.value.replace("_", " "))
    return f"{'+' if SIGN[flow] > 0 else '−'} {words}" in f"+ {law}"


def is_in_the_law_of_the_contract(flow: Flow) -> bool:
    """The law of docs/contract.md has it with its sign."""
    law = " ".join((DOCS / "contract.md").read_text("utf-8").partition("on_hand_start ")[2].split())
    return f"{'+' if SIGN[flow] > 0 else '-'} {flow.value} " in law


def is_in_the_statement_of_messages(flow: Flow) -> bool:
    """The stock statement adds it, or it would say that it does not add up."""
    return "transferred" in flow or (f"kits_{flow.value}", SIGN[flow]) in {(name, sign) for name, _, sign in MOVES}


def is_in_every_report_of_the_stock(flow: Flow) -> bool:
    """A shipped report with the stock at both ends names all that lies between, or it has no statement."""
    reports = [report.measures for report in load_definitions(Path("no-such-program")).values()]
    of_the_stock = [names for names in reports if {"kits_on_hand_start", "kits_on_hand_end"} <= {*names}]
    return "transferred" in flow or all(f"kits_{flow.value}" in names for names in of_the_stock)


@pytest.mark.parametrize(
    "holds",
    [
        is_measured, is_in_the_law_of_conservation, is_in_the_law_of_the_contract, is_in_the_statement_of_messages,
        is_in_every_report_of_the_stock,
    ],
    ids=lambda holds: holds.__name__,
)  # fmt: skip
def test_every_flow(holds: Callable[[Flow], bool]):
    assert [flow.value for flow in Flow if not holds(flow)] == []
