"""What a message is made from: figures and the few facts around them; nothing of any row."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from schemas.base import Closed
from schemas.failure import Work
from schemas.figures import Figures, Measured, Number, ReleasedFigures
from schemas.finding import Code
from schemas.freshness import Fall, Silence
from schemas.report import Checked, ReportDefinition
from schemas.tabs import Tab


class Comparison(Closed):
    """A measure's value in an earlier period."""

    period: str
    value: Number


class Trend(Closed):
    """A measure over the last periods, up to eight, oldest first."""

    measure: str
    points: tuple[Comparison, ...]
    target: int | None = Field(
        default=None, description="For stock on hand: the par levels of all units together, where they have any"
    )


class RowsSince(Closed):
    """What was added to the ledger, and what was removed, since the edition that this one replaces."""

    distributions_added: int = Field(description="Distributions of the period")
    distributions_removed: int
    distributions_reread: int = Field(
        default=0, description="Those of the same rows, which the settings or other rows make count otherwise now"
    )
    distributions_held: int = Field(default=0, description="Those of the same rows, which are held now")
    earlier_distributions: int = Field(default=0, description="Added or removed before the period: they move its stock")
    stock_rows_added: int = Field(description="Rows of Inventory, Counts and Training up to the period's end")
    stock_rows_removed: int
    stock_rows_reread: int = Field(default=0, description="The same rows, which count otherwise or are held now")


class LotOnHand(Closed):
    """What is left of a lot at a location."""

    location: str
    item: str = Field(description="The item's name")
    lot: str | None
    expires_on: date | None
    on_hand: int
    warning_days: int | None = Field(
        default=None, description="It expires within so many days; 0: it has expired; none: neither"
    )


class Unread(Closed):
    """Answers of distributions that count, without this part of them."""

    code: Code
    count: int = Field(description="How many distributions")


class ReportMessage(Closed):
    """Everything that the message of one edition says."""

    slug: str
    definition: ReportDefinition
    figures: Figures
    first_on: date
    last_on: date
    due_on: date
    made_at: datetime = Field(description="When the edition is made, in the agency's time zone")
    read_at: datetime = Field(description="When the tabs were last read: the figures are as of then")
    newest_entry: date | None = Field(description="The newest day of distribution; none: no distribution yet")
    replaced_on: date | None = Field(description="When the edition was made that this one replaces")
    before: dict[str, Measured] | None = Field(
        description="The same measures in the period before; none: the program had not started"
    )
    before_period: str | None
    started_on: date | None = Field(
        default=None, description="When the program started: nothing before is told as zero"
    )
    rows_since: RowsSince | None = Field(description="Why the figures changed; none: the first edition")
    trends: tuple[Trend, ...]
    lots: tuple[LotOnHand, ...] = Field(description="Stock at the period's end, kits and strips")
    addressee: str | None = Field(default=None, description="Whom it goes to by name: a supplier is named in lbn.toml")
    contact: str | None = Field(default=None, description="The supplier's address, where lbn.toml names it")
    former_addressee: str | None = Field(
        default=None, description="The supplier for whom the edition before was made, where that was another"
    )
    earlier_held: int = Field(
        default=0, description="Held rows of the form of days before the period: only its stock lacks them"
    )
    before_excluded: Mapping[str, int] = Field(
        default={}, description="Held rows that the figures of the period before lack, as `excluded` of figures.json"
    )
    silence: Silence | None = Field(default=None, description="A long time without a form at the period's end")
    unusable_tabs: tuple[Tab, ...] = Field(default=(), description="Tabs that feed it and of which every row is held")
    unread: tuple[Unread, ...] = Field(default=(), description="Answers that could not be read, and matter here")
    left_empty: Mapping[str, int | None] = Field(
        default={},
        description="Distributions whose form left the question of a measure empty; none: some, how many isn't told",
    )
    large_shortfall: int | None = Field(
        default=None, description="Kits more that left in the period than were there, where the stock rests on so many"
    )
    falls: tuple[Fall, ...] = Field(default=(), description="What fell by more than half against the edition before")
    questions_missing: tuple[str, ...] = Field(
        default=(), description="Titles of optional questions that the form's tab lacks"
    )
    tables_not_tracked: tuple[str, ...] = Field(
        default=(), description="Titles of tables that are left out: what they rest on is not tracked"
    )
    silent_units: tuple[str, ...] = Field(description="Units without a distribution in the period")
    checked: Checked | None
    measure_titles: dict[str, str] = Field(description="People's words for each measure of the figures and tables")
    grouping_titles: dict[str, str] = Field(description="People's words for each grouping of the tables")

    @model_validator(mode="after")
    def has_passed_disclosure_control(self) -> Self:
        """Check that what goes to other eyes is a message of its own type, made from released figures only."""
        if self.definition.audience.is_for_other_eyes and type(self) is ReportMessage:
            msg = "for other eyes has to be made from released figures"
            raise ValueError(msg)
        return self


class AgencyLot(LotOnHand):
    """What is left of a lot in the agency as a whole."""

    location: Literal["Whole agency"]


class ReleasedMessage(ReportMessage):
    """Everything that the message of an edition for other eyes says: nothing of a unit, a place or a single row."""

    figures: ReleasedFigures
    lots: tuple[AgencyLot, ...]
    silent_units: tuple[()] = ()
    rows_since: None = None
    left_empty: Mapping[str, None] = Field(default={})
    tables_to_come: tuple[str, ...] = Field(
        default=(), description="Titles of tables that are released once a period has ended for which they may be made"
    )
    counted_now: Mapping[str, int] = Field(
        default={}, description="Distributions counted now, by the period of each table that was released once"
    )
    tables_withheld: tuple[str, ...] = Field(
        default=(), description="Titles of tables that are never released: of two groupings, of stock, of lots"
    )


class NotRunningMessage(Closed):
    """The notice that something isn't running, or runs again."""

    agency: str
    made_at: datetime
    read_at: datetime | None = Field(description="When the tabs were last read, as far as the ledger can say")
    work: Work
    words: str = Field(description="Our own sentence: what fails, where, what to do")
    since: datetime
    at: datetime = Field(description="When it failed last; of an all-clear, when it ran again")
    is_well: bool = Field(description="Whether this is the all-clear")
    is_never_read: bool = Field(default=False, description="Whether it is known that the tabs have never been read")


class Rendered(Closed):
    """A message in its forms."""

    subject: str
    html: str = Field(description="Names its pictures as files beside it")
    text: str
    csv: bytes | None = Field(default=None, description="figures.csv; none for messages about rows and stock")
    png: dict[str, bytes] = Field(default_factory=dict, description="The pictures of the html, by file name")
    pdf: bytes | None = Field(default=None, description="report.pdf")
    xlsx: bytes | None = Field(default=None, description="report.xlsx")
