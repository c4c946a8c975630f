"""The catalogue: every measure and grouping of the contract by its name, and what goes with what."""

import pytest

from schemas.figures import STOCK_LEVELS
from schemas.labels import LAST_LABELS
from tasks.rules.reporting.measures import GROUPINGS, MEASURES, STOCK_OF, Frame, Moment, find_frame
from tasks.rules.stock.flows import Flow

OF_THE_CONTRACT = """
    distributions kits_distributed doses_distributed nyc_units_distributed
    people_trained personnel_trained fts_distributed xts_distributed kits_on_hand_start kits_received
    kits_returned kits_damaged kits_lost kits_expired kits_recalled kits_count_adjustment kits_shortfall
    kits_on_hand_end kits_on_order
""".split()  # noqa: SIM905 - as the contract writes them
GROUPINGS_OF_THE_CONTRACT = "month unit zip county borough jurisdiction recipient reason item lot course".split()  # noqa: SIM905


def test_the_names_are_those_of_the_contract():
    assert list(MEASURES) == OF_THE_CONTRACT
    assert list(GROUPINGS) == GROUPINGS_OF_THE_CONTRACT


def test_every_title_is_its_own():
    assert len({measure.title for measure in MEASURES.values()}) == len(MEASURES)
    assert len({grouping.title for grouping in GROUPINGS.values()}) == len(GROUPINGS)


@pytest.mark.parametrize("flow", [flow for flow in Flow if "transfer" not in flow and flow is not Flow.DISTRIBUTED])
def test_every_flow_of_the_stock_has_its_measure(flow: Flow):
    """Transfers leave the agency's stock as it is; distributions are measured from the distributions."""
    assert MEASURES[f"kits_{flow.value}"].source is flow


@pytest.mark.parametrize(
    ("measure", "by", "frame"),
    [
        ("kits_distributed", "", Frame.DISTRIBUTIONS),
        ("kits_distributed", "month", Frame.DISTRIBUTIONS),
        ("kits_distributed", "unit month", Frame.DISTRIBUTIONS),
        ("kits_distributed", "zip", Frame.DISTRIBUTIONS),
        ("kits_distributed", "item", Frame.LINES),  # the lots that were really drawn
        ("kits_distributed", "lot month", Frame.LINES),
        ("kits_distributed", "lot zip", None),
        ("doses_distributed", "lot", Frame.LINES),
        ("nyc_units_distributed", "item", Frame.LINES),
        ("distributions", "borough", Frame.DISTRIBUTIONS),
        ("distributions", "lot", None),
        ("people_trained", "recipient", Frame.DISTRIBUTIONS),
        ("people_trained", "item", None),
        ("fts_distributed", "reason", Frame.DISTRIBUTIONS),
        ("personnel_trained", "unit month", Frame.TRAININGS),
        ("personnel_trained", "course unit month", Frame.TRAININGS),
        ("personnel_trained", "zip", None),
        ("people_trained", "course", None),
        ("kits_on_order", "", Frame.ORDERS),
        ("kits_on_order", "item month", Frame.ORDERS),
        ("kits_on_order", "unit", None),
        ("kits_on_order", "lot", None),
        ("kits_on_hand_end", "unit lot", Frame.LINES),
        ("kits_on_hand_end", "month", Frame.LINES),
        ("kits_on_hand_end", "county", None),
        ("kits_lost", "item", Frame.LINES),
        ("kits_lost", "jurisdiction", None),
    ],
)
def test_what_goes_with_what(measure: str, by: str, frame: Frame | None):
    assert find_frame(measure, tuple(by.split())) is frame


@pytest.mark.parametrize("measure", [name for name in MEASURES if name != "kits_on_order"])
def test_every_measure_goes_with_months_and_units_and_alone(measure: str):
    assert find_frame(measure, ("month",)) is find_frame(measure, ("unit",)) is find_frame(measure, ()) is not None


def test_measures_that_the_stock_knows_too_are_distributions():
    assert all(MEASURES[name].frame is Frame.DISTRIBUTIONS for name in STOCK_OF)


def test_messages_know_every_stock_at_a_moment():
    of_a_moment = {name for name, measure in MEASURES.items() if isinstance(measure.source, Moment)}
    assert of_a_moment | {"kits_on_order"} == STOCK_LEVELS


def test_attendances_are_not_called_officers():
    assert MEASURES["personnel_trained"].title == "Training attendances"


def test_labels_that_are_no_names_come_last():
    assert LAST_LABELS == ("Other", "Unknown", "Unassigned", "Not recorded")


def test_no_two_sources_are_taken_for_one():
    """Measures are put together by the rows that they are summed from; words of different lists must not be equal."""
    sources = [*Flow, *Moment, *Frame]
    assert len({*sources}) == len(sources)
