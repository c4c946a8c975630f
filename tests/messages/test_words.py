"""What messages say: subjects, results, what is to be done, what changed, and what nobody should take them for."""

from datetime import date

import pytest

from schemas.figures import Change
from tasks.messages.render import render_digest
from tasks.program_folder.report_definitions import SHIPPED
from tests.support.builders_messages import (
    MADE_AT,
    USUAL,
    a_preview,
    a_report,
    an_amended_report,
    an_empty_report,
    rendered,
)
from tests.support.builders_notices import a_digest


def test_the_subject_says_what_it_is_about():
    assert rendered(a_report()).subject == "[Naloxone] NYSDOH quarterly report, Q3 2026"
    amended = "[Naloxone] NYSDOH quarterly report, Q3 2026 (edition 2, replaces edition 1)"
    assert rendered(an_amended_report()).subject == amended
    assert rendered(a_preview()).subject.startswith("[Naloxone] PRELIMINARY: ")


@pytest.mark.parametrize(
    ("held", "flagged", "subject"),
    [
        (5, 2, "7 rows need attention"),
        (1, 0, "1 row needs attention"),
        (0, 0, "1 new edition made; no rows need attention"),
    ],
)
def test_the_subject_of_a_digest_begins_with_the_action(held: int, flagged: int, subject: str):
    message = a_digest(held_count=held, flagged_count=flagged, to_do=())
    assert render_digest(message, [SHIPPED / "attention", SHIPPED]).subject == f"[Naloxone] {subject}"


def test_an_empty_period_is_said_plainly():
    message = rendered(an_empty_report())
    assert "No kits were distributed in Q3 2026." in message.text
    assert "Every kit" not in message.text
    assert "(−100%)" not in message.text


def test_an_amendment_shows_only_what_changed():
    text = rendered(an_amended_report()).text.partition("WHAT CHANGED SINCE EDITION 1")[2].partition("AT A GLANCE")[0]
    assert "It replaces edition 1, made on Oct 5, 2026." in text
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- Kits distributed: was 405, is 412",
        "- Distributions: was 408, is 409",
        "- Rensselaer (By county): was 96, is 103",
        "- Harbor, Kits distributed (By unit): was —, is 7",
    ]
    assert "All other figures of Q3 2026 are unchanged." in " ".join(text.split())


@pytest.mark.parametrize(("slug", "is_handed_in"), [("supplier", True), ("program-review", False)])
def test_only_what_was_handed_in_is_handed_in_again(slug: str, is_handed_in: bool):
    assert ("hand in this one too" in rendered(an_amended_report(slug)).text) is is_handed_in


def test_a_figure_gone_from_the_report_keeps_its_name():
    gone = Change.model_validate({"measure": "fts_distributed", "was": 3, "is": None})
    titles = dict.fromkeys(a_report().figures.measures, "Kits")
    message = a_report(edition=2, supersedes=1, changes=(gone,), tables=(), measure_titles=titles)
    assert "- fts_distributed: was 3, is no longer in the report" in rendered(message).text


def test_a_report_is_no_official_form_until_someone_checked_it():
    said = rendered(a_report()).text
    assert said.count("This is not the official form: check against it.") == 1
    assert "1. Compare the figures with the form of NYSDOH and confirm the due date." in said
    checked = {"by": "A. Rivera", "on": date(2026, 10, 3)}
    said = rendered(a_report(checked=checked, unverified=False)).text
    assert "A. Rivera compared this report with the form of NYSDOH on Oct 3, 2026." in said
    assert "official" not in said
    assert "confirm the due date" not in said


def test_an_edition_made_before_the_check_stays_unchecked():
    said = rendered(a_report(checked={"by": "A. Rivera", "on": date(2026, 10, 3)}, unverified=True)).text
    assert "not the official form" in said


def test_held_rows_are_counted_and_come_first_in_what_to_do():
    message = rendered(a_report(excluded={"held": 2}))
    assert "1. Fix the 2 rows that are held (2 in Form responses)" in message.text
    assert message.subject == "[Naloxone] Check first: 2 rows on hold. NYSDOH quarterly report, Q3 2026"
    assert "2 rows are held and not counted: 2 in Form responses." in message.html


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "The statement adds up, with the corrections explained below."),
        ({"kits_count_adjustment": 0, "kits_on_hand_end": 319}, "The statement adds up: every kit is accounted for."),
        ({"kits_on_hand_end": 316}, "The statement does not add up: it comes to 317, but the ledger holds 316."),
        ({"kits_shortfall": 7, "kits_on_hand_end": 324}, "7 more kits went out than were recorded as received"),
    ],
)
def test_the_stock_statement_says_whether_it_adds_up(changes: dict[str, int], said: str):
    assert said in rendered(a_report(measures=USUAL | changes)).text


def test_a_withheld_table_does_not_say_that_nothing_happened():
    tables = tuple(table.model_copy(update={"rows": ()}) for table in a_report("supplier").figures.tables)
    text = rendered(a_report("supplier", tables=tables)).text
    assert "Nothing to show in this period: By month and By lot." in text
    assert (
        "Not shown, for its rows would tell of few people: By ZIP code (Q3 2026), By unit (Q3 2026), Who took" in text
    )


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ({"kits_distributed": 412}, "That is as many kits as in Q2 2026."),
        ({"kits_distributed": 500}, "That is 88 fewer kits than in Q2 2026 (−18%)."),
        ({"kits_distributed": 0}, "That is 412 more kits than in Q2 2026."),
        ({"kits_distributed": 9}, "That is 403 more kits than in Q2 2026. 377 people"),
        ({"kits_distributed": 10}, "That is 402 more kits than in Q2 2026 (+4020%)."),
        ({}, "(409 distributions). 377 people"),
        (None, "(409 distributions). 377 people"),
    ],
)
def test_the_result_is_compared_with_the_period_before(before: dict[str, int] | None, said: str):
    assert said in rendered(a_report(before=before)).text


def test_none_in_two_periods_is_said_as_such():
    zero = dict.fromkeys(USUAL, 0)
    text = rendered(a_report(measures=zero, before={"kits_distributed": 0})).text
    assert "No kits were distributed in Q3 2026. Nor were any in Q2 2026." in text


def test_a_preview_is_compared_with_nothing():
    message = rendered(a_preview())
    assert "as far as was known on Sep 12, 2026." in message.text
    assert "That is" not in message.text
    assert "Don't hand anything in yet: the period ends on Wed, Sep 30, 2026." in message.text
    assert "On hand at the end, Sep 12, 2026" in message.text


def test_a_report_that_is_late_says_when_it_was_due():
    late = a_report(made_at=MADE_AT.replace(month=11))
    assert "TO DO: THIS WAS DUE ON THU, OCT 15, 2026" in rendered(late).text
    assert "TO DO BY THU, OCT 15, 2026" in rendered(a_report()).text


def test_a_report_that_feeds_no_form_is_not_checked_by_one():
    said = rendered(a_report("program-review")).text
    assert "This report is for the agency itself and isn't copied to any official form." in said
    assert "check against it" not in said


@pytest.mark.parametrize(("slug", "is_there"), [("supplier", False), ("nysdoh-quarterly", True)])
def test_a_report_of_one_month_has_no_table_by_month(slug: str, is_there: bool):
    assert ("BY MONTH" in rendered(a_report(slug)).text.splitlines()) is is_there


def test_tables_without_rows_are_named_in_one_sentence():
    text = rendered(an_empty_report()).text
    assert "BY COUNTY" not in text
    assert "Nothing to show in this period: By month, By county, By ZIP code," in text


def test_one_of_many_kits_fewer_is_not_all_of_them():
    once = USUAL | {"kits_distributed": 1}
    assert "That is 370 fewer kits than in Q2 2026 (−99%)." in rendered(a_report(measures=once)).text


def test_a_lot_without_an_expiry_comes_last_and_says_so():
    lots = [{"location": "Central", "item": "Kit", "lot": None, "expires_on": None, "on_hand": 4}]
    lots += [{"location": "Central", "item": "Kit", "lot": "B2", "expires_on": "2030-01-01", "on_hand": 5}]
    text = rendered(a_report(lots=tuple(lots))).text.partition("LOTS ON HAND ON SEPTEMBER 30, 2026\n")[2]
    assert text.splitlines()[0] == "All lots: Kit."
    assert text.splitlines()[2] == "- Lot not recorded, Central: 4, expiration date not recorded"


def test_where_lots_are_of_several_items_each_says_of_which():
    lots = [{"location": "Central", "item": item, "lot": "A1", "expires_on": None, "on_hand": 4} for item in "KF"]
    assert "- A1, F, Central: 4" in rendered(a_report(lots=tuple(lots))).text
