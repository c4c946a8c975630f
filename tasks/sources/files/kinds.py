"""What a file is, by how it begins: its name says little, for people rename what they cannot open."""

import re
from collections.abc import Callable
from typing import NamedTuple

ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_PART = b"xl/workbook.xml"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
"""Where the name of a zip's first part stands, an OpenDocument file has this."""

_PAGE = re.compile(rb"<(!doctype html|html|head|body|meta|table|script)\b", re.IGNORECASE)
_LOOKED_AT = 2000

_GOOGLE = "In Google Sheets open each tab and choose File, Download, Comma Separated Values (.csv)."
_EXCEL = "Open it in Excel and save it as an Excel workbook (.xlsx) or as CSV."


class Kind(NamedTuple):
    """A kind of file that isn't read: how it is known, what it is, and what to do."""

    is_this: Callable[[bytes], bool]
    what: str
    remedy: str


def is_workbook(body: bytes) -> bool:
    """Tell whether a file is an Excel workbook, as far as its first bytes and the names of its parts say."""
    return body.startswith(ZIP) and _WORKBOOK_PART in body and not _is_open_document(body)


def find_unread_kind(body: bytes) -> Kind | None:
    """Find the kind of a file that isn't read; none where it may be text, or is a workbook."""
    return next((kind for kind in _KINDS if kind.is_this(body)), None)


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda body: body.startswith(marks)


def _holds(mark: bytes, word: str) -> Callable[[bytes], bool]:
    """Make a test for a container that begins with a mark and has a part of this name, in UTF-16."""
    return lambda body: body.startswith(mark) and word.encode("utf-16-le") in body


def _is_open_document(body: bytes) -> bool:
    return body.startswith(ZIP) and body[30:100].startswith(_OPEN_DOCUMENT)


def _is_archive_of(part: bytes) -> Callable[[bytes], bool]:
    return lambda body: body.startswith(ZIP) and part in body


def _is_page(body: bytes) -> bool:
    head = _read_head(body)
    return head.startswith(b"<") and _PAGE.search(head) is not None


def _is_google_shortcut(body: bytes) -> bool:
    head = _read_head(body)
    return head.startswith(b"{") and (b'"doc_id"' in head or b"docs.google.com" in head)


def _is_shortcut(body: bytes) -> bool:
    return _read_head(body).startswith((b"[InternetShortcut]", b"[{000214A0"))


def _is_markup(body: bytes) -> bool:
    return _read_head(body).startswith(b"<?xml")


def _is_other_archive(body: bytes) -> bool:
    return body.startswith((b"PK", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!")) and not is_workbook(body)


def _read_head(body: bytes) -> bytes:
    return body[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()


_KINDS = (
    Kind(
        _holds(_OLE, "EncryptedPackage"),
        "is an Excel workbook with a password",
        "Open it in Excel, remove the password (File, Info), and save it; or save it as CSV.",
    ),
    Kind(_begins(_OLE), "is an old Excel workbook (.xls), which isn't read", _EXCEL),
    Kind(
        _is_open_document,
        "is an OpenDocument file (.ods), which isn't read",
        "Open it in LibreOffice and save it as an Excel workbook (.xlsx) or as CSV.",
    ),
    Kind(_is_archive_of(b"xl/workbook.bin"), "is an Excel binary workbook (.xlsb), which isn't read", _EXCEL),
    Kind(
        _is_archive_of(b"Index/Document.iwa"),
        "is a Numbers spreadsheet, which isn't read",
        "Open it in Numbers and choose File, Export To, CSV.",
    ),
    Kind(_is_archive_of(b"word/document.xml"), "is a Word document", "Put the exported CSV file there instead."),
    Kind(
        _is_other_archive,
        "is an archive (.zip), as Google Forms downloads its answers",
        "Unpack it, and put the CSV file that is in it into the program's folder.",
    ),
    Kind(_begins(b"%PDF-"), "is a PDF document, not a table", f"A PDF can't be read. {_GOOGLE}"),
    Kind(
        _is_google_shortcut,
        "is a shortcut to a Google Sheet, which holds none of its rows",
        f'{_GOOGLE} Or read the Sheet itself, with source.kind = "google-sheet".',
    ),
    Kind(_is_shortcut, "is a shortcut, which holds no rows", "Put the exported file itself there."),
    Kind(
        _is_page,
        "is a web page (HTML), not a table: often the page that asks to sign in",
        f"Sign in first. {_GOOGLE}",
    ),
    Kind(_is_markup, "is an XML file, which isn't read", _EXCEL),
    Kind(
        _begins(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf"),
        "is a picture or a document, not a table",
        "Put the exported CSV file there instead.",
    ),
)
"""In order: what is told more exactly stands first."""
