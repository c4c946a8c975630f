"""What a reading changes in the ledger."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.tabs import Tab
from tasks.rules.intake.fingerprint import Identity, fingerprint_rows, number_identities
from tasks.rules.intake.snapshot import Difference, compare_snapshots, plan_replacement

ROWS = st.lists(st.sampled_from("abcdef"), max_size=15)
VERSIONS = st.dictionaries(st.sampled_from([(b"x", number) for number in range(6)]), st.sampled_from("pq"))


def read(rows: list[str]) -> list[Identity]:
    """The identities of rows of one letter."""
    return number_identities(fingerprint_rows(Tab.COUNTS, [(row,) for row in rows], b"key"))


@pytest.mark.parametrize(
    ("known", "found", "new", "vanished", "unchanged"),
    [
        pytest.param("", "", 0, 0, 0, id="nothing"),
        pytest.param("", "ab", 2, 0, 0, id="a first sync"),
        pytest.param("ab", "ab", 0, 0, 2, id="a rerun"),
        pytest.param("ab", "ba", 0, 0, 2, id="sorted"),
        pytest.param("ab", "abc", 1, 0, 2, id="a row more"),
        pytest.param("abc", "ac", 0, 1, 2, id="a deletion"),
        pytest.param("abc", "adc", 1, 1, 2, id="an edit"),
        pytest.param("a", "aa", 1, 0, 1, id="the same row again"),
        pytest.param("aaa", "aa", 0, 1, 2, id="one of three equal rows deleted"),
        pytest.param("ab", "cd", 2, 2, 0, id="another tab"),
    ],
)
def test_rows_are_compared_as_a_set(known: str, found: str, new: int, vanished: int, unchanged: int):
    compared = compare_snapshots(set(read([*known])), read([*found]))
    assert (len(compared.new), len(compared.removed), compared.unchanged_count) == (new, vanished, unchanged)


@given(ROWS, ROWS)
def test_a_difference_leads_from_one_reading_to_the_other(before: list[str], after: list[str]):
    known, found = set(read(before)), set(read(after))
    compared = compare_snapshots(known, list(found))
    assert (known - compared.removed) | compared.new == found
    assert compared.new.isdisjoint(known)
    assert compared.removed <= known
    assert compared.unchanged_count + len(compared.new) == len(found)


@given(ROWS, st.integers().map(Random))
def test_a_sorted_tab_is_no_difference(rows: list[str], chance: Random):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert compare_snapshots(set(read(rows)), read(shuffled)) == Difference(set(), set(), len(rows))


def test_an_equal_value_stays_untouched():
    one, two, three, four = ((b"x", number) for number in range(1, 5))
    changed = plan_replacement({one: "same", two: "old", three: "gone"}, {one: "same", two: "new", four: "came"})
    assert changed.removed == [two, three]
    assert changed.added == [two, four]


@given(VERSIONS, VERSIONS)
def test_a_replacement_puts_what_is_wanted_in_force(stored: dict[Identity, str], wanted: dict[Identity, str]):
    removed, added = plan_replacement(stored, wanted)
    left = {identity: value for identity, value in stored.items() if identity not in removed}
    assert left.keys().isdisjoint(added)
    assert left | {identity: wanted[identity] for identity in added} == wanted
    assert plan_replacement(wanted, wanted) == ([], [])
