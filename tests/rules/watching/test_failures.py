"""When the coordinator is told: once, weekly after that, and once when it is well; by sequences of what happens."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.failure import Failing, Failure, Notice, Work
from tasks.rules.watching import failures as rules

START = datetime.fromisoformat("2026-11-25T11:30:00")
RUN, READING, STOCK, REPORT = Work.DAILY_RUN, Work.READING, Work.STOCK_CHECK, Work.REPORT
SHEET, MAIL = "The Sheet is away: row 7.", "The mail server does not answer."


def at(days: float) -> datetime:
    """So many days after the start."""
    return START + timedelta(days=days)


def told(*happened: tuple[float, Work, str]) -> str:
    """Which of some events is told of: N for a notice, A for an all-clear; a work without words is a success."""
    known, said = Failing(), ""
    for days, work, words in happened:
        known, letter = after(known, at(days), work, words)
        said += letter
    return said


def after(known: Failing, now: datetime, work: Work, words: str) -> tuple[Failing, str]:
    """What is known after an event, and what is told of it; whatever is decided leaves at once."""
    name = rules.name_next_notice(known.last_notice, now.date())
    if words:
        seen = Failure(work=work, words=words, since=now, failed_at=now, is_of_reading="Sheet" in words)
        known = rules.note_failure(known, seen)
        known = rules.tell_failure(known, seen, name) if rules.is_to_be_told(known, seen) else known
    else:
        known = rules.note_success(known, work, now, name)
    letter = "".join("A" if notice.is_well else "N" for notice in known.notices) or "-"
    for notice in known.notices:
        known = rules.remove_notice(known, notice)
    return known, letter


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        # the first of its kind, and not each day
        ([(0, RUN, SHEET), (1, RUN, SHEET), (2, RUN, SHEET)], "N--"),
        # a number that changes isn't another kind
        ([(0, RUN, "Row 7 is wrong."), (1, RUN, "Row 12 is wrong.")], "N-"),
        # weekly
        ([(0, RUN, SHEET), (6.9, RUN, SHEET), (7, RUN, SHEET), (8, RUN, SHEET), (14, RUN, SHEET)], "N-N-N"),
        # another kind at once
        ([(0, RUN, SHEET), (1, RUN, MAIL)], "NN"),
        # now this, now that: each once a week
        ([(0, RUN, SHEET), (1, RUN, MAIL), (2, RUN, SHEET), (3, RUN, MAIL), (7, RUN, SHEET), (7, RUN, MAIL)], "NN--N-"),
        # the all-clear, once, and then it is as if nothing had been
        ([(0, RUN, SHEET), (1, RUN, ""), (2, RUN, ""), (3, RUN, SHEET)], "NA-N"),
        ([(0, RUN, SHEET), (1, RUN, MAIL), (2, RUN, "")], "NNA"),
        ([(0, RUN, "")], "-"),
        # one reason for two works is told once
        ([(0, READING, SHEET), (0.1, RUN, SHEET)], "N-"),
        ([(0, READING, SHEET), (0.1, RUN, MAIL)], "NN"),
        # what was read ends what failed for want of that, and nothing else
        ([(0, RUN, SHEET), (0.1, READING, "")], "NA"),
        ([(0, RUN, MAIL), (0.1, READING, ""), (1, RUN, "")], "N-A"),
        ([(0, STOCK, SHEET), (0.1, REPORT, ""), (0.2, STOCK, "")], "N-A"),
        # a daily run does all of it
        ([(0, REPORT, MAIL), (0.1, STOCK, MAIL), (1, RUN, "")], "N-A"),
        # what was never told needs no all-clear
        ([(0, READING, SHEET), (0.1, RUN, SHEET), (0.2, READING, ""), (1, RUN, "")], "N-A-"),
        # more reasons than anybody reads
        ([(0, RUN, word) for word in "abcdefg"], "NNNNN--"),
    ],
)  # fmt: skip
def test_what_is_told(happened: list[tuple[float, Work, str]], said: str):
    assert told(*happened) == said


def test_it_fails_since_the_work_first_failed():
    known = Failing()
    for days, words in ((0, MAIL), (1, SHEET), (2, "Another mistake."), (3, SHEET)):
        known, _ = after(known, at(days), RUN, words)
    assert {one.since for one in known.failures} == {at(0)}
    [now] = rules.list_still_failing(known, None)
    assert (now.words, now.since, now.failed_at) == (SHEET, at(0), at(3))


def test_a_notice_says_since_when_an_all_clear_what_was_told():
    known = rules.note_failure(Failing(), a_failure(0))
    known = rules.tell_failure(rules.note_failure(known, a_failure(1, MAIL)), a_failure(1, MAIL), "2026-11-26-1")
    assert known.notices == (Notice(name="2026-11-26-1", work=RUN, words=MAIL, since=at(0), at=at(1)),)
    known = rules.note_success(known, RUN, at(2), "2026-11-27-1")
    assert known.notices[1:] == (
        Notice(name="2026-11-27-1", work=RUN, words=MAIL, since=at(0), at=at(2), is_well=True),
    )
    assert (known.failures, known.run_succeeded_at, known.last_notice) == ((), at(2), "2026-11-27-1")


def test_a_notice_that_could_not_leave_gives_way_to_the_next():
    known = rules.tell_failure(rules.note_failure(Failing(), a_failure(0)), a_failure(0), "1-1")
    known = rules.tell_failure(
        rules.note_failure(known, a_failure(0, MAIL, READING)), a_failure(0, MAIL, READING), "1-2"
    )
    known = rules.tell_failure(rules.note_failure(known, a_failure(7)), a_failure(7), "1-3")
    assert [notice.name for notice in known.notices] == ["1-2", "1-3"]


def a_failure(days: float, words: str = SHEET, work: Work = RUN, *, is_of_reading: bool = False) -> Failure:
    """A failure after so many days."""
    return Failure(work=work, words=words, since=at(days), failed_at=at(days), is_of_reading=is_of_reading)


@pytest.mark.parametrize(
    ("last", "taken", "name"),
    [
        ("", (), "2026-11-25-1"),
        ("2026-11-24-7", (), "2026-11-25-1"),
        ("2026-11-25-1", (), "2026-11-25-2"),
        ("", ("2026-11-25-1", "2026-11-25-2"), "2026-11-25-3"),
    ],
)
def test_each_notice_has_a_name_of_its_own(last: str, taken: tuple[str, ...], name: str):
    assert rules.name_next_notice(last, date(2026, 11, 25), taken) == name


@pytest.mark.parametrize(
    ("is_of_reading", "read_after", "is_over"),
    [(True, 1, True), (True, 0, False), (True, None, False), (False, 1, False)],
)
def test_a_reading_by_hand_ends_a_failure_of_reading(is_of_reading: bool, read_after: float | None, is_over: bool):
    known = Failing(failures=(a_failure(0, is_of_reading=is_of_reading),))
    read_at = None if read_after is None else at(read_after)
    assert (rules.list_still_failing(known, read_at) == []) is is_over


def test_each_work_that_fails_is_shown_once():
    known = Failing(failures=(a_failure(1, MAIL), a_failure(0), a_failure(0, work=READING)))
    assert [(one.work, one.words) for one in rules.list_still_failing(known, None)] == [(RUN, MAIL), (READING, SHEET)]


@pytest.mark.parametrize(
    ("hours", "is_healthy"), [(None, False), (0, True), (26, True), (26.1, False), (-0.9, True), (-2, False)]
)  # fmt: skip
def test_a_program_is_healthy_while_its_runs_come_to_their_end(hours: float | None, is_healthy: bool):
    known = Failing(run_succeeded_at=None if hours is None else START)
    assert rules.is_healthy(known, START + timedelta(hours=hours or 0)) is is_healthy


EVENTS = st.tuples(
    st.floats(0, 5), st.sampled_from([RUN, READING, STOCK]), st.sampled_from(["", SHEET, MAIL, "Full 1."])
)


@given(st.lists(EVENTS, max_size=40))
def test_whatever_happens_a_kind_is_told_at_most_weekly(
    events: list[tuple[float, Work, str]],
):
    last: dict[str, datetime] = {}
    for now, letter, words, known in _played(events):
        assert letter in ("N", "A", "-")
        if letter == "N":
            assert now - last.get(words, datetime.min) >= rules.REPEATED_AFTER  # noqa: DTZ901 - as the ledger's times
            last[words] = now
        if words:  # nobody waits for longer than a week to hear of what fails now
            assert now - last[words] < rules.REPEATED_AFTER
        else:
            still_told = sorted((one.told_at, one.words) for one in known.failures if one.told_at)
            last = {said: told_at for told_at, said in still_told}
        assert (letter == "A") <= (words == "")


def _played(events: list[tuple[float, Work, str]]) -> Iterator[tuple[datetime, str, str, Failing]]:
    known, now = Failing(), START
    for pause, work, words in events:
        now += timedelta(days=pause)
        known, letter = after(known, now, work, words)
        yield now, letter, words, known


@pytest.mark.parametrize(
    ("happened", "watched_for", "is_silent"),
    [
        ([], 1.0, False),
        ([], 1.2, True),
        ([(0, RUN, "")], 1.0, False),
        ([(0, RUN, "")], 1.2, True),
        ([(0, RUN, ""), (1, RUN, "")], 2.0, False),
        ([(0, RUN, ""), (1, RUN, SHEET)], 2.0, False),  # it has said why
        ([(0, RUN, ""), (1, RUN, SHEET)], 2.2, True),
        ([(0, RUN, ""), (1, READING, ""), (1, STOCK, MAIL)], 1.2, True),  # the others say nothing of the daily run
        ([(-9, RUN, "")], 1.0, False),  # a machine that was off is watched from when it is on again
    ],
)
def test_a_daily_run_of_which_nothing_is_heard(
    happened: list[tuple[float, Work, str]], watched_for: float, is_silent: bool
):
    known = Failing()
    for days, work, words in happened:
        known, _ = after(known, at(days), work, words)
    assert rules.is_silent(known, at(0), at(watched_for)) is is_silent


@pytest.mark.parametrize(
    ("days", "is_stale"),
    [(None, False), (0.0, False), (26 / 24, False), (27 / 24, True), (-1.0, False)],
    ids=["never read", "now", "a late run", "a run was missed", "a clock that was wrong"],
)
def test_a_reading_is_stale_once_a_daily_run_was_missed(days: float | None, is_stale: bool):
    read_at = None if days is None else at(-days)
    assert rules.is_stale(read_at, START) is is_stale


@pytest.mark.parametrize(("told_after", "is_told"), [(3650, True), (0.5, True), (0.01, False), (-1, False), (-7, True)])
def test_a_clock_that_was_wrong_silences_nobody(told_after: float, is_told: bool):
    """It was said so many days after now, by the clock of then."""
    known = Failing(failures=(a_failure(0).model_copy(update={"told_at": at(told_after)}),))
    assert rules.is_to_be_told(known, a_failure(0)) is is_told
