"""How a command answers: words for people, one JSON document on request, a sentence where it cannot go on."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from shlex import quote
from typing import TypeVar

import typer
from pydantic import BaseModel

from schemas.plain_text import hide_unseen
from tasks.errors import OperationError
from tasks.unforeseen import restate_unforeseen

Answer = TypeVar("Answer", bound=BaseModel)


def tell(words: str, *, err: bool = False) -> None:
    """Print words for people: a path, a name or another's exception in them gives no order to the terminal."""
    typer.echo(hide_unseen(words), err=err)


def show(value: Answer, as_json: bool, words: Callable[[Answer], str]) -> None:
    """Print an answer, as one JSON document or in words."""
    show_document(value.model_dump_json(indent=2, by_alias=True).encode() + b"\n", words(value), as_json)


def show_document(document: bytes, words: str, as_json: bool) -> None:
    """Print a JSON document that is made already, alone on standard output; then the words go to standard error."""
    if as_json:
        sys.stdout.buffer.write(document)
    tell(words, err=as_json)


@contextmanager
def end_when_output_closes() -> Iterator[None]:
    """End with a sentence where standard output is closed, or what it goes to is full."""
    if sys.stdout is None:  # closed by the caller: nothing else may take its place
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        problem = ""  # whoever read has read enough
    except OSError as error:
        problem = f"The answer can't be written to standard output ({error.strerror}); the work itself was done."
    else:
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more as it ends
    if problem:
        tell(problem, err=True)
    raise SystemExit(1)


@contextmanager
def in_words(doing: str = "") -> Iterator[None]:
    """Show that work goes on, and end with a sentence and an exit code where it cannot."""
    from rich.console import Console  # noqa: PLC0415 - a command starts in under a second

    console = Console(stderr=True)
    try:
        with console.status(doing) if doing and console.is_terminal else nullcontext():
            yield
    except typer.Exit:
        raise
    except Exception as error:  # noqa: BLE001 - any exception may quote a row
        problem = error if isinstance(error, OperationError) else restate_unforeseen(error)
        tell(str(problem), err=True)
        raise typer.Exit(problem.exit_code) from None


def command_here() -> str:
    """Write the command as it can be typed in the current folder, whether it is on the path or not."""
    launcher = Path(__file__).resolve().parents[2] / ".venv/bin/lbn"
    return quote(os.path.relpath(launcher)) if launcher.exists() else "lbn"
