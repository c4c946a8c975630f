"""What reaches a terminal: words, and no orders to it, whatever a path, a name or a file holds."""

import ast
from pathlib import Path

import pytest
import typer

from tasks.console.terminal import in_words, tell
from tasks.errors import OperationError
from tests.support.small_program import lbn, rows, write_program
from tests.test_docs import ROOT

ORDER = "\x1b[31m\u202e"
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
