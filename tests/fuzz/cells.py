"""Fuzz what becomes of cells, from a reader's value to a distribution, a movement, a count, a training, or codes.

An input is a tab and a row: a cell a line, in the order of the tab's columns. A first letter says what a reader
found: a number, a date, a text.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from unicodedata import normalize

from schemas.finding import Code
from schemas.inventory import MovementKind
from schemas.tabs import COLUMNS, Cells, Tab
from tasks.rules.intake.date_order import check_date_order
from tasks.rules.intake.dates import DateStyle
from tasks.rules.intake.fingerprint import fingerprint_rows, number_identities
from tasks.rules.intake.form_rows import validate_form_rows
from tasks.rules.intake.normalize import BOTH, normalize_rows, normalize_text
from tasks.rules.intake.stock_rows import is_stock_row
from tasks.rules.intake.stock_vocabulary import build_stock_vocabulary
from tasks.rules.intake.validate import FormValidator, build_vocabulary
from tasks.rules.intake.validate_stock import validate_counts, validate_movements, validate_trainings
from tests.fuzz.programs import SETTINGS, TODAY, refusals_are_sentences

TABS = (*Tab,)
LOTS = frozenset({"A123", "B-77"})
WORDS_OF_FORM = build_vocabulary(SETTINGS, LOTS, TODAY)
WORDS_OF_STOCK = build_stock_vocabulary(SETTINGS, TODAY)
STYLE = DateStyle(SETTINGS.agency.zone, SETTINGS.source.dates)
NUMBER, WHOLE, DATE = "#", "%", "@"
UNSEEN = "\u200b", "\u00ad", "\u202e", "\ufeff", "\u2060", "\ufe0f", "\u034f", "\U000e0041", "\x00", "\x1b"

_ROWS = {
    Tab.RESPONSES: (
        "9/30/2026 14:03:22|9/30/2026|Patrol|12207|City of Albany|2|A123|1|Survivor|At risk|3||Yes",
        "2026/09/30 2:03:22 PM EDT|2026-09-30|patrol division|12207-1234|town of colonie|1,200|b-77|2.0|x|y|501|-1|no",
        "11/1/2026 1:30|30-Sep-26|Detectives|NY 12207||500|||||||",
        "2026-11-01T06:30:00Z|Sep 30, 2026||6390||2;||At-risk person;|||",
        "#46295.58|#46295|Patrol|#6390|City of Albany|#2.0|%123|#1e300|#nan|#-0.0|#1e-9|#inf|yes",
        "@2026-09-30T14:03:22|@2026-09-30|Patrol|%12207|City\u00a0of  Albany|%2|A123|||||",
    ),
    Tab.INVENTORY: (
        "6/1/2026|received|kit|A123|6/30/2028|48|Example Regional EMS Program|Central",
        "6/2/2026|transfer|Naloxone 4 mg nasal spray kit|A123||12|Central|Patrol",
        "6/3/2026|ordered|kit||||", "6/3/2026|lost|fts|||5|Patrol|",
        "6/4/2026|return|kit|A123|1DEC2028|1|Central|supplier",
        "6/4/2026|received|kit|A123|2028-06|1||central", "6/4/2026|received|kit|A123|Jun 2028|1,000||central",
        "@2026-06-01|received|xts||@2028-06-30|#10|vendor|Patrol",
    ),
    Tab.COUNTS: ("6/30/2026|Central|kit|A123|12", "@2026-06-30|patrol|fts||#0", "30 June 2026|Detectives|xts|-|1e3"),
    Tab.TRAINING: ("6/1/2026|Patrol|Naloxone administration|12", "6/1/2026|Central|Other: de-escalation|#3"),
}  # fmt: skip
SEEDS = [
    bytes([TABS.index(tab)]) + row.replace("|", "\n").encode() for tab, rows in _ROWS.items() for row in rows
]  # fmt: skip
_LETTERS = (
    "\u0301",
    "２",
    "٣",
    "\u037e",
    "\u2028",
    "\u3000",
    "\u1160",
    "\uff0d",
    "\u017f",
    "ß",
    "İ",
    BOTH,
    "\x1f",
    "\x85",
)
WORDS = [word.encode() for rows in _ROWS.values() for row in rows for word in row.split("|") if word] + [
    *(text.encode() for text in (*MovementKind, *UNSEEN, *_LETTERS)), b" AM", b"GMT+5:30", b"-0400", b"12/31/9999",
    b"1/1/0001", b"2/29/2100", b".0", b"=NOW()", b"; ", b"-", b"9" * 19,
]  # fmt: skip


def try_one(body: bytes) -> None:
    """Bring a row into form and validate it; what nobody sees must make no difference, nor must doing it twice."""
    tab, row = read_row(body)
    with refusals_are_sentences():
        check_date_order(tab, [row], [(index,) for index in range(len(row))], SETTINGS.source.dates)
    once = form(tab, row)
    assert form(tab, once) == once, f"not the same twice: {once!r}"
    unseen = [hide(cell, UNSEEN[len(body) % len(UNSEEN)]) if isinstance(cell, str) else cell for cell in row]
    assert form(tab, unseen) == once, f"unseen: {once!r}"
    apart = [normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row]
    assert form(tab, apart) == once, f"taken apart: {once!r}"
    validate(tab, once)


def read_row(body: bytes) -> tuple[Tab, list[Any]]:
    """The tab and the cells of an input; lines that are missing are empty cells."""
    tab = TABS[body[0] % len(TABS)] if body else Tab.RESPONSES
    width = len(COLUMNS[tab])
    lines = body[1:].decode("utf-8", "replace").split("\n")
    return tab, [read_cell(line) for line in (lines + [""] * width)[:width]]


def read_cell(line: str) -> Any:
    """What a reader found, of the line that stands for it."""
    kinds = {NUMBER: float, WHOLE: lambda text: int(float(text)), DATE: read_date}
    try:
        return kinds[line[:1]](line[1:][:40])
    except (KeyError, ValueError, OverflowError):
        return line


def read_date(text: str) -> date:
    """A date or a moment, as readers of workbooks give them: without a zone."""
    moment = datetime.fromisoformat(text).replace(tzinfo=None)
    return moment if "T" in text else moment.date()


def form(tab: Tab, row: Sequence[Any]) -> Cells:
    """The row in its one form."""
    (formed,) = normalize_rows(COLUMNS[tab], [row], [(index,) for index in range(len(row))], STYLE)
    return formed


def hide(text: str, letter: str) -> str:
    """The text with what nobody sees around and within it."""
    return letter + text[: len(text) // 2] + letter + text[len(text) // 2 :] + letter


def validate(tab: Tab, row: Cells) -> None:
    """Validate the row: what comes of it are values of closed lists, numbers of ASCII digits, days, and codes."""
    (first, *_), rows = fingerprint_rows(tab, [row], b"key"), [row, row]
    assert len(first) == 16
    if tab is Tab.RESPONSES:
        found = number_identities([first, first])
        assert len(validate_form_rows(rows, found, {*found}, WORDS_OF_FORM, ())) == 2
        check_form(row)
        return
    is_stock_row(tab, row)
    rules = {
        Tab.INVENTORY: validate_movements,
        Tab.COUNTS: lambda *given: validate_counts(*given, received={("kit", "A123")}),
        Tab.TRAINING: validate_trainings,
    }
    for one in rules[tab](rows, WORDS_OF_STOCK):
        assert all(type(code) is Code for code in getattr(one, "codes", ()))


def check_form(row: Cells) -> None:
    """Check a row of the form: its number is written in ASCII digits, and all else is of the closed lists."""
    answer = FormValidator(WORDS_OF_FORM).validate(row)
    by_field = dict(zip([column.field for column in COLUMNS[Tab.RESPONSES]], row, strict=True))
    if answer.distribution is None:
        assert answer.codes, "held without a code"
        return
    counted = answer.distribution
    assert by_field["kits"].isascii(), by_field["kits"]
    assert counted.unit in (None, *SETTINGS.locations)
    assert counted.jurisdiction in (None, *SETTINGS.places.jurisdictions)
    assert counted.lot in (None, *LOTS)
    assert counted.zip is None or counted.zip.isascii()
    assert WORDS_OF_FORM.started <= counted.distributed_on <= counted.sent_on
    assert normalize_text(by_field["zip"]) == by_field["zip"]
