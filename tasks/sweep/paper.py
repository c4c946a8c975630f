"""The words of a paper, which its fonts number as they like: searched byte by byte it would seem empty."""

from collections.abc import Iterator
from io import BytesIO

_PDF = b"%PDF-"


def read_paper(content: bytes) -> Iterator[bytes]:
    """Read the words of a PDF and what it says of itself; of anything else, nothing."""
    if not content.startswith(_PDF):
        return
    from pypdf import PdfReader  # noqa: PLC0415 - a tenth of a second that only a paper needs
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        paper = PdfReader(BytesIO(content))
        words = [*(page.extract_text() for page in paper.pages), *map(str, (paper.metadata or {}).values())]
    except PyPdfError:
        return
    yield "\n".join(words).encode()
