"""The secret of a program's mail: a variable gives it, or a file in the program's folder.

A variable is for the one program of a process. A host of many keeps the secret of each in that program's own folder.
"""

import os
from contextlib import suppress
from pathlib import Path

from tasks.errors import UsageError
from tasks.program_folder.bounded_file import NotReadable, read_bounded

PASSWORD_VARIABLE = "LBN_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
SECRET_VARIABLE = "LBN_MAIL_SECRET"  # noqa: S105 - the name of a variable
MAIL_SECRET_FILE = "mail.secret"  # noqa: S105 - the name of a file
MOST_BYTES = 10_000


def find_mail_secret(folder: Path, variable: str) -> str | None:
    """Find the secret: that of the variable, else that of the file, if there is one.

    Raises:
        UsageError: the file holds anything but one line.
    """
    given = os.environ.get(variable)  # noqa: TID251 - a secret is not passed round as a parameter
    if given:
        return given
    path = folder / MAIL_SECRET_FILE
    return _read_line(path) if path.exists() or path.is_symlink() else None


def _read_line(path: Path) -> str:
    lines: list[str] = []
    with suppress(NotReadable, UnicodeDecodeError):
        lines = read_bounded(path, MOST_BYTES).decode("utf-8").splitlines()
    if len(lines) == 1 and lines[0]:
        return lines[0]
    msg = (
        f"{MAIL_SECRET_FILE} must hold one line, the password of mail.smtp or the secret of mail.oauth, and does not. "
        "Write it anew, or remove the file."
    )
    raise UsageError(msg)
