"""What is said of editions that aren't in the ledger: how many, for when, and the command that is about just these."""

import pytest

from schemas.lost_editions import LostEditions
from tasks.messages.lost_words import describe_lost

SEVERAL = (
    "{} editions lie in reports/ and aren't in the ledger; they were made before the ledger was lost or a backup "
    "restored. A later backup may hold them (`lbn restore`). Without one, run `{}`: it makes the reports anew, and "
    "keeps what lies there."
)
ONE = (
    "edition {} lies in reports/ and isn't in the ledger; it was made before the ledger was lost or a backup restored. "
    "A later backup may hold it (`lbn restore`). Without one, run `{}`: it makes the report anew, and keeps what "
    "lies there."
)


@pytest.mark.parametrize(
    ("report", "first", "last", "count", "edition", "said"),
    [
        (
            "supplier", "2025-01", "2026-09", 21, 1,
            f"2025-01 to 2026-09: {SEVERAL.format(21, 'lbn backfill 2025-01 2026-09 --report supplier')}",
        ),
        (
            "program-review", "2025-Q2", "2025-Q3", 2, 1,
            f"2025-Q2 to 2025-Q3: {SEVERAL.format(2, 'lbn backfill 2025-04 2025-09 --report program-review')}",
        ),
        ("supplier", "2025-Q1", "2025-Q1", 1, 3, f"2025-Q1: {ONE.format(3, 'lbn report supplier 2025-Q1')}"),
    ],
)  # fmt: skip
def test_lost_editions_are_one_sentence_with_its_command(
    report: str, first: str, last: str, count: int, edition: int, said: str
):
    lost = LostEditions(report=report, first=first, last=last, count=count, edition=edition)
    assert describe_lost(lost) == f"{report} {said}"
