"""Fuzz workbooks: the process that takes them apart, and what is made of its answers, within this process for speed.

An input is a zip. It is changed within it: bytes, values and elements of one of its parts, which is zipped anew; else
hardly one would be unpacked. One that asks for more memory than there is would end this process: it is kept aside, and
`tests.fuzz.replay` reads it, with all others that were kept, through the real process and its limits.
"""

import io
import re
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import SimpleNamespace
from unittest.mock import patch
from zipfile import BadZipFile, ZipFile

from schemas.tabs import COLUMNS, Tab
from tasks.sources.files import workbook, workbook_process
from tasks.sources.files.exports import Files
from tasks.sources.tabs import normalize_tab
from tests.fuzz.programs import FOLDER, SETTINGS, refusals_are_sentences
from tests.sources.files.hostile import GOOD, SHEET, STRINGS, write_hostile_workbook, write_parts
from tests.sources.files.reading import COUNTS, FORM, FORM_TITLES, ROW, TITLES, write_book

UNREADABLE = (BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError, zlib.error, struct.error)
"""What Python's reader of zips says of one that is broken."""
MOST_PARTS = 40
LARGEST_PART = 200_000
ASIDE = Path(__file__).resolve().parents[2] / ".fuzz/workbooks/aside"
MOST_ASIDE = 400
MUCH = re.compile(rb"\s(?:r|ref)\s*=\s*[\"'][^\"']*(?:[A-Za-z]{3}|[0-9]{6})|ount\s*=\s*[\"']?\s*[0-9]{6}")
"""Cells far out, and counts of millions."""
TOKENS = (
    b'r="A1"', b'r="XFD1048576"', b'r="1048577"', b'r="0"', b't="s"', b't="d"', b't="e"', b't="b"', b't="inlineStr"',
    b't="str"', b's="1"', b's="99999"', b"<v>1e300</v>", b"<v>-1e300</v>", b"<v>NaN</v>", b"<v>4294967296</v>",
    b"<v>2958466</v>", b"<v>46295.75</v>", b"<v></v>", b"<f>1/0</f>", b'<f t="shared" ref="A1:XFD9" si="0">A1</f>',
    b"<is><t>x</t></is>", b'<row r="9"/>', b"<row>", b"</row>", b"<c/>", b"</c>", b"</sheetData>", b"<sheetData/>",
    b"<si><t>x</t></si>", b"<si/>", b'<dimension ref="A1:XFD1048576"/>', b'<mergeCell ref="A1:XFD1048576"/>',
    b'count="4294967295"', b"&#x1b;", b"&#0;", b"&amp;", b"&x;", b"<![CDATA[x]]>", b"<!--", b"<?x?>", b'date1904="1"',
    b'<sheet name="Counts" sheetId="3" r:id="rId1"/>', b'numFmtId="14"', b'numFmtId="22"', b'formatCode="[h]:mm"',
    b"xl/worksheets/sheet1.xml", b"/xl/workbook.xml", b"../", b'state="veryHidden"', b"\xef\xbb\xbf",
    b'encoding="utf-16"', b"_x001B_", b"\xe2\x80\xae",
)  # fmt: skip
WORDS = [*TOKENS]
SEEDS = [
    write_book(Counts=[TITLES, ROW]), write_book(Counts=[TITLES, [1, None, 2.5, True, "x"]], Other=[[]]),
    write_book(Form_responses_1=[FORM_TITLES, ["9/30/2026 14:03:22", "9/30/2026", "Patrol", 12207, "", 2]]),
    *(body for body in map(write_hostile_workbook, range(80)) if len(body) < 30_000),
]  # fmt: skip


def change_one(body: bytes, rng: Random, change_bytes: Callable[[bytes], bytes]) -> bytes:
    """Change one part of the zip: its bytes, or the XML's elements; what isn't a zip is changed as it is."""
    try:
        parts = _unpack(body)
    except UNREADABLE:
        return change_bytes(body)
    name = rng.choice([SHEET, SHEET, STRINGS, *parts])
    part = parts.get(name) or GOOD.get(name, b"")
    changed = change_bytes(part) if rng.random() < 0.4 else _change_xml(part, rng)
    return write_parts({**parts, name: changed[:LARGEST_PART]}, rng)


def _unpack(body: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(body)) as archive:
        abouts = [about for about in archive.infolist()[:MOST_PARTS] if about.file_size <= LARGEST_PART]
        return {about.filename: archive.read(about) for about in abouts}


def _change_xml(part: bytes, rng: Random) -> bytes:
    """Put a token at the edge of an element, in the place of one, or of what stands between two quotation marks."""
    token = rng.choice(TOKENS) * rng.choice([1, 1, 1, 2, 300])
    kind = rng.randrange(4)
    if kind == 0:
        pieces = part.split(b'"')
        at = rng.randrange(len(pieces)) | 1
        pieces[at : at + 1] = [rng.choice([b"", b"0", b"-1", b"99999999999", b"x", b"A1:XFD1048576", b"rId1", b"14"])]
        return b'"'.join(pieces)
    elements = part.split(b"<")
    at = rng.randrange(len(elements))
    if kind == 1:
        elements[at:at] = elements[at : at + rng.choice([1, 3, 20])]
    elif kind == 2:
        del elements[at : at + rng.choice([1, 1, 4])]
    else:
        elements.insert(at, token.removeprefix(b"<") if token.startswith(b"<") else elements[at] + token)
    return b"<".join(elements)


def try_one(body: bytes) -> None:
    """Read a workbook as the form's answers and as the counts, in this process: rows, or a sentence."""
    if _asks_for_much(body):
        _put_aside(body)
        return
    with patch.object(workbook, "_started", _answer_here), patch.object(workbook_process, "_limit", _do_not_limit):
        read_one(body)


def read_one(body: bytes) -> None:
    """Read a workbook as both tabs."""
    for tab, name in ((Tab.RESPONSES, FORM), (Tab.COUNTS, COUNTS)):
        for other in (FORM, COUNTS, "Inventory.csv", "Training.csv"):
            (FOLDER / other).write_bytes(body if other == name else b"")
        with refusals_are_sentences():
            rows = normalize_tab(tab, Files(SETTINGS, FOLDER).read()[tab], SETTINGS)
            assert all(len(row) == len(COLUMNS[tab]) for row in rows.cells)


def _asks_for_much(body: bytes) -> bool:
    try:
        with ZipFile(io.BytesIO(body)) as archive:
            if any(about.file_size > LARGEST_PART for about in archive.infolist()):
                return True
        parts = _unpack(body)
    except UNREADABLE:
        return False
    return any(name.endswith(".xml") and MUCH.search(part) for name, part in parts.items() if name != "xl/styles.xml")


def _put_aside(body: bytes) -> None:
    ASIDE.mkdir(parents=True, exist_ok=True)
    if len([*ASIDE.iterdir()]) < MOST_ASIDE:
        (ASIDE / f"{zlib.crc32(body):08x}").write_bytes(body)


def _do_not_limit(*_: int) -> None:
    """Leave this process as it is."""


@contextmanager
def _answer_here(body: bytes) -> Iterator[workbook._Process]:
    """Answer as the process does, by its own `main`, which is called anew for each question."""
    line = _Line(body)
    yield workbook._Process(SimpleNamespace(stdin=line, stdout=line))


class _Line:
    """Both ends of the line to the process."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._said = io.BytesIO(self._ask(b""))

    def write(self, question: bytes) -> None:
        """Ask a question; the names of the sheets, which stand before every answer, were read at the beginning."""
        self._said = io.BytesIO(self._ask(question))
        self._said.readline()

    def flush(self) -> None:
        """Nothing waits."""

    def readline(self, most: int) -> bytes:
        """The next line of the answer."""
        return self._said.readline(most)

    def _ask(self, question: bytes) -> bytes:
        asked, said = io.BytesIO(self._body + question), io.BytesIO()
        with (
            patch.object(sys, "argv", ["", "", "1", "1", str(len(self._body))]),
            patch.object(sys, "stdin", SimpleNamespace(buffer=asked)),
            patch.object(sys, "stdout", SimpleNamespace(buffer=said)),
        ):
            workbook_process.main()
        return said.getvalue()
