"""What the sheet of the yearly review says: the duties of the procedure, and what the ledger knows of each."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from schemas.desk import FilingDiffers
from schemas.figures import Measured, Number
from schemas.freshness import Silence


class ProcedureDuty(StrEnum):
    """The duties of the procedure, in the order and words of the table in docs/duties.md."""

    RUN = "Run the program"
    UNITS = "Units that take part"
    TRAIN = "Have all personnel trained"
    REFRESH = "Training when something changes"
    RECORDS = "Records of the distributions"
    SUPPLIER = "Deal with the supplier"
    KITS = "Kits at all times"
    STORAGE = "Safe handling and storage"
    COUNT = "Count what is there"
    REPORT_SUPPLIER = "Report to the supplier"
    REPORT_NYSDOH = "Report to NYSDOH, as an OOPP"
    REPORT_NYC = "Report to NYC Health, as an OOPP"
    REPORT_MISSING = "Report what is missing"
    REPORT_RIGHT = "Report what is right"
    OCCASIONS = "Offer kits on fitting occasions"
    SHOW = "Show how it is used"
    WRITE_DOWN = "Write down each distribution"
    NO_PERSON = "No record of any person"
    LOW = "Say when kits run low"
    LOOK = "Look at the records regularly"
    REVIEW = "Review the procedure every year"
    STRIPS = "Keep test strips apart"
    CONTENTS = "What a kit contains"
    NO_NAME = "Nobody's name is taken down"
    FOLLOW = "Follow the procedure, approve it, use what people say"


class ReportTally(NamedTuple):
    """What became of the periods of a report that ended within the one that is reviewed."""

    owed: int
    made: int
    handed_in: int
    mailed: int
    """Of a report for a supplier: its message has left by mail, and nobody needs to note more."""
    overdue: int
    never_made: int


class MadeAgain(NamedTuple):
    """An edition after the first."""

    report: str
    period: str
    edition: int
    made_on: date
    kits: int | None = None
    """How many kits more it has than the edition before; none: it isn't known."""


class CountsEntered(NamedTuple):
    """Counts within a period; all lots that were counted at a location on one day are one."""

    counts: int
    locations: int


class OrdersEntered(NamedTuple):
    """Orders within a period."""

    orders: int
    kits: int


class Review(NamedTuple):
    """What is reviewed, and what the ledger knows of the period."""

    period: str
    reviewed_on: date | None
    due_on: date | None
    """When it is to be reviewed next, or was to be; none: nobody wrote when it was reviewed."""
    measures: Mapping[str, Measured]
    """Each measure of the period; none: it was not tracked."""
    tables: Mapping[str, Mapping[str, Number]]
    """By grouping what is shown by its labels; a grouping that isn't tracked is missing."""
    reports: Mapping[str, ReportTally]
    made_again: tuple[MadeAgain, ...]
    is_any_made: bool
    """Whether the ledger holds an edition of the period."""
    is_any_lost: bool
    """Whether editions of the period lie in reports/ and aren't in the ledger."""
    filed_count: int
    """How many reports of the period are noted as handed in."""
    filings: tuple[FilingDiffers, ...]
    """Those of them that have a newer edition with other figures."""
    program_reviews: tuple[str, ...]
    """The periods within it of which the ledger holds a program review."""
    counts: CountsEntered | None
    """None: not tracked."""
    orders: OrdersEntered | None
    low_reports: int | None
    """Forms of the period that said that kits run low; none: it isn't asked."""
    left_empty: Mapping[str, int]
    """By measure, how many forms of the period left its question empty, which isn't 0."""
    silence: Silence | None
    """A long time without a form up to the period's end, which `lbn figures` asks about."""
    is_read_too_early: bool
    """Whether the tabs were last read before the period ended."""
