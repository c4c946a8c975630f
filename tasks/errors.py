"""Why a command stopped, in words for the person who must act.

A message says what is wrong, where, what was expected and found, and what to do.
It never holds the content of a row.
"""

from schemas.hosted import HostedOutcome
from schemas.ingest_counts import IngestCounts


class OperationError(Exception):
    """The work could not be done; nothing was changed (exit code 1)."""

    exit_code = 1


class Unreachable(OperationError):
    """The network, the other side or another run is in the way for now: the same may be done later (exit code 1)."""


class LedgerFailed(OperationError):
    """The ledger can't be opened or written: what it already holds doesn't help either (exit code 1)."""


class Busy(Unreachable):
    """Another run reads the tabs, and does what this one would (exit code 1)."""


class ClockJumped(OperationError):
    """This day cannot be, or may not be: nothing is made before somebody has looked at the clock (exit code 1)."""


class NotPublished(OperationError):
    """The tabs are in the ledger, but the status tab could not be written: all else can go on (exit code 1)."""

    def __init__(self, sentence: str, counts: IngestCounts) -> None:
        super().__init__(sentence)
        self.counts = counts


class NotAllDone(OperationError):
    """Some programs of a host did not do well; the others did (exit code 1)."""

    def __init__(self, sentence: str, outcome: HostedOutcome) -> None:
        super().__init__(sentence)
        self.outcome = outcome


class UsageError(OperationError):
    """The settings or the call are wrong; nothing was begun (exit code 2)."""

    exit_code = 2
