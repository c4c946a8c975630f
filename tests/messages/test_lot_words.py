"""What is said of a lot under recall that the record can't be right about."""

from typing import Any

import pytest

from tasks.messages.lot_words import describe_missing, describe_unfound
from tests.messages.sheets.test_recall_notice import TRACE


@pytest.mark.parametrize(
    ("changes", "most"),
    [
        ({}, None),
        ({"missing_count": 3}, "at most 7 can be there"),
        ({"missing_count": 12}, "none can be there"),
        ({"missing_count": 3, "counted_count": 8}, "at most 8 can be there"),
        ({"missing_count": 3, "counted_count": 10}, None),  # a person found all of them
    ],
)
def test_fewer_than_recorded_can_be_on_the_shelf(changes: dict[str, Any], most: str | None):
    said = describe_missing(TRACE._replace(**changes), "kit")
    assert (said is not None) == (most is not None)
    assert (most or "") in (said or "")


@pytest.mark.parametrize(
    ("received", "said"), [(0, None), (1, "1 kit of it is neither"), (7, "7 kits of it are neither")]
)
def test_kits_that_are_nowhere_are_looked_for(received: int, said: str | None):
    trace = TRACE._replace(received_count=TRACE.left_count + TRACE.on_shelf_count + received)
    assert (describe_unfound(trace, "kit") or "").startswith(said or "")
    assert (describe_unfound(trace, "kit") is None) == (said is None)
