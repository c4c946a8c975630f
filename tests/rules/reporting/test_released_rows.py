"""Released rows: the longest safe beginning of a fixed order, and nothing that tells one hidden world from another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.rules.reporting.released_rows import (
    ReleasedRows,
    Whole,
    choose_rows,
    draw_order,
    find_need,
    withhold_only_row,
)

K = 11
ORDER = "ABCD"

BY_HAND = {
    "D is too few": ({"A": 40, "B": 25, "C": 14, "D": 8, "E": 4}, {"A": 40, "B": 25, "C": 14}, 12),
    "what is behind C would be too few": ({"A": 40, "B": 25, "C": 14, "D": 6, "E": 3}, {"A": 40, "B": 25}, 23),
    "the order ends at B": ({"A": 40, "B": 9, "C": 30, "D": 5, "E": 8}, {"A": 40}, 52),
    "nothing is behind the rows": ({"A": 30, "B": 20, "C": 15}, {"A": 30, "B": 20, "C": 15}, 0),
    "eleven in all": ({"A": 11}, {}, 11),
    "twelve in all": ({"A": 12}, {"A": 12}, 0),
    "eleven behind the row": ({"A": 12, "B": 11}, {}, 23),
    "two of twelve and nothing else": ({"A": 12, "B": 12}, {"A": 12, "B": 12}, 0),
    "twelve behind the row, of more than one": ({"A": 12, "B": 8, "C": 4}, {"A": 12}, 12),
}


@pytest.mark.parametrize(("counts", "rows", "others"), BY_HAND.values(), ids=BY_HAND.keys())
def test_rows_follow_the_order_as_far_as_is_safe(counts: dict[str, int], rows: dict[str, int], others: int):
    assert choose_rows(counts, ORDER, K, categories=6) == ReleasedRows(rows, others)


def test_a_month_that_is_nearly_the_quarter_raises_the_need():
    need = find_need([Whole(90, (83, 5, 2))], K)
    assert need == 18
    counts = {"A": 40, "B": 25, "C": 14, "D": 11}
    assert choose_rows(counts, ORDER, need, categories=6) == ReleasedRows({"A": 40, "B": 25}, 25)


@pytest.mark.parametrize(("parts", "need"), [((30,), 11), ((20, 10), 21), ((29,), 12), ((19,), 11), ((), 11)])
def test_only_a_small_gap_raises_the_need(parts: tuple[int, ...], need: int):
    assert find_need([Whole(30, parts)], K) == need


def test_a_row_is_taken_back_where_others_must_hold_more():
    counts = {"A": 60, "B": 12, "C": 9, "D": 9}
    assert choose_rows(counts, "AB", K, categories=4) == ReleasedRows({"A": 60}, 30)


def test_nothing_is_taken_back_where_nothing_is_behind_the_rows():
    counts = {"A": 60, "B": 40}
    assert choose_rows(counts, "AB", K, categories=2) == ReleasedRows(counts, 0)


def test_a_label_alone_behind_the_rows_is_not_told_by_them():
    assert choose_rows({"A": 60, "B": 40}, "A", K, categories=2) == ReleasedRows({}, 100)


ONLY = ReleasedRows({"A": 39}, 0)


@pytest.mark.parametrize(
    ("made", "parts", "shown"),
    [
        (ONLY, (20, 17, 2), ReleasedRows({}, 39)),  # both of the month's would be of A
        (ONLY, (20, 19, 0), ONLY),
        (ONLY, (39,), ONLY),
        (ONLY, (28, 11), ONLY),
        (ONLY, (29, 10), ReleasedRows({}, 39)),
        (ReleasedRows({"A": 27}, 12), (37, 2), ReleasedRows({"A": 27}, 12)),
        (ReleasedRows({"A": 27, "B": 12}, 0), (37, 2), ReleasedRows({"A": 27, "B": 12}, 0)),
        (ReleasedRows({}, 39), (37, 2), ReleasedRows({}, 39)),
    ],
)
def test_one_row_for_all_gives_no_few_away(made: ReleasedRows, parts: tuple[int, ...], shown: ReleasedRows):
    assert withhold_only_row(made, [Whole(39, parts)], K) == shown


def test_the_order_is_by_size_and_then_by_name():
    counts = {"A": 20, "B": 15, "D": 10, "C": 10, "E": 5}
    assert draw_order(counts, "EDCBA", K) == ("A", "B", "C", "D")


@pytest.mark.parametrize(("total", "length"), [(10, 0), (21, 0), (22, 1), (33, 2), (60, 4), (600, 6)])
def test_the_order_is_as_long_as_the_count_can_hide(total: int, length: int):
    assert len(draw_order({"A": total}, "ABCDEF", K)) == length


LABELS = "ABCDEFGH"
COUNTS = st.dictionaries(st.sampled_from(LABELS), st.integers(0, 60))
ORDERS = st.permutations(LABELS).flatmap(lambda labels: st.integers(0, 8).map(lambda length: tuple(labels[:length])))
NEEDS = st.integers(K, 2 * K - 1)


@given(COUNTS, ORDERS, NEEDS)
def test_the_rest_is_nothing_or_more_than_the_need(counts: dict[str, int], order: tuple[str, ...], need: int):
    rows, others = choose_rows(counts, order, need, len(LABELS))
    assert others == 0 or others > need or not rows
    assert all(count >= need for count in rows.values())
    assert sum(rows.values()) + others == sum(counts.values())


@given(COUNTS, ORDERS, NEEDS)
def test_rows_are_a_beginning_of_the_fixed_order(counts: dict[str, int], order: tuple[str, ...], need: int):
    rows, _ = choose_rows(counts, order, need, len(LABELS))
    assert tuple(rows) == order[: len(rows)]
    assert all(rows[label] == counts[label] for label in rows)


RELEASES = st.builds(
    lambda counts, order, need: (choose_rows(counts, order, need, len(LABELS)), order, need),
    st.fixed_dictionaries({label: st.integers(0, 60) for label in LABELS}), ORDERS, NEEDS,
)  # fmt: skip


@given(RELEASES.filter(lambda release: release[0].rows and release[0].others))
def test_a_hidden_label_may_have_all_of_the_rest_or_none_of_it(release: tuple[ReleasedRows, tuple[str, ...], int]):
    """What a reader who knows the rule, the order and the total cannot tell apart is wider than the need."""
    made, order, need = release
    hidden = [label for label in LABELS if label not in made.rows]
    for label in hidden:
        alike = [
            share
            for share in range(made.others + 1)
            for other in hidden
            if other != label
            and choose_rows(made.rows | {label: share, other: made.others - share}, order, need, len(LABELS)) == made
        ]
        assert min(alike) <= 1
        assert max(alike) >= made.others - 1
        assert max(alike) - min(alike) >= need >= K


@given(RELEASES, st.permutations(LABELS))
def test_names_do_not_matter_beyond_their_order(release: tuple[ReleasedRows, tuple[str, ...], int], names: list[str]):
    made, order, need = release
    called = dict(zip(LABELS, names, strict=True))
    counts = {called[label]: count for label, count in made.rows.items()}
    hidden = next((called[label] for label in LABELS if label not in made.rows and label not in order), None)
    again = choose_rows(
        counts | ({hidden: made.others} if hidden else {}), [called[label] for label in order], need, len(LABELS)
    )
    if hidden or not made.others:
        assert again == ReleasedRows({called[label]: count for label, count in made.rows.items()}, made.others)
