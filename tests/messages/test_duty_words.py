"""What is to be done beside the stock in words: what, why, and how with which command."""

from datetime import date

import pytest

from schemas.desk import Duties, FilingDiffers, LowReported, ReviewDue, SilentUnit, TrainingDue
from tasks.messages.duty_words import (
    TRAINING_NOT_RECORDED,
    format_filing,
    list_duty_tasks,
    write_filing,
    write_low_reported,
    write_review,
    write_silent_unit,
    write_training,
)

TODAY = date(2026, 11, 26)
OF_EITHER, MONTHS = "of the leave-behind program or of a refresher", "training.refresher_months in lbn.toml"
REVIEW = ReviewDue(reviewed_on=date(2025, 12, 20), due_on=date(2026, 12, 20), pack="2025")


def silent(days: int = 100, usual_days: int = 10) -> SilentUnit:
    """Traffic, which has left no form for long."""
    return SilentUnit(unit="Traffic", last_on=date(2026, 8, 18), days=days, usual_days=usual_days)


def training(trained: int = 28, people: int = 40, **changes: bool) -> TrainingDue:
    """Patrol, of which not everybody was trained."""
    return TrainingDue(unit="Patrol", people=people, trained=trained, **changes)


def filing(edition: int | None = 1, kits: int | None = 7) -> FilingDiffers:
    """A report that was handed in, with a newer edition."""
    return FilingDiffers(report="supplier", period="2026-09", filed_edition=edition, newest_edition=2, kits=kits)


def test_a_unit_that_says_it_has_few_kits_is_asked():
    low = LowReported(unit="Traffic", reported_on=date(2026, 11, 20))
    task = write_low_reported(low)
    assert (task.action, task.reason) == (
        "Ask Traffic how many kits it needs", "An officer reported low stock on Nov 20, 2026.",
    )  # fmt: skip
    assert list(list_duty_tasks(Duties(low_reports=(low,)), TODAY)) == [task]


@pytest.mark.parametrize(("usual_days", "said"), [(10, "one every 10"), (2, "one every 2"), (1, "one a day or more")])
def test_a_silent_unit_is_asked(usual_days: int, said: str):
    task = write_silent_unit(silent(usual_days=usual_days))
    assert task.action == f"Ask Traffic: it has reported nothing for 100 days; usually {said}"
    assert task.reason == "Its newest form is of Aug 18, 2026."
    assert task.how == (
        "If kits were given out since, have the forms sent. A count of its kits would answer it: source.counts in "
        "lbn.toml names a tab for counts. Held rows may be its own, and what counts at Unassigned: “lbn figures 2026 "
        "--measure distributions --by unit”."
    )


def test_a_silence_can_be_answered():
    counted = silent(10).model_copy(update={"is_counted": True})
    assert "If none were, count its kits and enter the count, 0 too: that answers it." in write_silent_unit(counted).how


@pytest.mark.parametrize(
    ("due", "action", "reason"),
    [
        (training(), "Train at least 12 more of Patrol in the leave-behind program",
         "28 attendances of it are recorded, and 40 people are to be trained."),
        (training(0, 1), "Train 1 of Patrol in the leave-behind program",
         "No attendance of it is recorded, and 1 person is to be trained."),
        (training(1, is_of_naloxone=True), "Train at least 39 more of Patrol in naloxone administration",
         "1 attendance of it is recorded, and 40 people are to be trained."),
        (training(is_refresher=True), "Refresh the training of at least 12 more of Patrol",
         f"28 attendances {OF_EITHER} are recent enough by {MONTHS}, and 40 people are to be trained."),
        (training(0, is_refresher=True), "Refresh the training of 40 of Patrol",
         f"No attendance {OF_EITHER} is recent enough by {MONTHS}, and 40 people are to be trained."),
    ],
)  # fmt: skip
def test_a_training_is_said_in_attendances_and_people(due: TrainingDue, action: str, reason: str):
    task = write_training(due)
    assert (task.action, task.reason) == (action, reason)
    assert task.how.startswith("Enter the course in the Training tab")


@pytest.mark.parametrize(("held_count", "rows"), [(1, "1 row"), (2, "2 rows")])
@pytest.mark.parametrize("is_refresher", [False, True])
def test_a_held_training_may_be_of_those_who_lack_it(held_count: int, rows: str, is_refresher: bool):
    due = training(is_refresher=is_refresher).model_copy(update={"held_count": held_count})
    assert write_training(due).how.startswith(
        f"Check first: {rows} of the Training tab can't be used until fixed, so more may have been trained. Enter "
    )


@pytest.mark.parametrize(
    ("today", "action"),
    [
        (TODAY, "Review the program's procedure by Sun, Dec 20, 2026"),
        (date(2026, 12, 20), "Review the program's procedure by Sun, Dec 20, 2026"),
        (date(2026, 12, 21), "Review the program's procedure: it was due on Dec 20, 2026"),
    ],
)
def test_a_review_says_by_when_and_what_to_bring(today: date, action: str):
    assert write_review(REVIEW, today) == (
        action,
        "It is reviewed every year; the last time was Dec 20, 2025.",
        (
            "Bring what “lbn report program-review 2025” and “lbn sheet review” make. "
            "Then write the day into procedure.reviewed in lbn.toml."
        ),
    )


def test_a_review_of_a_new_program_brings_no_figures():
    how = write_review(REVIEW.model_copy(update={"pack": None}), TODAY).how
    assert how == "Then write the day into procedure.reviewed in lbn.toml."


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (filing(), "Edition 1 was handed in, and edition 2 was made since, with 7 kits more"),
        (filing(kits=-1), "Edition 1 was handed in, and edition 2 was made since, with 1 kit fewer"),
        (filing(kits=0), "Edition 1 was handed in, and edition 2 was made since, with as many kits and other figures"),
    ],
)
def test_what_is_to_be_handed_in_again_says_how_it_differs(one: FilingDiffers, said: str):
    command = "lbn filed supplier 2026-09"
    action = "Hand in again: Supplier report, September 2026, edition 2"
    assert write_filing(one, "Supplier report") == (action, f"{said}.", f"Once you have: “{command}”.")
    line = f"supplier 2026-09: {said[0].lower()}{said[1:]}; once you have handed that in too: {command}"
    assert format_filing(one) == line


def test_what_was_handed_in_on_paper_is_to_be_compared():
    assert write_filing(filing(None, None), "Supplier report") == (
        "Compare with what was handed in on paper: Supplier report, September 2026, edition 2",
        "Handed in on paper, and edition 2 was made since.",
        "Hand it in too if it differs. Either way, then: “lbn filed supplier 2026-09”.",
    )
    assert format_filing(filing(None, None)) == (
        "supplier 2026-09: handed in on paper, and edition 2 was made since; "
        "once you have compared them, and handed that in too if it differs: lbn filed supplier 2026-09"
    )


def test_duties_are_listed_with_questions_first():
    duties = Duties(
        silent_units=(silent(),), trainings=(training(),), is_training_recorded=False, review=REVIEW,
        filings=(filing(),),
    )  # fmt: skip
    assert list(list_duty_tasks(duties, TODAY)) == [
        write_silent_unit(silent()), write_review(REVIEW, TODAY), TRAINING_NOT_RECORDED, write_training(training()),
    ]  # fmt: skip
    assert list(list_duty_tasks(Duties(), TODAY)) == []
