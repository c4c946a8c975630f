"""Editions: the first, none where nothing changed, the next where a figure did, and nothing before a first reading."""

import json
from email import message_from_bytes
from email.policy import default

import pytest

from schemas.figures import Figures
from schemas.period import ReportPeriod
from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.messages import too_large
from tasks.operations.deliver_messages import deliver_messages
from tasks.operations.figures_file import dump_figures
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.make_editions import make_editions
from tasks.operations.show_edition import show_edition
from tasks.rules.reporting.periods import parse_period
from tests.support.small_program import rows, write_form

QUARTER = ReportPeriod("nysdoh-quarterly", parse_period("2024-Q1"))


def make(program: ProgramContext, *wanted: ReportPeriod) -> list[tuple[int | None, bool]]:
    """Make editions; give their numbers, and whether they are new."""
    return [(one.edition, one.is_new) for one in make_editions(program, wanted or [QUARTER])]


def test_an_edition_is_made_only_where_figures_are_new(program: ProgramContext):
    assert [make(program), make(program)] == [[(1, True)], [(1, False)]]
    write_form(program.folder, rows(13))
    ingest_entries(program)
    assert [make(program), make(program)] == [[(2, True)], [(2, False)]]


def test_several_are_made_from_one_reading(program: ProgramContext):
    months = [ReportPeriod("supplier", parse_period(f"2024-0{number}")) for number in (1, 2, 3)]
    assert make(program, QUARTER, *months) == [(1, True)] * 4


def test_nothing_is_made_of_a_ledger_that_was_never_filled(unread: ProgramContext):
    with pytest.raises(OperationError, match="lbn ingest"):
        make(unread)


def test_figures_are_kept_as_the_contract_has_them(program: ProgramContext):
    make(program)
    kept = show_edition(program, report="nysdoh-quarterly", period="2024-Q1", edition=1)
    figures = json.loads(kept)
    assert (figures["measures"]["kits_distributed"], figures["edition"], figures["supersedes"]) == (12, 1, None)
    assert kept.endswith(b"}\n")
    made = Figures.model_validate(figures)
    assert dump_figures(made) == kept
    assert "preliminary" not in figures
    assert b'"preliminary": true' in dump_figures(made.model_copy(update={"preliminary": True}))


def test_files_too_large_for_a_mail_stay_in_the_folder_alone(program: ProgramContext, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(too_large, "LARGEST_MESSAGE", 1)
    make(program)
    deliver_messages(program)
    mail = message_from_bytes(
        (program.folder / "outbox/nysdoh-quarterly-2024-Q1-edition-1.eml").read_bytes(), policy=default
    )
    assert [part.get_filename() for part in mail.walk() if part.get_content_disposition() == "attachment"] == []
    folder = "reports/nysdoh-quarterly/2024-Q1/edition-1"
    (text,) = (part for part in mail.walk() if part.get_content_type() == "text/plain")
    assert f"under {folder}." in " ".join(text.get_content().split())
    assert all((program.folder / folder / name).exists() for name in ("figures.csv", "report.xlsx", "report.pdf"))
