"""docs/faults.md promises nothing that no test shows: each of its lines names one that exists."""

import ast
import re

import pytest

from tests.test_docs import ROOT

PAGE = ROOT / "docs/faults.md"
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
HEADS = ("| fault |", "| --- |")


def list_lines() -> list[str]:
    """List the lines of the tables, without their heads."""
    lines = PAGE.read_text("utf-8").splitlines()
    return [line for line in lines if line.startswith("|") and not line.startswith(HEADS)]


@pytest.mark.parametrize("line", list_lines(), ids=lambda line: line.split("|")[1].strip()[:40])
def test_every_fault_names_a_test_that_exists(line: str):
    ((file, name),) = TEST.findall(line)
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_kind_of_fault_has_lines():
    sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    named = {section.splitlines()[0]: len(TEST.findall(section)) for section in sections}
    assert list(named) == [
        "Settings", "Files", "Workbooks", "Ledger", "Mail", "Google", "Clock", "Kills and runs side by side",
    ]  # fmt: skip
    assert all(count >= 3 for count in named.values())
