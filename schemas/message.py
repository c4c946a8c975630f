"""What a message is rendered from: figures and the few facts round them; nothing of any row."""

from datetime import date, datetime

from pydantic import Field

from schemas.base import Closed
from schemas.figures import Figures, Number
from schemas.finding import Finding
from schemas.report import ReportDefinition
from schemas.settings import Checked


class Comparison(Closed):
    """A measure's value in an earlier period."""

    period: str
    value: Number


class LotOnHand(Closed):
    """What is left of a lot at a location."""

    location: str
    item: str = Field(description="The item's name")
    lot: str | None
    expires_on: date | None
    on_hand: int


class ReportMessage(Closed):
    """Everything that the message of one edition says."""

    slug: str
    definition: ReportDefinition
    figures: Figures
    first_on: date
    last_on: date
    due_on: date
    made_at: datetime = Field(description="When the ledger was read, in the agency's time zone")
    replaced_on: date | None = Field(description="When the edition was made that this one replaces")
    before: dict[str, Number] | None = Field(description="The same measures in the period before; none: no program yet")
    before_period: str | None
    trend: tuple[Comparison, ...] = Field(description="The first measure, up to eight periods, this one last")
    lots: tuple[LotOnHand, ...] = Field(description="Stock at the period's end, kits and strips")
    silent_units: tuple[str, ...] = Field(description="Units without an entry in the period")
    checked: Checked | None
    measure_titles: dict[str, str] = Field(description="People's words for each measure of the figures and tables")
    grouping_titles: dict[str, str] = Field(description="People's words for each grouping of the tables")


class Alert(Closed):
    """One thing about the stock that someone should do something about."""

    headline: str = Field(description="What and where, such as: Patrol has 3 of 12 kits")
    action: str = Field(description="What to do about it")
    is_urgent: bool


class EditionMade(Closed):
    """An edition that the run made."""

    title: str
    period: str
    edition: int


class AttentionMessage(Closed):
    """The digest of a run: rows and stock that a person must look at, and what was made."""

    agency: str
    made_at: datetime
    held_count: int
    flagged_count: int
    findings: tuple[Finding, ...]
    alerts: tuple[Alert, ...]
    editions: tuple[EditionMade, ...]


class Rendered(Closed):
    """A message in its forms."""

    subject: str
    html: str
    text: str
    csv: bytes | None = Field(description="figures.csv, to be written as it is; none for the digest")
