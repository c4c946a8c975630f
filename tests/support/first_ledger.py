"""The ledger that is kept from the first version of its tables, and the program whose it was."""

from pathlib import Path

from tests.support.small_program import a_row, rows

FIRST_LEDGER = Path(__file__).parents[1] / "store/ledger_0001.sql"
KEY = "ab" * 32
"""With which its rows were read."""

AS_READ = [*rows(6)[1:], a_row(6, kits="two"), a_row(7)]
"""What its form's tab held when it was last read."""
