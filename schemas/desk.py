"""What the coordinator's desk holds beside the stock: what is to be handed in, counted, taught and asked about."""

from datetime import date
from typing import Literal

from pydantic import Field

from schemas.base import Closed
from schemas.stock_actions import Urgency


class CountDue(Closed):
    """A shelf that is to be counted."""

    location: str
    last_counted_on: date | None = Field(description="None: it was never counted")
    days: int | None = Field(description="Days since then")
    shortfall_count: int = Field(description="Days since then on which more went out than was recorded as there")
    on_hand: int = Field(description="Kits that are recorded as there")
    is_early: bool = Field(default=False, description="Whether it isn't due yet, and counted in the round of others")
    shortfall_kits: int = Field(default=0, description="How many kits more left on these days")
    shortfall_on: date | None = Field(default=None, description="The day on which the most of them left")
    is_large: bool = Field(default=False, description="Whether so many that no stock can be relied on")
    is_counted: bool = Field(default=True, description="Whether lbn.toml names a tab for counts")


class SilentUnit(Closed):
    """A unit that has left no form for so long that it's unlikely to be chance."""

    unit: str
    last_on: date = Field(description="The day of its newest distribution")
    days: int = Field(description="Days since then")
    usual_days: int = Field(description="Days from one distribution to the next, as the year before had them")
    is_counted: bool = Field(default=False, description="Whether lbn.toml names a tab for counts: one answers")


class LowReported(Closed):
    """A unit whose officers say that kits are running low, where nobody records how many there are."""

    unit: str
    reported_on: date = Field(description="The last day on which an officer said so")


class TrainingDue(Closed):
    """A unit of which not everybody was trained, or whose training is to be refreshed."""

    unit: str
    people: int = Field(description="How many there are to be trained, as lbn.toml says")
    trained: int = Field(description="How many attended, in the time that counts; never more than there are")
    is_refresher: bool = Field(default=False, description="Whether all were trained, and it was too long ago")
    is_of_naloxone: bool = Field(
        default=False, description="Whether it's how to give naloxone; else the program's own course"
    )
    held_count: int = Field(default=0, description="Rows of the Training tab that are held: some may be of this unit")


class ReviewDue(Closed):
    """The agency's procedure is to be reviewed."""

    reviewed_on: date
    due_on: date
    pack: str | None = Field(
        default=None, description="The period of the program review to bring; none: none has ended since the start"
    )
    urgency: Urgency = Field(default=Urgency.THIS_MONTH, exclude=True, description="As of a report due on that day")


class FilingDiffers(Closed):
    """A report was handed in, and an edition with other figures was made since."""

    report: str
    period: str
    filed_edition: int | None = Field(description="None: on paper")
    newest_edition: int
    kits: int | None = Field(description="How many kits more the newest edition has; none: it isn't known")


class Shelf(Closed):
    """A unit's shelf, or Central's, of one item."""

    location: str
    item: str
    usable: int
    shelf: int | None = Field(
        description="What should be there, by par level or its own rate; none: unknown, or Central"
    )
    days_left: int | None = Field(
        description="Days of supply, at Central at the rate of all units; none: no rate is known"
    )
    is_watched: bool = Field(
        default=False,
        description="Whether it's low when it holds too few: by par level, or since it gave any out lately",
    )
    is_emptied: bool = Field(default=False, description="Whether a unit that had kits has no usable one left")


class Duties(Closed):
    """What is to be done beside the stock, each list the most pressing first."""

    counts: tuple[CountDue, ...] = ()
    low_reports: tuple[LowReported, ...] = ()
    silent_units: tuple[SilentUnit, ...] = ()
    trainings: tuple[TrainingDue, ...] = ()
    is_training_recorded: bool = Field(
        default=True,
        description="False: lbn.toml says how many there are to be trained, and the tab has never had a row",
    )
    review: ReviewDue | None = None
    filings: tuple[FilingDiffers, ...] = ()


class TrainingNotRecorded(Closed):
    """lbn.toml says how many there are to be trained, and the Training tab has never had a row."""

    is_recorded: Literal[False] = False
