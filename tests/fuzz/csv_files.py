"""Fuzz what is a file's kind, its encoding, its separator, its header and its rows: bytes are rows or a sentence."""

from schemas.tabs import COLUMNS, Tab
from tasks.sources.files.exports import Files
from tasks.sources.source import RawTab
from tasks.sources.tabs import normalize_tab
from tests.fuzz.programs import FOLDER, SETTINGS, refusals_are_sentences
from tests.sources.files.hostile import CSV_PIECES, GOOD_CSV, write_hostile_csv
from tests.sources.files.reading import COUNTS, FORM, FORM_TITLES, LINES, write_lines

_FORM = write_lines([FORM_TITLES, ["9/30/2026 14:03:22", "9/30/2026", "Patrol", "12207", "City of Albany", "2"]])
SEEDS = [
    GOOD_CSV, _FORM.encode(), _FORM.replace(",", ";").encode(),
    ("sep=\t\n" + _FORM.replace(",", "\t")).encode("utf-16"), write_lines(LINES).encode("utf-16-be"),
    ("Village of Example\r\n\r\n" + write_lines(LINES, ";")).encode("utf-8-sig"),
    "é".join(write_lines(LINES)).encode("cp1252"), b"",
    *(body for body in map(write_hostile_csv, range(60)) if len(body) < 20_000),
]  # fmt: skip
WORDS = [piece for piece in CSV_PIECES if len(piece) < 60] + [title.encode() for title in (*LINES[0], *FORM_TITLES)]
TABS = {Tab.RESPONSES: FORM, Tab.COUNTS: COUNTS}


def try_one(body: bytes) -> None:
    """Read a file as the form's answers, and as the counts: rows as wide as the tab, or a sentence."""
    for name in TABS.values():
        (FOLDER / name).write_bytes(body)
    (FOLDER / "Inventory.csv").write_bytes(b"")
    (FOLDER / "Training.csv").write_bytes(b"")
    for tab, raw in Files(SETTINGS, FOLDER).read().items():
        if tab in TABS:
            _take_apart(tab, raw)


def _take_apart(tab: Tab, raw: RawTab) -> None:
    with refusals_are_sentences():
        rows = normalize_tab(tab, raw, SETTINGS)
        assert all(len(row) == len(COLUMNS[tab]) for row in rows.cells)
        assert len(rows.numbers) == len(rows.cells)
