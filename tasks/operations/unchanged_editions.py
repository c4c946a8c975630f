"""Which editions need no second look: all that their figures rest on is as it was when they were last compared.

An edition that was compared with the ledger as of a sync, and found to hold what it says, holds it still while the
settings, the reports and this program are the same, no row dated up to the period's end was added or removed since,
and rows of later days leave what is decided for it as it was (`tasks/rules/reporting/lots_seen.py`). All of it is in
the ledger, in one transaction with the editions; where anything is in doubt, the edition is compared once more.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from hashlib import blake2b
from operator import itemgetter

from sqlalchemy import Connection

from schemas.period import ReportPeriod
from schemas.released import DrawnOrder, Release
from tasks.context import ProgramContext
from tasks.operations.code_digest import digest_code
from tasks.operations.load_ledger import LoadedLedger
from tasks.operations.reading_digest import digest_parts
from tasks.program_folder.key import find_key
from tasks.rules.reporting.distribution_columns import DISTRIBUTION_COLUMNS
from tasks.rules.reporting.lots_seen import LotSeen, count_seen, describe_tracked, list_lots_seen
from tasks.store.closed_rows import find_closed_before
from tasks.store.compared_editions import Compared, find_earliest_change, load_compared, save_compared
from tasks.store.editions import Edition
from tasks.store.rows import find_fields_asked, find_last_sync

_PICK_LOT = itemgetter(*map(DISTRIBUTION_COLUMNS.index, ("distributed_on", "lot")))
Editions = Mapping[tuple[str, str], Edition]


class UnchangedEditions:
    """The editions of a program that were compared, and what has changed since."""

    def __init__(
        self,
        program: ProgramContext,
        connection: Connection,
        editions: Editions,
        releases: Sequence[Release],
        load: Callable[[], LoadedLedger],
    ) -> None:
        """Find what was compared with what.

        Args:
            program: whose editions.
            connection: a transaction of its ledger.
            editions: the newest of each report and period.
            releases: what was released before this run.
            load: gives the ledger, which is loaded only where something has changed.
        """
        self._program = program
        self._connection = connection
        self._load = load
        self._kept = {(one.report, one.period): one for one in load_compared(connection, program.slug)}
        self._now = dict(self._kept)
        self._sync = find_last_sync(connection, program.slug)
        self._changes: dict[int, date | None] = {}
        self._made_by = self._digest_settings(editions, releases)

    def has(self, wanted: ReportPeriod, number: int) -> bool:
        """Tell whether an edition certainly holds what the ledger says."""
        key = (wanted.report, wanted.period.name)
        kept = self._kept.get(key)
        if not kept or kept.edition != number or kept.made_by != self._made_by or self._sync is None:
            return False
        if kept.as_of_sync == self._sync:
            return True
        changed_on = self._find_change(kept.as_of_sync)
        if (changed_on and changed_on <= wanted.period.last_on) or kept.known_by != self._digest_known(wanted):
            return False
        self._now[key] = kept._replace(as_of_sync=self._sync)
        return True

    def note(self, wanted: ReportPeriod, number: int, *, is_settled: bool) -> None:
        """Note an edition that was compared; one that isn't settled is compared again with each run."""
        key = (wanted.report, wanted.period.name)
        self._now.pop(key, None)
        if is_settled and self._sync is not None and self._made_by:
            self._now[key] = Compared(*key, number, self._sync, self._made_by, self._digest_known(wanted))

    def save(self) -> None:
        """Keep what was found for the next run."""
        if self._now != self._kept:
            save_compared(self._connection, self._program.slug, list(self._now.values()))

    def _find_change(self, sync: int) -> date | None:
        if sync not in self._changes:
            self._changes[sync] = find_earliest_change(self._connection, self._program.slug, sync)
        return self._changes[sync]

    def _digest_settings(self, editions: Editions, releases: Sequence[Release]) -> bytes:
        """Digest all but rows by which figures are worked out; empty without a key: then nothing is noted."""
        program, name = self._program, self._program.slug
        drawn = [(one.family, one.period) for one in releases if isinstance(one.content, DrawnOrder)]
        damaged = [key for key, one in editions.items() if not one.is_whole]
        return self._digest(
            digest_code(),
            program.settings.model_dump_json(),
            *(f"{slug} {definition.model_dump_json()}" for slug, definition in sorted(program.definitions.items())),
            repr(sorted(find_fields_asked(self._connection, name) or ["not known"])),
            repr((find_closed_before(self._connection, name), sorted(drawn), sorted(damaged))),
        )

    def _digest_known(self, wanted: ReportPeriod) -> bytes:
        return self._known[count_seen(self._lots, wanted.period.last_on)]

    @cached_property
    def _lots(self) -> list[LotSeen]:
        loaded = self._load()
        days = map(_PICK_LOT, loaded.rows)
        expiries = loaded.stock_replay.expiries
        return list_lots_seen(days, loaded.movements, loaded.counts, loaded.items_of_lots, expiries)

    @cached_property
    def _known(self) -> list[bytes]:
        """Digest what is decided for periods up to none of the lots seen, to the first, to the first two, and so on."""
        tracked = describe_tracked(self._load().tracked)
        known = [self._digest(tracked)]
        for seen in self._lots:
            known.append(self._digest(known[-1], repr(seen)))
        return known

    def _digest(self, *said: str | bytes) -> bytes:
        key = find_key(self._program.folder)
        return blake2b(digest_parts(*said), key=key.value, digest_size=16).digest() if key else b""
