"""The papers by those rules of PDF/UA-1 that a machine can check: tags, language, title, order, fonts, descriptions.

Typst refuses to make a PDF/UA file that breaks the rules it knows; these are read back from the file by another
library. Whether tags make sense is for people with a screen reader to say, and no promise is made for them.
"""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

import pytest

from tests.support.cases_messages import EVERY, SLUGS, message_of

pypdf = pytest.importorskip("pypdf", reason="a pdf is read back by pypdf")

USUAL = "amended"
PAPERS = [(slug, case) for slug, case in EVERY if slug in SLUGS and (slug == SLUGS[0] or case == USUAL)]
"""Every case of one report, and the fullest of the others: what sets them is the same."""

WITHOUT_A_PROMISE = "hostile"
"""Its emoji is in no font: the paper is tagged all the same, and does not call itself PDF/UA."""


@cache
def opened(slug: str, case: str) -> Any:
    return pypdf.PdfReader(BytesIO(message_of(slug, case).pdf or b""))


def elements(node: Any) -> Iterator[Any]:
    """The tags of the tree below a node, in the order in which they are read."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def tags(pdf: Any) -> list[Any]:
    return list(elements(pdf.trailer["/Root"]["/StructTreeRoot"]))


def named(name: str, among: Any) -> list[Any]:
    return [element for element in among if element["/S"] == name]


@pytest.mark.parametrize(("slug", "case"), PAPERS)
def test_it_says_its_language_and_that_it_is_tagged(slug: str, case: str):
    root = opened(slug, case).trailer["/Root"]
    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/Suspects" not in root["/MarkInfo"] or root["/MarkInfo"]["/Suspects"].value is False


@pytest.mark.parametrize(("slug", "case"), PAPERS)
def test_it_has_a_title_of_its_own_and_shows_it(slug: str, case: str):
    pdf = opened(slug, case)
    assert slug in pdf.metadata.title
    if case != WITHOUT_A_PROMISE:
        assert pdf.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"].value is True


@pytest.mark.parametrize(("slug", "case"), PAPERS)
def test_it_promises_what_it_keeps_and_no_more(slug: str, case: str):
    xmp = opened(slug, case).trailer["/Root"]["/Metadata"].get_object().get_data()
    assert (b"<pdfuaid:part>1</pdfuaid:part>" in xmp) is (case != WITHOUT_A_PROMISE)


@pytest.mark.parametrize(("slug", "case"), PAPERS)
def test_every_text_is_tagged_or_said_to_be_decoration(slug: str, case: str):
    pdf = opened(slug, case)
    for page in pdf.pages:
        depth = 0
        for _, operator in pypdf.generic.ContentStream(page.get_contents(), pdf).operations:
            depth += (operator in {b"BDC", b"BMC"}) - (operator == b"EMC")
            assert depth > 0 or operator not in {b"Tj", b"TJ", b"'", b'"', b"Do"}
        assert depth == 0
        assert case == WITHOUT_A_PROMISE or page["/Tabs"] == "/S"


@pytest.mark.parametrize(("slug", "case"), PAPERS)
def test_headings_begin_with_the_title_and_leave_no_level_out(slug: str, case: str):
    levels = [element["/S"] for element in tags(opened(slug, case)) if element["/S"] in {"/H1", "/H2", "/H3"}]
    assert levels[0] == "/H1"
    assert set(levels[1:]) == {"/H2"}


@pytest.mark.parametrize(("slug", "case"), PAPERS)
def test_every_chart_is_described(slug: str, case: str):
    message = message_of(slug, case)
    figures = named("/Figure", tags(opened(slug, case)))
    assert len(figures) == len(message.png)
    assert all(figure["/Alt"].endswith(".") for figure in figures)


@pytest.mark.parametrize(("slug", "case"), PAPERS)
def test_every_table_has_headers_that_say_what_they_head(slug: str, case: str):
    tables = named("/Table", tags(opened(slug, case)))
    assert tables
    for table in tables:
        (head,) = named("/THead", elements(table))
        headers = named("/TH", elements(head))
        assert {attribute["/Scope"] for header in headers for attribute in header["/A"] if "/Scope" in attribute} == {
            "/Column"
        }
        rows = [
            len([cell for cell in elements(row) if cell["/S"] in {"/TH", "/TD"}])
            for row in named("/TR", elements(table))
        ]
        assert set(rows) == {len(headers)}


@pytest.mark.parametrize(("slug", "case"), PAPERS)
def test_every_font_is_in_the_file_and_can_be_read_back(slug: str, case: str):
    fonts = [font.get_object() for page in opened(slug, case).pages for font in page["/Resources"]["/Font"].values()]
    for font in fonts:
        (inner,) = font["/DescendantFonts"]
        assert {"/FontFile2", "/FontFile3"} & inner.get_object()["/FontDescriptor"].keys()
        assert "/ToUnicode" in font
