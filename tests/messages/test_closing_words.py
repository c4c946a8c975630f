"""What is said of closed days: that they count, and that no tab changes them any more."""

from datetime import date

from tasks.messages.closing_words import describe_closed, describe_not_closed


def test_it_is_said_before_which_day_and_what_that_means():
    assert describe_closed(date(2023, 11, 1)) == (
        "All that is dated before November 1, 2023 is closed: it counts as it did, and such rows of the tabs are no "
        "longer read."
    )


def test_it_is_said_why_old_rows_stay_open():
    assert describe_not_closed("A report is missing.") == (
        "What is older than privacy.keep_months in lbn.toml stays open. A report is missing."
    )
