"""A queue that nothing blocks: a busy server is asked once for all, and what cannot leave holds up no other."""

import os
import re
import sqlite3
import tracemalloc
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tasks.context import open_program
from tasks.delivery import smtp
from tasks.delivery.smtp_line import Limits
from tasks.operations.summarize_status import list_unsent_messages
from tests.support.rude_mail import RudeMail, rude_mail
from tests.support.sending import ABSENT, a_program_with_a_message, lengthen_queue, moved, states
from tests.support.small_program import SETTINGS, Ended, lbn

MANY = 2_000
FEW = 25
BODY_BYTES = 1_000_000
MOST_LINES = 3
HURRY = Limits(connect_seconds=2, message_seconds=1, reply_seconds=0.4, silence_seconds=0.1)


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a program whose queue is long."""
    program = a_program_with_a_message(tmp_path_factory.mktemp("waiting") / "program")
    lengthen_queue(program, MANY)
    return program


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a program whose queue is short."""
    program = a_program_with_a_message(tmp_path_factory.mktemp("short") / "program")
    lengthen_queue(program, FEW)
    return program


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long."""
    monkeypatch.setattr(smtp, "LIMITS", HURRY)


def send(waiting: Path, to: Path, rude: RudeMail, *command: str) -> tuple[Path, Ended]:
    """Have a program send to a server."""
    with rude_mail(rude, waiting.parent) as (address, _):
        program = to if to.exists() else moved(waiting, to, address)
        return program, lbn(*command, program=program, SSL_CERT_FILE=str(waiting.parent / "server.pem"))


REPORT = ("report", "nysdoh-quarterly", "2024-Q1", "--as-known")

ANSWERS: Mapping[str, tuple[str, str]] = {
    "busy at the banner": ("greeting", "421 too many of you"),
    "no mail from here": ("greeting", "554 no mail from here"),
    "busy at EHLO": ("EHLO", "421 later"),
    "busy at MAIL": ("MAIL", "451 later"),
    "the sender refused": ("MAIL", "550 not you"),
    "busy at RCPT": ("RCPT", "450 greylisted"),
    "busy at the end": ("message", "451 later"),
    "silent at the banner": ("greeting", "silent"),
    "silent at MAIL": ("MAIL", "silent"),
    "floods at RCPT": ("RCPT", "floods"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_server_is_asked_once_for_all(name: str, short: Path, tmp_path: Path):
    ask_once(short, FEW, ANSWERS[name], tmp_path / "program")


def test_a_busy_server_is_asked_once_for_thousands(waiting: Path, tmp_path: Path):
    ask_once(waiting, MANY, ANSWERS["busy at MAIL"], tmp_path / "program")


def ask_once(queue: Path, count: int, answer: tuple[str, str], to: Path) -> None:
    """Send a queue to a server that takes nothing: nothing is lost, and few lines are made."""
    rude = RudeMail(*answer)
    program, ended = send(queue, to, rude, *REPORT)
    assert (ended.code, rude.lines <= MOST_LINES) == (1, True)
    assert f"{count} of the messages did not leave" in ended.words
    assert len(ended.words) < 900
    assert set(states(program)) == {"queued"}
    assert len(reasons(program)) == 1


def test_a_line_cut_at_the_end_leaves_one_doubt(short: Path, tmp_path: Path):
    rude = RudeMail("message", "closes")
    program, ended = send(short, tmp_path / "program", rude, *REPORT)
    assert (ended.code, rude.lines, sorted(set(states(program)))) == (1, 1, ["in_doubt", "queued"])
    assert states(program).count("in_doubt") == 1


def test_what_waits_is_listed_with_one_body_in_memory(short: Path, tmp_path: Path):
    program = moved(short, tmp_path / "program", ABSENT)
    with closing(sqlite3.connect(program / "lbn.db")) as ledger, ledger:
        ledger.execute("update messages set raw = cast(raw || zeroblob(?) as blob), digest = null", (BODY_BYTES,))
        ledger.execute("update messages set state = 'in_doubt' where name > 'queued-0020'")
        ledger.execute("delete from seals")
    opened = open_program(program)
    list_unsent_messages(opened)
    tracemalloc.start()
    unsent = list_unsent_messages(opened)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(unsent), sum(one.marks is not None for one in unsent)) == (FEW, 5)
    assert most < BODY_BYTES * 4, "one body, and a copy or two of it"


def test_all_leave_in_order_over_one_line(short: Path, tmp_path: Path):
    rude = RudeMail()
    program, ended = send(short, tmp_path / "program", rude, *REPORT)
    assert (ended.code, rude.lines, len(rude.taken)) == (0, 1, FEW)
    assert set(states(program)) == {"sent"}


def test_a_refused_message_holds_up_no_other(short: Path, tmp_path: Path):
    rude = RudeMail("message", "552 too large")
    take = rude.answer

    def refuse_the_first(line: object, reply: str) -> None:
        take(line, reply)  # type: ignore[arg-type]
        rude.at = "" if reply == "message" else rude.at

    rude.answer = refuse_the_first  # type: ignore[method-assign]
    program, ended = send(short, tmp_path / "program", rude, *REPORT)
    assert (ended.code, rude.lines, len(rude.taken)) == (1, 1, FEW)
    assert (states(program).count("failed"), states(program).count("sent")) == (1, FEW - 1)


def reasons(program: Path) -> set[str]:
    """Return why the program's messages wait."""
    with closing(sqlite3.connect(program / "lbn.db")) as ledger:
        return {reason for (reason,) in ledger.execute("select reason from messages")}


IN_THE_WAY = ("a folder", "a pipe", "a link to nothing", "a link to what never ends")


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Path]:
    """Return a program that files, with five messages that wait."""
    program = a_program_with_a_message(tmp_path / "program")
    lengthen_queue(program, 5)
    (program / "lbn.toml").write_text(SETTINGS, "utf-8")
    (program / "outbox").mkdir(exist_ok=True)
    yield program
    assert ABSENT not in (program / "lbn.toml").read_text("utf-8")


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_a_message_that_cannot_be_filed_holds_up_no_other(what: str, filed: Path):
    place = filed / "outbox" / "queued-0002.eml"
    put_in_the_way(what, place)
    for _ in range(2):
        ended = lbn(*REPORT, program=filed)
        assert ended.code == 1
        assert "queued-0002.eml" in ended.words
        assert states(filed).count("queued") == 1
        assert reasons(filed) == {None, "not_filed"}
        assert "queued-0002.eml, queued: it could not be put into the folder outbox" in lbn("status", program=filed).out
    if what == "a folder":
        place.rmdir()
    else:
        place.unlink()
    assert lbn(*REPORT, program=filed).code == 0
    assert place.is_file()
    assert set(states(filed)) == {"sent"}


def test_another_file_is_kept_beside_the_message(filed: Path):
    put_in_the_way("another file", filed / "outbox" / "queued-0002.eml")
    before = (filed / "outbox" / "queued-0002.eml").read_bytes()
    assert lbn(*REPORT, program=filed).code == 0
    assert (filed / "outbox" / "queued-0002-former.eml").read_bytes() == before
    assert (filed / "outbox" / "queued-0002.eml").read_bytes() != before
    assert set(states(filed)) == {"sent"}


def put_in_the_way(what: str, place: Path) -> None:
    """Put something where a message would be filed."""
    match what:
        case "another file":
            place.write_bytes(b"somebody's")
        case "a folder":
            place.mkdir()
        case "a pipe":
            os.mkfifo(place)
        case "a link to nothing":
            place.symlink_to("/nowhere/at/all")
        case _:
            place.symlink_to("/dev/zero")


def test_a_run_that_may_not_send_says_who_does(filed: Path):
    with closing(sqlite3.connect(filed / "lbn.db-sending", isolation_level=None)) as lock:
        lock.execute("begin exclusive")
        ended = lbn("run", program=filed)
        assert ended.code == 0
        assert re.search(r"Another run is sending; \d+ messages wait for it", ended.out)
        assert "Sent" not in ended.out

        os.utime(filed / "lbn.db-sending", (0, 0))
        late = lbn("run", program=filed)
        assert late.code == 1
        assert "another run has been sending for" in late.words
    assert lbn("run", program=filed).code == 0
