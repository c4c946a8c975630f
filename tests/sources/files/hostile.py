"""Hostile files by a grammar: workbooks and CSV files as nobody makes them but who wants to end the program.

Each is made from its number alone, so that one that is found can be made again.
"""

import io
import zlib
from collections.abc import Callable
from random import Random
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.sources.files.reading import ROW, TITLES, write_book, write_lines

SECRET = "Canary"  # noqa: S105 - a word to be looked for
"""Stands in the rows; no sentence may hold it."""

Parts = dict[str, bytes]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def read_parts(body: bytes) -> Parts:
    """The parts of a good workbook."""
    with ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


GOOD = read_parts(write_book(Counts=[TITLES, [*ROW, SECRET]], Other=[["Summary"], [1, 2]]))
GOOD_CSV = write_lines([TITLES, [*ROW, SECRET]] * 3).encode()


def write_parts(parts: Parts, rng: Random) -> bytes:
    """A zip of these parts, packed or not."""
    body = io.BytesIO()
    with ZipFile(body, "w", rng.choice([ZIP_DEFLATED, ZIP_STORED])) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return body.getvalue()


def write_sheet(rows: str, head: str = "", root: str = "worksheet") -> bytes:
    """A sheet's XML around its rows."""
    return f'{head}<{root} xmlns="{MAIN}"><sheetData>{rows}</sheetData></{root}>'.encode()


def write_titles(start: str = '<row r="1">') -> str:
    """The row of the titles."""
    cells = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in TITLES)
    return f"{start}{cells}</row>"


def put_far(rng: Random) -> Parts:
    """A cell far out, in any spelling: no row, no cell's place, both that differ, numbers that no sheet has."""
    row = rng.choice(
        ["", ' r="1048576"', ' r="4294967295"', ' r="99999999999999999999"', ' r="-1"', ' r="0"', ' r="x"']
    )
    place = rng.choice(
        ["", "XFD1048576", "ZZZ9", "A0", "1A", "xfd1048576", "$XFD$1048576", "A4294967296", "é1", "AAAA1"]
    )
    mark = rng.choice(['"', "'"])
    at = f" r={mark}{place}{mark}" if place else ""
    spelled = f"<row{row}><c{at}><v>1</v></c></row>"
    if rng.random() < 0.3:
        spelled = spelled.replace("<c", "<c\n\t ").replace("<row", "<row spans='1:16384' ")
    far = write_titles() + spelled * rng.choice([1, 1, 500])
    ref = rng.choice(
        ["", '<dimension ref="A1:XFD1048576"/>', '<dimension ref="A1:A0"/>', '<dimension ref="ZZZZZZZZ9:A"/>']
    )
    body = write_sheet(far).replace(b"<sheetData>", ref.encode() + b"<sheetData>")
    return {SHEET: body}


def put_values(rng: Random) -> Parts:
    """Cells whose values no program wrote: dates of 1e300, strings of no number, kinds that there are not."""
    values = ["1e300", "-1e300", "1e999", "NaN", "-0", "", "9" * 400, "2958466", "-1", "0.5", "4294967296", SECRET]
    kinds = ["", "n", "s", "b", "d", "e", "str", "inlineStr", "x"]
    cells = "".join(
        f'<c r="A{row}" t="{rng.choice(kinds)}" s="{rng.choice([0, 1, 2, -1, 99999])}"><v>{rng.choice(values)}</v></c>'
        for row in range(2, 60)
    )
    formats = rng.choice(["yyyy-mm-dd", "[h]:mm:ss", "[$-409]d", "", "\\", "m" * 5000])
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{formats}"/></numFmts>'
        '<cellXfs><xf numFmtId="200"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>'
    )
    rows = "".join(f"<row>{cell}</c></row>" for cell in cells.split("</c>") if cell)
    return {SHEET: write_sheet(write_titles() + rows), "xl/styles.xml": styles.encode()}


def put_bomb(rng: Random) -> Parts:
    """Much from little: parts that unpack to hundreds of megabytes, huge strings, entities of entities."""
    entities = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
    )
    cell = '<row><c t="inlineStr"><is><t>&j;</t></is></c></row>'
    kind = rng.randrange(5)
    if kind == 0:
        return {SHEET: write_sheet(write_titles() + cell, f"{entities}]>")}
    if kind == 1:
        return {SHEET: write_sheet(write_titles() + "<row/>" * rng.choice([100_000, 3_000_000]))}
    if kind == 2:
        return {SHEET: write_sheet(write_titles() + " " * rng.choice([1, 80]) * 1_000_000)}
    string = f"<si><t>{'x' * rng.choice([100_000, 20_000_000])}</t></si>"
    if kind == 3:
        return {STRINGS: f'<sst xmlns="{MAIN}">{string}</sst>'.encode()}
    used = '<row><c t="s"><v>0</v></c></row>' * 2_000
    return {
        STRINGS: f'<sst xmlns="{MAIN}" count="99999999999" uniqueCount="4000000000">{string}</sst>'.encode(),
        SHEET: write_sheet(write_titles() + used),
    }


def put_nonsense(rng: Random) -> Parts:
    """Parts cut off, doubled, exchanged or nested, and relationships that lead elsewhere or to themselves."""
    name = rng.choice([*GOOD])
    body, kind = GOOD[name], rng.randrange(6)
    if kind == 0:
        return {name: body[: rng.randrange(len(body) + 1)]}
    if kind == 1:
        at = rng.randrange(len(body))
        return {name: body[:at] + rng.randbytes(rng.choice([1, 8, 200])) + body[at:]}
    if kind == 2:
        return {name: GOOD[rng.choice([*GOOD])]}
    if kind == 3:
        deep = "<a>" * rng.choice([1_000, 300_000])
        return {SHEET: write_sheet(write_titles() + deep)}
    relations = "xl/_rels/workbook.xml.rels"
    targets = [
        b"../../../../etc/hosts",
        b"/dev/zero",
        b"xl/workbook.xml",
        b"",
        b"http://example.invalid/x",
        b"x" * 70_000,
    ]
    if kind == 4:
        return {relations: GOOD[relations].replace(b"worksheets/sheet1.xml", rng.choice(targets))}
    sheets = b"<sheet name='" + rng.choice([b"", b"x" * 9_000, b"&#0;", b"\n\x1b"]) + b"' sheetId='1' r:id='rId1'/>"
    many = sheets * rng.choice([1, 5_000])
    return {"xl/workbook.xml": GOOD["xl/workbook.xml"].replace(b"<sheets>", b"<sheets>" + many)}


def break_archive(rng: Random) -> bytes:
    """The archive itself: cut off, flipped, with sizes that lie, or one in another."""
    body = bytearray(write_parts(GOOD, rng))
    kind = rng.randrange(5)
    if kind == 0:
        return bytes(body[: rng.randrange(len(body))])
    if kind == 1:
        for _ in range(rng.choice([1, 8, 64])):
            body[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
        return bytes(body)
    if kind == 2:
        at = body.rfind(b"PK\x01\x02") + rng.choice([8, 10, 16, 20, 24, 28, 42])
        body[at : at + 4] = rng.choice([b"\xff" * 4, bytes(4), rng.randbytes(4)])
        return bytes(body)
    if kind == 3:
        return write_parts({**GOOD, SHEET: bytes(body)}, rng)
    return zlib.compress(bytes(body)) if rng.random() < 0.5 else bytes(body) + rng.randbytes(100_000)


PARTS: tuple[Callable[[Random], Parts], ...] = (put_far, put_values, put_bomb, put_nonsense)


def write_hostile_workbook(number: int) -> bytes:
    """The workbook of a number: every fifth is broken as an archive, the others in what they hold."""
    rng = Random(f"workbook {number}")
    make = (*PARTS, None)[number % (len(PARTS) + 1)]
    return break_archive(rng) if make is None else write_parts({**GOOD, **make(rng)}, rng)


CSV_PIECES = (
    b",", b";", b"\t", b'"', b'""', b"\r", b"\n", b"\r\n", b"\0", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x81",
    b"\x1b[31m", b"sep=", b"sep=;\r\n", b'sep="\r\n', b"=HYPERLINK(1)", b"<html>", b"{", b"%PDF-", b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "é\u202e\u200b".encode(), b" " * 3_000, b"9" * 5_000, b'"' * 2_001,
    b",\r\n" * 40,
    SECRET.encode(), ",".join(TITLES).encode(), ";".join(TITLES).encode(), GOOD_CSV,
)  # fmt: skip


def write_hostile_csv(number: int) -> bytes:
    """The CSV file of a number: a good one with pieces put in, cut out or multiplied; in some, encoded anew."""
    rng = Random(f"csv {number}")
    body = rng.choice([GOOD_CSV, GOOD_CSV, b""])
    for _ in range(rng.randrange(1, 12)):
        at, to = rng.randrange(len(body) + 1), rng.randrange(len(body) + 1)
        piece = rng.choice(CSV_PIECES) * rng.choice([1, 1, 1, 3, 50])
        body = body[:at] + piece + body[rng.choice([at, to]) :]
    if number % 7 == 0:
        body = body.decode("latin-1").encode(rng.choice(["utf-16", "utf-16-le", "utf-8-sig", "utf-32"]))
    return body * 2_000 if number % 41 == 0 else body
