"""Whatever was read before and after: a purge changes no figure, and nothing leads back to what it closed."""

import os
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.purging import DAY, FIRST_ON, READING, Reading, check_history

EXAMPLES = int(os.environ.get("LBN_PURGES", "60"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(READING, min_size=1, max_size=4), READING, DAY.filter(lambda day: day > FIRST_ON))
def test_a_purge_keeps_its_promises(readings: list[Reading], after: Reading, before: date):
    check_history(readings, after, before)
