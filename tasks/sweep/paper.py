"""The words of a paper, which its fonts number as they like: searched byte by byte it would seem empty."""

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject

_PDF = b"%PDF-"


def is_paper(content: bytes) -> bool:
    """Tell whether some bytes are a PDF."""
    return content.startswith(_PDF)


def read_paper(content: bytes) -> Iterator[bytes]:
    """Read the words of a PDF and what it says of itself; of anything else, nothing."""
    if not is_paper(content):
        return
    from pypdf import PdfReader  # noqa: PLC0415 - a tenth of a second that only a paper needs
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        paper = PdfReader(BytesIO(content))
        words = [*map(read_page, paper.pages), *map(str, (paper.metadata or {}).values())]
    except PyPdfError:
        return
    yield "\n".join(words).encode()


def read_page(page: "PageObject") -> str:
    """Read the words of a page: what it does with text is read at once, where it is written as usual."""
    from pypdf.generic import ContentStream, NameObject  # noqa: PLC0415

    from tasks.sweep.paper_operations import NotRead, read_operations  # noqa: PLC0415

    written = page.get_contents()
    with suppress(NotRead):
        if written is not None:
            read = read_operations(written.get_data())

            class AlreadyRead(ContentStream):
                operations = property(lambda _: read)

            page[NameObject("/Contents")] = AlreadyRead(written, page.pdf, "bytes")
    return page.extract_text()
