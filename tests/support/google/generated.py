"""A generated program whose tabs stand in a Google Sheet, with columns among them that no one may read."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from schemas.tabs import COLUMNS, Tab
from tasks.context import ProgramContext, open_program
from tests.generator.exports import TYPED_AS_NUMBER
from tests.generator.model import Cell as SaidCell
from tests.generator.model import Generated, Row, Said
from tests.generator.random_settings import settings_toml
from tests.support.google.account import source_toml, write_key
from tests.support.google.book import Book, Cell
from tests.support.google.server import GoogleServer

TITLES = {Tab.RESPONSES: "Form Responses 1", Tab.INVENTORY: "Stock '26", Tab.COUNTS: "Counts", Tab.TRAINING: "Training"}
UNREAD = "SYNTHETIC: nobody may fetch this"
UNREAD_TITLES = ("Email Address", "Anything else", "Column 9")
PLAIN_TEXT = frozenset({"lot"})
"""In the template these columns are plain text, so that 1E5 and 00417 stay what they are."""


class SheetProgram:
    """A program folder and the Sheet that it reads."""

    def __init__(self, google: GoogleServer, folder: Path, rng: Random) -> None:
        """An empty Sheet of its own."""
        self.google = google
        self.folder = folder
        self.book = Book(id=f"synthetic-{len(google.books)}")
        google.books[self.book.id] = self.book
        self._rng = rng
        folder.mkdir(parents=True, exist_ok=True)
        write_key(folder)

    def put(self, generated: Generated) -> ProgramContext:
        """Write every tab and the settings; the order of the columns is another at every time."""
        rows: dict[Tab, Sequence[Row]] = {
            Tab.RESPONSES: generated.responses,
            Tab.INVENTORY: generated.inventory,
            Tab.COUNTS: generated.counts,
            Tab.TRAINING: generated.training,
        }
        for tab, these in rows.items():
            left_out = generated.columns_left_out if tab is Tab.RESPONSES else frozenset()
            self.book.put(TITLES[tab], self._grid(tab, these, left_out))
        toml = settings_toml(generated.settings, {tab.name.lower(): title for tab, title in TITLES.items()}, {})
        toml = toml.replace('kind      = "files"', source_toml(self.google, self.book), 1)
        (self.folder / "lbn.toml").write_text(toml, encoding="utf-8")
        return open_program(self.folder)

    def _grid(self, tab: Tab, rows: Sequence[Row], left_out: frozenset[str]) -> list[list[Cell]]:
        columns = [(column.field, column.titles[0]) for column in COLUMNS[tab] if column.field not in left_out]
        columns += [("", title) for title in self._rng.sample(UNREAD_TITLES, self._rng.randint(0, 3))]
        if self._rng.random() < 0.5:
            self._rng.shuffle(columns)
        header: list[Cell] = [title for _, title in columns]
        return [header, *([self._cell(row, name) for name, _ in columns] for row in rows)]

    def _cell(self, row: Row, name: str) -> Cell:
        return _typed(row.answers.get(name, Said("")).cell, name, self._rng) if name else UNREAD


def _typed(cell: SaidCell, name: str, rng: Random) -> Cell:
    """What Sheets makes of what is typed: a number of what looks like one, unless the cell is plain text."""
    if isinstance(cell, date) or name in PLAIN_TEXT or not TYPED_AS_NUMBER.fullmatch(cell):
        return True if cell == "TRUE" else cell
    if name in {"submitted", "date", "expires"} or rng.random() < 0.5:
        return cell
    return float(cell) if "." in cell else int(cell)
