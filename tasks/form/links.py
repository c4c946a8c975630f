"""The link of each unit, which opens the form with the unit filled in.

Google numbers a form's questions when it makes them, and not as the script sees them. So the links exist only after
the form does: the script shows them, and the coordinator pastes them into form-links.csv.
"""

import csv
from pathlib import Path

from tasks.errors import OperationError

LINKS_FILE = "form-links.csv"
HEADER = ["unit", "link"]
LONGEST_LINK = 1000


def read_links(folder: Path) -> dict[str, str]:
    """Read the links by unit; none where the file is not there yet.

    Raises:
        OperationError: the file holds something else.
    """
    path = folder / LINKS_FILE
    problem = f"{LINKS_FILE} isn't text in UTF-8. Save it again as UTF-8."
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except OSError as error:
        problem = f"{LINKS_FILE} cannot be read ({error.strerror})."
    except UnicodeDecodeError:
        pass
    else:
        return _links(text)
    raise OperationError(problem)


def _links(text: str) -> dict[str, str]:
    links: dict[str, str] = {}
    for number, row in enumerate(csv.reader(text.splitlines()), 1):
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


def _opens(link: str) -> bool:
    return link.startswith("https://") and " " not in link and len(link) <= LONGEST_LINK
