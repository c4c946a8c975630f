"""What is said first: a silence, rows on hold, a fall; in the subject, at the top, and as the first steps."""

from datetime import date
from typing import Any

import pytest

from schemas.finding import Code
from tasks.messages.report import doubts, sentences
from tasks.messages.report.doubts import list_doubts
from tasks.messages.report.heading import write_preheader, write_subject
from tasks.messages.report.steps import list_steps
from tests.support.builders_messages import MADE_AT, USUAL, a_doubtful_report, a_report, rendered

SEP_4, NOV_2 = date(2026, 9, 4), date(2026, 11, 2)
REPORT = "NYSDOH quarterly report, Q3 2026"


def fell(measure: str, was: int, now: int | None) -> dict[str, Any]:
    """A figure that fell, in the second edition."""
    return {"edition": 2, "supersedes": 1, "falls": ({"measure": measure, "was": was, "now": now},)}


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({}, ""),
        ({"silence": {"since": SEP_4, "until": None}}, "No form since Sep 4: is the export current? "),
        ({"silence": {"since": SEP_4, "until": NOV_2}}, "No form between Sep 4 and Nov 2: are rows missing? "),
        ({"silence": {"since": None, "until": NOV_2}}, "No form before Nov 2: are rows missing? "),
        ({"silence": {"since": None, "until": None}}, "No form has been read yet. "),
        ({"excluded": {"held": 1}}, "Check first: 1 row on hold. "),
        ({"excluded": {"held": 16, "inventory": 1, "counts": 1, "training": 1}}, "Check first: 19 rows on hold. "),
        ({"excluded": {"inventory": 1}, "unusable_tabs": ("Inventory",)},
         "No row of Inventory can be used: stock isn't known. Check first: 1 row on hold. "),
        ({"excluded": {"training": 2}, "silence": {"since": SEP_4, "until": None}},
         "No form since Sep 4: is the export current? Check first: 2 rows on hold. "),
    ],
)  # fmt: skip
def test_the_subject_begins_with_what_is_not_known(changes: dict[str, Any], first: str):
    assert write_subject(a_report(**changes)) == f"[Naloxone] {first}{REPORT}"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (fell("kits_distributed", 42, 0), "Kits distributed fell from 42 to 0 against edition 1."),
        (fell("people_trained", 40, None), "Individuals trained: was 40 in edition 1, is not tracked now."),
        (fell("gone", 40, None), "gone: was 40 in edition 1, is not tracked now."),
    ],
)
def test_a_fall_is_said_first(changes: dict[str, Any], said: str):
    message = a_report(**changes)
    assert write_subject(message).startswith(f"[Naloxone] {said} ")
    assert write_preheader(message).startswith(said)
    assert list_steps(message)[0].startswith("Find out w")


@pytest.mark.parametrize("slug", ["nysdoh-quarterly", "supplier"])
def test_a_stock_that_rests_on_a_large_shortfall_is_doubted(slug: str):
    """It's said to the coordinator, in the agency's totals alone."""
    message = a_report(slug).model_copy(update={"large_shortfall": 481})
    assert [doubt.sentence for doubt in list_doubts(message)] == [
        "Check first: 481 more kits went out than were recorded as there, so kits on hand can't be relied on."
    ]
    assert write_subject(message).startswith("[Naloxone] Check first: 481 more kits went out than were there. ")
    assert list_steps(message)[0].startswith("Find out where more kits went out than were there: “lbn reconcile” names")


@pytest.mark.parametrize("code", doubts._UNREAD)
@pytest.mark.parametrize(("count", "rows"), [(1, "1 row"), (24, "24 rows")])
def test_answers_that_cannot_be_read_are_said_first(code: Code, count: int, rows: str):
    message = a_report(unread=({"code": code, "count": count},))
    assert write_subject(message) == f"[Naloxone] Check first: {rows} with {code}. {REPORT}"
    [doubt] = list_doubts(message)
    assert doubt.sentence.startswith(f"Check first: in {rows}, ")
    assert list_steps(message)[0] == doubt.step


def test_all_doubts_stand_at_the_top_and_are_the_first_steps():
    message = a_doubtful_report()
    made = rendered(message)
    said = [doubt.sentence for doubt in list_doubts(message)]
    assert [line[4:] for line in made.text.splitlines() if line.startswith("*** ")] == said
    assert all(f"<strong>{doubt}</strong>" in made.html for doubt in said)
    steps = list_steps(message)
    assert [step.split()[0] for step in steps] == ["Look", "Fix", "Find", "Compare", "Report", "If"]
    assert "“lbn report nysdoh-quarterly 2026-Q3”" in steps[0]
    assert "(19 in Form responses, 2 in Inventory, 1 in Counts and 1 in Training)" in steps[1]


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ({}, "412 naloxone kits are recorded so far as distributed in Q3 2026 (409 distributions). 377 people were"),
        ({"kits_distributed": 1}, "1 naloxone kit is recorded so far as distributed in Q3 2026 (409 distributions)."),
        ({"kits_distributed": 0}, "No kits are recorded so far as distributed in Q3 2026."),
    ],
)
@pytest.mark.parametrize("doubt", [{"silence": {"since": SEP_4, "until": None}}, {"excluded": {"training": 1}}])
def test_figures_that_lack_rows_are_not_told_as_complete(doubt: dict[str, Any], measures: dict[str, int], said: str):
    message = a_report(measures=USUAL | measures, **doubt)
    assert sentences.write_result(message).startswith(said)
    text = rendered(message).text
    assert "That is" not in text
    assert "every distribution" not in text


def test_a_preview_is_checked_before_it_is_waited_for():
    preview = a_report(edition=None, preliminary=True, made_at=MADE_AT.replace(month=9), excluded={"held": 1})
    steps = list_steps(preview)
    assert [step.split()[0] for step in steps] == ["Fix", "Don't"]
    assert steps[0].startswith("Fix the row that is held (1 in Form responses): beside it in needs-attention.csv")


def test_readers_outside_are_told_facts_and_no_advice():
    message = a_doubtful_report("supplier")
    made = rendered(message)
    outside = (made.csv or b"").decode()
    for word in ("needs-attention", "lbn ", "lbn.toml", "Ask ", "export", "Fix "):
        assert word not in outside
    assert "Example Regional EMS Program" in outside
    assert "orders@supplier.example" in outside
