"""A form sent twice within 60 seconds: the second one is held, wherever it stands in the tab."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.tabs import Cells
from tasks.rules.intake import duplicates
from tasks.rules.intake.duplicates import Sent, find_repeats, group_close_in_time
from tests.support.builders import FORM_ANSWERS, a_form_row

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime.fromisoformat("2026-09-30T12:00:00")


def at(seconds: int, **answers: str) -> Cells:
    """A form sent so many seconds after noon."""
    return a_form_row(submitted=(NOON + timedelta(seconds=seconds)).isoformat(), **answers)


def held(rows: list[Cells]) -> list[int]:
    """The places of the rows that repeat another one."""
    return sorted(index for group in group_close_in_time(rows, NEW_YORK) for index in find_repeats(group))


@pytest.mark.parametrize(
    ("seconds", "places"),
    [
        pytest.param([0], [], id="one form"),
        pytest.param([0, 0], [1], id="a double tap"),
        pytest.param([0, 59], [1], id="59 seconds"),
        pytest.param([0, 60], [1], id="60 seconds"),
        pytest.param([0, 61], [], id="61 seconds"),
        pytest.param([60, 0], [0], id="the later one repeats, wherever it stands"),
        pytest.param([0, 50, 100], [1, 2], id="each is compared with the one before"),
        pytest.param([0, 61, 121, 300], [2], id="only those close to the one before"),
        pytest.param([0, 10, 500, 510], [1, 3], id="twice on a day"),
        pytest.param([500, 0, 510, 10], [2, 3], id="in any order of rows"),
        pytest.param([-1, 1], [1], id="over a minute's end"),
        pytest.param([43_199, 43_201], [1], id="over midnight"),
    ],
)
def test_the_same_answers_within_60_seconds(seconds: list[int], places: list[int]):
    assert held([at(second) for second in seconds]) == places


@pytest.mark.parametrize("field", [field for field in FORM_ANSWERS if field != "submitted"])
def test_one_other_answer_makes_it_another_form(field: str):
    assert held([at(0), at(5, **{field: FORM_ANSWERS[field] + "0"})]) == []


def test_another_form_between_them_hides_no_repetition():
    assert held([at(0), at(2, unit="Detectives"), at(4), at(6, unit="Detectives")]) == [2, 3]


@pytest.mark.parametrize("times", [("", ""), ("no time", "no time"), ("2026-09-30T12:00:00", "2026-09-30T12:00:00x")])
def test_a_time_that_cannot_be_read_is_close_to_none(times: tuple[str, str]):
    assert held([a_form_row(submitted=time) for time in times]) == []


def test_other_answers_of_one_hash_are_another_form(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(duplicates, "hash", lambda _: 0, raising=False)
    assert held([at(0), at(5, kits="2"), at(9), at(12, kits="3")]) == [2]


SECOND_HOUR = "-05:00"


@pytest.mark.parametrize(
    ("times", "places"),
    [
        pytest.param(["01:59:50", f"01:00:10{SECOND_HOUR}"], [1], id="20 seconds, over the end of the first hour"),
        pytest.param([f"01:00:10{SECOND_HOUR}", "01:59:50"], [0], id="in the other order of rows"),
        pytest.param(["01:30:00", f"01:30:10{SECOND_HOUR}"], [], id="an hour and 10 seconds"),
        pytest.param([f"01:30:00{SECOND_HOUR}", f"01:30:10{SECOND_HOUR}"], [1], id="both in the second hour"),
        pytest.param([f"01:59:50{SECOND_HOUR}", "02:00:10"], [1], id="20 seconds, over the end of the second hour"),
        pytest.param(["01:59:50", "02:00:10"], [], id="an hour and 20 seconds"),
        pytest.param(["00:59:50", "01:00:10"], [1], id="20 seconds, before the first hour"),
    ],
)
def test_the_hour_that_comes_twice_is_two_hours(times: list[str], places: list[int]):
    assert held([a_form_row(submitted=f"2026-11-01T{time}") for time in times]) == places


def test_the_hour_that_is_left_out_takes_no_time():
    assert held([a_form_row(submitted=f"2026-03-08T{time}") for time in ("01:59:50", "03:00:10")]) == [1]


def test_a_time_at_the_calendars_end_is_close_to_none():
    assert held([a_form_row(submitted="9999-12-31T23:59:59")] * 2) == []


def test_groups_are_told_whole_as_their_rows_are_linked():
    groups = group_close_in_time([at(100), at(50), at(0), at(9, kits="2"), at(500)], NEW_YORK)
    assert [[sent.row_index for sent in group] for group in groups] == [[2, 1, 0]]


def test_without_its_middle_a_group_is_validated_again():
    """The middle one is held for another reason: the last one repeats nothing that counts."""
    first, middle, last = (Sent(NOON + timedelta(seconds=second), second) for second in (0, 50, 100))
    assert find_repeats([first, middle, last]) == [50, 100]
    assert find_repeats([first, last]) == []


@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from("12")), max_size=12), st.integers().map(Random))
def test_the_order_of_rows_decides_nothing(sent: list[tuple[int, str]], chance: Random):
    rows = [at(second, kits=kits) for second, kits in sent]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert sorted(rows[index] for index in held(rows)) == sorted(shuffled[index] for index in held(shuffled))


@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from("12")), max_size=12))
def test_a_form_sent_again_within_60_seconds_is_held(sent: list[tuple[int, str]]):
    rows = [at(second, kits=kits) for second, kits in sent]
    expected = [
        index
        for index, (second, kits) in enumerate(sent)
        if any(
            answer == kits and ((0 < second - earlier <= 60) or (earlier == second and before < index))
            for before, (earlier, answer) in enumerate(sent)
        )
    ]
    assert held(rows) == expected
