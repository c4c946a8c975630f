"""What a column of text may hold, as conditions that SQLite and PostgreSQL share: none takes free text."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, Column, LargeBinary


def check_listed(column: str, words: Iterable[str], former: str | None = None) -> CheckConstraint:
    """Allow one word of a list; not by `in`, for which SQLite makes a table of the words for every row it writes.

    Args:
        column: the column that holds the word.
        words: the list.
        former: the column's name in an earlier version; the constraint keeps it, for SQLite cannot rename one.
    """
    listed = " or ".join(f"{column} = '{word}'" for word in words)
    return CheckConstraint(listed, name=f"{former or column}_is_listed")


def check_slug(column: str, most: int) -> CheckConstraint:
    """Allow a name in small letters without spaces."""
    return CheckConstraint(
        f"{column} = lower({column}) and {column} not like '% %' and length({column}) between 1 and {most}",
        name=f"{column}_is_a_slug",
    )


def are_digits(column: str, first: int, last: int) -> str:
    """Say that some characters are ASCII digits: nothing is left without them."""
    return f"rtrim(substr({column}, {first}, {last - first + 1}), '0123456789') = ''"


def check_digests(column: str) -> CheckConstraint:
    """Allow digests and small numbers, whose letters make no words."""
    return CheckConstraint(f"rtrim({column}, '0123456789abcdef:. ') = ''", name=f"{column}_is_of_digests")


def check_period() -> CheckConstraint:
    """Allow a period: 2026-09, 2026-Q3 or 2026."""
    quarter = "substr(period, 6, 1) = 'Q' and substr(period, 7, 1) between '1' and '4'"
    part = f"length(period) = 7 and substr(period, 5, 1) = '-' and ({quarter} or {are_digits('period', 6, 7)})"
    return CheckConstraint(
        f"{are_digits('period', 1, 4)} and (length(period) = 4 or {part})", name="period_is_a_period"
    )


def make_digest_column(what: str) -> Column[bytes]:
    """Make the column that holds the keyed digest of what its row holds."""
    return Column("digest", LargeBinary, comment=f"Keyed digest of the {what}; none: not checked")
