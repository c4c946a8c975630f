"""What a page shows is read at once and word for word as pypdf reads it, or left to pypdf."""

from io import BytesIO

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from tasks.sweep.paper import is_paper, read_page, read_paper
from tasks.sweep.paper_operations import NotRead, read_operations

SHOWN = "(a) nested (paren), a back\\slash, Zoë, fi and ffi, 518-555-0199, “quoted” — AVAWA To. We"


def a_paper(source: str) -> bytes:
    """A paper as the program makes its own."""
    made = typst.compile(source.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def check_same(paper: bytes) -> None:
    """Check that no word and no space is read in another way."""
    read = [read_page(page) for page in PdfReader(BytesIO(paper)).pages]
    assert read == [page.extract_text() for page in PdfReader(BytesIO(paper)).pages]


@pytest.mark.parametrize(
    "source",
    [
        f'#"{SHOWN}"'.replace("\\", "\\\\"),
        '#set page(height: 5cm)\n#for n in range(40) [Line #n of "Quillon Vantreight" ]',
        "#table(columns: 3, ..range(60).map(n => [cell #n]))",
        "#set text(lang: \"de\", tracking: 3pt)\nspaced *bold* _italic_ $x^2 + sqrt(y)$ `code`",
        "#rotate(90deg)[turned] #scale(50%)[small] #h(3cm) far",
        "שלום and then English",
        "",
    ],
    ids=["signs", "lines and pages", "a table", "spaced and mixed", "turned", "from right to left", "empty"],
)  # fmt: skip
def test_a_paper_is_read_word_for_word(source: str):
    paper = a_paper(source)
    for page in PdfReader(BytesIO(paper)).pages:
        read_operations(page["/Contents"].get_object().get_data())
    check_same(paper)


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60))
def test_whatever_is_printed_is_read_alike(words: str):
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    check_same(a_paper(f'#"{escaped}"'))


def rewrite(content: bytes) -> bytes:
    """Put other operations into a paper of one page."""
    writer = PdfWriter(clone_from=BytesIO(a_paper("Quillon")))
    stream = DecodedStreamObject()
    stream.set_data(content)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"BT /f0 9 Tf (\\000\\001) Tj ET",
        b"BT /f0 9 Tf [(\\000\\001) -900 (\\000\\002) 12.5 (\\000\\003)] TJ ET",
        b"BT /f0 9 Tf 12 TL (\\000\\001) ' 1 2 (\\000\\002) \" T* ET",
        b"q 1 0 0 1 5 5 cm BT /f0 9 Tf 3 .5 TD [ ] TJ [-20 (\\000\\001\\\\\\(\\n)] TJ ET Q",
        b"/Span <</Lang (en (US))>> BDC BT /f0 9 Tf (\\0001) Tj ET EMC",
        b"",
    ],
)
def test_other_operations_are_read_alike(content: bytes):
    read_operations(content)
    check_same(rewrite(content))


@pytest.mark.parametrize(
    "content",
    [
        b"BT <0001> Tj ET",
        b"BT /f0 9 Tf (a) Tj % a comment\nET",
        b"BI /W 1 /H 1 ID x EI",
        b"BT /f#30 9 Tf ET",
        b"BT (a\\777) Tj ET",
        b"BT (a\\q) Tj ET",
        b"BT (a\\\nb) Tj ET",
        b"BT (((deep in) it) it) Tj (((one (more)))) Tj ET",
        b"BT (no end",
        b"BT [(a) /b] TJ ET",
    ],
)
def test_what_is_written_otherwise_is_left_to_pypdf(content: bytes):
    with pytest.raises(NotRead):
        read_operations(content)


def test_what_is_left_to_pypdf_is_read():
    content = b"BT /f0 9 Tf <0001000200030004> Tj % a comment\nET"
    assert next(iter(read_paper(rewrite(content)))).startswith(b"Quil")


def test_only_a_pdf_is_a_paper():
    assert (is_paper(b"%PDF-1.7"), is_paper(b"x%PDF-1.7"), list(read_paper(b"PK\x03\x04"))) == (True, False, [])
