"""What reaches a terminal: words, and no orders to it, whatever a path, a name or a file holds."""

import ast
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import typer

from tasks.console.terminal import in_words, tell
from tasks.errors import OperationError
from tests.support.audited import close
from tests.support.small_program import lbn, rows, write_program
from tests.test_docs import ROOT

ORDER = "\x1b[31m\u202e"
NAME, SHOWN = f"x\n{ORDER}", "x??[31m?"
SPEAKS = {"tasks/console/terminal.py"}
"""The one place from which words go to a terminal."""


@pytest.mark.parametrize("command", ["check", "ingest", "run", "status"])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_path_gives_no_order_to_the_terminal(command: str, is_there: bool, tmp_path: Path):
    folder = tmp_path / f"x{ORDER}"
    if is_there:
        write_program(folder, rows(3))
    ended = lbn(command, program=folder)
    assert not {*ORDER[:1], *ORDER[-1:]} & {*ended.out, *ended.words}
    assert is_there or "x?[31m?" in ended.out + ended.words


def test_a_folder_among_the_reports_gives_none(tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(3))
    (folder / "report_templates" / f"x{ORDER}").mkdir(parents=True)
    ended = lbn("run", program=folder)
    assert ended.code == 2
    assert "report_templates/x?[31m?: rename the folder" in ended.words


NAMES: dict[str, tuple[Callable[[Path], object], Sequence[str], str]] = {
    "a file that others may open": (lambda at: expose(at / NAME), ["audit"], f"may open {SHOWN}. Run chmod -R"),
    "a file that is searched": (
        lambda at: (at / NAME).write_text("24-0012345"), ["audit", "--find", "{}/people.txt"], f"in {SHOWN}, byte 0",
    ),
    "a former message": (
        lambda at: (at / "outbox" / f"{NAME}-former.eml").touch(), ["status"], f"{SHOWN}-former.eml lies in",
    ),
    "a report's folder": (
        lambda at: (at / "report_templates" / NAME).mkdir(parents=True), ["status"], f"/{SHOWN}: rename the folder",
    ),
    "a link to one": (lambda at: link(at / "report_templates" / NAME), ["status"], f"/{SHOWN}: is a link"),
}  # fmt: skip


def expose(path: Path) -> None:
    """Make a file that others may open."""
    path.touch()
    close(path.parent)
    path.chmod(0o644)


def link(path: Path) -> None:
    """Put a link to a folder."""
    path.parent.mkdir()
    path.symlink_to(path.parent, target_is_directory=True)


@pytest.mark.parametrize(("put", "call", "words"), NAMES.values(), ids=NAMES.keys())
def test_a_name_is_told_on_one_line(
    put: Callable[[Path], object], call: Sequence[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tasks.console.terminal.hide_unseen", str)
    folder = write_program(tmp_path / "program", rows(3))
    (tmp_path / "people.txt").write_text("24-0012345")
    assert lbn("run", program=folder).code == 0
    put(folder)
    ended = lbn(*(part.format(tmp_path) for part in call), program=folder)
    assert words in ended.out + ended.words
    assert NAME not in ended.out + ended.words


def test_a_sentence_that_quotes_a_stranger_gives_none(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(typer.Exit), in_words():
        raise OperationError(f"The server said {ORDER}.")
    tell(f"two\nlines{ORDER}")
    assert capsys.readouterr() == ("two\nlines?[31m?\n", "The server said ?[31m?.\n")


def test_words_reach_a_terminal_from_one_place_only():
    files = [ROOT / "lbn.py", *(ROOT / "tasks").rglob("*.py")]
    speaking = {
        path.relative_to(ROOT).as_posix()
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "typer.echo", "typer.secho", "click.echo")
    }
    assert speaking == SPEAKS
