"""Every text that reaches the ledger comes from lbn.toml, a fixed list, or the lot of a receipt."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tasks.context import open_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.ledger_words import list_words_of_settings
from tests.support.leaks import Canaries
from tests.support.programs import write_program


def test_what_is_typed_as_a_lot_is_none_unless_it_was_received(tmp_path: Path):
    program = open_program(write_program(tmp_path, Canaries()))
    ingest_entries(program)
    with closing(sqlite3.connect(tmp_path / "lbn.db")) as ledger:
        words = {word for (word,) in ledger.execute("select word from vocabulary")}
    assert words - list_words_of_settings(program.settings) == {"A123", "Albany"}
