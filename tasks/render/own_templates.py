"""A mistake in a template of the program's own, told to the person who wrote it.

The shipped templates are tried with every case. So where one of the program's own has a part in a failure, it is the
cause until it is mended. Of Jinja's words only those are repeated that stand in the template: never a figure or a name
of the message.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb
from typing import NamedTuple

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from typst import TypstError

from schemas.problem import WrongCall

SHIPPED = Path(__file__).resolve().parents[2] / "report_templates"
DRAWING = "_chart.svg.j2"


_NOT_FILLED: dict[type[Exception], str] = {
    UnicodeDecodeError: "is not UTF-8",
    TypstError: "makes no drawing that can be shown",
}


class _Place(NamedTuple):
    path: Path
    line: int | None


@contextmanager
def own_mistakes_told(folders: Sequence[Path]) -> Iterator[None]:
    """Let what fails by a template of the program's own out as a sentence; all else as it is.

    Raises:
        WrongCall: a template of the program's own has a mistake.
    """
    problem = ""
    own = [folder.resolve() for folder in folders if not folder.resolve().is_relative_to(SHIPPED)]
    try:
        yield
    except Exception as error:
        place = _known_place(error, own) or _likely_place(error, own)
        if place is None:
            raise
        problem = _sentence(error, place, own)
    if problem:
        raise WrongCall(problem) from None


def _known_place(error: Exception, own: Sequence[Path]) -> _Place | None:
    """The innermost line of a template of the program's own that was being filled in."""
    for frame in reversed(extract_tb(error.__traceback__)):
        path = Path(frame.filename).parent.resolve() / Path(frame.filename).name
        if any(path.is_relative_to(folder) for folder in own):
            return _Place(path, frame.lineno)
    return None


def _likely_place(error: Exception, own: Sequence[Path]) -> _Place | None:
    """A template that could not even be read, or one that stands in for a shared part which others use."""
    templates = [path for folder in own for path in sorted(folder.glob("*.j2"))]
    if isinstance(error, UnicodeDecodeError):
        likely = (path for path in templates if not _is_utf8(path))
    else:
        parts = (path for path in templates if (SHIPPED / path.name).is_file())
        likely = (path for path in parts if (path.name == DRAWING) is isinstance(error, TypstError))
    return next((_Place(path, None) for path in likely), None)


def _is_utf8(path: Path) -> bool:
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sentence(error: Exception, place: _Place, own: Sequence[Path]) -> str:
    name = place.path.relative_to(own[-1].parent).as_posix()
    where = f"{name}, line {place.line}" if place.line else name
    return f"{where}: {_what(error, place)}; correct the template, or remove it to use the shipped one."


def _what(error: Exception, place: _Place) -> str:
    """What is wrong, in words; the parser's own have seen nothing but the template."""
    if isinstance(error, TemplateSyntaxError):
        return _as_one_sentence(error.message or "is no template")
    if type(error) in _NOT_FILLED:
        return _NOT_FILLED[type(error)]
    if place.line is None:
        return f"does not do what the templates that use it need ({type(error).__name__})"
    if isinstance(error, TemplateNotFound):
        return f"uses {_named(str(error.name), place.path, 'a template')}, which is not there"
    if isinstance(error, UndefinedError):
        return f"names {_named(_last_quoted(str(error)), place.path, 'something')}, which it is not given"
    return f"cannot be filled in ({type(error).__name__})"


def _as_one_sentence(words: str) -> str:
    parts = re.split(r"\.\s+", words.rstrip(". "))
    return "; ".join(part if part.startswith("Jinja") else part[:1].lower() + part[1:] for part in parts)


def _last_quoted(words: str) -> str:
    return next(reversed(re.findall(r"'([^']+)'", words)), "")


def _named(name: str, path: Path, otherwise: str) -> str:
    """A name, if it is the template's own word: what it was worked out from may be a figure."""
    is_own = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", path.read_text("utf-8")) if name else None
    return f"“{name[:60]}”" if is_own else otherwise
