"""What `lbn serve` hands to its children, and what it refuses before it has any."""

from pathlib import Path

import pytest

from flows.service import serve as service
from tasks.errors import OperationError
from tests.support.small_program import lbn, rows, write_program

NOWHERE = ("127.0.0.1", 0)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Return a program that is not in the checkout."""
    return write_program(tmp_path / "program", rows(3))


def test_a_relative_folder_means_the_same_to_the_runs(program: Path, monkeypatch: pytest.MonkeyPatch):
    """The runs' own folder is the checkout."""
    environments: list[dict[str, str]] = []
    monkeypatch.setattr(service, "Child", lambda _name, _module, environment, _log: environments.append(environment))
    monkeypatch.setattr(service, "Supervisor", lambda *_: pytest.fail("it goes on"))
    for folder, within in ((Path(), program), (Path("program"), program.parent)):
        monkeypatch.chdir(within)
        with pytest.raises(pytest.fail.Exception, match="it goes on"):
            service.serve_program(folder, NOWHERE, (), lambda _: None)
    assert {environment["LBN_PROGRAM"] for environment in environments} == {str(program)}


def test_a_stranger_serves_nothing(program: Path):
    assert lbn("ingest", program=program).code == 0
    (program / "secret.key").write_text("cd" * 32)
    with pytest.raises(OperationError, match="not read with the key"):
        service.serve_program(program, NOWHERE, (), lambda _: None)
    assert not (program / "service").exists()


def test_there_is_no_login_before_the_first_start(program: Path):
    with pytest.raises(OperationError, match="first `lbn serve`"):
        service.show_login(program)
