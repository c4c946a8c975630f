"""What is said of days that are closed: their rows count, and the tabs can't change them any more."""

from datetime import date

from tasks.messages.formatting import format_long_date


def describe_closed(before: date) -> str:
    """Say before which day all is closed, and what that means."""
    return (
        f"All that is dated before {format_long_date(before)} is closed: it counts as it did, and such rows of the "
        "tabs are no longer read."
    )


def describe_not_closed(why: str) -> str:
    """Say why what is older than privacy.keep_months stays open."""
    return f"What is older than privacy.keep_months in lbn.toml stays open. {why}"
