"""Disclosure control: which tables may leave as they are, which are released once, and small lots put together."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.family import Family
from schemas.figures import Table
from tasks.rules.reporting.disclosure import (
    ALL_OTHERS,
    counts_by_lot,
    find_family,
    has_tables_of_earlier_rule,
    roll_up,
    says_where_or_whom,
    tells_too_much_of_lots,
)
from tasks.rules.reporting.measures import GROUPINGS
from tests.rules.reporting.test_editions import some_figures


def a_table(distributions: dict[str, int], kits_each: int = 2) -> tuple[Table, dict[tuple[str, ...], int]]:
    """A table by ZIP of distributions, and so many kits each."""
    rows = tuple((label, count * kits_each) for label, count in distributions.items())
    table = Table(title="By ZIP", by=("zip",), measures=("kits_distributed",), rows=rows)
    return table, {(label,): count for label, count in distributions.items()}


def shown(distributions: dict[str, int], smallest_cell: int = 11) -> dict[str, int]:
    """What another agency sees of how many distributions there were where."""
    table, counts = a_table(distributions, kits_each=1)
    return {str(label): int(kits) for label, kits in roll_up(table, counts, smallest_cell).rows}


@pytest.mark.parametrize(
    ("distributions", "expected"),
    [
        pytest.param({"A": 11, "B": 30}, {"A": 11, "B": 30}, id="none is small"),
        pytest.param({"A": 10, "B": 30}, {ALL_OTHERS: 40}, id="a small one takes the other with it"),
        pytest.param({"A": 1, "B": 11, "C": 12}, {"C": 12, ALL_OTHERS: 12}, id="of two others the smaller"),
        pytest.param({"A": 10, "B": 10, "C": 30, "D": 20}, {"C": 30, ALL_OTHERS: 40}, id="two small ones do so too"),
        pytest.param({"A": 4, "B": 4, "C": 3}, {ALL_OTHERS: 11}, id="all small, but enough together"),
        pytest.param({"A": 4, "B": 4, "C": 2}, {}, id="ten in all: no table, the report's total says it"),
        pytest.param({"A": 10}, {}, id="a single small row"),
        pytest.param({"A": 11}, {"A": 11}, id="a single row that is large enough"),
        pytest.param({"A": 0, "B": 11}, {"A": 0, "B": 11}, id="a row without any points to nobody"),
        pytest.param({}, {}, id="nothing"),
    ],
)
def test_small_rows_are_put_together_with_the_smallest_other(distributions: dict[str, int], expected: dict[str, int]):
    assert shown(distributions) == expected


@pytest.mark.parametrize(("smallest", "is_shown"), [(2, True), (11, True), (12, True), (13, False), (50, False)])
def test_the_threshold_is_that_of_the_settings(smallest: int, is_shown: bool):
    assert ("A" in shown({"A": 12, "B": 100}, smallest)) is is_shown


def test_the_threshold_is_on_distributions_not_on_kits():
    """Three people who got five kits each are three people."""
    table, counts = a_table({"A": 3, "B": 20, "C": 30}, kits_each=5)
    assert roll_up(table, counts, 11).rows == (("C", 150), (ALL_OTHERS, 115))


def test_every_measure_of_a_row_is_put_together():
    rows = (("A", "x", 3, 1), ("A", "y", 14, 0), ("B", "x", 20, 9))
    table = Table(title="T", by=("unit", "recipient"), measures=("kits_distributed", "people_trained"), rows=rows)
    rolled = roll_up(table, {("A", "x"): 3, ("A", "y"): 12, ("B", "x"): 13}, 11)
    assert rolled.rows == (("B", "x", 20, 9), (ALL_OTHERS, "", 17, 1))
    assert (rolled.title, rolled.by, rolled.measures) == (table.title, table.by, table.measures)


def test_rows_that_stay_keep_their_order():
    assert list(shown({"D": 40, "A": 3, "C": 20, "E": 12})) == ["D", "C", ALL_OTHERS]


def test_a_row_that_no_distribution_stands_behind_is_shown():
    """Central hands nothing out, but officers of it may have been trained."""
    table, counts = a_table({"Patrol": 11})
    table = table.model_copy(update={"rows": (*table.rows, ("Central", 4))})
    assert roll_up(table, counts, 11) == table


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_location_and_recipient_say_where_or_whom(grouping: str):
    tells = grouping not in ("month", "item", "lot", "course")
    assert says_where_or_whom([grouping]) is tells
    assert says_where_or_whom(["month", grouping]) is tells
    assert (grouping in {*Family}) is tells


@pytest.mark.parametrize(
    ("by", "measures", "places", "family"),
    [
        pytest.param("zip", "distributions", (), Family.ZIP, id="a place"),
        pytest.param("zip", "kits_distributed", (), Family.ZIP, id="kits stand for distributions"),
        pytest.param("zip", "distributions", (Family.ZIP,), Family.ZIP, id="the place that was released"),
        pytest.param("county", "distributions", (Family.ZIP,), None, id="a second geography"),
        pytest.param("unit", "distributions", (Family.ZIP,), Family.UNIT, id="a unit beside the place"),
        pytest.param("unit", "personnel_trained kits_distributed", (), Family.UNIT, id="one is enough"),
        pytest.param("unit", "kits_on_hand_end", (), None, id="stock of a unit"),
        pytest.param("unit", "personnel_trained", (), None, id="officers of a unit"),
        pytest.param("unit recipient", "distributions", (), None, id="two groupings"),
        pytest.param("unit month", "distributions", (), None, id="other periods"),
        pytest.param("month", "distributions", (), None, id="the agency as a whole"),
    ],
)
def test_a_table_is_of_a_family_or_stays_inside(
    by: str, measures: str, places: tuple[Family, ...], family: Family | None
):
    assert find_family(tuple(by.split()), measures.split(), places) is family


@pytest.mark.parametrize(
    ("by", "measures", "is_so"),
    [
        ("lot", "kits_distributed", True),
        ("month lot", "kits_received kits_distributed", True),
        ("lot", "kits_received", False),
        ("item", "kits_distributed", False),
    ],
)
def test_lots_are_put_together_where_what_was_given_out_counts(by: str, measures: str, is_so: bool):
    assert counts_by_lot(by.split(), measures.split()) is is_so


@pytest.mark.parametrize(
    ("by", "measures", "supplier", "public"),
    [
        ("lot", "kits_received", False, True),
        ("lot", "kits_distributed", False, True),
        ("month lot", "kits_on_hand_end", False, True),
        ("month lot", "kits_on_hand_end kits_distributed", True, True),
        ("item lot", "kits_distributed", True, True),
        ("month item", "kits_distributed", False, False),
    ],
)
def test_tables_by_lot_that_may_not_leave(by: str, measures: str, supplier: bool, public: bool):
    told = [tells_too_much_of_lots(by.split(), measures.split(), is_public=is_public) for is_public in (False, True)]
    assert told == [supplier, public]


@pytest.mark.parametrize(
    ("tables", "is_so"),
    [
        ((), False),
        ((Table(title="T", by=("zip",), measures=("kits_distributed",), rows=(("12206", 12),)),), True),
        ((Table(title="T", by=("zip",), measures=("kits_distributed",), rows=()),), False),
        ((Table(title="T", by=("month",), measures=("kits_distributed",), rows=(("2026-09", 12),)),), False),
        (
            (
                Table(
                    title="T", by=("zip",), measures=("distributions",), rows=(("12206", 12),),
                    period="2026-Q3", made_on="2026-10-01",
                ),
            ),
            False,
        ),
    ],
    ids=["none", "by place", "an empty one", "by month", "released once"],
)  # fmt: skip
def test_editions_of_the_earlier_rule_are_told_by_their_tables(tables: tuple[Table, ...], is_so: bool):
    assert has_tables_of_earlier_rule(some_figures(*tables, kits=12)) is is_so


DISTRIBUTIONS = st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.integers(0, 30))
SMALLEST = st.integers(2, 20)


@given(DISTRIBUTIONS, SMALLEST)
def test_no_cell_stands_for_few_distributions(distributions: dict[str, int], smallest: int):
    assert not any(1 <= count < smallest for count in shown(distributions, smallest).values())


@given(DISTRIBUTIONS, SMALLEST)
def test_the_total_stays_exact_or_is_not_repeated(distributions: dict[str, int], smallest: int):
    total, seen = sum(distributions.values()), shown(distributions, smallest)
    assert sum(seen.values()) == total if total >= smallest else not any(seen.values())


@given(DISTRIBUTIONS, SMALLEST)
def test_rows_are_shown_as_they_are_or_not_at_all(distributions: dict[str, int], smallest: int):
    seen = shown(distributions, smallest)
    assert all(seen[label] == distributions[label] for label in seen.keys() - {ALL_OTHERS})
    if all(not 1 <= count < smallest for count in distributions.values()):
        assert seen == distributions


@given(DISTRIBUTIONS, SMALLEST)
def test_no_more_is_hidden_than_the_smallest_other(distributions: dict[str, int], smallest: int):
    seen = shown(distributions, smallest)
    hidden_large = [count for label, count in distributions.items() if count >= smallest and label not in seen]
    shown_large = [count for label, count in seen.items() if count >= smallest and label != ALL_OTHERS]
    assert len(set(hidden_large)) <= 1
    assert max(hidden_large, default=0) <= min(shown_large, default=10**6)


@pytest.mark.parametrize(("places", "most", "smallest"), [(3, 8, 3), (4, 5, 2)])
def test_nobody_can_solve_for_a_small_row(places: int, most: int, smallest: int):
    """An attacker knows this rule, which places there are, the exact total, and the table.

    All tables of so many places are tried. Those that look the same from outside are what the attacker cannot tell
    apart: no label has the same small number in all of them.
    """
    names = "ABCD"[:places]
    look_alikes: dict[frozenset[tuple[str, int]], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=places):
        distributions = {label: count for label, count in zip(names, counts, strict=True) if count}
        outside = shown(distributions, smallest) | {"the report's total": sum(counts)}
        look_alikes[frozenset(outside.items())].append(counts)
    solved = [numbers for tables in look_alikes.values() for numbers in map(set, zip(*tables, strict=True))]
    assert not [numbers for numbers in solved if len(numbers) == 1 and 1 <= min(numbers) < smallest]
