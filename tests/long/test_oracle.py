"""The program against an oracle with its own ledger, on programs that no one has seen.

A failure lists each disagreement in a line; its seed makes the same program again. LBN_ORACLE_SEEDS raises how
many programs are tried.
"""

import csv
import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from schemas.period import Cadence
from tasks.context import ProgramContext, open_program
from tasks.errors import OperationError
from tasks.operations.ingest_entries import ingest_entries
from tests.generator.comparison import disagreements
from tests.generator.exports import Style, write_folder
from tests.generator.model import Generated
from tests.generator.oracle import Expected
from tests.generator.programs import ProgramMaker, random_program

SEEDS = range(int(os.environ.get("LBN_ORACLE_SEEDS", "6")))
HISTORIES = range(len(SEEDS) // 2)
STYLES = tuple(Style)
BY_YEAR = (Cadence.YEARLY,)


def put(generated: Generated, folder: Path, seed: int, style: Style | None = None) -> ProgramContext:
    """Write a program's files over those that are there, in the seed's style or another, and open it."""
    write_folder(generated, folder, style or STYLES[seed % len(STYLES)], Random(seed))
    return open_program(folder)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ledger_is_what_the_tabs_say(seed: int, tmp_path: Path):
    generated = random_program(seed)
    expected = Expected(generated)
    program = put(generated, tmp_path, seed)
    assert ingest_entries(program).model_dump() == expected.ingested()
    assert not disagreements(expected, program)


@pytest.mark.parametrize("seed", HISTORIES)
def test_any_history_ends_in_the_state_of_its_last_tabs(seed: int, tmp_path: Path):
    maker = ProgramMaker(seed)
    generated, before = maker.first, None
    for step in range(3):
        expected = Expected(generated)
        program = put(generated, tmp_path, seed + step * len(STYLES))
        read = ingest_entries(program, accept_withdrawals=True, accept_held=True)
        assert read.model_dump() == expected.ingested(before)
        generated, before = maker.later(generated), expected
    assert not disagreements(expected, program, BY_YEAR)


@pytest.mark.parametrize("seed", HISTORIES)
def test_the_same_tabs_exported_otherwise_change_nothing(seed: int, tmp_path: Path):
    expected = Expected(random_program(seed))
    for style in STYLES:
        program = put(expected.program, tmp_path, seed, style)
        counts = ingest_entries(program, accept_withdrawals=True, accept_held=True).model_dump()
    assert counts == expected.ingested(expected)
    assert not disagreements(expected, program, BY_YEAR)


@pytest.mark.parametrize("seed", HISTORIES)
def test_rows_are_validated_again_when_the_settings_change(seed: int, tmp_path: Path):
    maker = ProgramMaker(seed)
    before, after = Expected(maker.first), Expected(maker.with_more_names(maker.first))
    ingest_entries(put(before.program, tmp_path, seed))
    program = put(after.program, tmp_path, seed)
    assert ingest_entries(program).model_dump() == after.ingested(before)
    assert not disagreements(after, program, BY_YEAR)


@pytest.mark.parametrize("seed", HISTORIES)
def test_double_submissions_that_are_kept_are_counted(seed: int, tmp_path: Path):
    generated = random_program(seed)
    program = put(generated, tmp_path, seed)
    ingest_entries(program)
    kept = {row: ref for row, ref in doubles(tmp_path).items() if row % 2}
    lines = ["ref,decision", *(f"{ref},keep" for ref in kept.values())]
    (tmp_path / "decisions.csv").write_text("\n".join(lines), encoding="utf-8")
    assert ingest_entries(program).withdrawn == 0
    assert not disagreements(Expected(generated, frozenset(kept)), program, BY_YEAR)


def doubles(folder: Path) -> dict[int, str]:
    """Row number and ref of the double submissions in needs-attention.csv."""
    with (folder / "needs-attention.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return {int(row["row"]): row["ref"] for row in rows if row["code"] == "possible_duplicate"}


@pytest.mark.parametrize(("deleted", "is_refused"), [(5, False), (6, True)])
def test_rows_vanishing_in_masses_change_nothing(deleted: int, is_refused: bool, tmp_path: Path):
    before = Expected(next(program for program in map(random_program, range(99)) if len(program.responses) < 200))
    ingest_entries(put(before.program, tmp_path, 0))
    gone = before.distributions[:deleted]
    after = Expected(
        replace(before.program, responses=tuple(row for row in before.program.responses if row not in gone))
    )
    program = put(after.program, tmp_path, 0)
    if not is_refused:
        assert ingest_entries(program).model_dump() == after.ingested(before)
        return
    with pytest.raises(OperationError):
        ingest_entries(program)
    assert not disagreements(before, program, BY_YEAR)
