"""The form's rows together: a row is validated again when it is new, or when its neighbors change."""

from collections.abc import Collection
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.finding import Code
from schemas.tabs import Cells, KnownRows, Tab
from tasks.rules.intake import form_rows
from tasks.rules.intake.blocks import BlockKeys, list_answers
from tasks.rules.intake.fingerprint import Identity, fingerprint_rows, make_ref, number_identities
from tasks.rules.intake.form_rows import (
    FoundCodes,
    find_doubtful,
    find_rows_to_compare,
    merge_codes,
    pick_rows,
    renumber_codes,
    validate_form_rows,
    validate_in_parts,
)
from tasks.rules.intake.validate import ValidatedRow
from tests.support.builders import a_form_row, some_words

WORDS = some_words()


def sent(second: int, **answers: str) -> Cells:
    """A form sent so many seconds after two o'clock."""
    return a_form_row(submitted=f"2026-09-30T14:{second // 60:02d}:{second % 60:02d}", **answers)


def identities_of(rows: Collection[Cells]) -> list[Identity]:
    """Who the rows are."""
    return number_identities(fingerprint_rows(Tab.RESPONSES, rows, b"key"))


def in_order(rows: list[Cells], wanted: Collection[Identity] | None = None, kept: Collection[str] = ()) -> list[str]:
    """What each row is held for; `-` for a row that was not validated."""
    found = identities_of(rows)
    validated = validate_form_rows(rows, found, found if wanted is None else wanted, WORDS, kept)
    return [" ".join(validated[identity].codes) if identity in validated else "-" for identity in found]


DOUBLE = "possible_duplicate"


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        pytest.param([sent(0), sent(61)], ["", ""], id="far apart"),
        pytest.param([sent(0), sent(60)], ["", DOUBLE], id="a double tap"),
        pytest.param([sent(60), sent(0)], [DOUBLE, ""], id="sorted the other way"),
        pytest.param([sent(0), sent(0)], ["", DOUBLE], id="in the same second"),
        pytest.param([sent(0), sent(50), sent(100)], ["", DOUBLE, DOUBLE], id="three"),
        pytest.param([sent(0, kits="0"), sent(9, kits="0")], ["kits_out_of_range"] * 2, id="held rows repeat nothing"),
        pytest.param(
            [sent(0, zip="?"), sent(9, zip="?")], ["zip_invalid", f"zip_invalid {DOUBLE}"], id="flagged ones do"
        ),
    ],
)
def test_a_form_sent_twice_is_held(rows: list[Cells], codes: list[str]):
    assert in_order(rows) == codes


def test_a_row_that_the_coordinator_keeps_is_counted():
    rows = [sent(0), sent(50), sent(100)]
    first, second, third = map(make_ref, identities_of(rows))
    assert in_order(rows, kept={second}) == ["", "", DOUBLE]
    assert in_order(rows, kept={second, third}) == ["", "", ""]
    assert in_order(rows, kept={first}) == ["", DOUBLE, DOUBLE]


def test_of_equal_rows_each_has_its_own_decision():
    rows = [sent(0), sent(0), sent(0)]
    assert in_order(rows, kept={make_ref(identities_of(rows)[1])}) == ["", "", DOUBLE]


def test_only_wanted_rows_and_their_repeats_are_validated():
    rows = [sent(0), sent(200), sent(300), sent(330)]
    assert in_order(rows, wanted=[identities_of(rows)[0]]) == ["", "-", "", DOUBLE]


def test_rows_that_were_held_for_their_neighbors_are_in_doubt():
    one, two, three = identities_of([sent(0), sent(1), sent(2)])
    codes: FoundCodes = {
        one: (2, (Code.ZIP_INVALID,)),
        two: (3, (Code.ZIP_INVALID, Code.POSSIBLE_DUPLICATE)),
        three: (4, (Code.POSSIBLE_DUPLICATE,)),
    }
    assert find_doubtful(codes) == {two, three}


def test_findings_stay_until_their_row_is_removed_or_changes():
    stays, gone, fixed, worse, new = identities_of([sent(second) for second in range(5)])
    before: FoundCodes = dict.fromkeys((stays, gone, fixed, worse), (7, (Code.ZIP_INVALID,)))
    validated = {
        fixed: ValidatedRow(None, (), None),
        worse: ValidatedRow(None, (Code.KITS_MISSING,), None),
        new: ValidatedRow(None, (Code.DATE_MISSING,), None),
    }
    assert merge_codes(before, {gone}, validated) == {
        stays: (7, (Code.ZIP_INVALID,)), worse: (0, (Code.KITS_MISSING,)), new: (0, (Code.DATE_MISSING,)),
    }  # fmt: skip


def test_findings_follow_their_rows_through_the_tab():
    one, two = found = identities_of([sent(0), sent(1)])
    codes: FoundCodes = {two: (0, (Code.ZIP_INVALID,))}
    assert renumber_codes(codes, found, [2, 5]) == {two: (5, (Code.ZIP_INVALID,))}
    assert renumber_codes(codes, [two, one], [2, 5]) == {two: (2, (Code.ZIP_INVALID,))}
    assert renumber_codes({}, found, [2, 5]) == {}


TABS = st.lists(
    st.builds(sent, st.integers(0, 150), kits=st.sampled_from(["1", "2", "0"]), zip=st.sampled_from(["12207", "?"])),
    max_size=8,
)


def after_syncs(tabs: list[list[Cells]]) -> tuple[set[Identity], FoundCodes]:
    """Accepted rows and findings after one sync upon another, each validating only what it must."""
    known: set[Identity] = set()
    accepted: set[Identity] = set()
    codes: FoundCodes = {}
    for rows in tabs:
        found = identities_of(rows)
        vanished = known.difference(found)
        wanted = set(found) - known | (find_doubtful(codes) - vanished)
        validated = validate_form_rows(rows, found, wanted, WORDS, ())
        accepted = accepted - vanished - validated.keys() | {
            row for row, validated_row in validated.items() if validated_row.distribution
        }
        codes = renumber_codes(merge_codes(codes, vanished, validated), found, range(2, len(rows) + 2))
        known = set(found)
    return accepted, codes


@given(st.lists(TABS, min_size=1, max_size=4))
def test_any_syncs_end_as_one_sync_of_the_last_tab(tabs: list[list[Cells]]):
    assert after_syncs(tabs) == after_syncs(tabs[-1:])


def known_of(rows: list[Cells], *fresh: range, as_of: bytes | None = b"before") -> KnownRows:
    """What is known of rows, of which some are fresh."""
    return KnownRows([], list_answers([BlockKeys(b"key").digest_answers(rows)]), fresh, as_of)


@given(TABS, TABS, st.integers(0, 8))
def test_only_rows_like_fresh_ones_need_a_look(before: list[Cells], more: list[Cells], at: int):
    rows = [*before[:at], *more, *before[at + 1 :]]  # a row goes, and others come in its place
    accepted, codes = after_syncs([before])
    found = identities_of(rows)
    vanished = set(identities_of(before)).difference(found)
    wanted = set(found) - set(identities_of(before)) | (find_doubtful(codes) - vanished)
    known = known_of(rows, range(len(rows))[at : at + len(more)])
    among = find_rows_to_compare(known, found, wanted, b"before")
    assert among is not None
    validated = {}
    for part in validate_in_parts(rows, found, wanted, WORDS, (), among):
        validated |= part
    accepted = accepted - vanished - validated.keys() | {one for one, row in validated.items() if row.distribution}
    codes = renumber_codes(merge_codes(codes, vanished, validated), found, range(2, len(rows) + 2))
    assert (accepted, codes) == after_syncs([rows])


def test_all_rows_need_a_look_where_the_ledger_is_not_at_them():
    rows = [sent(0), sent(30), sent(200, kits="2")]
    found = identities_of(rows)
    assert find_rows_to_compare(known_of(rows, range(1, 2)), found, (), b"before") == [0, 1]
    assert find_rows_to_compare(known_of(rows), found, {found[2]}, b"before") == [2]
    assert find_rows_to_compare(known_of(rows, range(1, 2)), found, (), b"another") is None
    assert find_rows_to_compare(known_of(rows, range(1, 2), as_of=None), found, (), None) is None
    assert find_rows_to_compare(None, found, (), b"before") is None


def test_rows_are_picked_in_the_order_of_the_tab():
    rows = [sent(0), sent(30), sent(60)]
    one, two, three = found = identities_of(rows)
    assert list(pick_rows(found, rows, {three, one}).items()) == [(one, rows[0]), (three, rows[2])]
    assert list(pick_rows(found, rows, {three, two, one}).values()) == rows


@given(TABS, st.integers().map(Random))
def test_deleting_rows_leaves_none_held_for_one_that_is_gone(rows: list[Cells], chance: Random):
    tabs = [rows]
    while tabs[-1]:
        gone = chance.randrange(len(tabs[-1]))
        tabs.append(tabs[-1][:gone] + tabs[-1][gone + 1 :])
        assert after_syncs(tabs) == after_syncs(tabs[-1:])


@given(
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from("01?")), max_size=9),
    st.integers(1, 4),
    st.sets(st.integers(0, 8)),
)
def test_parts_of_any_size_say_what_the_whole_does(forms: list[tuple[int, str]], most: int, new: set[int]):
    rows = [sent(second, kits=kits) for second, kits in forms]
    found = identities_of(rows)
    wanted = {identity for index, identity in enumerate(found) if index in new}
    whole = validate_form_rows(rows, found, wanted, WORDS, ())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(form_rows, "_ROWS_AT_ONCE", most)
        parts = list(validate_in_parts(rows, found, wanted, WORDS, ()))
    assert max(map(len, parts), default=0) <= most
    assert [one for part in parts for one in part.items()] == list(whole.items())
    assert wanted <= whole.keys() <= set(found)
