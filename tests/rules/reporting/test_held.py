"""The held rows that a report's figures lack, tab by tab."""

from datetime import date

import pytest

from schemas.report import ReportDefinition
from schemas.tabs import Tab
from tasks.rules.reporting.held import count_held, count_held_of_all
from tasks.rules.reporting.periods import parse_period

HELD = {
    Tab.RESPONSES: [date(2026, 9, 3), date(2026, 8, 31), None],
    Tab.INVENTORY: [date(2026, 3, 1), date(2026, 10, 1)],
    Tab.COUNTS: [None],
    Tab.TRAINING: [date(2026, 9, 30), date(2026, 3, 1)],
}


def report(*measures: str, **more: object) -> ReportDefinition:
    """A report of some measures."""
    usual = {"title": "A report", "audience": "agency", "cadences": ["monthly"], "due_days": 10, "submit_to": "Nobody"}
    return ReportDefinition.model_validate(usual | {"measures": measures} | more)


@pytest.mark.parametrize(
    ("definition", "excluded"),
    [
        pytest.param(report("kits_distributed"), {"held": 2}, id="of the form: of the period or no known day"),
        pytest.param(
            report("kits_on_hand_end"), {"held": 2, "inventory": 1, "counts": 1}, id="of the stock: all until the end"
        ),
        pytest.param(report("personnel_trained"), {"held": 2, "training": 1}, id="of the trainings: of the period"),
        pytest.param(
            report("kits_distributed", tables=[{"title": "By lot", "by": ["lot"], "measures": ["kits_distributed"]}]),
            {"held": 2, "inventory": 1, "counts": 1},
            id="a table of the stock counts too",
        ),
    ],
)
def test_held_rows_of_every_tab_that_feeds_a_report(definition: ReportDefinition, excluded: dict[str, int]):
    assert count_held(HELD, definition, parse_period("2026-09")) == excluded


def test_figures_of_all_kinds_lack_the_held_rows_of_every_tab():
    counted = count_held_of_all(HELD, parse_period("2026-09"))
    assert counted == {"held": 2, "inventory": 1, "counts": 1, "training": 1}
