"""Text as a search compares it: what is drawn alike is alike, and what nobody sees makes no difference.

It is one form for what is searched and for what is looked for, wherever that stands: in files, in names, at the head of
a mail, in what a paper or a workbook says of itself.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from unicodedata import combining, normalize

from schemas.plain_text import to_plain_text
from tasks.sweep.pairs import find_pairs, mark_pairs

_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1C), 0x7F])
_SPACES = b"\t\n\v\f\r\x1c\x1d\x1e\x1f_+"
"""What ends a word; in names of files and in addresses `_` and `+` stand for a space."""

_SEEN = bytes(range(256)).lower().translate(bytes.maketrans(_SPACES + b"`", b" " * len(_SPACES) + b"'"))
_WIDE_SPACE = re.compile(rb"  +")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4", "'"))
_LETTERS = re.compile(rb"[\x80-\xfd]+")
_OFTEN = 32
"""Letters of so many bytes at most follow each other again and again."""

_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
    rb"|[\x80-\xfd]"  # of a text that isn't UTF-8
)
_UNSEEN = re.compile(
    rb"\xc2[\x80-\xa0\xad]|\xcd\x8f|\xd8\x9c|\xe1(?:\x85[\x9f\xa0]|\x9a\x80|\x9e[\xb4\xb5]|\xa0[\x8b-\x8f])"
    rb"|\xe2(?:\x80[\x80-\x9f\xa8-\xaf]|\x81[\x9f-\xaf]|\x88\x92|\xa0\x80)|\xe3(?:\x80\x80|\x85\xa4)"
    rb"|\xef(?:\xb8[\x80-\x8f]|\xb9[\x98\xa3]|\xbb\xbf|[\xbc\xbd][\x80-\xbf]|\xbe\xa0|\xbf[\xb0-\xbb])"
    rb"|\xf0(?:\x9b\xb2[\xa0-\xa3]|\x9d\x85[\xb3-\xba])|\xf3\xa0[\x80-\xbf]{2}"
)
"""In UTF-8, what plain text leaves out, its kinds of space and hyphen, curly marks and wide letters."""

_BEGINNINGS = mark_pairs(
    (first, second)
    for first, seconds in {
        0xC2: (*range(0x80, 0xA1), 0xAD), 0xCD: (0x8F,), 0xD8: (0x9C,), 0xE1: (0x85, 0x9A, 0x9E, 0xA0),
        0xE2: (0x80, 0x81, 0x88, 0xA0), 0xE3: (0x80, 0x85), 0xEF: (0xB8, 0xB9, 0xBB, 0xBC, 0xBD, 0xBE, 0xBF),
        0xF0: (0x9B, 0x9D), 0xF3: (0xA0,),
    }.items()
    for second in seconds
)  # fmt: skip
"""With which two bytes they begin: most content has none of them."""

_REACH = 512
"""So far from what isn't seen nobody's name begins."""

_BREAK = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def fold_text(content: bytes) -> bytes:
    """Fold a text: small letters without marks, single spaces and plain hyphens, nothing that isn't seen.

    Args:
        content: in UTF-8; what isn't is taken for the letters of Windows.
    """
    seen = content.translate(_SEEN, _CONTROLS)
    if not seen.isascii():
        seen = _LETTERS.sub(_fold_found, seen)
    return _WIDE_SPACE.sub(b" ", seen.replace(b"&nbsp;", b" "))


def remove_unseen(content: bytes) -> bytes:
    """Remove from a text what isn't seen; lines, spaces and letters stay as they are."""
    seen = content.translate(None, _CONTROLS)
    if seen.isascii() or not find_pairs(seen, _BEGINNINGS):
        return seen
    return _UNSEEN.sub(lambda found: found[0] if _fold_letter(found[0]) else b"", seen)


def fold_near_unseen(content: bytes) -> Iterator[bytes]:
    """Fold the text around each sign that isn't seen, in bytes that are mostly no text."""
    end = 0
    for at in find_pairs(content, _BEGINNINGS):
        if at >= end and (found := _UNSEEN.match(content, at)):
            before = _BREAK.split(content[max(0, found.start() - _REACH) : found.start()])[-1]
            after = _BREAK.split(content[found.start() : found.end() + _REACH], maxsplit=1)[0]
            end = found.start() + len(after)
            yield fold_text(before + after)


def _fold_found(found: re.Match[bytes]) -> bytes:
    return _fold_again(found[0]) if len(found[0]) <= _OFTEN else _fold_letters(found[0])


def _fold_letters(encoded: bytes) -> bytes:
    """Fold letters that aren't ASCII and follow each other."""
    return b"".join(map(_fold_letter, _LETTER.findall(encoded)))


_fold_again = lru_cache(10_000)(_fold_letters)


@cache
def _fold_letter(encoded: bytes) -> bytes:
    """Fold a letter that isn't ASCII; a mark above or below one leaves nothing."""
    plain = to_plain_text(f"0{_decode(encoded)}0")[1:-1].translate(_APOSTROPHES)
    letters = "".join(one for one in normalize("NFKD", plain) if not combining(one))
    return letters.casefold().encode().translate(_SEEN)


def _decode(encoded: bytes) -> str:
    try:
        return encoded.decode()
    except UnicodeDecodeError:
        return encoded.decode("cp1252", "replace")
