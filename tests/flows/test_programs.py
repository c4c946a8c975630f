"""Which folder a run's program is: a name among those that are served, and never a path."""

from pathlib import Path

import pytest

from flows._programs import find_program
from tasks.errors import UsageError
from tests.support.programs import write_program

REFUSED = (
    "/etc", "..", ".", "../hosted/albany", "hosted/albany", "albany/", "/", "~", "albany\n", "albany\0", "alb\uff41ny",
    "empty", "lent", "leads-out", "elsewhere", "-rf", "", "x" * 65, "Albany", "albany ", "%2e%2e", ".hidden",
)  # fmt: skip


@pytest.fixture(autouse=True)
def hosted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two programs of a host beside what isn't one, and a third program somewhere else."""
    elsewhere, root = write_program(tmp_path / "elsewhere"), tmp_path / "hosted"
    for name in ("albany", "troy", ".hidden"):
        write_program(root / name)
    for name in ("empty", "lent"):
        (root / name).mkdir()
    (root / "lent/lbn.toml").symlink_to(elsewhere / "lbn.toml")
    (root / "leads-out").symlink_to(elsewhere)
    monkeypatch.delenv("LBN_PROGRAM", raising=False)
    monkeypatch.setenv("LBN_PROGRAMS", str(root))
    return root


def test_a_host_serves_the_programs_that_lie_in_its_folder(hosted: Path):
    assert [find_program(name) for name in ("albany", "troy")] == [str(hosted / "albany"), str(hosted / "troy")]


@pytest.mark.parametrize("name", REFUSED)
def test_anything_else_is_refused_in_one_sentence(name: str):
    with pytest.raises(UsageError, match=r"albany, troy\.$") as refusal:
        find_program(name)
    assert "\n" not in str(refusal.value)
    assert "/" not in str(refusal.value)


def test_a_host_of_one_program_needs_no_name(hosted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "one").mkdir()
    (hosted / "troy").rename(tmp_path / "one/troy")
    monkeypatch.setenv("LBN_PROGRAMS", str(tmp_path / "one"))
    assert find_program("") == str(tmp_path / "one/troy")


def test_the_served_folder_answers_to_no_name_and_to_its_own(hosted: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LBN_PROGRAM", str(hosted.parent / "elsewhere"))
    assert {find_program(name) for name in ("", "elsewhere")} == {str(hosted.parent / "elsewhere")}
    assert find_program("troy") == str(hosted / "troy")
    monkeypatch.delenv("LBN_PROGRAMS")
    with pytest.raises(UsageError, match=r"the names are elsewhere\.$"):
        find_program("troy")


def test_where_nothing_is_served_the_variable_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LBN_PROGRAMS", "/no/such/folder")
    with pytest.raises(UsageError, match="set LBN_PROGRAM"):
        find_program("albany")
