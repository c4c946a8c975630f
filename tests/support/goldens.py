"""Golden files: the usual case of a message stands whole, of every other case only what it has beside the usual one.

So a word in a footer changes one file of each message, and what a case is about can be read at a glance.
"""

import re
from difflib import SequenceMatcher
from pathlib import Path

from pytest_regressions.file_regression import FileRegressionFixture

FOLDER = Path(__file__).parents[1] / "golden"
USUAL = "typical"
_STYLE = re.compile(r' style="[^"]*"')
"""The usual case shows how it looks; on every cell of every other one it would only hide what is said."""


def compare_case(files: FileRegressionFixture, slug: str, case: str, name: str, *, made: bytes, usual: bytes) -> None:
    """Hold a form of a message against its golden file; `make golden` writes it anew."""
    path = FOLDER / slug / case / name
    if case == USUAL:
        files.check(made, extension=path.suffix, fullpath=path, binary=True)
        return
    said = list_differences(_plain(usual), _plain(made)).encode()
    files.check(said, extension=".diff", fullpath=path.with_name(f"{name}.diff"), binary=True)


def list_differences(usual: str, made: str) -> str:
    """List the lines that a text has beside the usual one, and say where how many of the usual ones are missing."""
    before, after = usual.splitlines(), made.splitlines()
    told: list[str] = []
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            told += [f"@@ in place of {last - first} usual lines @@", *after[start:end]]
    return "".join(f"{line}\n" for line in told)


def _plain(form: bytes) -> str:
    return _STYLE.sub("", form.decode("utf-8-sig"))
