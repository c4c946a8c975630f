"""What the ledger keeps of an officer's form: closed values, nothing free, nobody's name.

The procedure asks for the date and the jurisdiction or ZIP code only ("Documentation should be minimal
and simple; it is not intended to track individual-level information"); the other answers are optional.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import Closed, Lot


class Recipient(StrEnum):
    """Who took the kit, in the form's own choices."""

    SURVIVOR = "survivor"
    AT_RISK = "at_risk"
    FAMILY = "family"
    BYSTANDER = "bystander"
    ATTENDEE = "attendee"
    OTHER = "other"


class Reason(StrEnum):
    """Why the kit was offered, in the form's own choices (the procedure's "Candidates for Kit Distribution")."""

    OVERDOSE = "overdose"
    AT_RISK = "at_risk"
    REQUESTED = "requested"
    DEFLECTION = "deflection"
    REENTRY = "reentry"
    EVENT = "event"
    OTHER = "other"


RECIPIENT_CHOICES = {
    "Survivor": Recipient.SURVIVOR,
    "At-risk person": Recipient.AT_RISK,
    "Family or friend": Recipient.FAMILY,
    "Bystander": Recipient.BYSTANDER,
    "Event attendee": Recipient.ATTENDEE,
    "Other": Recipient.OTHER,
}
REASON_CHOICES = {
    "Overdose, not transported": Reason.OVERDOSE,
    "At risk": Reason.AT_RISK,
    "Requested": Reason.REQUESTED,
    "Deflection or diversion": Reason.DEFLECTION,
    "Reentry": Reason.REENTRY,
    "Public event": Reason.EVENT,
    "Other": Reason.OTHER,
}

MOST_KITS = 500
MOST_PEOPLE = 500
MOST_STRIPS = 500

Zip = Annotated[str, Field(pattern=r"^[0-9]{5}$", description="ZIP code of the place, from the table of US ZIPs")]


class Distribution(Closed):
    """Kits given out once: one accepted row of the form's responses."""

    sent_on: date = Field(description="Day on which the form was sent, agency's local time")
    distributed_on: date = Field(description="Day on which the kits were left")
    unit: str | None = Field(description="Name of the unit, from lbn.toml; none is shown as Unassigned")
    zip: Zip | None = Field(description="ZIP code, from the table of US ZIPs; none is shown as Unknown")
    county: str | None = Field(description="County of New York in which the ZIP lies, from the same table")
    jurisdiction: str | None = Field(description="Jurisdiction, from lbn.toml; none is shown as Unknown")
    kits: int = Field(ge=1, le=MOST_KITS, description="Kits left, in kits")
    lot: Lot | None = Field(description="Lot of the kits, one of the inventory's")
    trained: int | None = Field(ge=0, le=MOST_PEOPLE, description="People shown how to use it; none: not recorded")
    recipient: Recipient | None = Field(description="Who took the kit; none: not recorded")
    reason: Reason | None = Field(description="Why it was offered; none: not recorded")
    fts: int | None = Field(ge=0, le=MOST_STRIPS, description="Fentanyl test strips left; none: not recorded")
    xts: int | None = Field(ge=0, le=MOST_STRIPS, description="Xylazine test strips left; none: not recorded")
    is_low: bool = Field(description="The officer says that kits are running low")
