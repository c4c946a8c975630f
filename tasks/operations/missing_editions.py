"""Editions in force that the ledger doesn't hold as they were made: lost or damaged, and what to do about them.

A lost one lies in reports/, and was made before the ledger was lost or a backup restored: the ledger has kept no more
than its number, or knows nothing of it. Neither is compared with the tabs or amended.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from schemas.lost_editions import LostEditions
from schemas.period import ReportPeriod
from tasks.messages.lost_words import describe_lost
from tasks.rules.reporting.lost_editions import EditionKey, group_lost
from tasks.rules.reporting.periods import parse_period
from tasks.store.editions import describe_damage


class MissingEditions(NamedTuple):
    """The editions in force that are lost or damaged, and of which the next one can be made."""

    lost: tuple[EditionKey, ...]
    damaged: tuple[EditionKey, ...] = ()

    def list_periods(self) -> list[ReportPeriod]:
        """List their reports and periods."""
        return [_name_period(one) for one in (*self.lost, *self.damaged)]

    def describe(self, besides: Collection[ReportPeriod] = ()) -> list[str]:
        """Say of all but some what to do: lost ones together, each damaged one by itself."""
        damaged = (one for one in self.damaged if _name_period(one) not in besides)
        return [
            *map(describe_lost, group_lost_editions(one for one in self.lost if _name_period(one) not in besides)),
            *map(_describe_damaged, damaged),
        ]


def group_lost_editions(lost: Iterable[EditionKey]) -> list[LostEditions]:
    """Group lost editions whose periods follow each other."""
    return group_lost({_name_period(one): one[2] for one in lost})


def _describe_damaged(edition_key: EditionKey) -> str:
    report, period, _ = edition_key
    make_next = f"`lbn report {report} {period}` makes the next edition in its place."
    return f"{describe_damage(*edition_key)} Without one, {make_next}"


def _name_period(edition_key: EditionKey) -> ReportPeriod:
    report, period, _ = edition_key
    return ReportPeriod(report, parse_period(period))
