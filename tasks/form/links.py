"""The link of each unit, which opens the form with the unit filled in.

Google numbers a form's questions when it makes them, and not as the script sees them. So the links exist only after
the form does: the script shows them, and the coordinator pastes them into form-links.csv.
"""

import csv
from contextlib import suppress
from pathlib import Path

from tasks.errors import OperationError
from tasks.program_folder.bounded_file import NotReadable, read_bounded

LINKS_FILE = "form-links.csv"
HEADER = ["unit", "link"]
LONGEST_LINK = 1000
MOST_BYTES = 1_000_000
TOO_LONG = "a cell that is too long"


def read_links(folder: Path) -> dict[str, str]:
    """Read the links by unit; none where the file is not there yet.

    Raises:
        OperationError: the file holds something else.
    """
    path = folder / LINKS_FILE
    if not path.exists():
        return {}
    problem = f"{LINKS_FILE} isn't text in UTF-8. Save it again as UTF-8."
    try:
        text = read_bounded(path, MOST_BYTES).decode("utf-8-sig")
    except NotReadable as reason:
        problem = f"{LINKS_FILE} cannot be read: it {reason}."
    except UnicodeDecodeError:
        pass
    else:
        return _links(text)
    raise OperationError(problem)


def _links(text: str) -> dict[str, str]:
    links: dict[str, str] = {}
    for number, row in enumerate(_read_rows(text), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells == HEADER:
            continue
        if len(cells) != len(HEADER) or not _opens(cells[1]):
            msg = (
                f"{LINKS_FILE}, row {number}, is not a unit and its link. The file must hold what the script's log "
                "shows from unit,link on, and nothing else: paste that again."
            )
            raise OperationError(msg)
        links[cells[0]] = cells[1]
    return links


def _read_rows(text: str) -> list[list[str]]:
    """Read the rows; where a cell is longer than Python takes, a row that isn't a unit's stands for the rest."""
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(csv.reader(text.splitlines()))
        return rows
    return [*rows, [TOO_LONG]]


def _opens(link: str) -> bool:
    return link.startswith("https://") and " " not in link and len(link) <= LONGEST_LINK
