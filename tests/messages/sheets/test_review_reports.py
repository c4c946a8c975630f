"""Reports in the yearly review: what became of each, and none only where that is known."""

from typing import Any

import pytest

from schemas.desk import FilingDiffers
from tasks.messages.sheets.review_reports import LOST, NONE_MADE, write_right
from tests.support.builders_review import DUTIES, a_review

AGAIN = "Made again after the first: 3 editions."
NEWER = FilingDiffers.model_validate(DUTIES["filings"][0])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, f"{AGAIN} Handed in, with a newer edition since: 0 reports."),
        ({"filings": (NEWER,)}, f"{AGAIN} Handed in, with a newer edition since: 1 report."),
        ({"filed_count": 0}, AGAIN),
        ({"is_any_lost": True, "filed_count": 0}, f"{AGAIN} {LOST}"),
        ({"is_any_made": False}, NONE_MADE),
    ],
    ids=["all known", "one is older", "none noted", "some lost", "none made"],
)
def test_what_was_made_again_is_said_as_far_as_it_is_known(changes: dict[str, Any], said: str):
    assert write_right(a_review(changes)) == said
