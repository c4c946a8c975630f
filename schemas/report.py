"""A report as its folder defines it: report_templates/<slug>/report.toml."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, Strict, StrictInt, StringConstraints, field_validator, model_validator

from schemas.agency import Oopp
from schemas.base import Closed, Name
from schemas.period import Cadence

Title = Annotated[str, StringConstraints(min_length=1, max_length=120)]

MOST_TABLES = 20
"""More would not fit into a message that mail programs show whole."""

MOST_TRENDS = 6


class Audience(StrEnum):
    """Who reads it: only a statutory addressee and the agency itself see small cells."""

    STATUTORY = "statutory"
    SUPPLIER = "supplier"
    AGENCY = "agency"
    PUBLIC = "public"

    @property
    def is_for_other_eyes(self) -> bool:
        """Tell whether all of it passes disclosure control: whoever gets it may pass it on, so all are one reader."""
        return self not in (Audience.STATUTORY, Audience.AGENCY)


class TableDefinition(Closed):
    """A table: measures, by one grouping or more."""

    title: Title
    by: tuple[str, ...] = Field(min_length=1)
    measures: tuple[str, ...] = Field(min_length=1)
    only_without: tuple[str, ...] = Field(
        default=(), description="Groupings in whose place it stands: it is shown where none of them is tracked"
    )


class ReportDefinition(Closed):
    """What a report holds, in the order of the form it feeds."""

    title: Title
    about: str | None = Field(
        default=None,
        min_length=1,
        max_length=500,
        description="What readers who don't know the program are told at the top",
    )
    addressee: Title | None = Field(
        default=None,
        description="Who gets it from the coordinator, as in “the form of NYSDOH”; none: the agency, or the public",
    )
    audience: Audience
    cadences: tuple[Cadence, ...] = Field(min_length=1, description="The lengths of period it is made for")
    only_for: Oopp | None = Field(default=None, description="The kind of OOPP that owes it; none: any agency")
    due_days: StrictInt = Field(ge=0, le=92, description="Days after the period's end by which it is due")
    submit_to: Title = Field(
        description="What the coordinator does with it, such as: Enter the figures at nyoverdose.org"
    )
    measures: tuple[str, ...] = Field(min_length=1)
    trends: tuple[str, ...] = Field(
        default=(), max_length=MOST_TRENDS, description="The measures that are drawn; none named: the first measure"
    )
    tables: tuple[TableDefinition, ...] = Field(default=(), max_length=MOST_TABLES)

    @property
    def drawn(self) -> tuple[str, ...]:
        """List the measures whose last periods are drawn."""
        return self.trends or self.measures[:1]

    @model_validator(mode="before")
    @classmethod
    def is_for_the_public_by_name(cls, declared: Any) -> Any:
        """Name the public as addressee where nobody else is: what it gets is never the agency's own paper."""
        is_public = isinstance(declared, dict) and declared.get("audience") == Audience.PUBLIC
        return {"addressee": "the public"} | declared if is_public else declared

    @field_validator("tables")
    @classmethod
    def titles_are_distinct(cls, tables: tuple[TableDefinition, ...]) -> tuple[TableDefinition, ...]:
        """Check that no two tables share a title: a change is named by it."""
        titles = [table.title for table in tables]
        if len(set(titles)) < len(titles):
            msg = "hold one title twice; give each table its own."
            raise ValueError(msg)
        return tables


class Checked(Closed):
    """Who compared a report with the addressee's own form, and when."""

    by: Name
    on: Annotated[date, Strict()]
