"""What was handed in and has a newer edition since: the addressee has other figures than the agency."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from schemas.desk import FilingDiffers
from schemas.figures import Figures
from tasks.rules.reporting.editions import has_same_figures

KITS = "kits_distributed"


class Filed(NamedTuple):
    """A report that was handed in for a period; without an edition: on paper, or before there was one."""

    report: str
    period: str
    edition: int | None


def list_filings_differing(filed: Iterable[Filed], newest: Mapping[tuple[str, str], int]) -> tuple[FilingDiffers, ...]:
    """List what has a newer edition than the one handed in, by report and period.

    Args:
        filed: what was handed in, in no order.
        newest: the number of the newest edition, by report and period.
    """
    return tuple(
        FilingDiffers(report=one.report, period=one.period, filed_edition=one.edition, newest_edition=last, kits=None)
        for one in sorted(filed, key=lambda one: (one.report, one.period))
        if (last := newest.get((one.report, one.period), 0)) > (one.edition or 0)
    )


def compare_figures(one: FilingDiffers, filed: Figures | None, newest: Figures | None) -> FilingDiffers | None:
    """Add by how many kits the newest edition differs; none where it says again what was handed in."""
    if filed and newest and has_same_figures(filed, newest, is_asked=False):
        return None
    return one.model_copy(update={"kits": compare_kits(filed, newest)})


def compare_kits(filed: Figures | None, newest: Figures | None) -> int | None:
    """Count how many kits more the newest edition has; none where one of the two doesn't say."""
    was, now = ((one.measures.get(KITS) if one else None) for one in (filed, newest))
    return None if was is None or now is None else int(now - was)
