"""When a host's operator is told: what is new at once, what lasts weekly, and once when all is well again."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.hosted import HostedProgram
from schemas.operator import OperatorTold
from tasks.rules.watching import hosts

START = datetime(2026, 11, 2, 6, tzinfo=UTC)


def ended(line: str) -> list[HostedProgram]:
    """Read how programs ended: `albany troy:no tab` is one that did well, and one that did not."""
    programs = (one.replace("_", " ").partition(":") for one in line.split())
    return [HostedProgram(folder=name, code=int(bool(words)), words=words or None) for name, _, words in programs]


def say(told: OperatorTold, line: str, day: int) -> tuple[OperatorTold, bool]:
    """Do as a run does: decide, and note what is said or over."""
    programs, now = ended(line), START + timedelta(days=day)
    if hosts.is_operator_to_be_told(told, programs, now):
        return hosts.tell_operator(programs, now, f"2026-11-02-{day}"), True
    return hosts.forget_done(told, programs), False


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        pytest.param(["a b"] * 3, "", id="all do well"),
        pytest.param(["a b:x"] * 3, "0", id="once for what lasts"),
        pytest.param(["a b:x"] * 16, "0 7 14", id="weekly while it lasts"),
        pytest.param(["a b:x", "a b", "a b"], "0 1", id="once when it is over"),
        pytest.param(["a b:x", "a:y b:x", "a:y b:x"], "0 1", id="another program"),
        pytest.param(["a b:x", "a b:y"], "0 1", id="another reason"),
        pytest.param(["a b:row_3", "a b:row_41"], "0", id="a number makes no other reason"),
        pytest.param(["a:x b:x", "a b:x", "a:x b:x"], "0 2", id="what was over comes back"),
        pytest.param(["a:x b:x", "a b:x", "a b"], "0 2", id="the last of them is over"),
        pytest.param(["a b:x", "a"], "0 1", id="the program is gone from the host"),
    ],
)
def test_the_operator_is_told(runs: list[str], told: str):
    known, days = OperatorTold(), []
    for day, line in enumerate(runs):
        known, is_told = say(known, line, day)
        days += [str(day)] * is_told
    assert " ".join(days) == told


def test_what_is_new_stands_apart_from_what_was_said():
    known, _ = say(OperatorTold(), "a:x b:y c", 0)
    later = ended("a:x b c:z")
    assert [one.folder for one in hosts.list_news(known, later)] == ["c"]
    assert [one.folder for one in hosts.list_known(known, later)] == ["a"]
    assert hosts.list_done_again(known, later) == ["b"]
    assert hosts.list_gone(known, ended("a:x c")) == ["b"]


@pytest.mark.parametrize(("day", "is_told"), [(3650, False), (3656, False), (3657, True), (1, True), (3649, True)])
def test_a_clock_that_was_wrong_silences_nobody(day: int, is_told: bool):
    known, _ = say(OperatorTold(), "a:x", 3650)
    assert say(known, "a:x", day)[1] is is_told


def test_an_id_that_is_proposed_anew_is_no_news():
    known, _ = say(OperatorTold(), 'a:id_=_"k7qm2d9x"', 0)
    assert not say(known, 'a:id_=_"r2sdkue5"', 1)[1]


def test_lists_beside_each_other_are_told_of_apart():
    now, both = START, OperatorTold()
    for name, line in (("one.txt", "a:x"), ("two.txt", "b:x")):
        told = hosts.tell_operator(ended(line), now, "2026-11-02-1", name)
        both = hosts.add_other_lists(told, both, name)
    assert [one.folder for one in hosts.keep_to_list(both, "one.txt").programs] == ["a"]
    assert hosts.keep_to_list(both, "").programs == ()
