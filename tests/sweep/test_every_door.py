"""A name is found behind every door, however it is written there: one form is compared for all of them."""

import io
import sqlite3
import tarfile
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from quopri import encodestring
from unicodedata import normalize
from urllib.parse import quote

import pytest
from openpyxl import Workbook
from pypdf import PdfWriter

from tasks.sweep.search import Search

PERSON = "Zoë O'Vantreight"
NOISE = "so much for that. "

WRITTEN: dict[str, str] = {
    "as it is": PERSON,
    "with letters of no width": "Zo\u200bë O'Van\u200btrei\u2060ght",
    "with soft hyphens": "Zoë O'Van\u00adtrei\u00adght",
    "with marks of direction": "\u202aZoë\u202c \u200eO'Vantreight",
    "with a hard space": "Zoë\u00a0O'Vantreight",
    "with a space of no width": "Zoë\u200b \u200bO'Vantreight",
    "with several spaces": "Zoë \u2003 O'Vantreight",
    "with a letter in two": normalize("NFD", PERSON),
    "without a mark": "Zoe O'Vantreight",
    "with a curly mark": "Zoë O’Vantreight",
    "in mixed letter case": "zoË o'VANtreight",
    "in wide letters": "".join(chr(ord(one) + 0xFEE0) if "A" <= one <= "z" else one for one in PERSON),
}  # fmt: skip


def in_archive(words: str, method: int, *, is_name: bool) -> bytes:
    """Put words into an archive, or call its member so."""
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w", method) as archive:
            archive.writestr(words if is_name else "it.txt", NOISE if is_name else words)
        return file.getvalue()


def comment_member(words: str) -> bytes:
    """Put words into what is noted of a member of an archive."""
    with io.BytesIO() as file:
        with zipfile.ZipFile(file, "w") as archive:
            member = zipfile.ZipInfo("it.txt")
            member.comment = words.encode()
            archive.writestr(member, NOISE)
            archive.comment = NOISE.encode()
        return file.getvalue()


def in_gzip(words: str) -> bytes:
    """Call what is compressed so."""
    return b"\x1f\x8b\x08\x08" + bytes(6) + words.encode() + b"\0" + zlib.compress(NOISE.encode(), wbits=-15)


def in_tar(words: str, *, is_name: bool) -> bytes:
    """Put words into a tar archive, or call its member so."""
    with io.BytesIO() as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            member, content = tarfile.TarInfo(words if is_name else "it"), (NOISE * 9 + words).encode()
            member.size = len(content)
            archive.addfile(member, io.BytesIO(NOISE.encode() * len(content) if is_name else content))
        return file.getvalue()


def in_workbook(words: str, *, is_property: bool) -> bytes:
    """Put words into a cell of a workbook, or into what it says of itself."""
    book = Workbook()
    if is_property:
        book.properties.creator = words
    else:
        book.active["B2"] = words
    with io.BytesIO() as file:
        book.save(file)
        return file.getvalue()


def in_paper(words: str) -> bytes:
    """Put words into what a PDF says of itself."""
    paper = PdfWriter()
    paper.add_metadata({"/Author": words})
    with io.BytesIO() as file:
        paper.write(file)
        return file.getvalue()


def in_database(words: str) -> bytes:
    """Put words into a cell of a database."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table kept (it)")
        connection.execute("insert into kept values (?)", [words])
        connection.commit()
        return connection.serialize()


def in_head(words: str) -> str:
    """Encode words for the head of a mail, over two lines."""
    encoded = words.encode()
    first, last = (b64encode(part).decode() for part in (encoded[:5], encoded[5:]))
    return f"Date: today\r\nSubject: =?utf-8?b?{first}?=\r\n =?utf-8?b?{last}?=\r\nX-It: so\r\n\r\n{NOISE}\r\n"


def quote_lines(text: str, mark: str) -> str:
    """Quote a text, as an answer to it does."""
    return "\n".join(["They wrote:", *(f"{mark}{line}" for line in text.splitlines()), ""])


DOORS: dict[str, Callable[[str], bytes]] = {
    "a text": str.encode,
    "UTF-16": lambda words: f"{NOISE}{words}".encode("utf-16"),
    "UTF-16 without a mark": lambda words: f"{NOISE * 9}{words}".encode("utf-16-be"),
    "UTF-32": lambda words: f"{NOISE}{words}".encode("utf-32"),
    "an address": lambda words: quote(words).encode(),
    "a form": lambda words: quote(words).replace("%20", "+").encode(),
    "a page": lambda words: words.encode("ascii", "xmlcharrefreplace"),
    "a mail": lambda words: encodestring(f"{NOISE}{words}".encode()),
    "a mail's head": lambda words: in_head(words).encode(),
    "a head that is quoted": lambda words: quote_lines(in_head(words), "> ").encode(),
    "a head quoted without a space": lambda words: quote_lines(in_head(words), ">").encode(),
    "a head quoted twice": lambda words: quote_lines(quote_lines(in_head(words), "> "), "> ").encode(),
    "a head quoted by bars": lambda words: quote_lines(in_head(words), "| ").encode(),
    "a head in UTF-16": lambda words: in_head(words).encode("utf-16"),
    "a head behind a zero": lambda words: b"X-Was:\0\r\n" + in_head(words).encode(),
    "a head behind a block of zeros": lambda words: b"X-Was:" + bytes(512) + b"\n" + in_head(words).encode(),
    "a head with a zero in it": lambda words: in_head(words).replace("utf-8", "ut\0f-8", 1).encode(),
    "an attachment's name": lambda words: f"Content-Disposition: it; filename*=utf-8''{quote(words)}".encode(),
    "an archive": lambda words: in_archive(f"{NOISE * 9}{words}", zipfile.ZIP_DEFLATED, is_name=False),
    "a member that is stored": lambda words: in_archive(in_head(words), zipfile.ZIP_STORED, is_name=False),
    "a member's name": lambda words: in_archive(words, zipfile.ZIP_DEFLATED, is_name=True),
    "a member's name, encoded": lambda words: in_archive(quote(words), zipfile.ZIP_DEFLATED, is_name=True),
    "a member's comment": comment_member,
    "the name of what is gzipped": in_gzip,
    "a tar archive": lambda words: in_tar(words, is_name=False),
    "a name in a tar archive": lambda words: in_tar(words, is_name=True),
    "a cell": lambda words: in_workbook(words, is_property=False),
    "a workbook's property": lambda words: in_workbook(words, is_property=True),
    "a paper's property": in_paper,
    "a database": in_database,
    "bytes that aren't a text": lambda words: bytes(range(32)) * 99 + words.encode() + bytes(99),
}
READ_IN_TEXTS_ONLY = {"with a letter in two", "in mixed letter case"}

NAMES: dict[str, Callable[[str], str]] = {
    "as it is": lambda words: f"notes/{words}.txt",
    "by signs of an address": lambda words: f"notes/{quote(words)}.txt",
    "with low lines": lambda words: f"notes/{words.replace(' ', '_')}.txt",
    "as an encoded word": lambda words: f"=?utf-8?q?{encodestring(words.encode()).decode().replace(' ', '_')}?=.eml",
    "with its charset": lambda words: f"utf-8''{quote(words)}.pdf",
    "in two lines": lambda words: f"notes/{words.replace(' ', chr(10))}",
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_a_name_is_found_behind_every_door(door: Callable[[str], bytes]):
    search = Search(["Nobody Whatsoever", PERSON])
    missed = {how for how, words in WRITTEN.items() if [hit.line for hit in search.look(door(words))] != [2]}
    assert missed == (READ_IN_TEXTS_ONLY if door is DOORS["bytes that aren't a text"] else set())


@pytest.mark.parametrize("write", NAMES.values(), ids=NAMES)
def test_a_file_s_name_is_read_like_a_text(write: Callable[[str], str]):
    search = Search(["Nobody Whatsoever", PERSON])
    assert [
        how for how, words in WRITTEN.items() if [hit.line for hit in search.look_at_name(write(words))] != [2]
    ] == []
