"""When the coordinator is told that something does not run: the first time, weekly after that, and once when it does.

A kind of failure is its sentence without digits and what stands in straight quotation marks: a row's number that
changes isn't news, nor is an id that is proposed anew. Works that fail for one
reason are told once. Where a work fails now for this reason and now for that, each is told once a week until all is
well, and no more than a few of them. What reads the tabs successfully ends whatever failed for want of that; a daily
run that comes to its end ends everything, for it does all of it.
"""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta

from schemas.failure import Failing, Failure, Notice, Work

REPEATED_AFTER = timedelta(days=7)
LONGEST_PAUSE = timedelta(hours=26)
"""A daily run may begin late; after this somebody should look."""

CLOCKS_DIFFER_BY = timedelta(hours=1)
"""So much a clock may have been set back since."""

MOST_KINDS = 5
"""More reasons of one work are not told within a week: that it fails is known by then."""

READERS = frozenset({Work.DAILY_RUN, Work.READING})
"""The works whose success shows that the tabs can be read."""


def find_kind(words: str) -> str:
    """Find what failures have in common that are told once."""
    return re.sub(r'[0-9]+|"[^"]*"', "", words)


def note_failure(before: Failing, seen: Failure) -> Failing:
    """Note a failure; what was told of its kind stays known."""
    others = [one for one in before.failures if not _is_of_kind(one, seen)]
    same = [one for one in before.failures if _is_of_kind(one, seen)]
    since = min([seen.since, *(one.since for one in before.failures if one.work is seen.work)])
    told_at = same[0].told_at if same else None
    # Of a kind that was never told and is not the last one, nothing is left to say.
    kept = [one for one in others if one.told_at or one.work is not seen.work]
    noted = seen.model_copy(update={"since": since, "told_at": told_at})
    return before.model_copy(update={"failures": (*kept, noted)})


def is_to_be_told(known: Failing, seen: Failure) -> bool:
    """Tell whether the coordinator hears of a failure that has just been noted."""
    told = [one for one in known.failures if one.told_at and was_told_lately(one.told_at, seen.failed_at)]
    if any(find_kind(one.words) == find_kind(seen.words) for one in told):
        return False
    return sum(one.work is seen.work for one in told) < MOST_KINDS


def was_told_lately(told_at: datetime, now: datetime) -> bool:
    """Tell whether something was said within the last week; what a wrong clock dated later counts for nothing."""
    return -CLOCKS_DIFFER_BY <= now - told_at < REPEATED_AFTER


def tell_failure(known: Failing, seen: Failure, name: str) -> Failing:
    """Note that a failure is to be told; a notice of the same work that still waits is out of date."""
    told = [
        one.model_copy(update={"told_at": seen.failed_at}) if _is_of_kind(one, seen) else one for one in known.failures
    ]
    since = next(one.since for one in told if _is_of_kind(one, seen))
    notice = Notice(name=name, work=seen.work, words=seen.words, since=since, at=seen.failed_at, read_at=seen.read_at)
    waiting = [one for one in known.notices if one.is_well or one.work is not seen.work]
    return known.model_copy(
        update={"failures": tuple(told), "notices": (*waiting, notice), "last_notice": name},
    )


def note_success(before: Failing, work: Work, at: datetime, name: str = "", read_at: datetime | None = None) -> Failing:
    """Note a success; the all-clear is decided on where something that ended had been told."""
    ended = [one for one in before.failures if _ends(work, one)]
    left = tuple(one for one in before.failures if not _ends(work, one))
    changes: dict[str, object] = {"failures": left}
    if work is Work.DAILY_RUN:
        changes["run_succeeded_at"] = at
    told = [one for one in ended if one.told_at]
    if told:
        last, since = max(told, key=lambda one: one.failed_at), min(one.since for one in told)
        clear = Notice(name=name, work=last.work, words=last.words, since=since, at=at, read_at=read_at, is_well=True)
        changes |= {"notices": (*before.notices, clear), "last_notice": name}
    return before.model_copy(update=changes)


def remove_notice(known: Failing, notice: Notice) -> Failing:
    """Remove a notice that is in the queue, or on its way."""
    return known.model_copy(update={"notices": tuple(one for one in known.notices if one != notice)})


def name_next_notice(last_name: str, day: date, taken: Collection[str] = ()) -> str:
    """Name the next notice: the day, and a number that no other of the day has.

    Where the clock was set back since the last one, the numbers go on, for the day may have had some.
    """
    last_day, _, number = last_name.rpartition("-")
    count = int(number) + 1 if last_day >= day.isoformat() else 1
    while f"{day}-{count}" in taken:
        count += 1
    return f"{day}-{count}"


def list_still_failing(known: Failing, read_at: datetime | None) -> list[Failure]:
    """List how each work that fails failed last; what failed for want of the tabs is over once they were read."""
    last = {one.work: one for one in sorted(known.failures, key=lambda one: one.failed_at)}
    return [one for one in last.values() if not (one.is_of_reading and read_at and read_at > one.failed_at)]


def is_stale(read_at: datetime | None, now: datetime) -> bool:
    """Tell whether the tabs were last read longer ago than from one daily run to the next."""
    return read_at is not None and now - read_at > LONGEST_PAUSE


def is_silent(known: Failing, watched_since: datetime, now: datetime) -> bool:
    """Tell whether a daily run has been silent for too long, with neither an end nor a failure: a kill says nothing.

    Args:
        known: what is known.
        watched_since: since when somebody has looked; before that, nobody could expect a run.
        now: the time.
    """
    failed_at = [one.failed_at for one in known.failures if one.work is Work.DAILY_RUN]
    heard_at = max([watched_since, *failed_at, *([known.run_succeeded_at] if known.run_succeeded_at else [])])
    return now - heard_at > LONGEST_PAUSE


def is_healthy(known: Failing, now: datetime) -> bool:
    """Tell whether a daily run has come to its end lately; a time in the future doesn't count."""
    succeeded_at = known.run_succeeded_at
    return succeeded_at is not None and -CLOCKS_DIFFER_BY <= now - succeeded_at <= LONGEST_PAUSE


def _is_of_kind(one: Failure, other: Failure) -> bool:
    return one.work is other.work and find_kind(one.words) == find_kind(other.words)


def _ends(work: Work, failure: Failure) -> bool:
    return work in (Work.DAILY_RUN, failure.work) or (work in READERS and failure.is_of_reading)
