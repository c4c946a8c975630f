"""Tabs as files: CSV as Google Sheets or Google Forms export it, or an Excel workbook as Microsoft Forms does.

A file is read whole, before anything changes. What cannot be read is said in a sentence that names the file and what to
do, never what stands in it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from schemas.finding import KEEP
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.errors import OperationError
from tasks.messages.decision_words import name_lines
from tasks.program_folder import decisions
from tasks.program_folder.bounded_file import NotReadable, read_bounded
from tasks.sources.files.csv_blocks import cut_csv
from tasks.sources.files.csv_rows import LARGEST_CSV, read_csv
from tasks.sources.files.header_row import LOOKED_AT, Titles, list_required_titles
from tasks.sources.files.kinds import find_unread_kind, is_workbook
from tasks.sources.files.names import Found, find_files, find_newest_change
from tasks.sources.files.newer import find_newer_form
from tasks.sources.files.refusal import PUT_IT_THERE, refuse, show_name
from tasks.sources.source import Cells, Look, RawTab
from tasks.sources.tabs import count_rows


class Files:
    """The tabs as files in the program's folder."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._found: dict[Tab, Found] = {}

    @property
    def shared_sheet(self) -> None:
        """None: nobody works on exported files."""
        return

    def list_looks(self, today: date) -> Sequence[Look]:  # noqa: ARG002 - as every source is asked
        """List the one look at all files together."""
        return (Look("source", self._check),)

    def read(self) -> dict[Tab, RawTab]:
        """Read every tab that lbn.toml names.

        Raises:
            OperationError: a file is missing or cannot be read.
        """
        self._found = find_files(self._settings.source.titles, self._folder)
        tabs = {
            tab: RawTab(_read_file(tab, found.path), partial(self._take_apart, tab, found.path.name))
            for tab, found in self._found.items()
        }
        titles = list_required_titles(Tab.RESPONSES, self._settings)
        return tabs | {Tab.RESPONSES: tabs[Tab.RESPONSES]._replace(cut=partial(cut_csv, titles=titles))}

    def find_names(self) -> Mapping[Tab, str]:
        """Find the names of the files that fit the patterns of lbn.toml: what was read, else what would be.

        Raises:
            OperationError: no file fits one.
        """
        found = self._found or find_files(self._settings.source.titles, self._folder)
        return {tab: show_name(one.path.name) for tab, one in found.items() if one.is_by_pattern}

    def find_written_at(self) -> datetime | None:
        """Find when the newest file that would be read was written; none where none is there.

        Raises:
            OperationError: no file fits a pattern.
        """
        found = find_files(self._settings.source.titles, self._folder)
        return find_newest_change(one.path for one in found.values())

    def _take_apart(self, tab: Tab, name: str, body: bytes) -> Cells:
        return _take_apart(tab, name, body, list_required_titles(tab, self._settings))

    def _check(self) -> str:
        if lines := decisions.find_lines_not_understood(self._folder):
            msg = (
                f"In {decisions.FILE_NAME} not understood: {name_lines(lines)}. Write the ref, and {KEEP} beside it, "
                "or nothing."
            )
            raise OperationError(msg)
        counted = count_rows(self.read(), self._settings)
        self._check_newer_form()
        return " ".join([counted, *(f"{tab.value} is the file “{name}”." for tab, name in self.find_names().items())])

    def _check_newer_form(self) -> None:
        """Stop where a newer file looks like the form's: a form linked anew writes to another tab."""
        form, others = self._found[Tab.RESPONSES].path, [one.path for one in self._found.values()]
        titles = list_required_titles(Tab.RESPONSES, self._settings)
        newer = find_newer_form(form, others, titles, partial(_take_apart, Tab.RESPONSES, titles=titles))
        if newer:
            msg = (
                f"The file {show_name(newer)} has the form's titles and is newer than {show_name(form.name)}, which is "
                "read. If the form writes there now, name it in lbn.toml, source.responses; else remove it."
            )
            raise OperationError(msg)


def _read_file(tab: Tab, path: Path) -> bytes:
    why = ""
    try:
        return read_bounded(path, LARGEST_CSV)
    except NotReadable as reason:
        why = str(reason)
    return refuse(tab, path.name, why, PUT_IT_THERE)


def _take_apart(tab: Tab, name: str, body: bytes, titles: Titles) -> Cells:
    refuse_it = partial(refuse, tab, name)
    if kind := find_unread_kind(body):
        refuse_it(kind.what, kind.remedy)
    if is_workbook(body):
        from tasks.sources.files.workbook import read_workbook  # noqa: PLC0415 - most programs export CSV

        table = read_workbook(body, tab, titles, refuse_it)
    else:
        table = read_csv(body, titles, refuse_it)
    if table.header is None:
        is_below = any(cell not in (None, "") for row in table.rows[LOOKED_AT:] for cell in row)
        why = f"its first {LOOKED_AT} rows are empty" if is_below else "it is empty"
        refuse_it(f"has no header row: {why}", "Check that it is the right file.")
    return Cells(table.rows[table.header], table.rows[table.header + 1 :], table.header + 1)
