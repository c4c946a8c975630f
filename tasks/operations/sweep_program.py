"""Look for identifiers of people in all that a program ever wrote: its folder, its ledger, what it keeps elsewhere."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import text

from schemas.source import SourceKind
from tasks.context import ProgramContext
from tasks.errors import UsageError
from tasks.program_folder.bounded_file import NotReadable, read_bounded
from tasks.program_folder.modes import list_below
from tasks.sources.files.names import list_exports
from tasks.sources.google.turns import TURNS_FILE
from tasks.store.tables import metadata
from tasks.sweep.cells import join_cells
from tasks.sweep.look_at_files import Looked, SearchedFile, look_at_files
from tasks.sweep.needles import KEY
from tasks.sweep.search import Hit, Search, is_long

MOST_BYTES = 100_000
MOST_LINES = 1_000


@dataclass
class Swept:
    """What was looked through, where which lines were found, and what was left out."""

    lines: int
    too_short: list[int]
    files: int = 0
    size: int = 0
    found: list[str] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)

    def note(self, where: str, hits: Iterable[Hit], *, has_bytes: bool = True) -> None:
        """Note which lines were found: by their numbers, for the line itself gives a person away."""
        for hit in hits:
            how = ", packed or written otherwise" if hit.at is None else f", byte {hit.at}" if has_bytes else ""
            self.found.append(f"line {hit.line} in {where}{how}")


def sweep_program(program: ProgramContext, file: Path) -> Swept:
    """Look for the lines of a file in every byte that the program wrote.

    Raises:
        UsageError: the file isn't there, or isn't such a list.
    """
    search, folder = Search(read_lines(file)), program.folder.resolve()
    swept = Swept(search.count, search.too_short)
    files = [SearchedFile(path, show_path(path, folder)) for path in _list_files(program, file)]
    for looked in look_at_files(search, files):
        _note_file(looked, search, swept)
    _sweep_ledger(program, search, swept)
    return swept


def _note_file(looked: Looked, search: Search, swept: Swept) -> None:
    name = hide_found(looked.written, "/", search)
    swept.note(f"the name of {name}", looked.in_name, has_bytes=False)
    if looked.why_not_read:
        swept.not_read.append(f"{name} {looked.why_not_read}")
        return
    swept.files, swept.size = swept.files + 1, swept.size + looked.size
    swept.note(name, looked.hits)


def read_lines(file: Path) -> list[str]:
    """Read a list of identifiers, one a line.

    Raises:
        UsageError: it isn't there, isn't text, or is too long.
    """
    why = ""
    try:
        lines = read_bounded(file, MOST_BYTES).decode("utf-8-sig").splitlines()
        if len(lines) > MOST_LINES:
            why = f"has more than {MOST_LINES:,} lines; search for them in several calls"
        elif not any(map(is_long, lines)):
            why = f"holds no line of at least {KEY} letters: less is anybody's"
    except NotReadable as reason:
        why = str(reason).replace("in the program's folder", "there")
    except UnicodeDecodeError:
        why = "isn't text in UTF-8"
    if why:
        msg = f"The file {file} {why}. Give a text file with one name or number a line."
        raise UsageError(msg)
    return lines


def _list_files(program: ProgramContext, file: Path) -> Iterator[Path]:
    """List what the program may have written, but for the tabs, which hold what officers typed, and the list itself."""
    left_out = {file.resolve(), program.database.path}
    if program.settings.source.kind is SourceKind.FILES:
        left_out |= {path.resolve() for path in list_exports(program.settings.source.titles, program.folder)}
    cache = Path(TURNS_FILE).expanduser().parent
    for path in (*list_below(program.folder.resolve()), *(list_below(cache) if cache.is_dir() else ())):
        if path.resolve() not in left_out and not path.is_dir():
            yield path


def show_path(path: Path, folder: Path) -> str:
    """Write a path as people look for it: from the program's folder on, where it lies there."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def hide_found(name: str, between: str, search: Search) -> str:
    """Hide the parts of a name that are what is searched for: nobody is to read them in the answer."""
    hidden = between.join("…" if search.look_at_name(part) else part for part in name.split(between))
    return "…" if search.look_at_name(hidden) else hidden


def hide_all(paths: Iterable[str], file: Path) -> list[str]:
    """Hide in paths what is searched for; a list that can't be read hides nothing, and nothing is searched for."""
    try:
        search = Search(read_lines(file))
    except UsageError:
        return [*paths]
    return [hide_found(path, "/", search) for path in paths]


def _sweep_ledger(program: ProgramContext, search: Search, swept: Swept) -> None:
    """Look through the ledger's cells; of a file of the program's own also through what lies in no row any more."""
    path, own = program.database.path, len(swept.found)
    is_own = path is not None and path.is_relative_to(program.folder.resolve())
    for where, content in _read_own(path) if path and is_own else _read_shared(program):
        swept.size += len(content)
        swept.note(f"the ledger, {hide_found(where, '.', search)}", search.look(content), has_bytes=False)
    if path and is_own and path.exists():
        in_rows = {one.split()[1] for one in swept.found[own:]}
        hits = (hit for hit in search.look_at_remains(path.read_bytes()) if str(hit.line) not in in_rows)
        swept.files += 1
        swept.note(f"{path.name}, in no row", hits)


def _read_own(path: Path) -> Iterator[tuple[str, bytes]]:
    """Read the cells of every table of a ledger's file, whoever made the table, and how the tables are declared."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as ledger:
        ledger.text_factory = bytes
        tables = ledger.execute("select name from sqlite_master where type = 'table'").fetchall()
        for (name,) in [*tables, (b"sqlite_master",)]:
            table = name.decode(errors="replace")
            rows = ledger.execute(f'select * from "{table.replace(chr(34), chr(34) * 2)}"')  # noqa: S608 - its own name
            yield from join_cells([f"{table}.{column[0]}" for column in rows.description], rows)


def _read_shared(program: ProgramContext) -> Iterator[tuple[str, bytes]]:
    """Read the cells of a program's own rows of a ledger that others share."""
    with program.database.reading() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(
                text(f"select * from {table.name} where program = :program"),  # noqa: S608 - a name of ours
                {"program": program.slug},
            )
            yield from join_cells([f"{table.name}.{column}" for column in rows.keys()], rows.all())  # noqa: SIM118
