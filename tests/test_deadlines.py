"""A deadline is for the whole, whatever the pieces: of its time, and of what may come."""

import socket

import pytest

from tasks import deadlines
from tasks.deadlines import Deadline, TimedLine, TooMuch, connect, has_time_for, keep_deadline


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        """Some time after the computer was started."""
        self.now = 5_000.0

    def __call__(self) -> float:
        """Read it."""
        return self.now


def test_what_is_left_becomes_less_until_nothing_is():
    clock = Clock()
    deadline = Deadline(10, 100, clock)
    assert (deadline.left(), deadline.left(3), deadline.is_over) == (10, 3, False)
    clock.now += 8
    assert (deadline.left(3), deadline.leaves(1), deadline.leaves(2)) == (2, True, False)
    clock.now += 2
    assert deadline.is_over
    with pytest.raises(TimeoutError, match="timed out"):
        deadline.left()


def test_what_comes_is_counted_over_all_pieces():
    deadline = Deadline(10, 100, Clock())
    deadline.take(60)
    deadline.take(40)
    assert not deadline.is_too_much
    with pytest.raises(TooMuch):
        deadline.take(1)
    assert deadline.is_too_much


def test_the_first_to_set_a_deadline_is_the_one_that_counts():
    outer, inner = Deadline(10, 100, Clock()), Deadline(1, 1, Clock())
    assert has_time_for(1_000)
    with keep_deadline(outer), keep_deadline(inner) as kept:
        assert kept is outer
        assert (has_time_for(9), has_time_for(10)) == (True, False)
    with keep_deadline(inner) as kept:
        assert kept is inner


@pytest.mark.parametrize(("is_to_proxy", "has_sent"), [(False, True), (True, False)])
def test_a_line_keeps_the_deadline_and_notes_the_first_byte(is_to_proxy: bool, has_sent: bool):
    clock = Clock()
    here, there = socket.socketpair()
    with here, there, keep_deadline(Deadline(10, 5, clock)) as deadline:
        line = TimedLine(here, is_to_proxy=is_to_proxy)
        line.settimeout(3)
        line.sendall(b"hello")
        assert (there.recv(10), deadline.has_sent, here.gettimeout()) == (b"hello", has_sent, 3)
        there.sendall(b"answer")
        with line.makefile("rb") as heard, pytest.raises(TooMuch):
            heard.read(6)
        clock.now += 10
        with pytest.raises(TimeoutError):
            line.sendall(b"more")
        assert line.fileno() == here.fileno()


def test_a_line_without_a_deadline_is_as_it_was():
    here, there = socket.socketpair()
    with here, there:
        TimedLine(here).sendall(b"hello")
        assert (there.recv(10), here.gettimeout()) == (b"hello", None)


def test_all_addresses_of_a_name_share_the_time(monkeypatch: pytest.MonkeyPatch):
    closed = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 9))
    clock = Clock()

    def look_up(*_: object, **__: object) -> object:
        yield closed
        clock.now += 10
        yield closed

    monkeypatch.setattr(deadlines.socket, "getaddrinfo", look_up)
    with pytest.raises(TimeoutError):
        connect(("mail.example.gov", 25), Deadline(10, 0, clock))
