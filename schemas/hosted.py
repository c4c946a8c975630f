"""What every program of a host is asked to do, and how each of them ended: counts, codes and sentences of our own."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field, TypeAdapter

from schemas.base import Closed


class HostedCommand(StrEnum):
    """The commands that a host can give to all of its programs."""

    RUN = "run"
    STATUS = "status"
    CHECK = "check"
    BACKFILL = "backfill"


class Asked(Closed):
    """What each program is asked to do; the months and what follows them are a backfill's."""

    command: HostedCommand
    first_month: str = ""
    last_month: str = ""
    report: str = ""
    dry_run: bool = False
    as_known: bool = False
    is_date_known: bool = False


class Turn(Closed):
    """The day's round, which several workers share: who comes first does a program, and the others leave it."""

    round_at: AwareDatetime = Field(description="For when the round was planned: by that one is told from another")
    folder: str = Field(description="Where locks and records of rounds lie, as an absolute path")
    is_patient: bool = Field(description="Whether what passes by itself is left for a later try of the same round")


class Job(Closed):
    """What a worker process is handed: one program, and what to do with it."""

    name: str = Field(description="By which it is told of")
    folder: str = Field(description="Where it lies, as an absolute path")
    asked: Asked
    most_seconds: float = Field(description="After so long the worker may count as hanging")
    turn: Turn | None = Field(default=None, description="The round that others share; none: it is worked on here")
    unfinished: str = Field(
        default="", description="Nothing is done; noted is only that it was not finished, with this sentence"
    )


class HostedProgram(Closed):
    """How one program of a host ended; what it was not asked is null."""

    folder: str = Field(default="", description="The name of its folder, or its line in the list")
    code: int = Field(description="The exit code that the command alone would have")
    words: str | None = Field(
        default=None, description="Why it could not be done, what to do, or what was left out; our own sentences"
    )
    read: int | None = Field(default=None, description="Rows of the form that were read")
    counted: int | None = Field(default=None, description="Distributions in force")
    held: int | None = Field(default=None, description="Rows of the form on hold")
    made: int | None = Field(default=None, description="New editions")
    would_make: int | None = Field(default=None, description="Of a dry run: editions that would be made")
    sent: int | None = Field(default=None, description="Messages that left by mail")
    ready: int | None = Field(default=None, description="Messages that were put into outbox/, to be sent from there")
    waiting: int | None = Field(default=None, description="Messages that another run is sending")
    due: int | None = Field(default=None, description="Reports owed that were not made, overdue ones too")
    overdue: int | None = Field(default=None, description="Reports that are past their due day")
    to_do: int | None = Field(default=None, description="Lines of `lbn check` with something to do")
    failing_since: datetime | None = Field(default=None, description="Since when its runs fail, UTC; null: they run")


ANSWER: TypeAdapter[HostedProgram | None] = TypeAdapter(HostedProgram | None)
"""What a worker process says to a job: how it ended, or nothing where it is to wait for its turn."""


class TurnRecord(Closed):
    """What a round has kept of a program that was worked on."""

    round_at: AwareDatetime
    ended: HostedProgram


class HostedOutcome(Closed):
    """How all programs of a host ended, in the order of their names or of the list."""

    programs: tuple[HostedProgram, ...]
    operator: str | None = Field(default=None, description="Why the operator can't be told of it; our own sentence")

    @property
    def is_well(self) -> bool:
        """Whether nobody has to look: every program did well, and the operator can be told."""
        return not self.undone_count and not self.operator

    @property
    def undone_count(self) -> int:
        """Count the programs that did not do well."""
        return sum(one.code != 0 for one in self.programs)
