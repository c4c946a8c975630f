"""operator.toml and operator.json, beside the programs of a host: who runs them, and what was said of which program."""

import os
from pathlib import Path
from typing import NamedTuple

from schemas.operator import Operator
from tasks.errors import UsageError
from tasks.program_folder.settings import check_settings
from tasks.program_folder.toml_text import parse_toml, read_text

FILE_NAME = "operator.toml"
TOLD = "operator.json"


class Desk(NamedTuple):
    """Where a host keeps what concerns its operator, and who that is."""

    folder: Path
    operator: Operator
    listed_in: str = ""
    """The name of the list of programs, beside which others may lie; none: they lie in the folder."""


def find_operator(host: Path) -> Desk | None:
    """Find who runs a host's programs; none, where nobody asked to be told.

    Args:
        host: the folder of the programs' folders, or the list of them, beside which operator.toml lies.

    Raises:
        UsageError: something in operator.toml is wrong.
    """
    folder = host if host.is_dir() else host.parent
    path, problem = folder / FILE_NAME, ""
    if not os.path.lexists(path):
        return None
    try:
        data = parse_toml(read_text(path), FILE_NAME)
    except OSError as error:
        problem = f"{FILE_NAME} cannot be read ({error.strerror}). Correct its permissions, or remove it."
    if problem:
        raise UsageError(problem)
    return Desk(folder, check_settings(data, Operator, FILE_NAME), "" if host.is_dir() else host.name)
