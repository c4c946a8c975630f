"""Where the ledger is: the section [store] of lbn.toml."""

import re

from pydantic import field_validator

from schemas.addresses import check_port
from schemas.base import Closed

_SQLITE = re.compile(r"sqlite:///(?:.*/)?(?!\.{0,2}$)[^/]+")
_POSTGRESQL = re.compile(
    r"postgresql\+psycopg://(?:[^@/\s]+@)?(?:[A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])(?::([0-9]+))?/[^\s]+"
)

OF_SOMETHING_ELSE = frozenset(
    (
        *(
            "lbn.toml",
            "secret.key",
            "decisions.csv",
            "needs-attention.csv",
            "form-links.csv",
            "desk.html",
            "failing.json",
            "last-reading.bin",
        ),
        *("reports", "outbox", "sheets", "service", "report_templates"),
    )
)
"""What else stands in a program's folder: a ledger of that name would be written over, or keep it from being made."""


class Store(Closed):
    """The ledger's database."""

    url: str = "sqlite:///lbn.db"

    @field_validator("url")
    @classmethod
    def is_supported(cls, url: str) -> str:
        """Check that it is SQLite or PostgreSQL."""
        server = _POSTGRESQL.fullmatch(url)
        if not server and not _SQLITE.fullmatch(url):
            msg = 'must be "sqlite:///lbn.db" or "postgresql+psycopg://user:password@host:5432/database"'
            raise ValueError(msg)
        if server and server[1]:
            check_port(server[1])
        if (name := url.rpartition("sqlite:///")[2].removeprefix("./").casefold()) in OF_SOMETHING_ELSE:
            msg = f"names {name}, which the program's folder has for something else; write another, such as lbn.db"
            raise ValueError(msg)
        return url
