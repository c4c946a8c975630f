"""How a server finds a program's rows: many programs share its tables, while a file holds one ledger."""

from sqlalchemy import Index


def index_program(table: str) -> Index:
    """Make an index of a table's rows by program, on a server: else each program looks through those of all others."""
    return Index(f"{table}_of_program", "program", "id").ddl_if(dialect="postgresql")
