"""What was handed in and has a newer edition since, and by how many kits it differs."""

import pytest

from schemas.figures import Figures
from tasks.rules.reporting.refiling import Filed, compare_figures, compare_kits, list_filings_differing


@pytest.mark.parametrize(
    ("edition", "newest", "differs"),
    [(1, 2, True), (2, 2, False), (None, 1, True), (None, None, False), (1, None, False)],
)
def test_an_edition_newer_than_what_was_handed_in_is_named(edition: int | None, newest: int | None, differs: bool):
    made = {("supplier", "2026-09"): newest} if newest else {}
    found = list_filings_differing([Filed("supplier", "2026-09", edition)], made)
    assert [(one.filed_edition, one.newest_edition, one.kits) for one in found] == [(edition, newest, None)] * differs


def test_the_order_of_what_was_handed_in_makes_no_difference():
    filed = [Filed("supplier", "2026-09", 1), Filed("nysdoh-quarterly", "2026-Q3", 1), Filed("supplier", "2026-08", 1)]
    newest = {(one.report, one.period): 2 for one in filed}
    found = list_filings_differing(filed, newest)
    assert [one.period for one in found] == ["2026-Q3", "2026-08", "2026-09"]
    assert list_filings_differing(reversed(filed), newest) == found


def figures(**measures: int | None) -> Figures:
    """An edition with these measures."""
    return Figures.model_construct(measures=measures, tables=())


@pytest.mark.parametrize(
    ("filed", "newest", "kits"),
    [
        (figures(kits_distributed=40), figures(kits_distributed=47), [7]),
        (figures(kits_distributed=40, people_trained=3), figures(kits_distributed=40, people_trained=4), [0]),
        (figures(kits_distributed=40), figures(kits_distributed=40), []),  # a form came late, and was taken back
        (None, figures(kits_distributed=40), [None]),
    ],
)
def test_what_says_again_what_was_handed_in_does_not_differ(
    filed: Figures | None, newest: Figures, kits: list[int | None]
):
    (one,) = list_filings_differing([Filed("supplier", "2026-09", 1)], {("supplier", "2026-09"): 3})
    found = compare_figures(one, filed, newest)
    assert ([found.kits] if found else []) == kits


@pytest.mark.parametrize(
    ("filed", "newest", "kits"),
    [
        (figures(kits_distributed=40), figures(kits_distributed=47), 7),
        (figures(kits_distributed=40), figures(kits_distributed=38), -2),
        (figures(kits_distributed=40), figures(kits_distributed=40), 0),
        (figures(kits_distributed=None), figures(kits_distributed=40), None),
        (figures(people_trained=4), figures(kits_distributed=40), None),
        (figures(kits_distributed=40), None, None),
        (None, figures(kits_distributed=40), None),
    ],
)
def test_kits_are_compared_where_both_say_how_many(filed: Figures | None, newest: Figures | None, kits: int | None):
    assert compare_kits(filed, newest) == kits
