"""Answers that could not be read, and whether a report's reader must hear of them first."""

import pytest

from schemas.finding import Code
from tasks.rules.reporting.flagged import keep_of_whole_agency, list_unread

ALL = ("people_trained", "fts_distributed", "kits_distributed")


@pytest.mark.parametrize(
    ("flags", "measures", "told"),
    [
        pytest.param({}, ALL, [], id="nothing is flagged"),
        pytest.param({Code.TRAINED_INVALID: 1}, ALL, [Code.TRAINED_INVALID], id="one number of people"),
        pytest.param({Code.TRAINED_INVALID: 1}, ("kits_distributed",), [], id="a report without that figure"),
        pytest.param({Code.STRIPS_INVALID: 2}, ALL, [Code.STRIPS_INVALID], id="strips"),
        pytest.param({Code.UNIT_UNKNOWN: 1}, ALL, [], id="one unit of fifty is a detail"),
        pytest.param({Code.UNIT_UNKNOWN: 5}, ALL, [Code.UNIT_UNKNOWN], id="one unit in ten"),
        pytest.param({Code.PLACE_MISSING: 50}, ALL, [Code.PLACE_MISSING], id="no place at all"),
        pytest.param({Code.LOT_UNKNOWN: 50}, ALL, [], id="lots are told in the digest"),
    ],
)
def test_what_makes_figures_too_low_is_told(flags: dict[Code, int], measures: tuple[str, ...], told: list[Code]):
    assert [one.code for one in list_unread(flags, measures, 50)] == told


def test_a_period_without_distributions_has_no_share():
    assert list_unread({}, ALL, 0) == []


def test_other_eyes_are_not_told_of_rows_without_unit_or_place():
    unread = list_unread({Code.TRAINED_INVALID: 1, Code.UNIT_UNKNOWN: 9, Code.PLACE_MISSING: 9}, ALL, 50)
    assert [one.code for one in keep_of_whole_agency(unread)] == [Code.TRAINED_INVALID]
