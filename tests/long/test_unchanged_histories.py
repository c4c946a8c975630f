"""Whatever changes between runs: leaving unchanged editions alone makes the same as comparing each every time."""

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.unchanged import STEP, Step, check_twins

EXAMPLES = int(os.environ.get("LBN_UNCHANGED", "60"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(STEP, min_size=2, max_size=5))
def test_the_same_is_made_as_if_each_were_compared_every_time(steps: list[Step]):
    check_twins(steps)
