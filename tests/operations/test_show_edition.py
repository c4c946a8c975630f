"""An edition shown again: its bytes as they were made, its files put back, and a sentence where it was never made."""

import pytest

from tasks.context import ProgramContext
from tasks.errors import UsageError
from tasks.operations.make_editions import make_editions
from tasks.operations.show_edition import show_edition
from tests.operations.test_make_editions import QUARTER


def test_the_files_are_put_back_as_they_were_made(program: ProgramContext):
    make_editions(program, [QUARTER])
    folder = program.folder / "reports/nysdoh-quarterly/2024-Q1/edition-1"
    figures = show_edition(program, report="nysdoh-quarterly", period="2024-Q1", edition=1)
    assert (folder / "figures.json").read_bytes() == figures
    (folder / "figures.json").write_text("{}")
    assert show_edition(program, report="nysdoh-quarterly", period="2024-q1", edition=1) == figures
    assert (folder / "figures.json").read_bytes() == figures


@pytest.mark.parametrize(
    ("report", "period", "edition"),
    [("nysdoh-quarterly", "2024-Q1", 2), ("supplier", "2024-01", 1), ("nysdoh-quarterly", "soon", 1)],
)
def test_what_was_never_made_cannot_be_shown(report: str, period: str, edition: int, program: ProgramContext):
    make_editions(program, [QUARTER])
    with pytest.raises(UsageError):
        show_edition(program, report=report, period=period, edition=edition)
