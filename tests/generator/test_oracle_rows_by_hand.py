"""What the oracle makes of a few rows that a person can check by reading contract.md §3."""

from datetime import date, datetime, timedelta

import pytest

from tests.generator.model import FormRow, Generated, ItemSettings, Said, Settings, UnitSettings
from tests.generator.oracle import Expected

SETTINGS = Settings(
    oopp="upstate",
    started=date(2026, 1, 1),
    units=(UnitSettings("Patrol", (), 12),),
    items=(ItemSettings("kit", "Kit", "naloxone", 2),),
    jurisdictions=("City of Albany",),
)
NOON = datetime(2026, 6, 1, 12, 0, 0)  # noqa: DTZ001  times of the form are the agency's own and carry no zone


def a_distribution(after: int = 0, **changed: Said) -> FormRow:
    """Make a good row, sent so many seconds after noon of June 1."""
    sent = NOON + timedelta(seconds=after)
    good = {
        "submitted": Said(sent, sent),
        "date": Said(sent.date(), sent.date()),
        "unit": Said("Patrol", "Patrol"),
        "zip": Said("12207", "12207"),
        "jurisdiction": Said(""),
        "kits": Said("2", 2),
        "lot": Said(""),
    }
    return FormRow(good | changed)


def expected_of(*rows: FormRow, kept: frozenset[int] = frozenset()) -> Expected:
    """Return what the oracle says of these rows."""
    return Expected(Generated(SETTINGS, NOON.date(), rows), kept)


@pytest.mark.parametrize(
    ("seconds", "held"),
    [((0, 60), [3]), ((0, 61), []), ((0, 0), [3]), ((0, 40, 80), [3, 4]), ((80, 40, 0), [2, 3]), ((0, 61, 121), [4])],
)
def test_double_submissions(seconds: tuple[int, ...], held: list[int]):
    validated = expected_of(*(a_distribution(after) for after in seconds)).validated
    assert [found.number for found in validated if found.codes == {"possible_duplicate"}] == held


def test_other_answers_are_no_double_submission():
    assert not expected_of(a_distribution(), a_distribution(5, kits=Said("3", 3))).attention()


def test_a_kept_double_is_counted():
    assert expected_of(a_distribution(), a_distribution(9), kept=frozenset({3})).ingested()["accepted"] == 2


def test_a_held_row_doubles_nothing():
    bad = {"kits": Said("two", code="kits_not_a_number")}
    validated = expected_of(a_distribution(**bad), a_distribution(5, **bad)).validated
    assert [found.codes for found in validated] == [{"kits_not_a_number"}] * 2


def test_a_row_without_a_place_is_counted_and_flagged():
    expected = expected_of(a_distribution(zip=Said("1220", code="zip_invalid")))
    assert {found.code for found in expected.attention()} == {"zip_invalid", "place_missing"}
    assert expected.ingested() | {"new": 0} == {
        "read": 1, "accepted": 1, "flagged": 1, "held": 0, "new": 0, "withdrawn": 0, "unchanged": 0,
    }  # fmt: skip


def test_a_date_after_its_submission_is_in_the_future():
    tomorrow = NOON.date() + timedelta(days=1)
    assert {found.code for found in expected_of(a_distribution(date=Said(tomorrow, tomorrow))).attention()} == {
        "date_in_future"
    }


def test_an_edited_row_is_one_gone_and_one_new():
    before, after = (
        expected_of(a_distribution(), a_distribution(99)),
        expected_of(a_distribution(kits=Said("5", 5)), a_distribution(99)),
    )
    counts = after.ingested(before)
    assert (counts["new"], counts["withdrawn"], counts["unchanged"]) == (1, 1, 1)


def test_figures_of_a_month():
    expected = expected_of(a_distribution(), a_distribution(999, kits=Said("3", 3), zip=Said("02134", "02134")))
    measures = expected.measures(date(2026, 6, 1), date(2026, 6, 30))
    assert (measures["kits_distributed"], measures["doses_distributed"]) == (5, 10)
    assert expected.not_tracked.isdisjoint(measures)
    assert "kits_shortfall" in expected.not_tracked
    by_county = expected.table("county", date(2026, 6, 1), date(2026, 6, 30))
    assert {county: row["kits_distributed"] for county, row in by_county.items()} == {"Albany": 2, "Unknown": 3}
