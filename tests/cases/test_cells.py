"""Cells as people leave them: numbers, choices with odd spaces, rows that hold a default only, courses."""

import re

import pytest

from tests.cases.program import Case, form, received
from tests.support.settings import KIT

# -- numbers ----------------------------------------------------------------------------------------------------------

KITS = {"2": 2, "2.0": 2, "2.00": 2, " 2 ": 2, "2;": 2, "\u200b2": 2, "2\u00a0": 2, "500": 500, "02": 2}
NO_KITS = {
    "two": "kits_not_a_number", "3.5": "kits_not_a_number", "1_2": "kits_not_a_number", "２": "kits_not_a_number",
    "2 kits": "kits_not_a_number", "'2": "kits_not_a_number", "2,0": "kits_not_a_number", "1,2": "kits_not_a_number",
    "1-2": "kits_not_a_number", "2+": "kits_not_a_number", "0": "kits_out_of_range", "-1": "kits_out_of_range",
    "501": "kits_out_of_range", "1,200": "kits_out_of_range", "0.0": "kits_out_of_range", "": "kits_missing",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), KITS.items(), ids=ascii)
def test_a_number_of_kits_is_read(typed: str, meant: int, case: Case):
    case.write(form(kits=typed))
    assert case.codes() == []
    assert case.measures()["kits_distributed"] == meant


def test_what_is_not_a_number_of_kits_is_held(case: Case):
    case.write(*(form(f"9/{day}/2026", kits=typed) for day, typed in enumerate(NO_KITS, 1)))
    assert case.codes() == [*NO_KITS.values()]
    advice = (case.folder / "needs-attention.csv").read_text("utf-8-sig").splitlines()[1:]
    assert all(re.search(r"number of kits|whole number|1 to 500|how many", line, re.IGNORECASE) for line in advice)


QUANTITIES = {"1200": 1200, "1,200": 1200, "1200.0": 1200, " 1,200 ": 1200, "12,000": 12000}
NO_QUANTITIES = ("12,00", "1,2", "1.200,0", "1 200", "about 1,200", "1,200 kits", "1,,200", "0", "-5", "")


@pytest.mark.parametrize(("typed", "meant"), QUANTITIES.items())
def test_a_quantity_may_have_its_thousands(typed: str, meant: int, case: Case):
    case.write(form(), inventory=[received("1/2/2026", "A100", typed)])
    assert case.codes() == []
    assert case.stock() == {("Patrol", "A100"): meant - 1}


def test_what_is_not_a_quantity_is_held(case: Case):
    case.write(form(), inventory=[received("1/2/2026", f"A10{n}", typed) for n, typed in enumerate(NO_QUANTITIES)])
    assert case.codes() == ["quantity_invalid"] * len(NO_QUANTITIES)
    assert case.stock() == {}


@pytest.mark.parametrize("field", ["trained", "fts", "xts"])
def test_other_numbers_of_the_form_are_read_alike(field: str, case: Case):
    rows = [form(f"9/{day}/2026", **{field: typed}) for day, typed in enumerate(("3.0", "12;", "a few"), 1)]
    case.write(*rows, items=[KIT, *({"code": code, "name": code, "kind": code} for code in ("fts", "xts"))])
    assert case.codes() == ["trained_invalid" if field == "trained" else "strips_invalid"]
    measure = "people_trained" if field == "trained" else f"{field}_distributed"
    assert case.measures()[measure] == 15


def test_a_workbook_of_text_cells_loses_no_number(case: Case):
    rows = [form(kits="2.0"), form("9/11/2026", zip="12207-1234", kits="2"), form("9/12/2026", zip="12207.0", kits="2")]
    case.write(*rows, inventory=[received("1/2/2026", "A100", "1,200", to="Central")])
    assert case.codes() == []
    assert case.measures()["kits_distributed"] == 6
    assert case.table("zip") == {"12207": 6}


# -- choices ----------------------------------------------------------------------------------------------------------

REASONS = {
    # what stands in the cell: the form's own choice that it is
    "Overdose, not transported": "Overdose, not transported",
    "Overdose, not transported;": "Overdose, not transported",
    "Overdose,\u00a0not transported": "Overdose, not transported",
    "At risk;": "At risk",
    "At\u200brisk": "At risk",
    "At\u00a0risk": "At risk",
    "At  risk": "At risk",
    " at RISK ": "At risk",
    "Public event\u200b": "Public event",
    "Deflection  or diversion;": "Deflection or diversion",
    "At risk, Requested": "Other",
    "At risk; Requested": "Other",
    "At risk;Requested;": "Other",
    "At risk.": "Other",
    "": "Not recorded",
}


@pytest.mark.parametrize(("typed", "choice"), REASONS.items(), ids=ascii)
def test_an_answer_is_the_choice_that_it_is(typed: str, choice: str, case: Case):
    case.write(form(reason=typed))
    assert case.codes() == []
    assert case.table("reason") == {choice: 1}


def test_who_took_the_kit_is_read_alike(case: Case):
    typed = ["Family or friend;", "Family  or\u00a0friend", "At\u2011risk person", "At-risk person", "a cousin"]
    case.write(*(form(f"9/{day}/2026", recipient=answer) for day, answer in enumerate(typed, 1)))
    assert case.table("recipient") == {"Family or friend": 2, "At-risk person": 2, "Other": 1}


def test_check_says_how_many_answers_fit_no_choice(case: Case):
    typed = ["At risk", "At risk;", "At risk, Requested", "At risk.", "Requested"]
    case.write(*(form(f"9/{day}/2026", reason=answer) for day, answer in enumerate(typed, 1)))
    said = case.lbn("check").out
    [line] = [line for line in said.splitlines() if "no choice" in line]
    assert "2 of 5 answers" in line
    assert "Why it was offered" in line
    assert "At risk, Requested" not in line


def test_check_says_nothing_where_all_answers_fit(case: Case):
    case.write(form(reason="At risk;"), form("9/11/2026", reason=""))
    assert "no choice" not in case.lbn("check").out


# -- rows that hold a default only ------------------------------------------------------------------------------------

DEFAULTS = {
    "an item": ["", "", "kit", "", "", "", "", ""],
    "a movement and an item": ["", "received", "kit", "", "", "", "", "Central"],
    "a box that is not ticked": ["", "", "", "", "", "", "", "FALSE"],
    "spaces": [" ", "", "\u00a0", "", "", " ", "", "\u200b"],
}


@pytest.mark.parametrize("row", DEFAULTS.values(), ids=DEFAULTS)
def test_rows_without_a_date_and_a_number_are_no_rows(row: list[str], case: Case):
    case.write(form(), inventory=[received("1/2/2026", "A100", 100), *([row] * 300)])
    assert case.codes() == []
    assert case.stock() == {("Patrol", "A100"): 99}
    assert case.report().figures["excluded"]["inventory"] == 0


def test_a_default_with_a_date_or_a_number_is_a_row(case: Case):
    dated, counted = ["2/1/2026", *DEFAULTS["an item"][1:]], [*DEFAULTS["an item"][:5], "5", "", ""]
    case.write(form(), inventory=[received("1/2/2026", "A100", 100), dated, counted])
    assert {row for _, row, _ in case.attention()} == {3, 4}


def test_defaults_of_counts_and_training_are_no_rows(case: Case):
    counts, training = [["", "Patrol", "kit", "", ""]] * 40, [["", "", "Refresher", ""]] * 40
    case.write(form(), inventory=[received("1/2/2026", "A100", 100)], counts=counts, training=training)
    assert case.codes() == []


# -- courses are not people -------------------------------------------------------------------------------------------

COURSES = [
    ["2/1/2026", "Patrol", "Naloxone administration", "12"],
    ["2/2/2026", "Patrol", "Leave-behind program", "12"],
]


def test_two_courses_of_the_same_officers_are_attendances(case: Case):
    case.write(form("2/3/2026"), training=COURSES)
    assert case.measures("2026-Q1")["personnel_trained"] == 24
    by_course = case.table("course", "personnel_trained", "2026-Q1")
    assert by_course == {"Naloxone administration": 12, "Leave-behind program": 12}


@pytest.mark.parametrize("slug", ["nysdoh-quarterly", "program-review"])
def test_attendances_are_never_called_officers(slug: str, case: Case):
    case.write(form("2/3/2026"), training=COURSES)
    made = case.report("2026-Q1", slug)
    assert not re.search(r"24 (officers|people|personnel)|fficers trained: 24|ersonnel trained: 24", made.text)
    assert re.search(r"[Aa]ttendances[^\n]*24|24 [^\n]*attendances", made.text)


def test_one_course_is_told_by_its_name(case: Case):
    case.write(form("2/3/2026"), training=[COURSES[0], ["2/9/2026", "Traffic", "Naloxone administration", "3"]])
    assert case.table("course", "personnel_trained", "2026-Q1") == {"Naloxone administration": 15}
    assert case.table("unit", "personnel_trained", "2026-Q1") == {"Patrol": 12, "Traffic": 3}
