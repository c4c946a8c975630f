"""Base64 and hexadecimal digits in some bytes: runs of them in a text, and what is attached to a mail, in lines."""

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

SHORTEST_RUN = 24

_IS_OF_RUN = bytes(chr(sign).isascii() and (chr(sign).isalnum() or chr(sign) in "+/_-") for sign in range(256))
"""Makes a byte 1 where it may stand in a run, and else 0."""

_LONG_ENOUGH = b"\1" * SHORTEST_RUN
_HEX = re.compile(rb"[0-9A-Fa-f]+")
_WHOLE_LINES = (64, 72, 76)
"""So long are the lines of base64: in a text they are joined anyway, and decoded as one."""

_LINES = b"|".join(rb"(?:[A-Za-z0-9+/]{%d}\r?\n){4,}+" % length for length in _WHOLE_LINES)
_BLOCK = re.compile(rb"\n\r?\n((?:%s)(?:[A-Za-z0-9+/]{1,76}={0,2})?)(?=\r?\n|--|\Z)" % _LINES)


class TakenOut(NamedTuple):
    """Some bytes without what is attached to them, each attachment as one line, and what these lines hold."""

    rest: bytes
    lines: list[bytes]
    decoded: list[bytes]


def take_out_attachments(content: bytes) -> TakenOut:
    """Take out what stands between empty lines as base64: once it is decoded, nobody need read it in other ways."""
    taken, kept, at = TakenOut(content, [], []), [], 0
    for found in _BLOCK.finditer(content):
        line = found[1].replace(b"\r", b"").replace(b"\n", b"")
        if len(line) % 4 == 0 and not _HEX.fullmatch(line):
            kept.append(content[at : found.start(1)])
            at = found.end()
            taken.lines.append(line)
            taken.decoded.append(base64.b64decode(line))
    return taken._replace(rest=b"".join([*kept, content[at:]])) if kept else taken


def decode_runs(content: bytes, *, is_text: bool) -> Iterator[bytes]:
    """Decode long runs of base64 and of hexadecimal digits: what they hold may be packed again."""
    is_of_run = content.translate(_IS_OF_RUN)
    end = 0
    while (start := is_of_run.find(_LONG_ENOUGH, end)) >= 0:
        end = is_of_run.find(b"\0", start + SHORTEST_RUN)
        end = len(content) if end < 0 else end
        if not (is_text and _is_whole_line(content, start, end)):
            yield from _decode_run(content[start:end])


def _is_whole_line(content: bytes, start: int, end: int) -> bool:
    """Tell whether a run is as long as lines of base64 are, and ends one."""
    after = content[end : end + 3]
    padding = len(after[:2]) - len(after[:2].lstrip(b"="))
    return end - start + padding in _WHOLE_LINES and after[padding : padding + 1] in (b"\r", b"\n")


def _decode_run(run: bytes) -> Iterator[bytes]:
    run = run.replace(b"-", b"+").replace(b"_", b"/")
    with suppress(binascii.Error):
        yield base64.b64decode(run + b"=" * (-len(run) % 4))
    if len(run) % 2 == 0 and _HEX.fullmatch(run):
        yield bytes.fromhex(run.decode())
