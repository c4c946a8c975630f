"""Going on with a ledger under a former name: what proves it, and what is refused. All of it is in test_take_over."""

import pytest
from sqlalchemy import create_engine

from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.take_over_ledger import take_over_ledger
from tasks.store.take_over import rename_program


def rename(program: ProgramContext, name: str) -> None:
    """Give the program's rows another name, as an earlier version named them."""
    engine = create_engine(f"sqlite:///{program.folder / 'lbn.db'}")
    with engine.begin() as connection:
        rename_program(connection, program.slug, name)
    engine.dispose()


def test_a_former_name_is_given_up_for_the_own_one(program: ProgramContext):
    rename(program, "former")
    take_over_ledger(program, "former")
    assert ingest_entries(program).unchanged == 12


def test_a_name_that_is_not_there_is_a_wrong_call(program: ProgramContext):
    for name in ("nosuch", ""):
        with pytest.raises(UsageError):
            take_over_ledger(program, name)


def test_another_key_proves_nothing(program: ProgramContext):
    rename(program, "former")
    (program.folder / "secret.key").write_text("cd" * 32)
    with pytest.raises(OperationError, match="Nothing was changed"):
        take_over_ledger(program, "former")
