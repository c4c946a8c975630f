"""Backups that are made while runs write: each is one moment of the ledger, and can be restored."""

from pathlib import Path

from tests.operations.test_back_up_program import FIGURES, edition_of, give_tabs, made_once, make_backup, program
from tests.support.processes import start
from tests.support.small_program import a_row, lbn, rows, write_form

__all__ = ["made_once", "program"]


def test_a_backup_of_a_program_at_work_is_whole(program: Path, tmp_path: Path):
    """The drill: runs write while backups are made; each is one moment of the ledger."""
    for number in range(4):
        write_form(program, [*rows(30), *(a_row(40 + one) for one in range(number * 20 + 20))])
        running = start(f"run-{number}", "run", "--program", program, scratch=tmp_path)
        files = [make_backup(program, f"{number}-{copy}.backup") for copy in range(3)]
        assert running.ended().code == 0
        for file in files:
            restored = tmp_path / file.stem
            assert lbn("restore", file, restored).code == 0
            counted = lbn("status", "--json", program=restored).json["entries"]
            assert counted in (30 + number * 20, 50 + number * 20)
            assert edition_of(restored) == edition_of(program)
            give_tabs(program, restored)
            assert lbn("ingest", program=restored).code == 0
            assert lbn(*FIGURES, program=restored).out == lbn(*FIGURES, program=program).out
