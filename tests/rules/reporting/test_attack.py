"""Which editions tell small numbers: those of an earlier rule do, tables that were released once don't."""

import pytest

from schemas.family import Family
from schemas.period import Period
from tasks.rules.reporting.attack import (
    Attacked,
    Telling,
    attack_editions,
    find_teller,
    is_told,
    measure_size,
)
from tasks.rules.reporting.disclosure import ALL_OTHERS
from tasks.rules.reporting.possible_worlds import Question, Range
from tasks.rules.reporting.told import Made
from tests.support.editions_told import a_table, quoted, told

LABELS = {Family.ZIP: "ABCD"}
K = 11


def attack(*made: Made) -> Attacked:
    """The attack on editions, by a reader who knows that there are four ZIP codes."""
    return attack_editions(made, LABELS, K)


def telling(*made: Made) -> list[tuple[str, int, int, int]]:
    """Period and number of each edition that tells something, and how much exactly and nearly."""
    return [(one.period, one.edition, one.exact, one.narrow) for one in attack(*made).telling]


TOLD = {"A": 40, "B": 25, ALL_OTHERS: 12}
APRIL = told("2026-04", 60, a_table({"A": 50, ALL_OTHERS: 10}))
MAY, JUNE = (told(name, 70, a_table({"A": 50, "B": 20})) for name in ("2026-05", "2026-06"))
Q2 = told("2026-Q2", 200, a_table({"A": 150, "B": 50}))


def test_nothing_is_nothing():
    assert attack() == Attacked(0, 0, ())


def test_a_released_table_tells_nothing():
    table = quoted(TOLD, "2026-Q1")
    months = [told(f"2026-0{number}", total, table, as_of=number) for number, total in ((1, 30), (2, 30), (3, 17))]
    assert attack(*months, told("2026-Q1", 80, table, as_of=9)) == Attacked(1, 4, ())


def test_a_month_that_the_quarter_gives_away_is_named():
    assert telling(APRIL, MAY, JUNE, Q2) == [("2026-04", 1, 1, 0)]


def test_as_of_another_reading_the_quarter_is_what_tells_it():
    later = Q2._replace(as_of=2)
    assert attack(APRIL, MAY, JUNE, later).telling == (Telling("supplier", "2026-Q2", 1, 1, 0),)


def test_few_behind_the_rows_are_nearly_told():
    assert telling(told("2026-Q1", 48, a_table({"A": 40, ALL_OTHERS: 8}))) == [("2026-Q1", 1, 0, 3)]


def test_a_table_that_is_made_again_places_a_row():
    made = [told("2026-Q1", 77 + more, a_table(TOLD | {"B": 25 + more}), as_of=more, edition=more) for more in (1, 2)]
    assert telling(*made) == [("2026-Q1", 2, 1, 0)]


def test_a_label_that_has_all_has_the_few_of_a_month():
    only = a_table({"A": 40})
    assert telling(told("2026-Q1", 40, only), told("2026-01", 4)) == [("2026-01", 1, 1, 0)]


def test_few_in_all_are_told_by_no_table():
    assert telling(told("2026-Q1", 4, a_table({}))) == []


def test_what_fits_no_world_is_counted():
    assert attack(told("2026-Q1", 99, a_table(TOLD))) == Attacked(1, 1, (), contradicting=1)


@pytest.mark.parametrize(
    ("found", "width", "is_so"),
    [
        (Range(3, 3), K, True),
        (Range(0, 10), K, True),
        (Range(0, 11), K, False),
        (Range(5, 15), K, True),
        (Range(11, 11), K, False),
        (Range(0, 0), K, False),
        (Range(0, 4), 4, False),
        (Range(1, 4), 4, True),
    ],
)
def test_a_small_number_is_told_where_its_ends_are_near(found: Range, width: int, is_so: bool):
    assert is_told(found, width, K) is is_so


def test_how_many_were_withdrawn_is_a_size():
    assert [measure_size(found) for found in (Range(-3, -1), Range(-3, 1), Range(1, 3))] == [
        Range(1, 3),
        Range(-3, 1),
        Range(1, 3),
    ]


def test_of_one_reading_the_edition_of_its_own_period_told_it():
    made = [APRIL, MAY, JUNE, Q2]
    assert find_teller(Question(None, Period.from_name("2026-05"), 1), made) == MAY
    assert find_teller(Question(None, Period.from_name("2026"), 1), made) == APRIL
