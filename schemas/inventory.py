"""Kits that come in, move, go out other than in a distribution, or are counted; and officers trained."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from schemas.base import Closed, Lot

MOST_QUANTITY = 100_000


class MovementKind(StrEnum):
    """What happened to the kits (the Inventory tab's column Movement)."""

    RECEIVED = "received"
    TRANSFERRED = "transferred"
    RETURNED = "returned"
    DAMAGED = "damaged"
    LOST = "lost"
    EXPIRED = "expired"
    RECALLED = "recalled"
    ORDERED = "ordered"


class Movement(Closed):
    """One accepted row of the Inventory tab."""

    moved_on: date = Field(description="Day of the movement")
    kind: MovementKind = Field(description="What happened")
    item: str = Field(description="Code of the item, from lbn.toml")
    lot: Lot | None = Field(description="Lot, as on the carton; none where nobody needs to name one")
    expires_on: date | None = Field(description="Last day on which the lot may be used, where the row says it")
    quantity: int = Field(ge=1, le=MOST_QUANTITY, description="How many, in the item's own pieces")
    origin: str | None = Field(description="Location it left; none for what was received")
    destination: str | None = Field(description="Location it came to; only for received and transferred")
    day_order: int = Field(ge=0, description="Position among the day's transfers in the tab; 0 for other movements")


class Count(Closed):
    """One accepted row of the Counts tab: what a person found on the shelf."""

    counted_on: date = Field(description="Day of the count, which is taken as its end")
    location: str = Field(description="Central or a unit")
    item: str = Field(description="Code of the item, from lbn.toml")
    lot: Lot | None = Field(description="Lot that was counted; none: all lots of the item together")
    counted: int = Field(ge=0, le=MOST_QUANTITY, description="How many were there")
    day_order: int = Field(ge=0, description="Position among the day's counts in the tab")


class Course(StrEnum):
    """What was taught (the procedure's section "Training")."""

    ADMINISTRATION = "administration"
    LEAVE_BEHIND = "leave_behind"
    REFRESHER = "refresher"
    OTHER = "other"


COURSE_CHOICES = {
    "Naloxone administration": Course.ADMINISTRATION,
    "Leave-behind program": Course.LEAVE_BEHIND,
    "Refresher": Course.REFRESHER,
    "Other": Course.OTHER,
}


class Training(Closed):
    """One accepted row of the Training tab: numbers only, no names."""

    trained_on: date = Field(description="Day of the course")
    unit: str = Field(description="Central or a unit")
    course: Course = Field(description="What was taught")
    people: int = Field(ge=0, le=MOST_QUANTITY, description="Officers who completed it")
