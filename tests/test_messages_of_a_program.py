"""Messages as a program makes them: files kept, amendments explained, alerts told once, reviews on request."""

import email
import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tasks.context import open_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.send_report import send_report
from tests.support.small_program import a_row, lbn, rows, write_form, write_program


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program whose first quarter is read."""
    folder = write_program(tmp_path / "program", rows(6))
    assert lbn("ingest", program=folder).code == 0
    return folder


def sent(folder: Path, slug: str) -> list[EmailMessage]:
    """The messages of a kind in the outbox, in order."""
    paths = sorted((folder / "outbox").glob(f"{slug}-*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]  # type: ignore[misc]


def test_an_edition_is_kept_and_sent_in_all_its_forms(program: Path):
    assert lbn("report", "nysdoh-quarterly", "2024-Q1", program=program).code == 0
    folder = program / "reports" / "nysdoh-quarterly" / "2024-Q1" / "edition-1"
    kept = {path.name for path in folder.iterdir()}
    assert {"report.pdf", "report.xlsx", "figures.csv", "figures.json", "email.html", "email.txt"} <= kept
    (message,) = sent(program, "nysdoh-quarterly")
    carried = {part.get_filename(): part.get_payload(decode=True) for part in message.iter_attachments()}
    name = "nysdoh-quarterly-2024-Q1-edition-1"
    assert carried == {
        f"{name}.pdf": (folder / "report.pdf").read_bytes(),
        f"{name}.xlsx": (folder / "report.xlsx").read_bytes(),
        f"{name}.csv": (folder / "figures.csv").read_bytes(),
    }


def test_an_amendment_says_what_came_in_since(program: Path):
    lbn("report", "nysdoh-quarterly", "2024-Q1", program=program)
    write_form(program, [*rows(5), a_row(20, kits="3"), a_row(21, kits="2")])
    lbn("ingest", program=program)
    assert lbn("report", "nysdoh-quarterly", "2024-Q1", program=program).code == 0
    body = sent(program, "nysdoh-quarterly")[1].get_body(("plain",))
    assert body
    said = " ".join(body.get_content().split())
    assert "This is edition 2. It replaces edition 1" in said
    assert "1 distribution was corrected or replaced in the tab and 1 distribution was added." in said


def test_a_review_is_made_on_request_for_a_quarter_and_a_year(program: Path):
    for period, charts in (("2024-Q1", 0), ("2024", 4)):
        assert lbn("report", "program-review", period, program=program).code == 0
        folder = program / "reports" / "program-review" / period / "edition-1"
        assert len(list(folder.glob("chart-*.png"))) == charts  # a first quarter has none to be compared with
        assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")


def test_what_can_wait_is_told_once_a_week(program: Path):
    write_form(program, [*rows(6), a_row(2000, low="Yes")])
    for _ in range(2):
        assert lbn("run", "--json", program=program).code == 0
    (digest,) = sent(program, "attention")
    assert "Bring more to Patrol" in text_of(digest)
    write_form(program, rows(6))
    assert lbn("run", "--json", program=program).code == 0
    assert len(sent(program, "attention")) == 1


def text_of(message: EmailMessage) -> str:
    """What its text says, on one line."""
    body = message.get_body(("plain",))
    assert body
    return " ".join(body.get_content().split())


def test_what_is_owed_and_never_made_is_told_with_a_command(program: Path):
    for _ in range(2):
        assert lbn("run", program=program).code == 0
    (digest,) = sent(program, "attention")
    assert digest["Subject"].startswith("[Naloxone] Make: NYSDOH quarterly report, Q1 2024 to ")
    command = re.search(r"lbn (backfill 2024-01 \S+ --report nysdoh-quarterly)", text_of(digest))
    assert command
    assert lbn(*command[1].split(), program=program).code == 0
    assert lbn("run", program=program).code == 0
    assert len(sent(program, "attention")) == 1  # the next one comes next week
    said = lbn("status", program=program).out
    assert ("never made" in said, "made, overdue since" in said) == (False, True)


def test_data_is_as_of_the_last_reading_and_not_of_the_making(program: Path):
    day = datetime(2024, 4, 2, 10, 30, tzinfo=UTC)
    ingest_entries(open_program(program, lambda: day), is_date_known=True)
    later = open_program(program, lambda: day + timedelta(days=3))
    send_report(later, report="nysdoh-quarterly", period="2024-Q1", as_known=True)
    (message,) = sent(program, "nysdoh-quarterly")
    assert "Data as of Apr 2, 2024, 6:30 AM EDT. Newest distribution: Jan 2, 2024." in text_of(message)
    assert "Fri, 05 Apr 2024" in message["Date"]
    assert "Tabs last read on Apr 2, 2024, 6:30 AM EDT." in lbn("figures", "2024-Q1", program=program).out
