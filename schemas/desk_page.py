"""What the page desk.html shows: where a program stands at one moment, for people who look rather than read."""

from datetime import date, datetime

from pydantic import Field

from schemas.base import Closed
from schemas.desk import Shelf
from schemas.due import Due, NeverMade, ToHandIn
from schemas.edition_made import EditionMade
from schemas.failure import FailingStatus
from schemas.finding import Finding
from schemas.freshness import Silence
from schemas.stock import DoubtfulLot, LotConflict, Low
from schemas.tabs import Tab
from schemas.to_do import StockNames, ToDo


class MonthGiven(Closed):
    """How many kits were given out in a month."""

    month: str
    kits: int | None = Field(description="None: the tabs were not read since the month began, so nobody knows")
    is_over: bool = Field(description="Whether the tabs were read after its end; if not, more may have been given out")
    since: date | None = Field(default=None, description="When the program started, where that was within the month")


class Desk(Closed):
    """Everything that the page says: figures and the few facts around them, and nothing that a row of a tab says."""

    agency: str
    made_at: datetime = Field(description="When the page is written, in the agency's time zone")
    read_at: datetime | None = Field(description="When the tabs were last read; none: never")
    is_stale: bool = Field(description="Whether that is longer ago than from one daily run to the next")
    newest_entry: date | None = Field(description="The newest day of distribution; none: no distribution yet")
    failing: FailingStatus | None = Field(description="What does not run; none: all does")
    silence: Silence | None = Field(description="A long time without a form until the last reading")
    unusable_tabs: tuple[Tab, ...] = Field(description="Tabs but the form's of which every row is held")
    made_too_early: tuple[EditionMade, ...] = Field(
        default=(), description="Editions of periods that have not ended: a wrong clock made them"
    )
    findings: tuple[Finding, ...] = Field(description="Rows to fix, by number and code")
    lot_conflicts: tuple[LotConflict, ...] = Field(default=(), description="Lots that were given two expiration dates")
    doubtful_lots: tuple[DoubtfulLot, ...] = Field(
        default=(), description="Receipts whose lot looks like another thing"
    )
    questions_missing: tuple[str, ...] = Field(
        default=(), description="Titles of optional questions that the form lacks, and nobody said aren't asked"
    )
    decisions_not_understood: tuple[int, ...] = Field(default=(), description="Lines of decisions.csv, by number")
    decisions_of_no_row: tuple[int, ...] = Field(default=(), description="Those whose ref no row of the form has")
    never_made: tuple[NeverMade, ...] = Field(description="Reports that are owed and were never made")
    made: tuple[ToHandIn, ...] = Field(description="Reports that were made and are to be handed in, the oldest first")
    to_come: tuple[Due, ...] = Field(description="Reports that will be owed once the period ends that runs now")
    titles: dict[str, str] = Field(description="People's words for each report")
    is_stock_tracked: bool = Field(
        description="Whether the program keeps record of its stock; if not, nothing is known"
    )
    shelves: tuple[Shelf, ...] = Field(description="Each location's shelf of each item")
    low: tuple[Low, ...] = Field(description="Those of them that run low")
    stock: StockNames
    to_do: tuple[ToDo, ...] = Field(description="All that is to be done but to hand in reports, the most urgent first")
    months: tuple[MonthGiven, ...] = Field(description="The last twelve months since the program started, oldest first")
