"""What the digest is made from: what is to be done, rows to look at, what was made and never made."""

from datetime import date, datetime

from pydantic import Field

from schemas.base import Closed
from schemas.edition_made import EditionMade
from schemas.finding import Finding
from schemas.freshness import Silence
from schemas.order_letter import OrderLetter
from schemas.stock import DoubtfulLot, LotConflict
from schemas.suppliers import Suppliers
from schemas.tabs import Tab
from schemas.to_do import StockNames, ToDo


class NotAmended(Closed):
    """An edition for a former supplier whose figures changed: nobody else is sent an amendment of it by itself."""

    report: str
    title: str
    period: str
    supplier: Suppliers


class DigestMessage(Closed):
    """The digest: what is to be done, rows that need attention, and what was made."""

    agency: str
    made_at: datetime
    read_at: datetime
    held_count: int
    flagged_count: int
    findings: tuple[Finding, ...]
    newest_entry: date | None = Field(default=None, description="The newest day of distribution; none: none yet")
    silence: Silence | None = Field(default=None, description="A long time without a form until the last reading")
    unusable_tabs: tuple[Tab, ...] = Field(default=(), description="Tabs but the form's of which every row is held")
    lot_conflicts: tuple[LotConflict, ...] = Field(default=(), description="Lots that were given two expiration dates")
    doubtful_lots: tuple[DoubtfulLot, ...] = Field(
        default=(), description="Receipts whose lot looks like another thing"
    )
    questions_missing: tuple[str, ...] = Field(
        default=(),
        description="Titles of optional questions that the form's tab lacks, and that nobody said aren't asked",
    )
    refs_not_understood: tuple[str, ...] = Field(
        default=(), description="What of decisions.csv is not understood: lines, or refs that no row has"
    )
    closed_before: date | None = Field(default=None, description="All that is dated before this day is closed")
    is_newly_closed: bool = Field(default=False, description="Whether days were closed since the last digest")
    why_not_closed: str = Field(default="", description="Why what is older than privacy.keep_months stays open")
    stock: StockNames
    to_do: tuple[ToDo, ...] = Field(description="All that is to be done, the most urgent first")
    order_letters: tuple[OrderLetter, ...] = Field(default=(), description="The text of each order, to be forwarded")
    news: ToDo | None = Field(default=None, description="The first of them that is new or worse since the last digest")
    is_urgent_only: bool = Field(default=False, description="Whether it says only what is to be done today")
    editions: tuple[EditionMade, ...]
    made_too_early: tuple[EditionMade, ...] = Field(
        default=(), description="Editions of periods that have not ended: a wrong clock made them"
    )
    not_amended: tuple[NotAmended, ...] = Field(
        default=(), description="Editions for a supplier of before, which changed"
    )
    titles: dict[str, str] = Field(description="People's words for each report of them")
