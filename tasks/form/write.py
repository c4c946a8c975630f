"""What `lbn form` leaves in the program's folder: the script, and the posters once the links are there."""

from pathlib import Path
from typing import NamedTuple

from tasks.errors import UsageError
from tasks.form.links import LINKS_FILE, read_links
from tasks.form.posters import draw_posters
from tasks.form.script import write_form_script
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.settings import load_settings

SCRIPT_FILE = "form.gs"
POSTERS_FILE = "posters.html"


class FormMade(NamedTuple):
    """What `lbn form` left in the program's folder."""

    script: Path
    links: Path
    posters: Path | None
    with_poster: tuple[str, ...]
    without_link: tuple[str, ...]
    unknown: tuple[str, ...]


def write_form(folder: Path) -> FormMade:
    """Write form.gs and, where form-links.csv is there, posters.html.

    Raises:
        UsageError: the settings are wrong, or name no unit.
        OperationError: form-links.csv holds something else, or the folder cannot be written.
    """
    settings = load_settings(folder)
    if not settings.units:
        msg = "lbn.toml: units is empty, and the form asks for the unit; add one, such as [[units]] with its name."
        raise UsageError(msg)
    links = read_links(folder)
    units = tuple(unit.name for unit in settings.units)
    with_poster = tuple(unit for unit in units if unit in links)
    atomic_write(folder / SCRIPT_FILE, write_form_script(settings).encode())
    if with_poster:
        atomic_write(folder / POSTERS_FILE, draw_posters(settings, links).encode())
    return FormMade(
        script=folder / SCRIPT_FILE,
        links=folder / LINKS_FILE,
        posters=folder / POSTERS_FILE if with_poster else None,
        with_poster=with_poster,
        without_link=tuple(unit for unit in units if unit not in links),
        unknown=tuple(unit for unit in links if unit not in units),
    )
