"""How low and how high a number may be: subtracted, bounded by totals, with rows added and withdrawn."""

import numpy as np
import pytest

from schemas.family import Family
from schemas.figures import Table
from schemas.period import Period
from tasks.rules.reporting.disclosure import ALL_OTHERS
from tasks.rules.reporting.linear_program import Contradiction, LinearProgram
from tasks.rules.reporting.possible_worlds import (
    Moves,
    PossibleWorlds,
    Question,
    Range,
    find_moves,
    group_labels,
    list_bounds,
)
from tasks.rules.reporting.told import Claim, Made, list_rows, list_totals
from tests.support.editions_told import a_table, told

Q1 = Period.from_name("2026-Q1")
MONTHS = [Period.from_name(f"2026-0{number}") for number in (1, 2, 3)]


def worlds_of(*made: Made, labels: str = "ABCD") -> PossibleWorlds:
    """The worlds that fit what editions told of ZIP codes."""
    rows = list(list_rows(made, "distributions", Family.ZIP))
    return PossibleWorlds(rows, list_totals(made, "distributions"), labels)


def find(worlds: PossibleWorlds, label: str, period: Period | str = Q1, until: int = 1, since: int = 0) -> Range:
    """How low and how high a label's number may be."""
    labels = next(some for some in worlds.alike if label in some)
    return worlds.find_range(Question(labels, Period.from_name(str(period)), until, since))


HIDDEN = a_table({"A": 40, ALL_OTHERS: 12})


def test_a_hidden_label_may_have_all_of_the_rest_or_none_of_it():
    worlds = worlds_of(told("2026-Q1", 52, HIDDEN))
    assert find(worlds, "B") == Range(0, 12)
    assert find(worlds, "A") == Range(40, 40)


def test_of_a_month_its_total_bounds_it():
    worlds = worlds_of(told("2026-Q1", 52, HIDDEN), told("2026-01", 45), told("2026-02", 5))
    assert find(worlds, "A", "2026-01") == Range(33, 40)
    assert find(worlds, "B", "2026-02") == Range(0, 5)
    assert find(worlds, "B", "2026-03") == Range(0, 2)


def test_one_label_alone_behind_the_rows_is_known():
    assert find(worlds_of(told("2026-Q1", 52, HIDDEN), labels="AB"), "B") == Range(12, 12)


def test_a_month_is_what_the_quarter_leaves():
    """April hides a place, May and June and the quarter show it."""
    made = [
        told("2026-04", 60, a_table({"A": 50, ALL_OTHERS: 10})),
        told("2026-05", 70, a_table({"A": 50, "B": 20})),
        told("2026-06", 70, a_table({"A": 50, "B": 20})),
        told("2026-Q2", 200, a_table({"A": 150, "B": 50})),
    ]
    assert find(worlds_of(*made), "B", "2026-04") == Range(10, 10)


def test_labels_of_which_the_same_was_told_are_alike():
    rows = list(list_rows([told("2026-Q1", 52, HIDDEN)], "distributions", Family.ZIP))
    assert group_labels(rows, "DCB") == [("A",), ("B", "C", "D")]


def again(total: int, *tables: Table, as_of: int = 2) -> Made:
    """The next edition of the quarter, made of another reading."""
    return told("2026-Q1", total, *tables, as_of=as_of, edition=as_of)


def test_a_row_that_came_is_placed_where_only_one_table_grew():
    worlds = worlds_of(told("2026-Q1", 52, HIDDEN), again(53, a_table({"A": 40, "B": 13})), labels="ABC")
    assert find(worlds, "B", until=2, since=2) == Range(1, 1)
    assert find(worlds, "B", until=1) == Range(12, 12)
    assert find(worlds, "C", until=2) == Range(0, 0)


def test_a_row_that_was_withdrawn_is_placed_likewise():
    worlds = worlds_of(told("2026-Q1", 52, HIDDEN), again(51, a_table({"A": 40, "B": 11})), labels="ABC")
    assert find(worlds, "A", until=2, since=2) == Range(0, 0)
    assert find(worlds, "C", until=2, since=2).low >= -1


def test_where_numbers_fell_and_rose_anything_may_have_happened():
    worlds = worlds_of(told("2026-Q1", 52, HIDDEN), again(53, a_table({"A": 39, ALL_OTHERS: 14})))
    assert find(worlds, "A", until=2, since=2) == Range(-1, -1)
    assert find(worlds, "B", until=2, since=2) == Range(-12, 14)
    assert find(worlds, "B", until=2) == Range(0, 14)


def test_a_row_that_only_changed_its_label_is_thought_of():
    """No number fell that is known of both editions, and yet one place has fewer."""
    first = told("2026-Q1", 52, a_table({"A": 40, "B": 12}))
    worlds = worlds_of(first, again(52, a_table({"A": 41, ALL_OTHERS: 11})), labels="AB")
    assert find(worlds, "B", until=2, since=2) == Range(-1, -1)


def test_what_contradicts_itself_fits_no_world():
    with pytest.raises(Contradiction):
        worlds_of(told("2026-Q1", 60, HIDDEN))


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ([], Range(0, 12)),
        ([(2, 4)], Range(0, 4)),
        ([(2, 4), (3, 9)], Range(0, 4)),
        ([(3, 9)], Range(0, 9)),
        ([(0, 2), (1, 4)], Range(0, 4)),
        ([(1, 7), (2, 4)], Range(0, 7)),
    ],
    ids=["nothing", "one", "the first bounds it", "a later one", "as of the table", "it fell"],
)
def test_totals_told_later_bound_what_was_known_before(later: list[tuple[int, int]], found: Range):
    made = [told("2026-Q1", 52, HIDDEN), *(told("2026-01", total, as_of=at) for at, total in later)]
    assert find(worlds_of(*made), "B", "2026-01") == found


def test_a_total_that_fell_since_bounds_nothing():
    totals = [Claim(Q1, 1, 52), Claim(Q1, 2, 51), Claim(MONTHS[0], 3, 9)]
    assert list_bounds(totals, 1) == [Claim(MONTHS[0], 1, 9)]


def test_only_a_number_told_twice_moves():
    before, after = Claim(Q1, 1, 52), Claim(Q1, 3, 53)
    rest = [Claim(Q1, 1, 12, frozenset("A")), Claim(Q1, 3, 11, frozenset("A"))]
    assert find_moves([before, *rest]) == {}
    assert find_moves([before, after, *rest, Claim(MONTHS[0], 2, 7)]) == {2: Moves(True, False), 3: Moves(True, False)}


def test_the_worlds_that_were_seen_are_a_part_of_all():
    worlds = worlds_of(told("2026-Q1", 52, HIDDEN))
    question = Question(next(some for some in worlds.alike if "B" in some), Q1, 1)
    assert worlds.find_seen(question).low >= 0
    assert worlds.find_range(question) == worlds.find_seen(question) == Range(0, 12)


def test_a_linear_program_finds_the_ends():
    program = LinearProgram([(0.0, 10.0), (0.0, 10.0)])
    program.add_sum([0, 1], 12.0, 12.0)

    first = np.array([1.0, 0.0])
    assert [program.find_extreme(first, is_highest=end)[0] for end in (False, True)] == [2.0, 10.0]
    program.add_sum([0], 11.0, 11.0)
    with pytest.raises(Contradiction):
        program.find_extreme(first, is_highest=True)
