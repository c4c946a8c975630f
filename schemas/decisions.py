"""Lines of decisions.csv that change nothing, by number; the titles are line 1."""

from typing import NamedTuple


class UnusableDecisions(NamedTuple):
    """The lines, by what is wrong with them."""

    not_understood: tuple[int, ...] = ()
    of_no_row: tuple[int, ...] = ()
