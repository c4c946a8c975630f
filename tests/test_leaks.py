"""The scanner of the canary test finds a word however it is written, and whatever it is packed in."""

import base64
import bz2
import gzip
import hashlib
import json
import lzma
import quopri
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing
from email.message import EmailMessage
from io import BytesIO

import pytest
from openpyxl import Workbook

from tests.support.leaks import Canaries

NOISE = b"Some words that stand before and after it, long enough to be squeezed.\n" * 40


def zip_up(content: bytes) -> bytes:
    """Pack it into an archive."""
    with BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner.txt", content)
        return file.getvalue()


def as_cell(content: bytes) -> bytes:
    """Put it into a database, in a cell that is longer than a page."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table kept (it blob)")
        connection.execute("insert into kept values (?)", [content])
        connection.commit()
        return connection.serialize()


def as_mail(content: bytes) -> bytes:
    """Send it by mail."""
    message = EmailMessage()
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename="inner")
    return message.as_bytes()


def as_picture(content: bytes) -> bytes:
    """Draw it into the pixels of a picture, whose stream is cut into pieces."""
    packed = zlib.compress(content)
    pieces = [(b"IDAT", packed[at : at + 50]) for at in range(0, len(packed), 50)]
    chunks = [(b"IHDR", bytes(13)), *pieces, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big") for kind, data in chunks
    )


def as_workbook(content: bytes) -> bytes:
    """Put it into the properties of a workbook."""
    with BytesIO() as file:
        book = Workbook()
        book.properties.creator = base64.b64encode(content[-200:]).decode()
        book.save(file)
        return file.getvalue()


def squeeze_bare(content: bytes) -> bytes:
    """Squeeze it without a header."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


PACKED: Mapping[str, Callable[[bytes], bytes]] = {
    "as it is": lambda content: content,
    "zlib": zlib.compress,
    "zlib at an odd place": lambda content: b"%PDF-1.7\nstream\n" + zlib.compress(content, 1),
    "zlib, broken off": lambda content: zlib.compress(content)[:-6],
    "deflate": squeeze_bare,
    "gzip": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zip": zip_up,
    "zip in a zip": lambda content: zip_up(zip_up(content)),
    "workbook": as_workbook,
    "database": as_cell,
    "squeezed in a database": lambda content: as_cell(zlib.compress(content)),
    "mail": as_mail,
    "picture": as_picture,
    "base64 in lines": base64.encodebytes,
    "squeezed, as base64": lambda content: b'{"it":"' + base64.b64encode(gzip.compress(content)) + b'"}',
    "squeezed, in digits": lambda content: gzip.compress(content).hex().encode(),
}
WRITTEN: Mapping[str, Callable[[str], bytes]] = {
    "upper case": lambda word: word.upper().encode(),
    "mixed case": lambda word: word.swapcase().encode(),
    "UTF-16": lambda word: word.encode("utf-16"),
    "UTF-32": lambda word: word.encode("utf-32-le"),
    "reversed": lambda word: word[::-1].encode(),
    "digits": lambda word: word.encode().hex().encode(),
    "capital digits": lambda word: word.encode().hex().upper().encode(),
    "base64": lambda word: base64.b64encode(word.encode()),
    "base64, one further": lambda word: base64.b64encode(b"x" + word.encode()),
    "base64, two further": lambda word: base64.b64encode(b"xx" + word.encode()),
    "base32": lambda word: base64.b32encode(word.encode()),
    "quoted-printable": lambda word: quopri.encodestring(b"x" * 70 + word.encode()),
    "every letter quoted": lambda word: "".join(f"={one:02X}" for one in word.encode()).encode(),
    "in an address": lambda word: "".join(f"%{one:02x}" for one in word.encode()).encode(),
    "as JSON": lambda word: json.dumps("".join(f"\\u{ord(one):04x}" for one in word)).replace("\\\\", "\\").encode(),
    "as HTML": lambda word: "".join(f"&#{ord(one)};" for one in word).encode(),
    **{name: lambda word, name=name: hashlib.new(name, word.encode()).digest() for name in ("md5", "sha1", "sha256")},
    "blake2b": lambda word: hashlib.blake2b(word.encode(), digest_size=16).digest(),
    "sha256 in digits": lambda word: hashlib.sha256(word.encode()).hexdigest().encode(),
    "sha256, cut off": lambda word: hashlib.sha256(word.encode()).hexdigest()[:16].encode(),
}


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
def test_a_word_is_found_in_whatever_it_is_packed(pack):
    canaries = Canaries()
    assert canaries.leaks([("file", pack(NOISE + canaries("cell", "name").encode() + NOISE[:100]))])


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("kind", ["digits", "code", "name"])
def test_a_word_is_found_however_it_is_written(write, kind: str):
    canaries = Canaries()
    word = canaries("cell", kind)
    assert canaries.leaks([("file", NOISE + write(word) + NOISE)])


def test_what_holds_no_word_is_left_alone():
    canaries = Canaries()
    for _ in range(100):
        canaries("cell")
    assert canaries.leaks(("file", pack(NOISE)) for pack in PACKED.values()) == []
