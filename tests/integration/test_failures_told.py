"""From a tab that cannot be read to the mail in the coordinator's inbox, and the all-clear, with nothing pressed."""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.support.google import faults
from tests.support.google.server import GoogleServer
from tests.support.google.small import small_program
from tests.support.mail_servers import Inbox, mail_server
from tests.support.sending import ABSENT, change_settings, settings_by_smtp
from tests.support.small_program import lbn, rows, write_program
from tests.support.watched import known, restore, reword, run_daily, subjects

MISSING = "[Naloxone] Not running since Apr {}, 2024, 6:30 AM EDT: The tab Form responses cannot be read"
AGAIN = "[Naloxone] Running again: the daily run"


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Inbox, str]]:
    """Yield a mail server, and its address."""
    inbox = Inbox()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    with mail_server(inbox, tmp_path) as (address, _):
        yield inbox, address


@pytest.fixture
def program(post: tuple[Inbox, str], tmp_path: Path) -> Path:
    """Return a program with ten distributions that has run, and whose form was reworded since."""
    folder = write_program(tmp_path / "program", rows(10), settings_by_smtp(post[1]))
    assert run_daily(folder, -1)
    reword(folder)
    return folder


def test_a_reworded_question_is_told_weekly_until_it_is_well(program: Path, post: tuple[Inbox, str]):
    inbox, _ = post
    inbox.received.clear()
    assert [run_daily(program, days) for days in range(7)] == [False] * 7
    assert len(subjects(inbox.received)) == 1
    assert subjects(inbox.received)[0].startswith(MISSING.format(2))
    run_daily(program, 7)
    run_daily(program, 8)
    assert len(subjects(inbox.received)) == 2
    restore(program)
    assert run_daily(program, 9)
    assert run_daily(program, 10)
    assert subjects(inbox.received)[2:] == [AGAIN]
    reword(program)
    run_daily(program, 11)
    assert subjects(inbox.received)[3].startswith(MISSING.format(13))


def test_the_notice_says_what_to_do_and_no_word_of_a_row(program: Path, post: tuple[Inbox, str]):
    run_daily(program, 0)
    message = message_from_bytes(post[0].received[-1], policy=default)
    body = message.get_body(("plain",))
    assert body
    said = " ".join(body.get_content().split())
    assert message["To"] == "coordinator@example.gov"
    assert "NOT RUNNING SINCE APR 2, 2024" in said
    assert "Not running since Apr 2, 2024, 6:30 AM EDT: the daily run." in said
    assert "the column “Kits left” is missing (nearest found: “Kits given”)" in said
    assert "Restore the title in the tab, or name the new one in lbn.toml" in said
    assert "The tabs were last read on Apr 1, 2024, 6:30 AM EDT." in said


def test_another_kind_is_told_at_once(program: Path, post: tuple[Inbox, str]):
    inbox, _ = post
    run_daily(program, 0)
    (program / "Inventory.csv").rename(program / "away.csv")
    run_daily(program, 1)
    run_daily(program, 2)
    told = subjects(inbox.received)
    assert len(told) == 2
    assert "Inventory.csv" in told[1]
    assert "since Apr 2" in told[1]  # the run has failed since then, for whatever reason


def test_the_command_tells_it_and_a_reading_by_hand_ends_it(program: Path, post: tuple[Inbox, str]):
    inbox, _ = post
    inbox.received.clear()
    for _ in range(3):
        assert lbn("run", program=program).code == 1
    failing = lbn("status", "--json", program=program).json["failing"]
    assert "the column “Kits left” is missing" in failing["words"]
    assert "NOT RUNNING since" in lbn("status", program=program).out.splitlines()[1]
    assert lbn("ingest", program=program).code == 1
    restore(program)
    assert lbn("ingest", program=program).code == 0
    assert lbn("status", "--json", program=program).json["failing"] is None
    assert len(subjects(inbox.received)) == 1
    assert lbn("run", program=program).code == 0
    assert subjects(inbox.received)[1:] == [AGAIN]


def test_a_run_counts_the_all_clear_among_what_it_sent(tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(10))
    assert lbn("run", program=folder).code == 0
    for options in ((), ("--json",)):
        reword(folder)
        assert lbn("run", program=folder).code == 1
        before = set((folder / "outbox").iterdir())
        restore(folder)
        ended = lbn("run", *options, program=folder)
        (all_clear,) = {path.name for path in set((folder / "outbox").iterdir()) - before}
        assert all_clear.startswith("running-again-")
        if options:
            assert ended.json["sent"] == [all_clear]
        else:
            assert ended.out.splitlines()[-1] == "Put 1 message into the folder outbox; send it from there."


def test_status_tells_of_a_mail_server_away_the_notice_waits(program: Path, post: tuple[Inbox, str]):
    inbox, address = post
    inbox.received.clear()
    restore(program)
    change_settings(program, address, ABSENT)
    write_late_row(program)
    assert not run_daily(program, 0)
    said = lbn("status", program=program).out
    assert "NOT RUNNING since Apr 2, 2024, 6:30 AM EDT: " in said
    assert "the mail server doesn't answer" in said
    assert "not-running-2024-04-02-1.eml, queued" in said
    change_settings(program, ABSENT, address)
    assert run_daily(program, 1)
    assert len(subjects(inbox.received)) == 2
    assert subjects(inbox.received)[1] == AGAIN


def write_late_row(folder: Path) -> None:
    """Give the next run something to send: the quarter's figures change."""
    path = folder / "Form Responses 1.csv"
    head, _, body = path.read_text("utf-8").partition("\n")
    path.write_text("\n".join([head, *body.splitlines()[1:], ""]), encoding="utf-8")


def test_a_ledger_that_fails_is_told_without_it(program: Path, post: tuple[Inbox, str]):
    inbox, _ = post
    inbox.received.clear()
    restore(program)
    ledger = program / "lbn.db"
    whole = ledger.read_bytes()
    ledger.write_bytes(b"no ledger at all " * 100)
    assert [run_daily(program, days) for days in range(3)] == [False] * 3
    (told,) = subjects(inbox.received)
    assert "lbn.db" in told
    assert not known(program).notices
    ledger.write_bytes(whole)
    assert run_daily(program, 3)
    assert subjects(inbox.received)[1:] == [AGAIN]


def test_a_sheet_that_is_away_is_told_once(google: GoogleServer, post: tuple[Inbox, str], tmp_path: Path):
    inbox, address = post
    small_program(google, tmp_path)
    settings = tmp_path / "lbn.toml"
    of_smtp = settings.read_text("utf-8").replace('"outbox"', f'"smtp"\nsmtp = "{address}"')
    settings.write_text(of_smtp.replace("2025-01-01", "2024-01-01"), "utf-8")
    google.fail("GET metadata", faults.NOT_FOUND, times=None)
    for days in (900, 901, 902):
        assert not run_daily(tmp_path, days)
    assert len(subjects(inbox.received)) == 1
    google.heal()
    assert run_daily(tmp_path, 903)
    assert subjects(inbox.received)[1:] == [AGAIN]
