"""What a sync found in the form's tab: the JSON of `lbn ingest`."""

from collections.abc import Mapping

from pydantic import Field

from schemas.base import Closed
from schemas.tabs import MissingColumn, Tab


class IngestCounts(Closed):
    """What a sync found in the form's tab, in rows."""

    read: int = Field(description="Rows that are not empty: accepted and held")
    accepted: int = Field(description="Distributions in force")
    flagged: int = Field(description="The part of them with a flag")
    held: int = Field(description="Rows not counted until fixed")
    new: int
    withdrawn: int
    unchanged: int
    missing: tuple[MissingColumn, ...] = Field(
        default=(), exclude=True, description="Optional columns of the form that it does not have; for words only"
    )
    removed_elsewhere: Mapping[Tab, int] = Field(
        default={}, exclude=True, description="Rows that another tab has no longer as they were; for words only"
    )
    lost_unit: int = Field(
        default=0, exclude=True, description="Distributions whose unit lbn.toml had, and has no longer; for words only"
    )
    lost_jurisdiction: int = Field(default=0, exclude=True, description="The same of their jurisdiction")
