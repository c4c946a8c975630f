"""A PostgreSQL that is away for now: said so, tried again by flows, and never waited for without an end."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from tasks.context import open_program
from tasks.errors import Unreachable
from tasks.store.database_words import AWAY, is_server_away
from tasks.store.engines import PATIENCE, make_server_engine
from tests.support.postgresql import kept_at
from tests.support.small_program import rows, write_program

ADDRESS = "postgresql+psycopg://lbn@db.example.gov/lbn"


@pytest.mark.parametrize("where", ["/nowhere", "127.0.0.1&port=1"])
def test_a_server_that_does_not_answer_is_away_for_now(where: str, tmp_path: Path):
    program = write_program(tmp_path / "program", rows(1), kept_at(f"postgresql+psycopg://lbn@/lbn?host={where}"))
    with pytest.raises(Unreachable) as told, open_program(program).database.reading():
        pass
    assert str(told.value) == AWAY


@pytest.mark.parametrize(
    ("reason", "is_away"),
    [
        ("connection timeout expired", True),
        ("consuming input failed: server closed the connection unexpectedly", True),
        ("terminating connection due to administrator command", True),
        ("FATAL:  the database system is starting up", True),
        ("FATAL:  sorry, too many clients already", True),
        ('FATAL:  password authentication failed for user "lbn"', False),
        ('FATAL:  database "lbn" does not exist', False),
        ("permission denied for schema public", False),
    ],
)
def test_only_what_passes_by_itself_counts_as_away(reason: str, is_away: bool):
    assert is_server_away(reason.lower()) is is_away


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (ADDRESS, PATIENCE),
        (f"{ADDRESS}?connect_timeout=3", PATIENCE | {"connect_timeout": "3"}),
    ],
)
def test_the_wait_for_a_silent_server_has_an_end(
    address: str, expected: dict[str, object], monkeypatch: pytest.MonkeyPatch
):
    asked: list[dict[str, Any]] = []

    def connect(*_: object, **how: Any) -> None:
        asked.append(how)
        raise psycopg.OperationalError

    monkeypatch.setattr(psycopg, "connect", connect)
    with pytest.raises(OperationalError):
        make_server_engine(address).connect()
    assert {name: asked[0][name] for name in PATIENCE} == expected
