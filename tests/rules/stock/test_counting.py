"""Which shelves are to be counted, and where counts miss kits again and again: limits, order, what isn't a shelf."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.desk import CountDue
from schemas.settings import Settings
from tasks.rules.stock.counting import (
    MOST_SHORT_COUNTS,
    ROUND_DAYS,
    SHORTFALL_DAYS,
    USUAL_DAYS,
    list_counts_due,
    list_short_counts,
)
from tests.support.builders import History, a_count, a_history
from tests.support.settings import KIT, some_settings

FTS = {"code": "fts", "name": "Fentanyl test strip", "kind": "fts"}
SETTINGS = some_settings(source={"counts": "Counts.csv"})
FILLED = "01-01 received 90 A1 >Patrol expires 2029-12-31\n"
FIRST = date(2026, 1, 1)


def due_of(history: History, today: date, settings=SETTINGS) -> list[CountDue]:
    return list_counts_due(history.stock_replay.lines, history.counts, settings, today)


@pytest.mark.parametrize(
    ("since_filled", "today", "said"),
    [
        ("", FIRST + timedelta(USUAL_DAYS - 1), None),
        ("", FIRST + timedelta(USUAL_DAYS), (None, 0, 90)),
        ("02-01 counted 90 A1 Patrol", date(2026, 5, 1), None),
        ("02-01 counted 90 A1 Patrol", date(2026, 5, 2), (90, 0, 90)),
        ("02-01 counted 90 - Patrol\n03-01 counted 80 - Patrol", date(2026, 5, 31), (91, 0, 80)),
        # more went out than was recorded: sooner
        ("02-01 counted 90 A1 Patrol\n02-09 distributed 3 B7 Patrol", date(2026, 3, 2), None),
        ("02-01 counted 90 A1 Patrol\n02-09 distributed 3 B7 Patrol", date(2026, 3, 3), (SHORTFALL_DAYS, 1, 90)),
        ("01-02 distributed 3 B7 Patrol\n01-02 distributed 1 C9 Patrol\n01-03 distributed 3 B7 Patrol",
         date(2026, 1, 31), (None, 2, 90)),
        # a count settles what went out before it, and on its own day
        ("01-20 distributed 3 B7 Patrol\n02-01 distributed 3 B7 Patrol\n02-01 counted 90 A1 Patrol",
         date(2026, 3, 20), None),
        # nothing there, and nothing that is wrong: nothing to count
        ("01-02 returned 90 A1 Patrol>", date(2026, 9, 1), None),
        ("01-02 distributed 95 A1 Patrol", date(2026, 9, 1), (None, 1, 0)),
        # what is dated after today isn't known yet
        ("02-01 counted 90 A1 Patrol\n05-09 counted 90 A1 Patrol\n05-10 distributed 3 B7 Patrol",
         date(2026, 5, 8), (96, 0, 90)),
    ],
)  # fmt: skip
def test_a_shelf_is_due(since_filled: str, today: date, said: tuple[int | None, int, int] | None):
    found = due_of(a_history(FILLED + since_filled), today)
    assert [(one.days, one.shortfall_count, one.on_hand) for one in found] == ([said] if said else [])


def test_the_longest_uncounted_come_first():
    names = ("Never", "Old", "Short", "Full", "Few")
    settings = some_settings(source={"counts": "Counts.csv"}, units=[{"name": name} for name in reversed(names)])
    filled = "\n".join(f"01-01 received {5 + index} A1 >{name}" for index, name in enumerate(reversed(names)))
    history = a_history(f"""{filled}
        01-02 counted 9 A1 Old
        01-03 counted 9 A1 Short
        01-03 counted 9 A1 Full
        01-03 counted 2 A1 Few
        01-04 distributed 1 B7 Short
    """)
    assert [one.location for one in due_of(history, date(2026, 6, 1), settings)] == list(names)


@pytest.mark.parametrize(
    ("due_since", "others", "counted"),
    [
        pytest.param(USUAL_DAYS, (ROUND_DAYS, ROUND_DAYS - 1), ["A", "B"], id="half a quarter old: in the same round"),
        pytest.param(USUAL_DAYS - 1, (ROUND_DAYS, 60), [], id="none is due: no round"),
        pytest.param(USUAL_DAYS, (USUAL_DAYS, 60), ["A", "B", "C"], id="two are due"),
    ],
)
def test_shelves_are_counted_in_one_round(due_since: int, others: tuple[int, int], counted: list[str]):
    settings = some_settings(source={"counts": "Counts.csv"}, units=[{"name": name} for name in "ABC"])
    today, days = date(2027, 6, 1), dict(zip("ABC", (due_since, *others), strict=True))
    history = a_history("\n".join(f"01-01 received 9 A1 >{name}" for name in days))
    history.counts.extend(
        a_count(location=name, counted_on=today - timedelta(ago), counted=9) for name, ago in days.items()
    )
    found = due_of(history, today, settings)
    assert [one.location for one in found] == counted
    assert [one.location for one in found if one.is_early] == [name for name in counted if days[name] < USUAL_DAYS]


def test_rounds_that_are_apart_become_one():
    names = "ABCDEF"
    settings = some_settings(source={"counts": "Counts.csv"}, units=[{"name": name} for name in names])
    history = a_history("\n".join(f"01-01 received 9 A1 >{name}" for name in names))
    last = {name: FIRST + timedelta(15 * number) for number, name in enumerate(names)}
    rounds = []
    for day in range(75, 730):
        history.counts[:] = [a_count(location=name, counted_on=on, counted=9) for name, on in last.items()]
        due = due_of(history, FIRST + timedelta(day), settings)
        last |= {one.location: FIRST + timedelta(day) for one in due}
        rounds += [len(due)] if due else []
    assert set(rounds[-4:]) == {len(names)}
    assert len(rounds) <= 730 // USUAL_DAYS + 1


def test_strips_and_what_is_no_shelf_are_not_counted_here():
    history = a_history(FILLED)
    history.counts.append(a_count(item="fts", counted_on=date(2026, 5, 31), counted=4))
    (due,) = due_of(history, date(2026, 6, 1))
    assert due.last_counted_on is None
    assert not due_of(a_history("01-01 distributed 3 A1 Unassigned"), date(2026, 6, 1))


def test_kits_of_every_kind_are_a_shelf():
    other = KIT | {"code": "kit8", "name": "Naloxone 8 mg kit"}
    settings = some_settings(source={"counts": "Counts.csv"}, items=[KIT, other, FTS])
    history = a_history(FILLED)
    history.counts.append(a_count(item="kit8", counted_on=date(2026, 5, 31), counted=4))
    assert not due_of(history, date(2026, 6, 1), settings)
    (due,) = due_of(history, date(2026, 9, 1), settings)
    assert due.on_hand == 94


MISTYPED = """01-01 received    19 A1 >Central expires 2029-12-31
    01-02 counted      19 A1 Central
    02-01 transferred 500 A1 Central>Patrol"""


@pytest.mark.parametrize("settings", [SETTINGS, some_settings()], ids=["counts are kept", "none are kept"])
def test_a_large_shortfall_is_told_on_the_next_day(settings: Settings):
    (due,) = due_of(a_history(MISTYPED), date(2026, 2, 2), settings)
    assert (due.location, due.is_large, due.is_counted) == ("Central", True, settings is SETTINGS)
    assert (due.shortfall_count, due.shortfall_kits, due.shortfall_on) == (1, 481, date(2026, 2, 1))


def test_a_large_shortfall_begins_no_round_of_counts():
    found = due_of(a_history(FILLED + MISTYPED), FIRST + timedelta(ROUND_DAYS))
    assert [(one.location, one.is_large) for one in found] == [("Central", True)]


@pytest.mark.parametrize(
    "then",
    ["02-02 counted 14 A1 Central", "01-31 received 490 A1 >Central expires 2029-12-31"],
    ids=["counted since", "the row that was missing"],
)
def test_a_large_shortfall_that_is_explained_is_told_no_more(then: str):
    assert due_of(a_history(f"{MISTYPED}\n{then}"), date(2026, 2, 3)) == []


def test_of_several_days_the_worst_is_told():
    history = a_history(FILLED + "01-02 distributed 3 B7 Patrol\n01-05 distributed 4 B7 Patrol")
    (due,) = due_of(history, date(2026, 2, 3))
    assert (due.shortfall_count, due.shortfall_kits, due.shortfall_on) == (2, 7, date(2026, 1, 5))
    assert not due.is_large


def test_a_program_without_a_tab_of_counts_is_told_nothing():
    assert due_of(a_history(FILLED), date(2026, 6, 1), some_settings()) == []


@given(st.dates(FIRST, date(2027, 1, 1)), st.integers(0, 90))
def test_whoever_has_just_counted_is_left_alone(today: date, counted: int):
    history = a_history(f"{FILLED}01-02 distributed 3 B7 Patrol")
    history.counts.append(a_count(counted_on=today, counted=counted))
    assert due_of(history, today) == []


@pytest.mark.parametrize(
    ("counts", "missing"),
    [
        ("02-01 counted 9 A1 Patrol\n03-01 counted 7 A1 Patrol\n04-01 counted 5 - Patrol", (1, 2, 2)),
        ("02-01 counted 9 A1 Patrol\n03-01 counted 9 A1 Patrol", None),  # the last one found them all
        ("02-01 counted 9 A1 Patrol\n03-01 counted 9 A1 Patrol\n04-01 counted 8 A1 Patrol", None),  # once is chance
        ("02-01 counted 9 A1 Patrol\n03-01 counted 12 A1 Patrol\n04-01 counted 8 A1 Patrol\n05-01 counted 7 A1 Patrol",
         (4, 1)),
        # lots that are counted on one day are one count
        ("02-01 counted 9 A1 Patrol\n03-01 counted 8 A1 Patrol\n03-01 counted 1 - Patrol", (1, 8)),
        ("02-01 counted 9 A1 Patrol\n03-01 counted 8 A1 Patrol\n03-01 counted 1 B7 Patrol", None),
        # after today
        ("02-01 counted 9 A1 Patrol\n03-01 counted 8 A1 Patrol\n09-01 counted 8 A1 Patrol", (1, 1)),
    ],
)  # fmt: skip
def test_counts_that_miss_kits_in_a_row(counts: str, missing: tuple[int, ...] | None):
    history = a_history(f"01-01 received 10 A1 >Patrol\n{counts}")
    found = list_short_counts(history.stock_replay.variances, history.counts, SETTINGS, date(2026, 8, 1))
    assert [(one.location, one.missing) for one in found] == ([("Patrol", missing)] if missing else [])


def test_only_the_last_of_many_counts_are_told():
    every_day = "\n".join(f"02-{day:02} counted {100 - day * day} A1 Patrol" for day in range(1, 9))
    history = a_history(f"01-01 received 100 A1 >Patrol\n{every_day}")
    for day in (1, 2):
        history.counts.append(a_count(item="fts", location="Detectives", counted_on=date(2026, 2, day), counted=0))
    variances = history.stock_replay.variances
    strips = [one.model_copy(update={"item": "fts", "location": "Detectives"}) for one in variances]
    (found,) = list_short_counts([*variances, *strips], history.counts, SETTINGS, date(2026, 8, 1))
    assert found.missing == (5, 7, 9, 11, 13, 15)
    assert len(found.missing) == MOST_SHORT_COUNTS
