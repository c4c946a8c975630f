"""What the commands answer: the JSON of ingest, report, backfill, run and status."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from schemas.base import Closed
from schemas.desk import Duties
from schemas.due import Due
from schemas.failure import FailingStatus
from schemas.figures import Figures
from schemas.held_since import HeldSince
from schemas.ingest_counts import IngestCounts
from schemas.lost_editions import LostEditions
from schemas.months_left_out import MonthsLeftOut
from schemas.reconciliation import Reconciliation
from schemas.register import Register
from schemas.suppliers import Suppliers


class AttentionItem(Closed):
    """One finding, where it stands; what only people are told isn't written to JSON."""

    tab: str
    row: int
    code: str
    is_held: bool = Field(default=False, exclude=True, description="Whether the row is held, for this code or another")
    ref: str = Field(default="", exclude=True, description="Its short name, for decisions.csv")
    link: str = Field(default="", exclude=True, description="Where the row opens in a browser; empty: in files")


class EditionStatus(Closed):
    """An edition, whether its message has left, and when it was handed in."""

    report: str
    period: str
    edition: int
    sent: bool | Literal["outbox"] = Field(description="By mail; outbox: put into outbox/, for a person to send")
    filed_on: date | None
    is_lost: bool = Field(default=False, exclude=True, description="Made by a former ledger: how it left isn't known")
    sent_on: date | None = Field(
        default=None, exclude=True, description="When its message left, or was put into outbox/"
    )
    there_since: date | None = Field(default=None, exclude=True, description="Since when its message lies in outbox/")


class Status(Closed):
    """Where the program stands."""

    entries: int
    held: int
    flagged: int
    attention: tuple[AttentionItem, ...]
    editions: tuple[EditionStatus, ...]
    last_read: datetime | None = Field(description="When the tabs were last read, at the agency")
    newest_entry: date | None = Field(description="The newest day of distribution")
    failing: FailingStatus | None = Field(description="What fails and since when; none: all runs")
    due: tuple[Due, ...] = Field(description="Every report owed for a period that has ended")
    released: Register = Field(default=Register(), description="What was released to other eyes, to whom and when")
    closed_before: date | None = Field(
        default=None, exclude=True, description="All that is dated before this day is closed; for words only"
    )
    duties: Duties = Field(default=Duties(), description="What is to be done beside the stock")
    lost: tuple[LostEditions, ...] = Field(
        default=(), exclude=True, description="Editions that lie in reports/ and aren't in the ledger; for words only"
    )


class ReportOutcome(Closed):
    """What asking for a report led to."""

    figures: Figures
    is_new: bool = Field(description="Whether a new edition was made")
    messages: tuple[str, ...] = Field(description="Names of the messages that were queued")
    folder: str | None = Field(description="Where the edition's files are, below the program's folder")
    waiting: int = Field(default=0, description="Messages that wait for another run, which is sending now")
    held_since: HeldSince | None = Field(default=None, description="Where the edition in force says other rows on hold")
    supplier: Suppliers | None = Field(default=None, description="Where an edition of it was for another supplier")
    others_missing: tuple[str, ...] = Field(
        default=(), description="Of other reports and periods whose edition in force is lost or damaged, what to do"
    )


class BackfillItem(Closed):
    """A report for a period of a backfill."""

    report: str
    period: str
    edition: int | None = Field(description="The edition in force; none in a dry run that would make the first")
    is_new: bool
    held_since: HeldSince | None = Field(
        default=None,
        exclude=True,
        description="Where the edition in force says other rows on hold, and a person asked for it",
    )
    supplier: Suppliers | None = Field(
        default=None,
        exclude=True,
        description="Where its figures changed and the edition before was for another supplier: by itself none is made",
    )


class BackfillOutcome(Closed):
    """Every report owed for a range of periods."""

    reports: tuple[BackfillItem, ...]
    dry_run: bool
    months_left_out: tuple[MonthsLeftOut, ...] = Field(
        default=(), exclude=True, description="Months of the range of which nothing is made, for words only"
    )
    others_missing: tuple[str, ...] = Field(default=(), exclude=True, description="As of a report that was asked for")
    sent: tuple[str, ...] = Field(default=(), exclude=True, description="Names of the messages that left")
    waiting: int = Field(default=0, exclude=True, description="Messages that wait for another run, which is sending")


class RunOutcome(Closed):
    """What the scheduled run did."""

    ingest: IngestCounts
    reports: tuple[BackfillItem, ...]
    digest: str | None = Field(description="Name of the digest's message; none if there was nothing new to say")
    sent: tuple[str, ...] = Field(description="Names of the messages that left")
    waiting: int = Field(default=0, description="Messages that wait for another run, which is sending now")
    reconcile: Reconciliation
