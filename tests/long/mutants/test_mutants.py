"""Every deliberate leak is caught by the canary test: each is made in a copy of the program, and the test run on it.

All of them take half an hour, by `make mutants`; a few run with `make test-long`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.long.mutants.leaks import ALWAYS, MUTANTS
from tests.long.mutants.mutant import COMMON, SERVER, WRITTEN, Mutant, change

ROOT = Path(__file__).resolve().parents[3]
COPIED = ("flows", "lbn.py", "tasks", "schemas", "report_templates", "prefect.yaml", "pyproject.toml")
OF_THE_TESTS = ("support", "conftest.py", "long/test_privacy_canary.py")
CANARY = "tests/long/test_privacy_canary.py"
CAUGHT = "canaries.leaks("
"""Stands in what the test says where it fails because it saw something."""

IS_ALL = os.environ.get("LBN_MUTANTS") == "all"
TRIED = [mutant for mutant in MUTANTS if IS_ALL or mutant.channel in ALWAYS]


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program and of its canary test in which every row is at hand, and let out nowhere."""
    root = tmp_path_factory.mktemp("original")
    for name in (*COPIED, *(f"tests/{name}" for name in OF_THE_TESTS)):
        (root / name).parent.mkdir(exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copyfile(ROOT / name, root / name)
    change(root, *COMMON, "the row at hand")
    return root


def run_canary(root: Path, test: str) -> subprocess.CompletedProcess[str]:
    """Run a test of a copy."""
    words = ["-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", CANARY, "-k", test]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("COV_", "PYTEST_", "PREFECT_"))
    }
    return subprocess.run(
        [sys.executable, *words, f"--basetemp={root / 'made'}"], cwd=root, capture_output=True, text=True, check=False,
        env=environment | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


@pytest.mark.parametrize("mutant", TRIED, ids=lambda mutant: mutant.channel)
def test_a_leak_by_each_channel_is_caught(mutant: Mutant, original: Path, tmp_path: Path):
    root = Path(shutil.copytree(original, tmp_path / "copy"))
    change(root, mutant.file, mutant.before, mutant.after, mutant.channel)
    done = run_canary(root, mutant.test)
    assert (done.returncode, CAUGHT in done.stdout) == (1, True), done.stdout[-3000:]


@pytest.mark.parametrize("test", [WRITTEN, SERVER] if IS_ALL else [WRITTEN])
def test_a_program_without_a_leak_passes(test: str, original: Path):
    done = run_canary(original, test)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.channel)
def test_each_leak_can_be_made(mutant: Mutant, tmp_path: Path):
    (tmp_path / mutant.file).parent.mkdir(parents=True)
    shutil.copyfile(ROOT / mutant.file, tmp_path / mutant.file)
    change(tmp_path, mutant.file, mutant.before, mutant.after, mutant.channel)


def test_each_channel_is_named_once():
    names = [mutant.channel for mutant in MUTANTS]
    assert len(set(names)) == len(names)
    assert set(ALWAYS) < set(names)
