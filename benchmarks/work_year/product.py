"""The product by its public face: commands called on a day, and the mails that it left in the folder outbox."""

import email
import json
import os
import subprocess
import sys
from datetime import datetime
from email import policy
from pathlib import Path
from typing import IO, NamedTuple, cast

CLOCKED = Path(__file__).with_name("clocked.py")


class Mail(NamedTuple):
    """A mail as the coordinator sees it."""

    name: str
    subject: str
    text: str


class Product:
    """A checkout's `lbn`, on the program in a folder."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        """Start it; the variables of this machine that it would listen to are left out."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LBN_", "PREFECT_"))}
        self._folder = folder
        self._read: set[str] = set()
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"import runpy; runpy.run_path({str(CLOCKED)!r}, run_name='__main__')"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=checkout,
            env=kept | {"PYTHONPATH": str(checkout)},
        )

    def close(self) -> None:
        """End it."""
        self._process.communicate()

    def call(self, at: datetime, *arguments: str, may_fail: bool = False) -> str:
        """Call a command; return what it said on standard output.

        Raises:
            RuntimeError: it failed, and wasn't expected to.
        """
        calls, answers = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        given = [*arguments, "--program", str(self._folder)]
        calls.write(json.dumps({"at": at.isoformat(), "arguments": given}) + "\n")
        calls.flush()
        ended = json.loads(answers.readline())
        if ended["code"] and not may_fail:
            msg = f"lbn {' '.join(arguments)} on {at:%Y-%m-%d}: {ended['words'][-600:]}"
            raise RuntimeError(msg)
        return str(ended["said"])

    def list_new_mails(self) -> list[Mail]:
        """List the mails that came since this was asked last."""
        files = sorted(file for file in self._folder.glob("outbox/*.eml") if file.name not in self._read)
        self._read |= {file.name for file in files}
        return [_open_mail(file) for file in files]


def _open_mail(file: Path) -> Mail:
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    return Mail(file.stem, str(message["subject"]), body.get_content() if body else "")
