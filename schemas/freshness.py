"""Doubts about a period's figures that its reader must hear first: a long silence, and a fall."""

from datetime import date

from pydantic import Field

from schemas.base import Closed
from schemas.tabs import Tab


class Silence(Closed):
    """A time without a form that is longer than the program's own rate makes likely."""

    since: date | None = Field(description="The last day with a distribution; none: there has never been one")
    until: date | None = Field(description="The next day with a distribution; none: there is none yet")


class FiguresDoubts(Closed):
    """What figures of a period lack, or may lack."""

    excluded: dict[str, int] = Field(description="Held rows that may be the period's, by the names of figures.json")
    earlier_held: int = Field(description="The form's held rows of days before the period: its stock lacks them")
    unusable_tabs: tuple[Tab, ...] = Field(description="Tabs but the form's of which every row is held")
    silence: Silence | None = Field(description="A long time without a form until the last reading")
    left_empty: dict[str, int] = Field(description="Distributions whose form left the question of a measure empty")
    is_read_too_early: bool = Field(description="Whether the tabs were last read before the period ended")


class Fall(Closed):
    """A figure that fell by more than half, or to zero or to not tracked, against the edition before."""

    measure: str
    was: int | float | None
    now: int | float | None
