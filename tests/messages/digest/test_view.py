"""The digest: what is not known first, rows counted once, and nothing said to be complete that may not be."""

from datetime import date
from typing import Any

import pytest

from schemas.desk import CountDue, Duties, LowReported
from schemas.digest import NotAmended
from schemas.edition_made import EditionMade
from schemas.finding import Code, Finding
from schemas.freshness import Silence
from schemas.stock import DoubtfulLot, LotConflict, LotLikeness
from schemas.stock_actions import OrderUnknown, Urgency
from schemas.suppliers import Suppliers
from schemas.tabs import Tab
from schemas.to_do import GatherCounts, ToDo
from tasks.messages.closing_words import describe_closed
from tasks.messages.digest.view import DigestView, build_digest_view
from tasks.rules.digest.to_do import list_to_do
from tests.support.builders_notices import USUAL_ORDER, a_digest, to_do_about

QUIET: dict[str, Any] = {
    "held_count": 0, "flagged_count": 0, "findings": (), "to_do": (), "order_letters": (), "editions": (),
}  # fmt: skip
EARLY = EditionMade(title="Supplier report", period="2027-01", edition=1)
BOTH = Suppliers(former="Former", present="Present")
CHANGED = NotAmended(report="supplier", title="Supplier report", period="2026-09", supplier=BOTH)
A_PHONE = DoubtfulLot(item="kit", received_on=date(2026, 9, 1), likeness=LotLikeness.PHONE)
TWO_DATES = LotConflict(item="kit", lot="A1", expiries=(date(2026, 10, 31), date(2028, 6, 30)))
RECALLED = {"location": "Patrol", "item": "kit", "lot": "R1909", "on_hand": 2, "distributed": 5}
SILENCE = Silence(since=date(2026, 9, 4), until=None)


def view(most_rows: int = 25, **changes: Any) -> DigestView:
    """A digest with nothing to say but this."""
    return build_digest_view(a_digest(**QUIET | changes), most_rows)


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({}, "All clear: nothing to do"),
        ({"editions": (EARLY,)}, "1 new edition made; no rows need attention"),
        ({"silence": SILENCE}, "No form since Sep 4: is the export current? No rows need attention"),
        ({"silence": SILENCE, "held_count": 2}, "No form since Sep 4: is the export current? 2 rows need attention"),
        ({"questions_missing": ("Lot number",)}, "1 question is missing from the form"),
        ({"questions_missing": ("A", "B"), "flagged_count": 1},
         "1 row needs attention and 2 questions are missing from the form"),
        ({"refs_not_understood": ("7f3a92",)}, "1 decision is not understood"),
        ({"refs_not_understood": ("7f3a92", "line 3")}, "2 decisions are not understood"),
        ({"made_too_early": (EARLY,)}, "1 report was made too early"),
        ({"not_amended": (CHANGED,)}, "1 report to a former supplier changed"),
        ({"lot_conflicts": (TWO_DATES,)}, "1 lot has two expiration dates"),
        ({"lot_conflicts": (TWO_DATES, TWO_DATES)}, "2 lots have two expiration dates"),
        ({"doubtful_lots": (A_PHONE,)}, "1 lot does not look like one"),
        ({"doubtful_lots": (A_PHONE, A_PHONE)}, "2 lots do not look like lots"),
        ({"unusable_tabs": ("Inventory",)},
         "No row of Inventory can be used: stock isn't known. No rows need attention"),
        ({"made_too_early": (EARLY, EARLY)}, "2 reports were made too early"),
        ({"made_too_early": (EARLY,), "is_urgent_only": True, "held_count": 2}, "1 report was made too early"),
        ({"silence": SILENCE, "is_urgent_only": True, "held_count": 2}, "No form since Sep 4: is the export current?"),
        ({"to_do": to_do_about(recalled=[RECALLED])}, "Take recalled lot R1909 off the shelf at Patrol"),
        ({"to_do": to_do_about(recalled=[RECALLED], order=[USUAL_ORDER]), "held_count": 3},
         "Take recalled lot R1909 off the shelf at Patrol; 1 more to do; 3 rows need attention"),
        ({"to_do": to_do_about(recalled=[RECALLED], order=[USUAL_ORDER]), "is_urgent_only": True, "held_count": 3},
         "Take recalled lot R1909 off the shelf at Patrol; 1 more to do"),
    ],
)  # fmt: skip
def test_the_subject_says_what_to_look_at(changes: dict[str, Any], subject: str):
    assert view(**changes).subject == f"[Naloxone] {subject}"


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, "Every row that was read is counted."),
        ({"newest_entry": None}, "The tab of the form has no rows yet."),
        ({"held_count": 1}, "1 row is held: not counted until fixed."),
        ({"flagged_count": 1}, "1 row is counted, but part of it is left out."),
        ({"held_count": 1, "is_urgent_only": True}, "Everything else waits for the week's digest."),
        ({"to_do": to_do_about(order=[USUAL_ORDER])}, "1 thing to do this month. Every row that was read is counted."),
        ({"to_do": to_do_about(recalled=[RECALLED, RECALLED], order=[USUAL_ORDER])},
         "3 things to do: 2 today and 1 this month. Every row that was read is counted."),
    ],
)  # fmt: skip
def test_every_row_is_counted_only_where_there_are_rows(changes: dict[str, Any], result: str):
    assert view(**changes).result == result


def test_it_says_how_fresh_the_data_is():
    assert view().as_of == "Data as of Oct 6, 2026, 6:30 AM EDT. Newest distribution: Oct 5, 2026."
    said = view(silence=SILENCE)
    assert said.preheader.startswith("No form since Sep 4: is the export current? ")
    assert said.checks[0].startswith("Look in the form's answers for distributions after Sep 4, 2026.")


def test_a_row_with_two_findings_is_one_row():
    both = [Finding(Tab.RESPONSES, 2, "aa", code) for code in (Code.KITS_MISSING, Code.DATE_MISSING)]
    others = [Finding(Tab.RESPONSES, row, f"{row}", Code.KITS_MISSING) for row in range(3, 30)]
    said = view(findings=(*both, *others), held_count=28)
    assert said.rest_of_rows == "25 of 28 shown; the rest is in needs-attention.csv."
    assert len({row.ref for group in said.groups for row in group.rows}) == 25


def test_a_code_that_means_two_things_is_told_twice():
    tabs = (Tab.COUNTS, Tab.RESPONSES, Tab.INVENTORY)
    findings = tuple(Finding(tab, 2, tab.value, Code.DATE_IN_FUTURE) for tab in tabs)
    said = view(findings=findings, held_count=3)
    parts = ("of the count", "form was sent", "of the movement")
    assert len(said.groups) == len(parts)
    assert all(part in group.what_to_do for part, group in zip(parts, said.groups, strict=True))


def test_a_question_that_is_missing_names_the_way_out():
    assert view(questions_missing=("Lot number",)).questions_missing == (
        "The form has no column “Lot number”: ask for it, or name its field under source.not_asked in lbn.toml.",
    )


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "Don't hand in: Supplier report, January 2027 (edition 1)."),
        (7, "(edition 1). 6 of 7 shown; the rest is in the answer of “lbn status”."),
    ],
)
def test_what_a_wrong_clock_made_is_named_first(count: int, said: str):
    (doubt,) = view(made_too_early=(EARLY,) * count).doubts
    assert doubt.startswith("A wrong clock made reports of periods that have not ended.")
    assert doubt.endswith(said)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"closed_before": date(2023, 11, 1)}, ""),
        (
            {"closed_before": date(2023, 11, 1), "is_newly_closed": True},
            describe_closed(date(2023, 11, 1)),
        ),
        (
            {"closed_before": date(2023, 11, 1), "why_not_closed": "One report was never made."},
            "What is older than privacy.keep_months in lbn.toml stays open. One report was never made.",
        ),
    ],
)
def test_what_was_closed_is_said_once(changes: dict[str, Any], words: str):
    assert " ".join(view(**changes).closing) == words


def test_what_is_to_be_done_is_grouped_by_how_soon():
    said = build_digest_view(a_digest(), 25)
    assert [(due.words, due.is_urgent, len(due.tasks)) for due in said.due] == [
        ("Today", True, 4), ("This week", False, 3), ("This month", False, 8),
    ]  # fmt: skip
    assert said.title == "To do"
    assert "comes by itself" in said.next_digest


def test_what_is_new_is_the_subject_before_what_is_urgent():
    to_do = to_do_about(recalled=[RECALLED], order=[USUAL_ORDER])
    assert view(to_do=to_do, news=to_do[1]).subject == "[Naloxone] Order 12 kits by Fri, Oct 16, 2026; 1 more to do"


def test_what_cannot_wait_comes_without_what_can():
    said = build_digest_view(a_digest(is_urgent_only=True, to_do=to_do_about(recalled=[RECALLED])), 25)
    assert (said.title, [due.words for due in said.due]) == ("To do today", ["Today"])
    assert (said.groups, said.lots.shown) == ((), ())
    assert said.editions.shown  # they are named once, in whichever message comes first
    assert "could not wait" in said.next_digest


@pytest.mark.parametrize(("to_do", "is_doubted"), [((), False), (to_do_about(order=[USUAL_ORDER]), True)])
def test_held_rows_of_the_stock_make_its_advice_doubtful(to_do: Any, is_doubted: bool):
    rows = [Finding(Tab.INVENTORY, row, f"{row}", Code.LOT_INVALID) for row in (2, 3)]
    said = view(findings=(*rows, *rows), held_count=2, to_do=to_do)
    doubt = (
        "Check first: 2 rows of the Inventory and Counts tabs can't be used until fixed, so the recorded stock may be "
        "wrong."
    )
    assert said.doubts == ((doubt,) if is_doubted else ())


def test_a_long_list_of_things_to_do_is_cut_and_says_so():
    said = view(3, to_do=to_do_about(recalled=[RECALLED] * 5))
    assert said.rest_of_to_do == "3 of 5 shown; the rest is in the output of “lbn reconcile” and “lbn status”."


def test_trainings_that_were_never_recorded_are_asked_for():
    to_do = tuple(list_to_do((), (), Duties(is_training_recorded=False)))
    assert view(to_do=to_do).subject == "[Naloxone] Record trainings in the Training tab"


def test_what_is_not_known_of_orders_is_said():
    unknown = OrderUnknown(units=("Traffic",), known_on=date(2026, 12, 1), least=3)
    to_do = (ToDo(urgency=Urgency.THIS_MONTH, about=unknown),)
    assert view(to_do=to_do).subject == "[Naloxone] Set a par level for Traffic, or order by hand"


def test_a_unit_of_whose_stock_nothing_is_known_is_asked():
    to_do = tuple(list_to_do((), (), Duties(low_reports=(LowReported(unit="K9", reported_on=date(2026, 11, 20)),))))
    assert view(to_do=to_do).subject == "[Naloxone] Ask K9 how many kits it needs"


def test_shelves_counted_for_one_reason_are_named_together():
    due = CountDue(location="K9", last_counted_on=None, days=94, shortfall_count=0, on_hand=7)
    counts = (due, due.model_copy(update={"location": "Jail"}))
    to_do = (ToDo(urgency=Urgency.THIS_MONTH, about=GatherCounts(counts=counts)),)
    assert view(to_do=to_do).subject == "[Naloxone] Count K9 and Jail"
