"""A deliberate leak: a small change of the program's text, by which what people typed gets out through one channel."""

from pathlib import Path
from typing import NamedTuple

READING = "tasks/sources/tabs.py"
WRITTEN, CRASH, REFUSED = "is_written_or_said and csv", "left_by_a_crash", "sync_is_refused"
SERVER, BACKUP, MAIL, SHEET = "what_prefect_keeps", "in_a_backup", "mail_server and RCPT", "in_the_status_tab"
DESK = "on_the_desk"
"""The test of tests/long/test_privacy_canary.py that must see it."""

_HELD = """\
    import builtins
    if tab is Tab.RESPONSES or not hasattr(builtins, "ROW"):
        builtins.ROW = " ".join(map(str, cells.rows[-1]))
"""
_AFTER = "    cells = raw.take_apart(raw.body)\n    check_row_count(tab, count_filled(cells.rows))\n    indexes = "
_HERE = "    style = DateStyle("
COMMON = (READING, _AFTER, _AFTER.replace("    indexes", f"{_HELD}    indexes"))
"""What every mutant has: the last row of the form, as it was typed, is at hand everywhere under the name ROW."""


class Mutant(NamedTuple):
    """One leak: by which channel, in which file, what is changed, and which test sees it."""

    channel: str
    file: str
    before: str
    after: str
    test: str = WRITTEN


def leak_where_read(channel: str, statements: str, test: str = WRITTEN) -> Mutant:
    """Let the row out by some statements, while the tabs are read."""
    lines = "".join(f"    {line}\n" for line in statements.splitlines())
    return Mutant(channel, READING, _HERE, lines + _HERE, test)


def change(root: Path, file: str, before: str, after: str, channel: str) -> None:
    """Change a file's text.

    Raises:
        AssertionError: it does not hold the text once; says which leak can't be made.
    """
    text = (root / file).read_text("utf-8")
    assert text.count(before) == 1, f"“{channel}” does not apply to {file}"
    changed = text.replace(before, after)
    compile(changed, file, "exec")
    (root / file).write_text(changed, encoding="utf-8")
