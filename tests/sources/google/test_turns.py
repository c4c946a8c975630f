"""Turns: twenty programs of a service account a minute, whoever asks, from however many processes at once."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from tasks.sources.google import turns as google_turns
from tasks.sources.google.turns import LONGEST_WAIT_SECONDS, SECONDS, TURNS, wait_for_turn


class Clock:
    """A time that stands still while others wait, as for programs that begin at once."""

    def __init__(self) -> None:
        """Some time after the computer was started."""
        self.now = 5_000.0
        self.waited: list[float] = []

    def after(self, seconds: float, account: str = "account", sheet: str = "sheet") -> float:
        """How long a program has to wait that asks so much later."""
        self.now += seconds
        self.waited.clear()
        wait_for_turn(account, sheet)
        return sum(self.waited)


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock, and a place for the turns that is not there yet."""
    clock = Clock()
    monkeypatch.setattr(google_turns, "TURNS_FILE", str(tmp_path / "new/turns.db"))
    monkeypatch.setattr(google_turns, "time", SimpleNamespace(monotonic=lambda: clock.now, sleep=clock.waited.append))
    return clock


def fill(count: int = TURNS) -> None:
    """So many programs take their turns."""
    for number in range(count):
        wait_for_turn("account", f"sheet-{number}")


def test_sixty_that_ask_at_once_come_in_three_times(clock: Clock):
    with ThreadPoolExecutor(60) as pool:
        list(pool.map(lambda number: wait_for_turn("account", f"sheet-{number}"), range(60)))
    assert sorted(clock.waited) == [SECONDS] * TURNS + [2 * SECONDS] * TURNS


def test_sixty_over_a_quarter_of_an_hour_wait_for_nobody(clock: Clock):
    assert [clock.after(15, sheet=f"sheet-{number}") for number in range(60)] == [0] * 60


@pytest.mark.parametrize(
    ("seconds", "account", "sheet", "waits"),
    [
        (0, "account", "sheet", SECONDS),
        (15, "account", "sheet", SECONDS - 15),
        (SECONDS, "account", "sheet", 0),
        (0, "another account", "sheet", 0),
        (0, "account", "sheet-7", 0),
    ],
    ids=["one more", "a little later", "after a minute", "of another account", "the same program again"],
)
def test_when_a_turn_comes(seconds: float, account: str, sheet: str, waits: float, clock: Clock):
    fill()
    assert clock.after(seconds, account, sheet) == waits


def test_nobody_waits_for_ever(clock: Clock):
    fill(20 * TURNS)
    assert clock.after(0) == LONGEST_WAIT_SECONDS


def test_turns_from_before_a_restart_are_forgotten(clock: Clock):
    fill()
    assert clock.after(-4_000) == 0


@pytest.mark.parametrize("content", [b"no database" * 100, None], ids=["spoilt", "no room"])
def test_where_no_turn_can_be_noted_nobody_waits(content: bytes | None, clock: Clock, tmp_path: Path):
    if content is None:
        (tmp_path / "new").write_bytes(b"a file in the folder's place")
    else:
        fill(1)
        Path(google_turns.TURNS_FILE).write_bytes(content)
    fill()
    assert clock.after(0) == 0


@pytest.mark.usefixtures("clock")
def test_what_is_noted_names_nobody():
    wait_for_turn("reader@synthetic-project.example", "a-sheet")
    with closing(sqlite3.connect(google_turns.TURNS_FILE)) as noted:
        [(account, sheet, _)] = noted.execute("select * from turns").fetchall()
    assert (len(account), len(sheet)) == (8, 8)
    assert Path(google_turns.TURNS_FILE).stat().st_mode & 0o077 == 0
