"""Rows on hold, in any tab: counted in `excluded`, said where a person looks first, and never told as complete."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.cases.program import Case, Report, form, moved, received

SHELF = received("1/2/2026", "A1", 10)
FORMS = [form("2/3/2026", kits="4"), form("2/4/2026", kits="2")]
USUAL: dict[str, Any] = {"inventory": [SHELF], "counts": [], "training": [["2/2/2026", "Patrol", "Naloxone", "3"]]}
USUAL_COURSE = "Naloxone administration"

COMPLETE = re.compile(
    r"every (row|form|distribution|one)\b[^.\n]*\bcounted"
    r"|all (rows|forms|distributions|of it) (is|are) counted|nothing is (held|missing|on hold)"
    r"|no rows? (is|are) (held|on hold)",
    re.IGNORECASE,
)
"""A sentence that claims that nothing is missing."""
STOCK_COMPLETE = re.compile(r"every kit is accounted for", re.IGNORECASE)
"""The same of the stock, which training rows do not touch."""

Counted = dict[str, int]
Rows = dict[str, list[list[str]]]
ON_HOLD: dict[str, tuple[Counted, Rows]] = {
    # what is wrong: how many rows of which tab are excluded, and the rows
    "an expiry that is words": (
        {"inventory": 1},
        {"inventory": [received("1/3/2026", "A2", 10, expires="see carton")]},
    ),
    "a quantity that is words": ({"inventory": 1}, {"inventory": [received("1/3/2026", "A2", "a box")]}),
    "a movement nobody knows": ({"inventory": 1}, {"inventory": [moved("1/3/2026", "borrowed", "A1", 2)]}),
    "a count that is words": ({"counts": 1}, {"counts": [["2/10/2026", "Patrol", "kit", "A1", "about ten"]]}),
    "a count at no location": ({"counts": 1}, {"counts": [["2/10/2026", "the trunk", "kit", "A1", "4"]]}),
    "two counts": (
        {"counts": 2},
        {"counts": [["2/10/2026", "Patrol", "kit", "A1", "?"], ["2/11/2026", "Patrol", "kit", "A1", ""]]},
    ),
    "people trained in words": ({"training": 1}, {"training": [["2/1/2026", "Patrol", USUAL_COURSE, "12 officers"]]}),
    "people trained as a range": ({"training": 1}, {"training": [["2/1/2026", "Patrol", USUAL_COURSE, "10-12"]]}),
    "a row in each tab": (
        {"inventory": 1, "counts": 1, "training": 1},
        {
            "inventory": [received("1/3/2026", "A2", 10, expires="see carton")],
            "counts": [["2/10/2026", "Patrol", "kit", "A1", "about ten"]],
            "training": [["2/1/2026", "Patrol", USUAL_COURSE, "12 officers"]],
        },
    ),
}
NONE = {"held": 0, "inventory": 0, "counts": 0, "training": 0}


def make_report(case: Case, rows: Rows, *forms: dict[str, str], slug: str = "") -> Report:
    """The report of the first quarter, with these rows beside the usual ones."""
    tabs = {tab: [*usual, *rows.get(tab, [])] for tab, usual in USUAL.items()}
    tabs["training"] = [[day, unit, USUAL_COURSE, people] for day, unit, _, people in tabs["training"]]
    return case.write(*FORMS, *forms, **tabs).report("2026-Q1", slug or "nysdoh-quarterly")


class Held(NamedTuple):
    """What is wrong, and the reports that were made of it."""

    excluded: Counted
    report: Report
    review: Report
    needed: str


@pytest.fixture(scope="module", params=ON_HOLD.values(), ids=ON_HOLD)
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """Make the reports of each case once, to be looked at from several sides."""
    excluded, rows = request.param
    with pytest.MonkeyPatch.context() as patch:
        case = Case(tmp_path_factory.mktemp("held") / "program", patch)
        report = make_report(case, rows)
        needed = (case.folder / "needs-attention.csv").read_text("utf-8-sig")
        yield Held(excluded, report, case.report("2026-Q1", "program-review"), needed)


def test_excluded_counts_the_rows_on_hold_of_each_tab(held: Held):
    assert held.review.figures["excluded"] == NONE | held.excluded


def test_subject_and_first_lines_say_rows_on_hold(held: Held):
    count, made = sum(held.excluded.values()), held.report
    said = re.compile(rf"\b{count} rows?\b[^.\n]*(on hold|held)|(on hold|held)[^.\n]*\b{count}\b", re.IGNORECASE)
    assert said.search(made.subject), made.subject
    assert said.search(made.first.removeprefix(made.subject)), made.first


def test_no_sentence_claims_that_all_is_counted(held: Held):
    for words in (held.report.text, held.report.pages, held.review.text):
        assert not COMPLETE.search(words)
        assert held.excluded.keys() == {"training"} or not STOCK_COMPLETE.search(words)


def test_advice_names_tab_and_row(held: Held):
    for tab in held.excluded:
        assert f"\n{tab.title()}," in held.needed
    assert not re.search("see carton|officers|about ten|a box", held.needed)


def test_officers_trained_is_told_with_its_row_on_hold(case: Case):
    made = make_report(case, ON_HOLD["people trained in words"][1])
    assert made.figures["measures"]["personnel_trained"] == 3
    told = [line for line in made.text.splitlines() if re.search(r"(fficers trained|ttendances).*\b3\b", line)]
    assert any(re.search(r"1 row\b.*(held|on hold)", line) for line in told), told


def test_rows_on_hold_of_the_form_are_told_with_all_others(case: Case):
    made = make_report(case, ON_HOLD["a row in each tab"][1], form("2/5/2026", kits="two"))
    assert made.figures["excluded"] == {"held": 1, "inventory": 1, "counts": 1, "training": 1}
    assert re.search(r"\b4 rows\b", made.subject), made.subject
    assert COMPLETE.findall(made.text) == []


def test_a_supplier_is_not_told_of_training_rows(case: Case):
    made = make_report(case, ON_HOLD["people trained in words"][1], slug="supplier")
    assert made.figures["excluded"].get("training", 0) == 0


def test_a_row_without_a_day_is_missing_where_it_was_sent(case: Case):
    made = make_report(case, {}, form("2/5/2026", date="last Tuesday"))
    assert made.figures["excluded"] == NONE | {"held": 1}


@pytest.mark.parametrize("typed", ["", "3/31", "3/31/2062", "3/31/2006"])
def test_a_night_shift_on_hold_is_missing_before_midnight(typed: str, case: Case):
    """Sent on the day after the quarter, it may be of its last night: nothing says that all is counted."""
    made = make_report(case, {}, form("4/1/2026", date=typed))
    public = case.report("2026-Q1", "public-summary")
    assert made.figures["excluded"] == NONE | {"held": 1}
    assert not COMPLETE.search(made.text)
    assert "No record that was read is left out" not in public.text + public.pages


def test_a_dated_row_on_hold_is_of_its_own_period_alone(case: Case):
    made = make_report(case, {}, form("4/1/2026", kits="two"))
    assert made.figures["excluded"] == NONE


def test_nothing_on_hold_may_be_said(case: Case):
    made = make_report(case, {})
    assert made.figures["excluded"] == NONE
    assert not re.search(r"on hold|\bheld\b", made.subject)


def test_a_row_that_is_fixed_amends_the_report(case: Case):
    make_report(case, {}, form("2/5/2026", kits="two"))
    made = make_report(case, {}, form("2/5/2026", kits="2"))
    assert (made.figures["edition"], made.figures["measures"]["kits_distributed"]) == (2, 8)
    assert made.figures["excluded"] == NONE
