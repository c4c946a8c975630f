"""docs/contract.md promises what there is: the commands, the keys of the JSON documents, and figures.json."""

import json
import re
import tomllib
from collections.abc import Set
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from schemas.desk import Duties
from schemas.figures import Answer, Figures
from schemas.hosted import HostedOutcome, HostedProgram
from schemas.ingest_counts import IngestCounts
from schemas.outcome import BackfillItem, BackfillOutcome, RunOutcome, Status
from schemas.reconciliation import Reconciliation
from schemas.register import Register
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.program_folder.report_definitions import load_definitions
from tasks.rules.reporting.held import count_held
from tasks.rules.reporting.periods import parse_period
from tests.test_docs import COMMANDS, DOCS, ROOT, blocks, rows_of

PAGE = DOCS / "contract.md"
TABLE = re.compile(r"^\| (\w+) \| [^\n]*\n\| ---[^\n]*\n(?:\|.*\n)+", re.MULTILINE)
VALUES = {"true", "null", "owed", "made", "filed", "overdue"}
"""What stands beside the keys as something that they may say."""

DOCUMENTS: dict[str, tuple[type[BaseModel], ...]] = {
    "ingest": (IngestCounts,),
    "reconcile": (Reconciliation,),
    "figures": (Answer,),
    "backfill": (BackfillOutcome, BackfillItem),
    "run": (RunOutcome,),
    "status": (Status,),
    "hosted": (HostedOutcome, HostedProgram),
}


def rows(title: str, page: Path = PAGE) -> dict[str, str]:
    """Return the last table of a page whose first column has a title: its first cell, and the second."""
    found = [match[0] for match in TABLE.finditer(page.read_text("utf-8")) if match[1] == title]
    return {row[0].strip("`"): row[1] for row in rows_of(found[-1])}


def keys_shown(cell: str, values: Set[str] = VALUES) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", cell)) - values


def keys_of(*models: type[BaseModel]) -> set[str]:
    return {
        field.serialization_alias or field.alias or name
        for model in models
        for name, field in model.model_fields.items()
        if not field.exclude
    }


def item_of(model: type[BaseModel], field: str) -> type[BaseModel]:
    """Return the type of a list's items, or of a value that may be none."""
    return next(kind for kind in get_args(model.model_fields[field].annotation) if isinstance(kind, type))


def test_every_command_is_promised_and_none_that_is_not_there():
    assert set(re.findall(r"^\| `lbn ([a-z-]+)", PAGE.read_text("utf-8"), re.MULTILINE)) == set(COMMANDS)


def test_every_command_that_answers_in_json_is_promised():
    answering = {command for command, options in COMMANDS.items() if "--json" in options}
    assert rows("command").keys() == answering == {*DOCUMENTS, "report"}


@pytest.mark.parametrize("command", DOCUMENTS)
def test_a_document_has_the_keys_that_are_promised(command: str):
    keys = keys_of(*DOCUMENTS[command])
    assert keys_shown(rows("command")[command], VALUES - keys) == keys


@pytest.mark.parametrize("field", rows("list"))
def test_a_list_has_the_keys_that_are_promised(field: str):
    of, _, name = field.rpartition(".")
    model = Register if of == "released" else Reconciliation if name in Reconciliation.model_fields else Status
    assert keys_shown(rows("list")[field]) == keys_of(item_of(model, name))


def test_where_to_take_an_offer_is_promised():
    shown = re.findall(r'"(\w+)"', rows("list")["unused"])
    assert set(shown) == keys_of(item_of(item_of(Reconciliation, "unused"), "origins"))


def test_every_list_is_promised():
    shown = (name for name, field in Reconciliation.model_fields.items() if not field.exclude)
    lists = {*shown, "attention", "editions", "failing", "due"}
    assert rows("list").keys() == lists | {f"released.{name}" for name in Register.model_fields}


def test_every_duty_is_promised_with_its_keys():
    promised = rows("key", DOCS / "duties.md")
    assert promised.keys() == Duties.model_fields.keys()
    lists = promised.keys() - {"is_training_recorded"}
    shown = {name: keys_shown(promised[name]) for name in lists}
    assert shown == {name: keys_of(item_of(Duties, name)) for name in lists}


def test_figures_json_is_as_shown():
    (shown,) = [json.loads(block) for block in blocks(PAGE, "json")]
    assert Figures.model_validate(shown).edition == 2
    assert shown.keys() == keys_of(Figures) - {"preliminary", "compared"}


def test_held_rows_are_shown_for_every_tab_that_is_counted():
    (shown,) = [json.loads(block) for block in blocks(PAGE, "json")]
    nothing_held = dict.fromkeys(Tab, ())
    definition = load_definitions(ROOT)[shown["report"]]
    assert shown["excluded"].keys() == count_held(nothing_held, definition, parse_period(shown["period"])).keys()


def test_lbn_toml_is_shown_with_every_section():
    (shown,) = [tomllib.loads(block) for block in blocks(PAGE, "toml")]
    assert shown.keys() == Settings.model_fields.keys() - {"checked"}
