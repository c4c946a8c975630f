"""Where somebody is still to be trained: attendances against people, by unit and course."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.desk import TrainingDue
from schemas.inventory import Course, Training
from tasks.rules.watching.trainings_due import list_trainings_due
from tests.support.builders import a_training

SINCE = date(2025, 11, 26)
BEFORE, AFTER = date(2025, 11, 25), SINCE
OF_THE_PROGRAM, OF_NALOXONE, REFRESHED = Course.LEAVE_BEHIND, Course.ADMINISTRATION, Course.REFRESHER


def held(people: int, course: Course = OF_THE_PROGRAM, on: date = BEFORE, unit: str = "Patrol") -> Training:
    """A course at Patrol, too long ago to be fresh."""
    return a_training(unit=unit, course=course, people=people, trained_on=on)


def name_course(due: TrainingDue) -> Course:
    """Name what is to be taught."""
    return REFRESHED if due.is_refresher else OF_NALOXONE if due.is_of_naloxone else OF_THE_PROGRAM


@pytest.mark.parametrize(
    ("rows", "due"),
    [
        pytest.param([], [(OF_THE_PROGRAM, 0)], id="none of 40, where others have rows"),
        pytest.param([held(28)], [(OF_THE_PROGRAM, 28)], id="28 attendances, 40 people"),
        pytest.param([held(28), held(11)], [(OF_THE_PROGRAM, 39)], id="attendances are added"),
        pytest.param([held(28), held(99, unit="Traffic")], [(OF_THE_PROGRAM, 28)], id="other units don't help"),
        pytest.param([held(40, on=AFTER)], [], id="enough attendances, on the first day that is fresh"),
        pytest.param([held(40)], [(REFRESHED, 0)], id="all were trained, and too long ago"),
        pytest.param([held(40), held(12, on=AFTER)], [(REFRESHED, 12)], id="who takes the course again is fresh"),
        pytest.param([held(40), held(28, REFRESHED, AFTER), held(12, on=AFTER)], [], id="a refresher counts too"),
        pytest.param([held(40), held(41, REFRESHED, AFTER)], [], id="more attendances than people"),
        pytest.param(
            [held(12), held(40, REFRESHED, AFTER)], [(OF_THE_PROGRAM, 12)], id="no refresher before the first"
        ),
        pytest.param(
            [held(40, on=AFTER), held(5, OF_NALOXONE)], [(OF_NALOXONE, 5)], id="naloxone, where it's recorded"
        ),
        pytest.param([held(2, OF_NALOXONE)], [(OF_THE_PROGRAM, 0), (OF_NALOXONE, 2)], id="both, most missing first"),
        pytest.param([held(40, Course.OTHER)], [(OF_THE_PROGRAM, 0)], id="other courses don't count"),
    ],
)
def test_what_is_due_of_a_unit_of_40(rows: list[Training], due: list[tuple[Course, int]]):
    found = list_trainings_due(rows, {"Patrol": 40}, SINCE)
    assert [(name_course(one), one.trained) for one in found] == due


def test_without_a_time_for_refreshers_none_is_due():
    assert list_trainings_due([held(40)], {"Patrol": 40}, None) == ()


def test_only_units_with_people_are_named_the_worst_first():
    people = {"Patrol": 40, "Central": 0, "Traffic": 50, "Detectives": 40}
    due = list_trainings_due([held(5, unit="Harbor"), held(10, unit="Traffic")], people, None)
    assert [one.unit for one in due] == ["Detectives", "Patrol", "Traffic"]


rows = st.builds(held, st.integers(0, 60), st.sampled_from(Course), st.sampled_from([BEFORE, AFTER]),
                 st.sampled_from(["Patrol", "Traffic", "Harbor"]))  # fmt: skip


@given(trainings=st.lists(rows), more=st.lists(rows), shuffle=st.randoms(use_true_random=False))
def test_whoever_is_trained_lowers_what_is_due_in_any_order(
    trainings: list[Training], more: list[Training], shuffle: object
):
    people = {"Patrol": 40, "Traffic": 12}
    mixed = list(trainings)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a Random
    due = list_trainings_due(trainings, people, SINCE)
    assert list_trainings_due(mixed, people, SINCE) == due
    assert all(0 <= one.trained < one.people == people[one.unit] for one in due)
    enough = [held(40, course, AFTER, unit) for course in (OF_THE_PROGRAM, OF_NALOXONE) for unit in people]
    assert list_trainings_due([*trainings, *more, *enough], people, SINCE) == ()
