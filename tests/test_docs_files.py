"""A page that names a file of code names one that is there: files are moved, and pages forgotten."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_docs import PAGES, ROOT, name

FILE = re.compile(r"`((?:[\w-]+/)*[\w-]+\.py)`")


def list_files_named(page: Path) -> Iterator[Path]:
    """List the files that a page names; one without its folder lies in that of the one before it in the line."""
    for line in page.read_text("utf-8").splitlines():
        folder = None
        for file in map(Path, FILE.findall(line)):
            folder = file.parent if len(file.parts) > 1 else folder
            if folder:
                yield ROOT / folder / file.name


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_file_that_a_page_names_is_there(page: Path):
    assert not [name(file) for file in list_files_named(page) if not file.exists()]


def test_files_are_found_in_a_page():
    assert ROOT / "tasks/rules/intake/refusals.py" in list_files_named(ROOT / "docs/architecture.md")
