"""The workbook: typed cells only, in the order of the form, every row, and no promise that it does not keep."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from schemas.figures import Table
from schemas.message import ReportMessage
from schemas.report import Checked
from tests.support.builders_messages import (
    CASES,
    HOSTILE,
    MADE_AT,
    USUAL,
    a_hostile_report,
    a_large_report,
    a_report,
    an_amended_report,
    rendered,
)
from tests.support.papers import text_of


def opened(message: ReportMessage) -> Any:
    return load_workbook(BytesIO(rendered(message).xlsx or b""))


def cells(sheet: Any) -> list[tuple[Any, ...]]:
    return [tuple(cell for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("slug", ["nysdoh-quarterly", "nycdoh-monthly", "supplier", "program-review", "public-summary"])
def test_the_first_sheet_has_the_figures_in_the_forms_order(slug: str):
    message = a_report(slug)
    rows = cells(opened(message).worksheets[0])
    titles = [message.measure_titles[name] for name in message.definition.measures]
    assert [row[0] for row in rows if len(row) == 3 and row[0] != "Figure"] == titles
    assert [row[1] for row in rows if len(row) == 3 and row[0] != "Figure"] == list(message.figures.measures.values())


def test_the_portal_sheet_says_that_nobody_has_checked_it():
    said = [row[0] for row in cells(opened(a_report())["Portal"]) if row]
    assert any("not the official form: check against it" in str(text) for text in said)
    checked = a_report(checked=Checked(by="R. Rivera", on=MADE_AT.date()), unverified=False)
    said = [row[0] for row in cells(opened(checked)["Portal"]) if row]
    assert any("R. Rivera compared this report" in str(text) for text in said)


def test_the_public_gets_no_lots_and_no_day_of_a_distribution():
    book = opened(a_report("public-summary"))
    tables = [f"{title} (2026-Q3)" for title in ("By ZIP code", "Who took the kit", "Why it was offered")]
    assert book.sheetnames == ["Figures", "By month", *tables, "What changed", "About"]
    told = dict(row for row in cells(book["About"]) if len(row) == 2)
    assert str(told["About"]).startswith("In a leave-behind naloxone program, officers leave kits")
    assert "Newest distribution" not in told
    assert "Newest distribution" in dict(row for row in cells(opened(a_report())["About"]) if len(row) == 2)


ATTENDANCES = ("Training attendances", "officers at courses: one who took two courses counts twice.")
ON_HAND = ("Kits on hand", "what the stock records, expired and recalled kits too until they are taken out.")


@pytest.mark.parametrize(
    ("slug", "measures", "explained"),
    [
        ("nysdoh-quarterly", {}, {ATTENDANCES, ON_HAND}),
        ("nysdoh-quarterly", {"personnel_trained": None}, {ON_HAND}),
        ("supplier", {}, {ON_HAND}),
        ("supplier", {"kits_on_hand_start": None, "kits_on_hand_end": None}, set()),
    ],
)
def test_every_form_explains_the_figures_it_has(slug: str, measures: dict[str, Any], explained: set[tuple[str, str]]):
    message = a_report(slug, tables=())
    figures = message.figures.model_copy(update={"measures": message.figures.measures | measures})
    message = message.model_copy(update={"figures": figures})
    made = rendered(message)
    forms = {
        "text": made.text,
        "html": re.sub(r"<[^>]*>", "", made.html),
        "paper": " ".join(text_of(made.pdf or b"")),
        "workbook": "\n".join(f"{row[0]}: {row[-1]}" for row in cells(opened(message)["About"]) if row),
    }
    for form, said in forms.items():
        words = " ".join(said.split()).casefold()
        told = {one for one in (ATTENDANCES, ON_HAND) if ": ".join(one).casefold() in words}
        assert told == explained, form


def test_there_is_a_sheet_for_every_table_and_for_the_rest():
    book = opened(a_report())
    tables = ["By month", "By county", "By ZIP code", "By unit", "Who took the kit", "Why it was offered"]
    tables += ["Training by course"]
    assert book.sheetnames == ["Portal", *tables, "Lots", "What changed", "About"]
    assert ("12202", 206) in cells(book["By ZIP code"])


def test_a_day_is_a_day_and_a_lot_keeps_its_zeros():
    rows = cells(opened(a_report())["Lots"])
    assert ("Harbor", "Naloxone 4 mg nasal spray kit", "0042-7", datetime(2026, 9, 30), 6) in rows  # noqa: DTZ001


def test_every_row_is_there():
    assert cells(opened(a_large_report())["By unit"])[-1] == ("Unit 300, Division of Patrol", 300, 300)


def test_what_changed_stands_beside_what_was():
    rows = cells(opened(an_amended_report())["What changed"])
    assert ("Kits distributed", 405, 412) in rows
    assert ("There is no earlier edition of this report.",) in cells(opened(a_report())["What changed"])


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_a_formula_or_a_link(case: str):
    for sheet in opened(CASES[case]("nysdoh-quarterly")).worksheets:
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f" or cell.hyperlink]


def test_hostile_names_are_text_whole_and_in_their_own_signs():
    texts = {cell for row in cells(opened(a_hostile_report())["By unit"]) for cell in row}
    unlike = {HOSTILE[4], HOSTILE[7], HOSTILE[11]}  # turned, broken into lines, with a bell: shown without that
    assert {*HOSTILE} - unlike <= texts
    assert {"turned \ufffdgnp.exe", "line  - Kits distributed: 9,999", "bell \ufffd and nul \ufffd"} <= texts


def test_titles_that_no_sheet_may_have_still_make_a_sheet():
    titles = ["History", "a/b: [c]*?", "🚓" * 60, "🚓" * 59, "T" * 40, "t" * 40, "'quoted'", "portal"]
    tables = tuple(Table(title=title, by=("unit",), measures=("kits_distributed",), rows=()) for title in titles)
    names = opened(a_report(tables=tables)).sheetnames
    assert len({name.casefold() for name in names}) == len(titles) + 4
    assert all(len(name.encode("utf-16-le")) <= 62 for name in names)


def test_half_a_unit_stays_half_a_unit():
    measures = USUAL | {"nyc_units_distributed": 0.5}
    assert ("NYC units distributed (2 doses each)", 0.5, 371) in cells(
        opened(a_report("nycdoh-monthly", measures))["Portal"]
    )
