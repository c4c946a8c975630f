"""A form that asks for the jurisdiction and no ZIP code at all: said once in lbn.toml, and flagged nowhere."""

from typing import Any

import pytest

from tests.cases.program import Case, forms

ALBANY = "City of Albany"
NOT_ASKED: dict[str, Any] = {"source": {"not_asked": ["zip"]}, "without": ["zip"]}


def test_a_form_without_the_question_stops_until_it_is_said(case: Case):
    words = case.write(*forms(3, jurisdiction=ALBANY), without=["zip"]).be_refused()
    assert "ZIP code" in words


def test_nothing_is_flagged_and_what_rests_on_it_is_not_tracked(case: Case):
    case.write(*forms(3, jurisdiction=ALBANY), **NOT_ASKED)
    assert case.codes() == []
    assert case.ask("status")["flagged"] == 0
    assert case.table("jurisdiction") == {ALBANY: 3}
    made = case.report("2026-Q3")
    titles = [table["by"] for table in made.figures["tables"]]
    assert ["jurisdiction"] in titles
    assert ["county"] not in titles
    assert "Unknown" not in made.text
    assert "ZIP code" not in case.lbn("check").out


def test_a_form_that_nobody_sent_tracks_no_county_either(case: Case):
    case.write(**NOT_ASKED)
    assert ["county"] not in [table["by"] for table in case.report("2026-Q3").figures["tables"]]


def test_a_jurisdiction_that_cannot_be_used_is_a_place_missing(case: Case):
    case.write(*forms(1, jurisdiction="Elsewhere"), **NOT_ASKED)
    assert case.codes() == ["jurisdiction_unknown", "place_missing"]


def test_a_column_that_is_there_all_the_same_is_not_read(case: Case):
    case.write(*forms(3, jurisdiction=ALBANY, zip="1220"), source={"not_asked": ["zip"]})
    assert case.codes() == []


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ({"places": {"jurisdictions": []}}, "source.not_asked names zip, and places.jurisdictions lists none"),
        ({"source": {"not_asked": ["kits"]}}, "low, and zip"),
    ],
)
def test_what_a_program_cannot_do_without_is_refused(sections: dict[str, Any], said: str, case: Case):
    case.write(*forms(3), **NOT_ASKED).settle(**{"source": NOT_ASKED["source"], **sections})
    assert said in case.be_refused(code=2)
