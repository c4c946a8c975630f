"""Questions of the form that are reworded, taken away, never asked, or deleted and asked again."""

import csv
import re
from typing import Any

import pytest

from tests.cases.program import RESPONSES, TITLES, Case, form, forms, received

# -- an optional question that is worded otherwise --------------------------------------------------------------------

REWORDED = {
    # the field: its new title, and the measure that rests on it
    "trained": ("Number of people you trained", "people_trained"),
    "fts": ("How many fentanyl strips", "fts_distributed"),
}
EACH = pytest.mark.parametrize(("field", "title", "measure"), [(name, *other) for name, other in REWORDED.items()])


def be_reworded(case: Case, field: str, title: str) -> Case:
    """A new program whose form words one question otherwise."""
    return case.write(*forms(12, **{field: "1"}), titles={field: title})


@EACH
def test_check_names_the_question_and_the_likely_title(field: str, title: str, measure: str, case: Case):
    said = be_reworded(case, field, title).lbn("check").out
    asked = TITLES[field].removesuffix(" (optional)")
    [line] = [line for line in said.splitlines() if asked in line]
    assert title in line, measure


@EACH
def test_ingest_names_them_too(field: str, title: str, measure: str, case: Case):
    ended = be_reworded(case, field, title).lbn("ingest")
    assert (ended.code, measure) == (0, REWORDED[field][1])
    assert TITLES[field].removesuffix(" (optional)") in ended.out
    assert title in ended.out


@EACH
def test_the_measure_is_not_tracked_and_never_zero(field: str, title: str, measure: str, case: Case):
    counted = be_reworded(case, field, title).measures()
    assert counted["distributions"] == 12
    assert counted[measure] is None


def test_a_report_says_which_question_is_missing(case: Case):
    made = be_reworded(case, "trained", "Number of people you trained").report()
    assert made.figures["measures"]["people_trained"] is None
    assert "not tracked" in made.text
    assert "People shown how to use it" in made.text
    assert not re.search(r"(trained|People)[^\n]*: 0\b", made.text)


def test_the_new_title_in_the_settings_counts_all(case: Case):
    be_reworded(case, "trained", "Number of people you trained").ingest()
    case.settle(source={"columns": None}, **{"source.columns": {"trained": ["Number of people you trained"]}})
    assert case.measures()["people_trained"] == 12


# -- an optional question that is gone --------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["trained", "lot", "reason", "fts"])
def test_a_question_that_was_there_stops_the_sync(field: str, case: Case):
    case.write(*forms(12, **{field: "12"}), inventory=[received("1/2/2026", "12", 50)]).ingest()
    before = case.ask("figures", "2026-Q3")
    case.write_form(*forms(13), without=[field])
    words = case.be_refused()
    assert TITLES[field].removesuffix(" (optional)") in words
    assert "not_asked" in words
    assert case.ask("figures", "2026-Q3") == before


@pytest.mark.parametrize("field", ["trained", "fts"])
def test_a_question_that_is_not_asked_any_more_goes_by_name(field: str, case: Case):
    case.write(*forms(12, **{field: "1"})).ingest()
    case.write_form(*forms(13), without=[field])
    case.settle(source={"not_asked": [field]})
    assert case.ingest()["accepted"] == 13
    assert TITLES[field] not in case.lbn("check").out
    assert case.measures()[REWORDED[field][1]] is None


NEVER_ASKED: dict[str, Any] = {"without": ["lot", "fts", "xts", "trained"]}


def test_a_form_that_never_asked_is_no_failure(case: Case):
    case.write(*forms(12), **NEVER_ASKED)
    assert case.ingest()["accepted"] == 12
    said = case.lbn("check").out
    assert "Lot number" in said
    assert "not_asked" in said


def test_not_asked_ends_the_lines_of_check(case: Case):
    case.write(*forms(12), source={"not_asked": NEVER_ASKED["without"]}, **NEVER_ASKED)
    ended = case.lbn("check")
    assert ended.code == 0
    assert "Lot number" not in ended.out
    assert case.measures()["people_trained"] is None


@pytest.mark.parametrize("named", [["colour"], ["kits"], ["date"], "lot"])
def test_not_asked_takes_optional_fields_only(named: object, case: Case):
    case.write(form(), source={"not_asked": named})
    assert "source.not_asked" in case.be_refused(code=2)


@pytest.mark.parametrize("field", ["kits", "date", "unit"])
def test_a_required_question_stops_the_sync_with_both_titles(field: str, case: Case):
    case.write(*forms(3), titles={field: f"{TITLES[field]} now"})
    words = case.be_refused()
    assert f"“{TITLES[field]}”" in words or f'"{TITLES[field]}"' in words
    assert f"{TITLES[field]} now" in words


TITLES_AS_PEOPLE_LEAVE_THEM = ("KITS LEFT", " Kits left ", "Kits left*", "Kits left *", "Kits\u00a0left", "Kits  left",
                               "\u200bKits left", "\ufeffKits left", "Kits left;")  # fmt: skip


@pytest.mark.parametrize("title", TITLES_AS_PEOPLE_LEAVE_THEM, ids=ascii)
def test_spaces_and_case_of_a_title_make_no_difference(title: str, case: Case):
    case.write(*forms(3), titles={"kits": title})
    assert case.ingest()["accepted"] == 3


def test_hyphens_of_a_title_make_no_difference(case: Case):
    case.write(*forms(3), titles={"kits": "Kits\u2010left"}, **{"source.columns": {"kits": ["Kits-left"]}})
    assert case.ingest()["accepted"] == 3


# -- a question that was deleted and asked again ----------------------------------------------------------------------


def ask_again(case: Case, field: str, *pairs: tuple[str, str], title: str = "") -> Case:
    """A form with two columns of one title: what each row holds in the old one and in the new one."""
    rows = [form(f"9/{day}/2026", **{field: old}) for day, (old, _) in enumerate(pairs, 1)]
    case.write(*rows)
    path = case.folder / RESPONSES
    with path.open(encoding="utf-8", newline="") as file:
        grid = list(csv.reader(file))
    added = [title or TITLES[field], *(new for _, new in pairs)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*row, cell] for row, cell in zip(grid, added, strict=True))
    return case


TWELVE_AND_NINE = [("2", ""), ("2", ""), ("8", ""), ("", "3"), ("", "3"), ("", "3")]


def test_old_and_new_answers_all_count(case: Case):
    ask_again(case, "kits", *TWELVE_AND_NINE)
    assert case.codes() == []
    assert case.measures()["kits_distributed"] == 21


def test_a_new_title_beside_the_old_one_counts_too(case: Case):
    ask_again(case, "kits", *TWELVE_AND_NINE, title="Kits left (old)")
    case.settle(**{"source.columns": {"kits": ["Kits left (old)"]}})
    assert case.codes() == []
    assert case.measures()["kits_distributed"] == 21


def test_the_older_column_may_be_marked_as_such(case: Case):
    ask_again(case, "kits", *TWELVE_AND_NINE, title="Kits left (old)")
    assert case.codes() == []
    assert case.measures()["kits_distributed"] == 21


@pytest.mark.parametrize(("field", "measure"), [("trained", "people_trained"), ("fts", "fts_distributed")])
def test_an_optional_question_asked_again_counts_whole(field: str, measure: str, case: Case):
    ask_again(case, field, *TWELVE_AND_NINE)
    assert case.measures()[measure] == 21


def test_two_answers_that_differ_hold_the_row(case: Case):
    ask_again(case, "kits", ("2", "2"), ("2", "3"), ("", "4"))
    assert case.attention() == [("Form responses", 3, "answers_conflict")]
    assert case.measures()["kits_distributed"] == 6


def test_two_answers_that_say_the_same_are_no_conflict(case: Case):
    ask_again(case, "kits", ("2", "2.0"), ("2 ", "2"), ("", "\u200b2"))
    assert case.codes() == []
    assert case.measures()["kits_distributed"] == 6


def test_neither_answered_is_missing(case: Case):
    ask_again(case, "kits", ("2", ""), ("", ""))
    assert case.attention() == [("Form responses", 3, "kits_missing")]


def test_a_question_asked_again_is_no_loss(case: Case):
    case.write(*forms(12)).ingest()
    ask_again(case, "kits", *([("1", "")] * 12))
    counts = case.ingest()
    assert (counts["new"], counts["withdrawn"], counts["accepted"]) == (0, 0, 12)
