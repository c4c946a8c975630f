"""Whoever runs the programs of a host: operator.toml, and operator.json, which keeps what was said of which program."""

from datetime import datetime

from pydantic import AwareDatetime, Field

from schemas.addresses import Addresses
from schemas.base import Closed, Name
from schemas.failure import NoticeName
from schemas.hosted import HostedProgram
from schemas.mail import Mail


class Operator(Closed):
    """All of operator.toml."""

    name: Name = Field(description="What the programs are together: it stands before the sender")
    to: Addresses = Field(description="Who is told")
    mail: Mail = Field(description="How messages leave, as in lbn.toml")


class ToldProgram(Closed):
    """A program that was said not to be done."""

    folder: str = Field(description="The name by which it's told of")
    kind: str = Field(description="The sentence that was said, without what may change in it and isn't news")
    told_at: AwareDatetime = Field(description="When it was said last, UTC")
    listed_in: str = Field(default="", description="The name of the list that has it; none: it lies in the folder")


class OperatorTold(Closed):
    """All of operator.json."""

    programs: tuple[ToldProgram, ...] = ()
    last_message: NoticeName = Field(default="", description="The day and number of the last message: 2026-11-25-1")


class OperatorMessage(Closed):
    """What the operator is told: which programs were not done, or that all are done again."""

    host: str
    made_at: datetime = Field(description="In UTC")
    totals: str = Field(description="All programs in a sentence")
    news: tuple[HostedProgram, ...] = Field(description="Not done, and not said before or for another reason")
    known: tuple[HostedProgram, ...] = Field(description="Not done, as was said before")
    done_again: tuple[str, ...] = Field(description="Programs that were said not to be done, and are")
    gone: tuple[str, ...] = Field(default=(), description="Those that were said not to be done, and are no longer here")

    @property
    def is_well(self) -> bool:
        """Whether all are done."""
        return not self.news and not self.known
