"""What a page of a paper does with text, read in one go: byte by byte it takes pypdf most of the time of a search.

Read are pages written as typst and most others write them. Of any other nothing is read here, and pypdf reads it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pypdf.generic import ArrayObject, NameObject

NEAR = 40
"""By fewer thousandths of the font's size letters are only moved apart: no font has so narrow a space."""

_INNER = rb"\([^()\\]*(?:\\.[^()\\]*)*\)"
_STRING = rb"\([^()\\]*(?:(?:\\.|%s)[^()\\]*)*\)" % _INNER
_NUMBER = rb"[+-]?(?:\d+\.?\d*|\.\d+)"
_ARRAY = rb"\[[-+.\d\s]*(?:%s[-+.\d\s]*)*\]" % _STRING
_DICTIONARY = rb"<<[^<>()]*(?:%s[^<>()]*)*>>" % _STRING
_TOKEN = re.compile(
    rb"\s*(?:(?P<number>%s)|(?P<name>/[^\s/()<>\[\]{}%%]*)|(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*)"
    rb"|(?P<array>%s)|(?P<string>%s)|(?P<dictionary>%s))" % (_NUMBER, _ARRAY, _STRING, _DICTIONARY),
    re.DOTALL,
)
_IN_ARRAY = re.compile(rb"(%s)|(%s)" % (_STRING, _NUMBER), re.DOTALL)
_ESCAPED = re.compile(rb"\\(?:[0-7]{1,3}|.)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"(": b"(", b")": b")", b"\\": b"\\"}

_OF_TEXT = frozenset({b"BT", b"ET", b"q", b"Q", b"cm", b"Tz", b"Tc", b"Tw", b"TL", b"Tf", b"Td", b"TD", b"Tm", b"T*",
                      b"Tj", b"TJ", b"'", b'"', b"Do"})  # fmt: skip
_PICTURE = b"BI"
_BYTES = 256

Operation = tuple[list[Any], bytes]


class NotRead(Exception):
    """The page is written in another way."""


def read_operations(content: bytes) -> list[Operation]:
    """Read the operations of a page that show text, or say where.

    Raises:
        NotRead: it holds something that isn't read here.
    """
    operations: list[Operation] = []
    operands: list[Any] = []
    end = 0
    for found in _TOKEN.finditer(content):
        if found.start() != end:
            raise NotRead
        end = found.end()
        operator = found["operator"]
        if operator is None:
            operands.append(_read_operand(found))
        elif operator == _PICTURE:
            raise NotRead
        else:
            if operator in _OF_TEXT:
                operations.append((operands, operator))
            operands = []
    if content[end:].strip():
        raise NotRead
    return operations


def _read_operand(found: re.Match[bytes]) -> Any:
    written = found[found.lastgroup or 0]
    match found.lastgroup:
        case "number":
            return float(written)
        case "array":
            return ArrayObject(_read_array(written))
        case "string":
            return _read_string(written)
        case "name" if b"#" not in written:
            return NameObject(written.decode("latin-1"))
        case "dictionary":
            return None  # it says what the text is of, and no operation above has one
    raise NotRead


def _read_array(written: bytes) -> Iterator[bytes | float]:
    """Read what is shown, and by how much it is moved in between; what stands near each other is one."""
    near: list[bytes] = []
    moved: list[float] = []
    for string, number in _IN_ARRAY.findall(written):
        if string:
            near.append(_read_string(string))
        elif abs(move := float(number)) < NEAR:
            moved.append(move)
        else:
            yield from _put_together(near, moved)
            yield move
            near, moved = [], []
    yield from _put_together(near, moved)


def _put_together(near: list[bytes], moved: list[float]) -> Iterator[bytes | float]:
    if near:
        yield b"".join(near)
    yield from moved


def _read_string(written: bytes) -> bytes:
    string = written[1:-1]
    return _ESCAPED.sub(lambda found: _read_escape(found[0]), string) if b"\\" in string else string


@lru_cache
def _read_escape(written: bytes) -> bytes:
    sign = written[1:]
    if sign.isdigit() and int(sign, 8) < _BYTES:
        return bytes([int(sign, 8)])
    if sign not in _SIGNS:
        raise NotRead
    return _SIGNS[sign]
