"""A line for each part of a program: ok, or what to do; and which of them are wrong calls."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.operations.check_program import check_part, check_program
from tasks.program_folder import placeholders
from tasks.sample import write_empty_program
from tests.support.sending import ABSENT, settings_by_smtp
from tests.support.settings import SUPPLIER
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


@pytest.mark.parametrize(
    ("change", "keys"),
    [
        ({}, []),
        ({"agency": {"name": placeholders.AGENCY}}, ["agency.name"]),
        ({"agency": {"coordinator": ["chief@example.gov", placeholders.COORDINATOR]}}, ["agency.coordinator"]),
        ({"program": {"supplier": SUPPLIER | {"name": placeholders.SUPPLIER}}}, ["program.supplier.name"]),
        ({"places": {"jurisdictions": ["Your City"]}}, ["places.jurisdictions"]),
        ({"mail": {"from": placeholders.SENDER}}, ["mail.from"]),
        ({"units": [{"name": "Patrol", "aliases": ["Patrol Division"], "par_level": 12}]}, []),
    ],
    ids=lambda value: value[0] if isinstance(value, list) and value else None,
)
def test_what_init_wrote_is_named_until_it_is_filled_in(
    change: dict[str, Any], keys: list[str], unread: ProgramContext
):
    (unread.folder / "lbn.toml").write_text(write_settings(**change), "utf-8")
    found = failing(unread.folder)
    assert ("settings" in found) == bool(keys)
    assert not keys or f"wrote at {', '.join(keys)}; write your own there" in found["settings"]


def test_a_new_program_is_told_all_that_is_to_be_filled_in(tmp_path: Path):
    write_empty_program(tmp_path / "new")
    found = check_program(tmp_path / "new")
    assert [one.part for one in found if not one.is_ok] == ["settings"]
    assert not any(one.is_wrong_call for one in found)
    for key in (
        "agency.name",
        "agency.coordinator",
        "program.supplier.name",
        "places.jurisdictions",
        "units",
        "mail.from",
    ):
        assert key in found[0].words


def test_several_people_are_named_who_get_the_messages(unread: ProgramContext):
    people = ["coordinator@example.gov", "deputy@example.gov"]
    (unread.folder / "lbn.toml").write_text(write_settings(agency={"coordinator": people}), "utf-8")
    (mail,) = (one for one in check_program(unread.folder) if one.part == "mail")
    assert mail.words.startswith(
        "messages to coordinator@example.gov, deputy@example.gov are put into the folder outbox"
    )


def test_a_key_that_others_can_use_is_a_line(program: ProgramContext):
    key = program.folder / "secret.key"
    assert "secret" not in failing(program.folder)
    for mode in (0o666, 0o640, 0o400):
        key.chmod(mode)
        assert f"has the mode {mode:04o}" in failing(program.folder)["secret"]
        assert f"chmod 600 {key}" in failing(program.folder)["secret"]
    key.chmod(0o600)
    assert "secret" not in failing(program.folder)


def test_a_key_of_another_account_is_a_line(program: ProgramContext, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("os.geteuid", lambda: -2)
    assert "belongs to another account" in failing(program.folder)["secret"]
    monkeypatch.setattr("tasks.program_folder.key.IS_POSIX", False)
    assert "secret" not in failing(program.folder)


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


def test_a_mail_secret_that_others_can_read_is_told(program: ProgramContext):
    secret = program.folder / "mail.secret"
    secret.write_text("secret")
    secret.chmod(0o640)
    assert f"chmod 600 {secret}" in failing(program.folder)["secret"]
    secret.chmod(0o600)
    assert "secret" not in failing(program.folder)
