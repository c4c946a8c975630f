"""Archives: what stands in them beside what they pack, and the members that aren't packed at all."""

import re
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

_ZIP = re.compile(
    rb"PK(?:\x03\x04.{4}(?P<method>..).{8}(?P<size>....).{4}(?P<name>..)(?P<extra>..)"
    rb"|\x01\x02.{24}(?P<listed>..)(?P<more>..)(?P<comment>..).{12}"
    rb"|\x05\x06.{16}(?P<remark>..))",
    re.DOTALL,
)
"""The header of a member, its line in the list of contents, and the end of that list."""

_GZIP = re.compile(rb"\x1f\x8b\x08[\x08-\x0b\x18-\x1b].{6}([^\0]{1,1000})\0", re.DOTALL)
_TAR, _TAR_AT = b"ustar", 257
_SAID_OF_DAMAGE = (tarfile.TarError, ArithmeticError, EOFError, LookupError, OSError, TypeError, ValueError)


def read_archives(content: bytes) -> Iterator[bytes]:
    """Read the names and comments of members of archives, and the members that are kept as they are.

    Members that are compressed are streams, which are found without their archive.
    """
    for found in _ZIP.finditer(content):
        header = {field: int.from_bytes(number, "little") for field, number in found.groupdict(b"").items()}
        yield from _read_zip(content, found.end(), header)
    yield from (found[1] for found in _GZIP.finditer(content))
    if content.startswith(_TAR, _TAR_AT):
        yield from _read_tar(content)


def _read_zip(content: bytes, at: int, header: dict[str, int]) -> Iterator[bytes]:
    """Read the name behind a header, and the comment or the member that follows it."""
    end = at + header["name"] + header["listed"]
    name = content[at:end]
    yield name
    if not name.isascii():
        yield name.decode("cp437").encode()
    start = end + header["extra"] + header["more"]
    yield content[start : start + header["comment"] + header["remark"] + (0 if header["method"] else header["size"])]


def _read_tar(content: bytes) -> Iterator[bytes]:
    with suppress(*_SAID_OF_DAMAGE), tarfile.open(fileobj=BytesIO(content), mode="r:") as archive:
        for member in archive:
            noted = (member.name, member.linkname, member.uname, member.gname, *member.pax_headers.values())
            yield from (one.encode("utf-8", "surrogateescape") for one in noted)
            file = archive.extractfile(member) if member.isfile() and member.size < len(content) else None
            yield file.read() if file else b""
