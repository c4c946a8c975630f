"""docs/duties.md: every duty of the procedure has a row, and every command that it names does what the row says."""

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from schemas.review import ProcedureDuty
from tasks import context
from tasks.sample import write_sample
from tests.support.small_program import lbn
from tests.test_docs import DOCS, anchors, rows_of

PAGE = DOCS / "duties.md"
COMMAND = re.compile(r"`lbn ([^`]+)`(?: ends with (\d))?")
DUTY = re.compile(r"\(procedure\.md#([^)]+)\)")
NO_DUTIES = {"the-procedure-that-the-program-follows", "purpose", "relevant-nys-policies-and-laws", "definitions"}
"""Headings of the procedure under which nobody has to do anything."""

NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)


class Promise(NamedTuple):
    """A command of the page, and the exit code that it is to end with."""

    command: str
    code: int


def list_rows() -> list[tuple[str, ...]]:
    """List the rows of the page's first table."""
    return rows_of(PAGE.read_text("utf-8").split("\n\n")[2])


def list_promises() -> list[Promise]:
    """List the commands of the table, each once, in its order."""
    found = [Promise(command, int(code or 0)) for row in list_rows() for command, code in COMMAND.findall(row[2])]
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample program of that day, after a run."""

    class ThatDay(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return NOON.astimezone(tz)

    folder = tmp_path_factory.mktemp("duties") / "sample"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(context, "datetime", ThatDay)
        patched.chdir(tmp_path_factory.mktemp("here"))
        write_sample(folder, NOON.date())
        assert lbn("run", program=folder).code == 0
        yield folder


def test_every_duty_of_the_procedure_has_a_row():
    linked = {anchor for row in list_rows() for anchor in DUTY.findall(row[0])}
    assert linked == anchors(DOCS / "procedure.md") - NO_DUTIES


def test_the_sheet_of_the_review_has_the_same_duties():
    named = [re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", row[0]) for row in list_rows()]
    assert named == [duty.value for duty in ProcedureDuty]


def test_every_row_names_a_command_but_what_only_people_can_do():
    without = [row[1] for row in list_rows() if not COMMAND.findall(row[2])]
    assert without == ["people: no command can"]


@pytest.mark.parametrize("promise", list_promises(), ids=lambda promise: promise.command)
def test_every_command_ends_as_the_page_says(promise: Promise, sample: Path):
    ended = lbn(*shlex.split(promise.command), program=sample)
    assert ended.code == promise.code, ended
    assert ended.out if promise.code == 0 else ended.words
