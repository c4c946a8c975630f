"""What `lbn migrate-store` says: what was moved, and what to write into lbn.toml, which nobody else does."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Protocol

from tasks.console.terminal import command_here
from tasks.messages.formatting import format_count

_PASSWORD = re.compile(r"^([^:]+://[^:@/]*):[^@/]*@")


class Held(Protocol):
    """What a database holds in one table."""

    @property
    def row_count(self) -> int:
        """How many rows."""


class Moved(Protocol):
    """A ledger that was moved."""

    @property
    def former(self) -> str:
        """Where it was, without a password."""

    @property
    def former_url(self) -> str:
        """The same as store.url has it."""

    @property
    def tables(self) -> Mapping[str, Held]:
        """What was moved; empty where an earlier call had done it."""


def summarize_moved(moved: Moved, url: str, folder: Path) -> str:
    """Say what was moved, and what the person has to write before anything runs again."""
    rows = sum(held.row_count for held in moved.tables.values())
    done = (
        f"Moved: {format_count(len(moved.tables), 'table')}, {format_count(rows, 'row')}, the same in both databases."
    )
    command = command_here()
    if not moved.tables:
        done = "The ledger has been moved there already."
    return "\n".join([
        done,
        "",
        "Now write the new place into lbn.toml, there and wherever else the program runs:",
        "",
        "  [store]",
        f"  url = {json.dumps(_hide_password(url), ensure_ascii=False)}",
        "",
        f"then: {command} check --program {quote(str(folder))}",
        "",
        "Until then every command and every schedule refuses, and says so: nothing is read, changed or sent.",
        f"Set aside, as it was: {moved.former}",
        "Once the program has run from the new place, this deletes it for good:",
        f"  {command} migrate-store {quote(_hide_password(moved.former_url))} --forget --program {quote(str(folder))}",
    ])  # fmt: skip


def _hide_password(url: str) -> str:
    """Leave out the password of an address: it doesn't belong into lbn.toml."""
    return _PASSWORD.sub(r"\1@", url)


def summarize_forgotten(place: str) -> str:
    """Say what was deleted."""
    return (
        f"Deleted what was set aside of this program in {place}.\n"
        "Nothing refuses there any more: an lbn.toml that still names it, on any machine, would begin an empty ledger "
        "there and send all reports once more."
    )


def summarize_taken_back(place: str, lost: str) -> str:
    """Say what goes on, and from which moment."""
    return (
        f"In use again, as it was when it was moved: {place}\n"
        f"Taken for lost: {lost}. If the ledger is there after all, or at another address, use it no more: two ledgers "
        "in use each send all that is new.\n"
        "What the other one has noted since is lost: messages that have left since then leave once more where their "
        "editions are made anew. Look at `lbn status` before the next run."
    )


def summarize_roles(url: str, table_count: int) -> str:
    """Say what was done, and how a program gets its account."""
    place = url.partition("://")[2].rpartition("@")[2]
    return "\n".join([
        f"{format_count(table_count, 'table')}: each account sees the rows of its own program only.",
        "Call this again after every update of lbn: only the owner of the tables can bring them up to date.",
        "",
        "For each program, with the id of its lbn.toml in the place of k7qm2d9x, in psql:",
        "",
        '  create role "lbn_k7qm2d9x" login;',
        '  grant lbn_programs to "lbn_k7qm2d9x";',
        '  \\password "lbn_k7qm2d9x"',
        "",
        "and in its lbn.toml:",
        "",
        "  [store]",
        f'  url = "postgresql+psycopg://lbn_k7qm2d9x@{place}"',
    ])  # fmt: skip
