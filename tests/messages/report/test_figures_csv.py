"""figures.csv: what of an edition stands in it, for whom."""

import csv
import io
from datetime import date

import pytest

from schemas.freshness import Silence
from schemas.message import ReportMessage
from tasks.messages.report.figures_csv import write_figures_csv
from tests.support.builders_messages import a_report

SILENCE = Silence(since=date(2026, 9, 4), until=date(2026, 9, 25))
A_SILENCE = "No distribution is recorded between Sep 4, 2026 and Sep 25, 2026, which is an unusually long time."


@pytest.mark.parametrize(
    ("slug", "newest", "silence"),
    [
        ("nysdoh-quarterly", "Oct 5, 2026", A_SILENCE),
        ("public-summary", None, "For an unusually long time no distribution is recorded."),
    ],
)
def test_the_public_gets_no_day_of_a_distribution(slug: str, newest: str | None, silence: str):
    told = heading(a_report(slug, silence=SILENCE))
    assert (told.get("Newest distribution"), told["Silence"]) == (newest, silence)


def test_no_distribution_yet():
    told = heading(a_report(newest_entry=None))
    assert told["Newest distribution"] == "none yet"
    assert "Silence" not in told


def heading(message: ReportMessage) -> dict[str, str]:
    """Read what stands at the top of the file, by label."""
    rows = csv.reader(io.StringIO(write_figures_csv(message).decode("utf-8-sig")))
    return {row[1]: row[-1] for row in rows if row[0] == "Report"}
