"""What a database says when it can't go on, in words of ours, and without a word of what it holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from tasks.errors import LedgerFailed, Unreachable
from tasks.program_folder.lock_files import LOCKED
from tasks.store.header import has_usual_header

WAIT_SECONDS = 20
NOT_DONE = "This step was not completed."
"""All that is known here: what stands in files already, such as a message in outbox/, may have been done before it."""
WAY_OUT = "`lbn ingest --from-scratch` makes it anew from the tabs and from what is whole; or restore a backup."
OWNERS_WAY = "The owner of the tables calls `lbn migrate-store URL --roles` once, and after each update."
ITS_ACCOUNT = "it is to be named lbn_ and the id of the program, as in lbn_k7qm2d9x."
OTHERS_ACCOUNT = f"The account in store.url is another program's: {ITS_ACCOUNT}"

AWAY = (
    "PostgreSQL, which keeps the ledger, is not reached: it is down, starting or too busy, or the network is cut. "
    "What was done is kept, and the next run does the rest. If it was never reached, check store.url in lbn.toml."
)
_SAYS_AWAY = (
    "connection refused", "timeout expired", "timed out", "closed the connection", "could not receive data",
    "could not send data", "connection reset", "broken pipe", "no route to host", "network is unreachable",
    "failed to resolve host", "could not translate host name", "the connection is lost", "terminating connection",
    "connection to server was lost", "the database system is", "too many clients", "remaining connection slots",
    "no such file or directory", "consuming input failed",
)  # fmt: skip
"""What drivers of PostgreSQL say of a server that is away for now; no other sentence passes by itself."""


@contextmanager
def say_in_words(path: Path | None) -> Iterator[None]:
    """Say what is wrong with the database, without a word of what it holds."""
    problem, passes = None, False
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).lower()
        is_away = path is None and is_server_away(reason)
        problem = AWAY if is_away else write_sentence(reason, path)
        passes = is_away or LOCKED in reason
    except SQLAlchemyError as error:
        problem = f"The ledger cannot be used ({type(error).__name__}). {NOT_DONE}"
    except OSError as error:
        if path is None or not str(error.filename).startswith(str(path)):
            raise
        problem = f"The ledger {path.name} cannot be used in its folder ({error.strerror}). {NOT_DONE}"
    if problem:
        raise (Unreachable if passes else LedgerFailed)(problem) from None


def is_server_away(reason: str) -> bool:
    """Tell whether a server is away for now, from what its driver says in small letters."""
    return any(words in reason for words in _SAYS_AWAY)


def write_sentence(reason: str, path: Path | None) -> str:
    """Say what stands in the way, from what a database says."""
    name = path.name if path else "on PostgreSQL"
    sentences = {
        LOCKED: f"The ledger {name} is in use by another run; waited {WAIT_SECONDS} seconds. Try again later.",
        "full": f"The disk is full: the ledger {name} could not be written. Free some space and run it again.",
        "readonly": f"The ledger {name} cannot be written: give this account the right to write its folder.",
        "unable to open": f"The ledger {name} cannot be opened: give this account the right to use its folder.",
        "disk i/o": f"The disk failed while the ledger {name} was used. Look at the disk, then run it again.",
        "not a database": f"{name} isn't a ledger: another file has its name. Move it away, or restore a backup.",
        "malformed": f"The ledger {name} is damaged. {WAY_OUT}",
        "no such table": f"The ledger {name} is damaged: a table isn't there. {WAY_OUT}",
        "no such column": f"The ledger {name} is damaged: a column isn't there. {WAY_OUT}",
        "unsupported file format": f"The ledger {name} is damaged. {WAY_OUT}",
        "must be owner": f"The tables of the ledger {name} are of an older version. {OWNERS_WAY}",
        "row-level security": OTHERS_ACCOUNT,
        "permission denied": f"This account may not use the ledger {name}: {ITS_ACCOUNT} {OWNERS_WAY}",
        "could not decode": f"The ledger {name} is damaged. {WAY_OUT}",
    }
    if "readonly" in reason and path and path.is_file() and not has_usual_header(path):
        reason = "malformed"  # a header may say so
    told = next((sentence for words, sentence in sentences.items() if words in reason), None)
    return (told or f"The ledger {name} cannot be used; check store.url in lbn.toml.") + f" {NOT_DONE}"
