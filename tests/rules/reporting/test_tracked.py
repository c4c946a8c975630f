"""Not tracked is not zero: what a program keeps no record of gets no figure, and never a 0."""

import pytest

from schemas.report import TableDefinition
from schemas.tabs import Tab
from schemas.tracked import EVERYTHING, Tracked
from tasks.rules.reporting.measures import GROUPINGS, MEASURES
from tasks.rules.reporting.tracked import (
    is_grouping_tracked,
    is_measure_tracked,
    keep_tracked,
    list_tabs_tracked,
    list_tracked,
    list_unusable_tabs,
)


def without(*missing: Tab | str) -> Tracked:
    """All but some tabs and fields."""
    tabs = frozenset(one for one in missing if isinstance(one, Tab))
    return Tracked(EVERYTHING.tabs - tabs, EVERYTHING.fields - frozenset(missing))


OF_DISTRIBUTIONS = {"distributions", "kits_distributed", "doses_distributed", "nyc_units_distributed"}
OF_ANSWERS = {"people_trained", "fts_distributed", "xts_distributed"}


@pytest.mark.parametrize(
    ("tracked", "lost"),
    [
        pytest.param(EVERYTHING, set(), id="everything"),
        pytest.param(without("trained"), {"people_trained"}, id="the form does not ask how many were shown"),
        pytest.param(without("fts"), {"fts_distributed"}, id="no fentanyl strips"),
        pytest.param(without("xts"), {"xts_distributed"}, id="no xylazine strips"),
        pytest.param(without(Tab.TRAINING), {"personnel_trained"}, id="no Training tab"),
        pytest.param(without(Tab.COUNTS), {"kits_count_adjustment"}, id="nothing was ever counted"),
        pytest.param(
            without(Tab.INVENTORY),
            set(MEASURES) - OF_DISTRIBUTIONS - OF_ANSWERS - {"personnel_trained"},
            id="no Inventory tab",
        ),
        pytest.param(
            EVERYTHING._replace(has_kit_stock=False),
            set(MEASURES) - OF_DISTRIBUTIONS - OF_ANSWERS - {"personnel_trained"},
            id="an Inventory tab of strips alone",
        ),
        pytest.param(
            EVERYTHING._replace(has_kit_counts=False), {"kits_count_adjustment"}, id="a Counts tab of strips alone"
        ),
    ],
)
def test_a_measure_rests_on_tabs_and_answers(tracked: Tracked, lost: set[str]):
    assert {name for name in MEASURES if not is_measure_tracked(name, tracked)} == lost


@pytest.mark.parametrize(
    ("tracked", "lost"),
    [
        pytest.param(EVERYTHING, set(), id="everything"),
        pytest.param(without("zip"), {"zip", "county", "borough"}, id="no ZIP code was ever written"),
        pytest.param(without("jurisdiction"), {"jurisdiction"}, id="no jurisdictions"),
        pytest.param(without("recipient", "reason"), {"recipient", "reason"}, id="neither who nor why"),
        pytest.param(without(Tab.INVENTORY), {"lot"}, id="no Inventory tab"),
        pytest.param(EVERYTHING._replace(has_kit_stock=False), {"lot"}, id="an Inventory tab of strips alone"),
        pytest.param(without(Tab.TRAINING), {"course"} & set(GROUPINGS), id="no Training tab"),
    ],
)
def test_a_grouping_rests_on_what_its_labels_come_from(tracked: Tracked, lost: set[str]):
    assert {name for name in GROUPINGS if not is_grouping_tracked(name, tracked)} == lost


def table(by: str, *measures: str, only_without: tuple[str, ...] = ()) -> TableDefinition:
    """A table of a report."""
    return TableDefinition(title="A table", by=(by,), measures=measures, only_without=only_without)


@pytest.mark.parametrize(
    ("asked", "tracked", "left"),
    [
        pytest.param(table("zip", "kits_distributed"), EVERYTHING, ("kits_distributed",), id="whole"),
        pytest.param(table("zip", "kits_distributed"), without("zip"), None, id="its grouping isn't tracked"),
        pytest.param(
            table("month", "kits_distributed", "people_trained"), without("trained"), ("kits_distributed",),
            id="one of two columns is left",
        ),
        pytest.param(table("month", "people_trained"), without("trained"), None, id="no column is left"),
        pytest.param(table("lot", "kits_distributed"), without(Tab.INVENTORY), None, id="lots without an inventory"),
        pytest.param(
            table("item", "kits_distributed"), without(Tab.INVENTORY), ("kits_distributed",),
            id="without an inventory all kits are of the first item",
        ),
        pytest.param(
            table("jurisdiction", "kits_distributed", only_without=("zip",)), EVERYTHING, None,
            id="not needed beside ZIP codes",
        ),
        pytest.param(
            table("jurisdiction", "kits_distributed", only_without=("zip",)), without("zip"), ("kits_distributed",),
            id="in the place of ZIP codes",
        ),
    ],
)  # fmt: skip
def test_a_table_keeps_what_is_tracked(asked: TableDefinition, tracked: Tracked, left: tuple[str, ...] | None):
    kept = keep_tracked(asked, tracked)
    assert (kept.measures if kept else None) == left


def test_tables_of_what_is_not_tracked_are_left_out():
    asked = [table("zip", "distributions"), table("unit", "distributions")]
    assert list_tracked(asked, without("zip")) == asked[1:]


def test_stock_and_trainings_of_held_rows_only_are_not_tracked():
    assert list_tabs_tracked([], [*Tab]) == {Tab.COUNTS, Tab.RESPONSES}
    assert list_tabs_tracked([Tab.INVENTORY], []) == {Tab.INVENTORY}


def test_a_tab_of_held_rows_only_is_named_but_the_forms():
    assert list_unusable_tabs([Tab.COUNTS], [*Tab]) == (Tab.INVENTORY, Tab.TRAINING)
