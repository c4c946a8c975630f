"""What makes a program itself: its id, and the key with which the rows of its tabs are told apart."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

KEY_FILE = "secret.key"
KEY_VARIABLE = "LBN_SECRET_KEY"

KEY_IS_GONE = (
    f"The file {KEY_FILE} is gone from the program's folder, and without it every row counts as new. Nothing was "
    f"changed. Restore it from a backup, or set the variable {KEY_VARIABLE}; if it is lost for good, "
)
OWN_KEY_IS_GONE = (
    KEY_IS_GONE + "`lbn ingest --accept-withdrawals` begins with a new one, and decisions have to be made again."
)
SHARED_KEY_IS_GONE = KEY_IS_GONE + "the program begins anew under a new id (docs/operations.md, “The key is lost”)."

_ID_LENGTH = 8
_ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper and on a telephone: i, l, o, 0, 1."""


def make_id() -> str:
    """Make an id that no other program has."""
    return "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))


@dataclass(frozen=True, repr=False)
class Key:
    """The key of the row fingerprints, and where it was found; never shown."""

    value: bytes
    where: str

    @property
    def check(self) -> bytes:
        """By which a ledger knows its key again; neither the key nor any row can be worked out from it."""
        return blake2b(b"the key of this ledger", key=self.value, digest_size=16, person=b"lbn key check").digest()


class Owner(NamedTuple):
    """Who opens a ledger."""

    id: str | None
    former_name: str
    """Under which earlier versions kept its ledger where it was shared: made of the agency's name."""
    find_key: Callable[[], Key | None]
    """Its key, if it has one; none is made."""
