"""What has become of distributions that a reading would take away: gone, changed, or there and on hold."""

from datetime import datetime, timedelta

import pytest

from schemas.finding import Code
from schemas.losses import Losses
from schemas.tabs import COLUMNS, Tab
from tasks.rules.intake.fingerprint import Identity, fingerprint_rows, number_identities
from tasks.rules.intake.losses import KnownRow, NewRow, find_losses, lacks_name, list_unnamed
from tasks.rules.intake.sending_mark import make_marker
from tasks.rules.intake.validate import FormValidator, build_vocabulary
from tests.support.settings import some_settings

KEY = b"key"
MARK = make_marker(KEY)
FIELDS = [column.field for column in COLUMNS[Tab.RESPONSES]]
FIRST = datetime.fromisoformat("2026-09-01T08:05:10")
VALIDATOR = FormValidator(build_vocabulary(some_settings(), frozenset({"A123"})))
KITS, SENT = "Kits left", "Timestamp"

Row = dict[str, str]


def a_row(number: int, **answers: str) -> Row:
    """The answers of one form: number n is sent n days after the first."""
    sent = FIRST + timedelta(days=number)
    usual = {
        "submitted": sent.isoformat(), "date": sent.date().isoformat(), "unit": "Patrol", "zip": "12207",
        "jurisdiction": "City of Albany", "kits": "1", "recipient": "Survivor", "low": "Yes",
    }  # fmt: skip
    return usual | answers


def some_rows(count: int, **answers: str) -> list[Row]:
    """So many forms with these answers."""
    return [a_row(number, **answers) for number in range(count)]


def read(rows: list[Row]) -> dict[Identity, NewRow]:
    """The rows as a sync reads them."""
    cells = [tuple(row.get(field, "") for field in FIELDS) for row in rows]
    found = number_identities(fingerprint_rows(Tab.RESPONSES, cells, KEY))
    return {one: NewRow(row, VALIDATOR.validate(row)) for one, row in zip(found, cells, strict=True)}


def know(rows: dict[Identity, NewRow], *, is_marked: bool = True) -> dict[Identity, KnownRow]:
    """The rows that count, as the ledger has them."""
    counted = {one: row for one, row in rows.items() if row.row.distribution}
    return {
        one: KnownRow(row.row.distribution, MARK(row.submitted) if is_marked else None)
        for one, row in counted.items()
        if row.row.distribution
    }


def lose(before: list[Row], now: list[Row], *, is_marked: bool = True) -> Losses:
    """What is lost between two readings of the tab."""
    old, new = read(before), read(now)
    removed = {one: row for one, row in know(old, is_marked=is_marked).items() if one not in new}
    return find_losses(removed, {one: row for one, row in new.items() if one not in old}, [], MARK)


def shifted(rows: list[Row], **by: int) -> list[Row]:
    """The rows with their times of sending moved."""
    return [
        row | {"submitted": (datetime.fromisoformat(row["submitted"]) + timedelta(**by)).isoformat()} for row in rows
    ]


def swapped(rows: list[Row]) -> list[Row]:
    """The rows with months and days in the other order; September 9 stays what it is."""
    return [row | {"submitted": swap(row["submitted"]), "date": swap(row["date"])} for row in rows]


def swap(text: str) -> str:
    """A day with its month and its day in the other order."""
    return f"{text[:5]}{text[8:10]}-{text[5:7]}{text[10:]}"


CASES = {
    "a rerun": (some_rows(9), some_rows(9), Losses(0, 0, {}, 0, {})),
    "deleted": (some_rows(9), some_rows(3), Losses(6, 0, {}, 0, {})),
    "another tab": (some_rows(9), [a_row(n, kits="7") for n in range(20, 29)], Losses(9, 0, {}, 0, {})),
    "a unit renamed": (some_rows(9), some_rows(9, unit="Detectives"), Losses(0, 9, {"Unit": 9}, 0, {})),
    "a unit renamed to one that isn't known": (
        some_rows(9), some_rows(9, unit="X"), Losses(0, 9, {"Unit": 9}, 0, {}, renamed={Code.UNIT_UNKNOWN: 9}),
    ),
    "a unit renamed to one that isn't known, of rows that are held": (
        some_rows(9), some_rows(9, unit="X", kits="0"), Losses(0, 0, {}, 9, {Code.KITS_OUT_OF_RANGE: 9}),
    ),
    "two columns": (
        some_rows(9),
        some_rows(9, unit="Detectives", kits="2"),
        Losses(0, 9, {"Unit": 9, KITS: 9}, 0, {}),
    ),
    "ZIPs in another form": (some_rows(9), some_rows(9, zip="12207-1234"), Losses(0, 0, {}, 0, {}, 9)),
    "a choice in capitals": (
        some_rows(9), some_rows(9, recipient="SURVIVOR"), Losses(0, 0, {}, 0, {}, 9),
    ),
    "yes in capitals": (
        some_rows(9), some_rows(9, low="YES"), Losses(0, 0, {}, 0, {}, 9),
    ),
    "no in capitals": (
        some_rows(9, low="No"),
        some_rows(9, low="NO"),
        Losses(0, 0, {}, 0, {}, 9),
    ),
    "two cells in capitals": (
        some_rows(9), some_rows(9, low="YES", recipient="SURVIVOR"), Losses(0, 0, {}, 0, {}, 9),
    ),
    "a renamed unit, saved without seconds": (
        some_rows(9), shifted(some_rows(9, unit="Detectives"), seconds=-10), Losses(0, 9, {"Unit": 9}, 0, {}),
    ),
    "a Sheet in another time zone": (some_rows(9), shifted(some_rows(9), hours=3), Losses(0, 9, {SENT: 9}, 0, {})),
    "days read as months": (
        some_rows(9)[1:], swapped(some_rows(9)[1:]), Losses(0, 7, {SENT: 7, "Date of distribution": 7}, 0, {}),
    ),
    "dates as words": (
        some_rows(9), some_rows(9, date="05-Xyz-26"), Losses(0, 0, {}, 9, {Code.DATE_UNREADABLE: 9}),
    ),
    "an emptied column": (some_rows(9), some_rows(9, kits=""), Losses(0, 0, {}, 9, {Code.KITS_MISSING: 9})),
    "an emptied column of an optional question": (
        some_rows(9), some_rows(9, recipient=""), Losses(0, 9, {"Who took the kit (optional)": 9}, 0, {}),
    ),
    "times that can't be read": (
        some_rows(9), some_rows(9, submitted="x"), Losses(0, 0, {}, 9, {Code.TIMESTAMP_UNREADABLE: 9}),
    ),
    "some of all": (
        some_rows(9),
        [*some_rows(2, unit="Detectives"), *some_rows(5, kits="two")[2:], a_row(5, submitted="x")],
        Losses(3, 2, {"Unit": 2}, 4, {Code.KITS_NOT_A_NUMBER: 3, Code.TIMESTAMP_UNREADABLE: 1}),
    ),
    "flags hold no row": (
        some_rows(9), some_rows(9, zip="1", kits="0"), Losses(0, 0, {}, 9, {Code.KITS_OUT_OF_RANGE: 9}),
    ),
    "two forms of one minute, sorted otherwise and with ZIPs in another form": (
        [a_row(0, kits="1"), a_row(0, kits="2")], [a_row(0, kits=kits, zip="12207-1234") for kits in "21"],
        Losses(0, 0, {}, 0, {}, 2),
    ),
    "three forms of one second, one deleted": (
        [a_row(0, kits=kits) for kits in "123"], [a_row(0, kits=kits) for kits in "13"], Losses(1, 0, {}, 0, {}),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "now", "losses"), CASES.values(), ids=CASES.keys())
def test_what_has_become_of_rows_is_told_apart(before: list[Row], now: list[Row], losses: Losses):
    assert lose(before, now) == losses


UNMARKED = {name: losses for name, (_, _, losses) in CASES.items()} | {
    "a Sheet in another time zone": Losses(0, 0, {}, 0, {}, 9),
}
"""The same of a ledger of an earlier version, which knows the days only: hours make no difference to it."""


@pytest.mark.parametrize(("name", "losses"), UNMARKED.items(), ids=UNMARKED)
def test_without_marks_what_has_become_of_rows_is_told_by_days(name: str, losses: Losses):
    before, now, _ = CASES[name]
    assert lose(before, now, is_marked=False) == losses


def test_a_question_that_only_one_reading_asked_makes_no_loss():
    before, now = read(some_rows(9, trained="")), read(some_rows(9, trained="2"))
    assert find_losses(know(before), now, [], MARK).changed_count == 9
    assert find_losses(know(before), now, [], MARK, {"trained"}) == Losses(0, 0, {}, 0, {}, 9)


def test_rows_held_where_they_stand_are_counted_too():
    held = [row.row.hold(Code.POSSIBLE_DUPLICATE) for row in read(some_rows(3)).values()]
    losses = find_losses({}, {}, held, MARK)
    assert losses == Losses(0, 0, {}, 3, {Code.POSSIBLE_DUPLICATE: 3})
    assert losses.withdrawn_count == 0


UNIT, PLACE = Code.UNIT_UNKNOWN, Code.JURISDICTION_UNKNOWN


@pytest.mark.parametrize(
    ("before", "now", "lost"),
    [
        ({}, {}, []),
        ({}, {"unit": "K-9"}, [UNIT]),
        ({}, {"jurisdiction": "Troy"}, [PLACE]),
        ({}, {"unit": "K-9", "jurisdiction": "Troy"}, [UNIT, PLACE]),
        ({"unit": "K-9"}, {"unit": "K-9"}, []),  # it had none to lose
        ({"jurisdiction": ""}, {"jurisdiction": "Troy"}, []),
    ],
)
def test_a_row_may_lose_its_unit_or_place(before: Row, now: Row, lost: list[Code]):
    """The settings changed between the two: here the answers do, which comes to the same."""
    (was,), (row,) = (read([a_row(0, **answers)]).values() for answers in (before, now))
    assert was.row.distribution
    assert list_unnamed(was.row.distribution, row.row) == lost
    assert lacks_name(row.row) == bool({UNIT, PLACE} & set(row.row.codes))


def test_rows_without_their_names_are_counted_by_code():
    losses = find_losses({}, {}, [], MARK, (), [[UNIT], [UNIT, PLACE]])
    assert (losses.unnamed_count, losses.unnamed, losses.withdrawn_count) == (2, {UNIT: 2, PLACE: 1}, 0)
