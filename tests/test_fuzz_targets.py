"""What `make fuzz` runs stays in order: each target passes on what it begins with, and a failure is found."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fuzz import __main__ as fuzzing
from tests.fuzz import cells, csv_files, workbooks
from tests.fuzz.targets import TARGETS, load_target
from tests.test_docs import ROOT


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_passes_on_what_it_begins_with(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbooks, "ASIDE", tmp_path / "aside")
    target = load_target(name)
    for body in target.SEEDS:
        target.try_one(body)
    assert all(isinstance(word, bytes) and word for word in target.WORDS)


def test_a_target_fails_where_something_breaks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(csv_files, "normalize_tab", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        csv_files.try_one(csv_files.SEEDS[0])


def test_a_target_fails_where_the_unseen_makes_a_difference(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tasks.rules.intake.normalize.to_plain_text", str.strip)
    with pytest.raises(AssertionError):
        cells.try_one(cells.SEEDS[0])


def test_every_target_is_a_file_and_every_file_is_fuzzed():
    modules = {path.stem for path in (ROOT / "tests/fuzz").glob("*.py") if "def try_one" in path.read_text("utf-8")}
    assert modules == {*TARGETS}


def test_without_atheris_it_says_so_and_ends_well(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(fuzzing, "find_spec", lambda _: None)
    assert fuzzing.main(600, []) == 0
    assert "pip install atheris" in capsys.readouterr().out


@pytest.mark.skipif(not find_spec("atheris"), reason="atheris, which fuzzes, is not installed")
def test_with_atheris_a_target_is_fuzzed():
    ended = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "3", "decisions"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, "decisions: nothing found\n"), ended.stderr
