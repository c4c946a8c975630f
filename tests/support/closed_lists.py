"""What a place in the code, the ledger or the documents knows of a closed list."""

import ast
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path

from sqlalchemy import CheckConstraint, Connection, Table, create_engine, inspect

from tasks.sample.settings_file import PLACEHOLDERS, write_settings_text
from tasks.store import versions

ROOT = Path(__file__).resolve().parents[2]
DICTIONARY = "docs/data-dictionary.md"
LEDGER = "tasks/store/tables.py (a new ledger)"
OLD_LEDGER = "tasks/store/migrations (a ledger in use takes it only after a migration)"

Words = Collection[str]


def on_the_page() -> Words:
    """The words that the data dictionary sets in code, and its headings."""
    page = (ROOT / DICTIONARY).read_text("utf-8")
    return {*re.findall(r"`([^`]+)`", page), *re.findall(r"^### (.+)$", page, re.MULTILINE)}


def as_init_writes_it() -> Words:
    """The words of the settings file that `lbn init` writes, comments included."""
    return set(re.findall(r"[\w-]+", write_settings_text(PLACEHOLDERS)))


def named_in(kind: type[StrEnum], *paths: str) -> Callable[[], Words]:
    """The members of a list that Python files name, such as Code.ZIP_INVALID."""

    def find() -> Words:
        files = [file for path in paths for file in ((ROOT / path).rglob("*.py") if "." not in path else [ROOT / path])]
        nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
        names = {
            node.attr
            for node in nodes
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == kind.__name__
        }
        return {word.value for word in kind if word.name in names}

    return find


def told_apart_in(path: str) -> Callable[[], Words]:
    """The words that a script's switch has a case for."""
    return lambda: set(re.findall(r"case '([^']+)'", (ROOT / path).read_text("utf-8")))


def texts_in(path: str) -> Callable[[], Words]:
    """The texts that a Python file holds."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return lambda: texts


def taken_by(table: Table, column: str) -> Callable[[], Words]:
    """The words that a column of a new ledger takes."""
    constraints = (*table.constraints, *table.c[column].constraints)
    listed = [one for one in constraints if isinstance(one, CheckConstraint) and one.name == _listed(table, column)]
    return lambda: _quoted(" ".join(str(one.sqltext) for one in listed))


def _listed(table: Table, column: str) -> str:
    """Name the check of a column; it keeps the name that the column had when the first ledger was made."""
    former = "obstacle" if (table.name, column) == ("messages", "reason") else column
    return f"{former}_is_listed"


def _quoted(condition: str) -> Words:
    return set(re.findall(r"'([^']+)'", condition))


@cache
def old_ledger() -> dict[str, dict[str, Words]]:
    """What the columns of a ledger take that came through all migrations, by table and column."""
    with migrated() as connection:
        found = inspect(connection)
        return {
            name: {str(check["name"]): _quoted(str(check["sqltext"])) for check in found.get_check_constraints(name)}
            | {"columns": {column["name"] for column in found.get_columns(name)}}
            for name in found.get_table_names()
        }


@contextmanager
def migrated() -> Iterator[Connection]:
    """A ledger of the first version, brought up to the newest."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        versions.migrate(connection)
        yield connection
    engine.dispose()


def still_taken_by(table: Table, column: str) -> Callable[[], Words]:
    """The words that a column takes of a ledger that came through all migrations."""
    return lambda: old_ledger()[table.name][_listed(table, column)]


def kept_in(*columns: tuple[Table, str]) -> dict[str, Callable[[], Words]]:
    """A new ledger and one in use, for each column that keeps words of a list."""
    places: dict[str, Callable[[], Words]] = {}
    for table, column in columns:
        places[f"{LEDGER}, {table.name}.{column}"] = taken_by(table, column)
        places[f"{OLD_LEDGER}, {table.name}.{column}"] = still_taken_by(table, column)
    return places
