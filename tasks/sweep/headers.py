"""What the lines at the head of a mail and of its parts say: encoded words (RFC 2047), and file names (RFC 2231).

They are read wherever such a line stands, and more leniently than mail programs do: a head may be quoted in a text.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from urllib.parse import unquote_to_bytes

_BEGINNING = r"=\?[^?\s]{1,80}\?[bq]\?"
_WORD = rf"{_BEGINNING}[^?]*\?="
_NUMBERED = r"\b(\w{1,40})\*(?:(\d{1,3})(\*?))?\s*="
_MARK = re.compile(rf"{_BEGINNING}|;\s*{_NUMBERED}".encode(), re.IGNORECASE)
"""Where something is encoded: the beginning of a word, or of a piece of a file's name."""

_STARRED = re.compile(rb"\*\d{0,3}\*?\s*=")
_FOLD = re.compile(rb"\r?\n(?:[ \t]+|(?==\?|[\w-]{1,40}\*\d{1,3}\*?=))")
"""Where a line goes on; one whose spaces were lost, as where it was quoted, too."""

_WORDS = re.compile(rf"{_WORD}(?:\s*{_WORD}){{0,99}}", re.IGNORECASE)
_PIECE = re.compile(rf'{_NUMBERED}\s*(?:"([^"]*)"|([^;\s]*))', re.ASCII)


def read_headers(content: bytes) -> Iterator[bytes]:
    """Read the lines of a text in which words or file names are encoded, as people see them, and not the others."""
    if b"=?" not in content and not _STARRED.search(content):
        return
    for line in _FOLD.sub(b" ", content).split(b"\n"):
        if _MARK.search(line):
            words = _WORDS.sub(lambda found: _decode_words(found[0]), line.decode("utf-8", "replace"))
            yield "\n".join([words, *_join_pieces(words)]).encode("utf-8", "replace")


def _decode_words(written: str) -> str:
    """Decode words that follow each other: the space between them does not count, and a letter may lie in two."""
    try:
        decoded = decode_header(written)
    except HeaderParseError:
        return written
    return "".join(word if isinstance(word, str) else _decode(word, charset or "") for word, charset in decoded)


def _join_pieces(line: str) -> Iterator[str]:
    """Join the pieces in which a file's name is written, by their numbers; the first one may begin with a charset."""
    pieces: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    for name, number, is_encoded, quoted, plain in _PIECE.findall(line):
        written = (quoted or plain).encode("utf-8", "replace")
        pieces[name].append((int(number or 0), written if number and not is_encoded else unquote_to_bytes(written)))
    for numbered in pieces.values():
        joined = b"".join(piece for _, piece in sorted(numbered))
        yield _decode(joined, "")
        charset, _, value = joined.partition(b"'")
        if value:
            yield _decode(value.partition(b"'")[2], charset.decode("ascii", "replace"))


def _decode(encoded: bytes, charset: str) -> str:
    """Decode what is in some charset, behind which a language may be named; in none that is known, as UTF-8."""
    try:
        return encoded.decode(charset.partition("*")[0] or "utf-8", "replace")
    except (LookupError, ValueError):
        return encoded.decode("utf-8", "replace")
