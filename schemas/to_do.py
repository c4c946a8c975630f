"""One thing that a person has to do, about the stock or beside it."""

from datetime import date

from pydantic import Field

from schemas.base import Closed
from schemas.desk import CountDue, FilingDiffers, LowReported, ReviewDue, SilentUnit, TrainingDue, TrainingNotRecorded
from schemas.due_reminder import DueReminder
from schemas.stock_actions import MoveKits, OrderUnknown, StockAction, Urgency
from schemas.young_supply import YoungSupply


class GatherLot(Closed):
    """Kits of a lot are to be moved from several places to the same one, for the same reason."""

    moves: tuple[MoveKits, ...] = Field(min_length=2)


class GatherCounts(Closed):
    """Shelves that are to be counted for the same reason."""

    counts: tuple[CountDue, ...] = Field(min_length=2)


Duty = (
    DueReminder | FilingDiffers | LowReported | CountDue | SilentUnit | TrainingDue | TrainingNotRecorded | ReviewDue
    | OrderUnknown | YoungSupply
)  # fmt: skip


class ToDo(Closed):
    """One thing that a person has to do."""

    urgency: Urgency
    about: StockAction | GatherLot | GatherCounts | Duty


class StockNames(Closed):
    """What the words about the stock need to know."""

    supplier: str
    nouns: dict[str, str] = Field(description="What one of each item is called, by its code: kit, or the item's name")
    rate_since: date | None = Field(default=None, description="Since when rates are known; none: for the last year")
    is_counted: bool = Field(default=False, description="Whether lbn.toml names a tab for counts")
