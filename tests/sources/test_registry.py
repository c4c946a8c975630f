"""The source that lbn.toml names, and that no other one is loaded."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.source import SourceKind
from tasks.sources.files.exports import Files
from tasks.sources.google.sheet import GoogleSheet
from tasks.sources.registry import open_source
from tests.support.builders import some_settings

SOURCES = {
    SourceKind.FILES: ({}, Files),
    SourceKind.GOOGLE_SHEET: ({"spreadsheet": "abc", "credentials": "service-account.json"}, GoogleSheet),
}


@pytest.mark.parametrize("kind", SourceKind)
def test_each_kind_has_a_source_of_its_own(kind: SourceKind, tmp_path: Path):
    keys, opened = SOURCES[kind]
    source = open_source(some_settings(source={"kind": kind, **keys}), tmp_path)
    assert isinstance(source, opened)
    assert (source.shared_sheet is source) is (kind is SourceKind.GOOGLE_SHEET)


def test_a_source_says_when_the_newest_of_it_was_written(tmp_path: Path):
    keys, _ = SOURCES[SourceKind.GOOGLE_SHEET]
    sheet = some_settings(source={"kind": SourceKind.GOOGLE_SHEET, **keys})
    assert open_source(sheet, tmp_path).find_written_at() is None
    files = open_source(some_settings(source={"counts": "Counts.csv"}), tmp_path)
    assert files.find_written_at() is None
    for name, day in (("Form Responses 1.csv", 1), ("Counts.csv", 2), ("Other.csv", 3)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (day * 86_400, day * 86_400))
    assert files.find_written_at() == datetime(1970, 1, 3, tzinfo=UTC)


def test_a_program_with_files_loads_nothing_of_googles():
    code = (
        "import sys; from pathlib import Path; from tests.support.builders import some_settings;"
        "from tasks.sources.registry import open_source; open_source(some_settings(), Path());"
        "sys.exit(any(name in sys.modules for name in ('gspread', 'google.auth', 'requests', 'python_calamine')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0
