"""A number of a transfer that was mistyped: told where a person looks first, and to other eyes in totals alone."""

import pytest

from tests.cases.program import Case, forms, moved, received

MISTYPED = [
    received("1/2/2026", "A1", 19, to="Central"),
    moved("2/23/2026", "transferred", "A1", 500, from_="Central", to="Patrol"),
]


@pytest.mark.parametrize("slug", ["nysdoh-quarterly", "program-review"])
def test_a_report_of_a_stock_in_doubt_says_so_first(slug: str, case: Case):
    made = case.write(*forms(2, "2026-02-03"), inventory=MISTYPED).report("2026-Q1", slug)
    assert made.figures["measures"]["kits_shortfall"] == 481 + 2  # the two forms came before the transfer
    assert "Check first: 483 more kits went out than were there." in made.subject


def test_a_public_report_names_no_place_of_it(case: Case):
    made = case.write(inventory=MISTYPED).report("2026-Q1", "public-summary")
    assert "Central" not in made.text + made.pages


def test_a_usual_transfer_is_doubted_by_nobody(case: Case):
    usual = [MISTYPED[0], moved("2/23/2026", "transferred", "A1", 5, from_="Central", to="Patrol")]
    made = case.write(inventory=usual).report("2026-Q1", "nysdoh-quarterly")
    assert "went out than" not in made.subject + made.text
