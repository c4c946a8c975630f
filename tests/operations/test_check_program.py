"""A line for each part of a program: ok, or what to do; and which of them are wrong calls."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.operations.check_program import check_part, check_program
from tests.support.sending import ABSENT, settings_by_smtp
from tests.support.small_program import RESPONSES, SETTINGS, write_settings


def failing(folder: Path) -> dict[str, str]:
    """Give what is to be done, by part."""
    return {found.part: found.words for found in check_program(folder) if not found.is_ok}


def test_a_program_in_order_has_an_ok_for_every_part(unread: ProgramContext):
    found = check_program(unread.folder)
    assert [one.part for one in found] == ["settings", "source", "store", "mail"]
    assert all(one.is_ok for one in found)
    assert "nysdoh-quarterly (quarterly)" in found[0].words
    with unread.database.reading() as connection:
        assert connection  # the ledger was made, and nothing was written into it


@pytest.mark.parametrize(
    ("break_it", "part", "words"),
    [
        (lambda folder: (folder / RESPONSES).unlink(), "source", RESPONSES),
        (lambda folder: (folder / "lbn.db").write_bytes(b"no ledger " * 100), "store", "lbn.db"),
        (lambda folder: (folder / "lbn.toml").write_text(settings_by_smtp(ABSENT)), "mail", "No message would leave"),
    ],
    ids=["source", "store", "mail"],
)
def test_what_is_broken_is_named_and_the_rest_is_looked_at(
    break_it: Callable[[Path], object], part: str, words: str, unread: ProgramContext
):
    break_it(unread.folder)
    found = failing(unread.folder)
    assert found.keys() == {part}
    assert words in found[part]


def test_with_wrong_settings_nothing_else_can_be_looked_at(unread: ProgramContext):
    (unread.folder / "lbn.toml").write_text(write_settings(agency={"timezone": "America/Albany"}), "utf-8")
    (found,) = check_program(unread.folder)
    assert (found.part, found.is_ok, found.is_wrong_call) == ("settings", False, True)
    (unread.folder / "lbn.toml").write_text(SETTINGS, "utf-8")
    assert not failing(unread.folder)


@pytest.mark.parametrize(("problem", "is_wrong_call"), [(OperationError("A"), False), (UsageError("A"), True)])
def test_a_look_that_cannot_be_done_is_a_finding(problem: OperationError, is_wrong_call: bool):
    def look() -> str:
        raise problem

    found = check_part("part", look)
    assert (found.is_ok, found.words, found.is_wrong_call) == (False, "A", is_wrong_call)
    assert check_part("part", lambda: "Well.").is_ok
