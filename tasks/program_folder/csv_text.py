"""The text of a CSV file, in whichever encoding a spreadsheet saved it."""

import codecs
import re

_SEPARATOR_LINE = re.compile(r'\s*"?sep=(?P<separator>[^\w\s"]|\t)"?\s*', re.IGNORECASE)
"""The first line that tells Excel which mark separates the cells."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"
"""What no text holds; Windows-1252 would take nearly any other file for text."""


def decode_csv(body: bytes) -> str | None:
    """Decode a CSV file: UTF-8, UTF-16 with its mark, or Windows-1252; none where it isn't text."""
    text = None
    wide = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = body.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if not wide and body[: error.start].isascii():  # else it is UTF-8 that was cut off or damaged
            text = _decode_windows(body)
    return None if text is None or "\0" in text else text


def find_separator_line(text: str) -> str | None:
    """Find the mark that a first line such as `sep=;` names."""
    first = re.split(r"[\r\n]", text[:20], maxsplit=1)[0]
    found = _SEPARATOR_LINE.fullmatch(first)
    return found["separator"] if found else None


def _decode_windows(body: bytes) -> str | None:
    if body.translate(None, _CONTROLS) != body:
        return None
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        return None
