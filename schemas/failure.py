"""What isn't running, since when, and what was told of it: the content of failing.json, without a word of any row."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, NaiveDatetime

from schemas.base import Closed


class Work(StrEnum):
    """What is watched, as it is called in failing.json."""

    DAILY_RUN = "daily run"
    READING = "reading the tabs"
    STOCK_CHECK = "stock check"
    REPORT = "report"
    BACKFILL = "backfill"


NoticeName = Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{1,9})?$")]
"""The day and number of a message; nothing before the first."""


class Failure(Closed):
    """One kind of failure of a work; times are UTC."""

    work: Work
    words: str = Field(description="Our own sentence: what, where, what to do")
    since: NaiveDatetime = Field(description="Since when the work has not succeeded")
    failed_at: NaiveDatetime = Field(description="When it failed last")
    told_at: NaiveDatetime | None = Field(default=None, description="When the coordinator was last told of this kind")
    is_of_reading: bool = Field(default=False, description="Whether the tabs could not be read")
    read_at: NaiveDatetime | None = Field(default=None, description="When they had last been read, where that is known")


class Notice(Closed):
    """A message about a failure, or its end, that is to be put in the queue."""

    name: str = Field(description="The day and a number that tells it from the others: 2026-11-25-1")
    work: Work
    words: str
    since: NaiveDatetime
    at: NaiveDatetime = Field(description="When it failed last; of an all-clear, when it ran again")
    read_at: NaiveDatetime | None = Field(default=None, description="When the tabs were last read, where that is known")
    is_well: bool = Field(default=False, description="Whether it is the all-clear")


class Failing(Closed):
    """All of failing.json."""

    run_succeeded_at: NaiveDatetime | None = Field(default=None, description="When the daily run last came to its end")
    failures: tuple[Failure, ...] = ()
    notices: tuple[Notice, ...] = Field(default=(), description="What is to be told and not yet in the queue")
    last_notice: NoticeName = Field(default="", description="The name of the last notice")


class FailingStatus(Closed):
    """What fails and since when, as `lbn status` says it."""

    since: datetime
    words: str
