"""A program folder for each case."""

from pathlib import Path

import pytest

from tests.cases.program import Case


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Return a program that is still to be written."""
    return Case(tmp_path / "program", monkeypatch)
