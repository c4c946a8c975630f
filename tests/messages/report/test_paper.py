"""The paper form: readable, tagged, whole over every page, never filled in for a person, and never refused a glyph."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from schemas.message import ReportMessage
from schemas.report import Checked
from tasks.messages.report.paper import build_document
from tests.support.builders_messages import (
    CASES,
    HOSTILE,
    MADE_AT,
    a_large_report,
    a_preview,
    a_relabelled_report,
    a_report,
    an_amended_report,
    rendered,
)
from tests.support.cases_messages import SLUGS, TO_READ, message_of
from tests.support.goldens import FOLDER, USUAL, compare_case
from tests.support.papers import pictures_of, text_of


def words(message) -> str:
    return " ".join(" ".join(text_of(rendered(message).pdf or b"")).split())


@pytest.mark.parametrize(("slug", "case"), [one for one in TO_READ if one[0] in SLUGS and one[1] != "300-units"])
def test_a_paper_says_what_it_said(slug: str, case: str, file_regression: FileRegressionFixture):
    """By its words: a new typst sets them elsewhere by a hair, and nobody would read the difference."""
    made, usual = (said_on_paper(slug, one) for one in (case, USUAL))
    compare_case(file_regression, slug, case, "report.txt", made=made, usual=usual)


@cache
def said_on_paper(slug: str, case: str) -> bytes:
    """Read the words of a paper, page by page."""
    return ("\n\f\n".join(text_of(message_of(slug, case).pdf or b"")) + "\n").encode()


@pytest.mark.parametrize(("slug", "number"), [*((slug, 1) for slug in SLUGS), ("nysdoh-quarterly", 2)])
def test_a_page_looks_as_it_did(slug: str, number: int, file_regression: FileRegressionFixture):
    """The first page of each report, and one to be signed: words alone do not tell where they stand."""
    page = pictures_of(CASES["amended"](slug), dots_per_inch=60)[number - 1]
    golden = FOLDER / slug / "amended" / f"page-{number}.png"
    file_regression.check(page, extension=".png", fullpath=golden, binary=True)


@pytest.mark.parametrize("text", ["شرطة القرية", "Ω", "→", "\ufffd", "é", "#panic(1) $x$ *b* @ref <label> // \\"])
def test_most_signs_keep_the_promise_and_no_markup_is_obeyed(text: str):
    assert b"pdfuaid" in (rendered(a_report(agency=text)).pdf or b"")


def test_a_long_word_is_copied_from_paper_as_it_is():
    agency, contact = "Saratoga-Schenectady-Rensselaer Police", "naloxone.orders@hudson-regional-ems.example.org"
    pdf = rendered(a_report("supplier", agency=agency, contact=contact)).pdf or b""
    text = "".join(text_of(pdf))
    assert (contact in text, agency.split(maxsplit=1)[0] in text, "\u200b" in text) == (True, True, False)
    pypdf = pytest.importorskip("pypdf")
    assert pypdf.PdfReader(BytesIO(pdf)).metadata.author == f"{agency} · Leave-Behind Naloxone Program"


def test_typst_markup_in_a_name_is_only_a_name():
    assert "#panic(1) $x$ *b*" in words(a_relabelled_report("nysdoh-quarterly", ("#panic(1) $x$ *b*", "plain")))


@pytest.mark.parametrize(("message", "edition", "count"), [(a_report(), 1, 2), (an_amended_report(), 2, 3)])
def test_a_usual_quarter_fits_on_few_pages_that_are_named(message: ReportMessage, edition: int, count: int):
    pages = text_of(rendered(message).pdf or b"")
    assert len(pages) == count
    assert "Signature" in pages[-1]
    for number, page in enumerate(pages, 1):
        assert f"nysdoh-quarterly, 2026-Q3, edition {edition}" in page
        assert f"Page {number} of {count}" in page


def test_the_last_row_of_a_long_table_is_there():
    text = words(a_large_report())
    assert "Unit 300, Division of Patrol" in text
    assert all(f"Unit {number:03d}, Division" in text for number in range(1, 301))
    assert "Sign-off" in text


def test_hostile_names_are_set_as_they_are():
    text = words(CASES["hostile"]("nysdoh-quarterly"))
    assert "<script>alert(\"1\")</script> & 'quotes'" in text.replace("</ script>", "</script>")
    assert {"شرطة", "القرية"} <= {*text.split()}
    assert "turned \ufffdgnp.exe" in text
    assert "W" * 120 in "".join(text.split())
    assert "Harbor" in text  # its emoji are in no font: a box stands for each


def test_names_that_are_long_are_there_to_their_end():
    text = "".join(words(a_relabelled_report("nysdoh-quarterly", ("W" * 119 + "X", "b"))).split())
    assert "WX" in text


@pytest.mark.parametrize(("slug", "is_signed"), [(slug, slug.startswith("ny")) for slug in SLUGS])
def test_only_a_health_departments_paper_is_signed_by_hand(slug: str, is_signed: bool):
    message = a_report(slug, checked=Checked(by="R. Rivera", on=MADE_AT.date()))
    text = words(message)
    assert text.count("Printed name Role Signature Date") == (2 if is_signed else 0)
    assert "Rivera" not in text.partition("Sign-off")[2].partition("Kit: ")[0]


def test_a_preview_is_not_to_be_signed():
    assert "Sign-off" not in words(a_preview())


def test_a_paper_does_not_pretend():
    assert "not the official form: check against it" in words(a_report())
    assert "PRELIMINARY" in words(a_preview())
    assert "5 records are still being checked and are not included." in words(a_report(excluded={"held": 5}))
    assert "Marine Unit" in words(a_report())


def test_an_amended_paper_says_what_changed_and_why():
    text = words(an_amended_report())
    assert "It replaces edition 1, made on Oct 5, 2026. Since then: 1 distribution was added." in text
    assert re.search(r"Kits distributed 405 412", text)
    assert "All other figures of Q3 2026 are unchanged." in text


def test_no_name_reaches_a_log(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        rendered(CASES["hostile"]("supplier"))
    assert not [name for name in HOSTILE if name in caplog.text]


def test_reports_can_be_made_side_by_side():
    with ThreadPoolExecutor(4) as threads:
        papers = set(threads.map(lambda _: rendered(a_report()).pdf, range(12)))
    assert len(papers) == 1


@pytest.mark.parametrize(
    ("slug", "items", "heads"),
    [
        ("nysdoh-quarterly", ("Kit",), "Where Lot Expires On hand"),
        ("nysdoh-quarterly", ("Kit", "Strip"), "Where and what Lot Expires On hand"),
        ("supplier", ("Kit",), "Lot Expires On hand"),
        ("supplier", ("Kit", "Strip"), "What Lot Expires On hand"),
    ],
)
def test_a_lot_says_no_more_than_tells_it_apart(slug: str, items: tuple[str, ...], heads: str):
    lots = tuple({"location": "Central", "item": item, "lot": "A1", "expires_on": None, "on_hand": 4} for item in items)
    said = build_document(a_report(slug, lots=lots, trends=()), {})["sections"]
    sheets = [sheet for section in said for column in section for sheet in column]
    (sheet,) = [sheet for sheet in sheets if sheet["title"].startswith("Lots on hand")]
    assert " ".join(sheet["heads"]) == heads
    assert all(len(row) == len(sheet["heads"]) for row in sheet["rows"])


def test_a_list_of_thousands_is_cut_on_paper():
    text = words(a_large_report(count=301))
    assert text.count("300 of 301 shown; the rest is in the attached workbook.") == 3  # the table, the lots, the units
    assert "301 shown" not in words(a_large_report())
