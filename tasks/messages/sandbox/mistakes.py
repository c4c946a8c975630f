"""A mistake in a template of the program's own, told to the person who wrote it.

The shipped templates are tried with every case. So where one of the program's own has a part in a failure, it is the
cause until it is mended. Of Jinja's words only those are repeated that stand in the template: never a figure or a name
of the message.
"""

import re
from collections.abc import Iterator, Sequence
from traceback import StackSummary, walk_tb
from typing import NamedTuple

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from tasks.messages.sandbox.limits import LARGEST_TEXT, PROCESSOR_SECONDS, TooLarge, TooLong
from tasks.messages.sandbox.sources import Source, Sources, Unreadable

DRAWING = "_chart.svg.j2"
REMEDY = "correct the template, or remove it to use the shipped one."
TAKES_TOO_LONG = f"takes too long: a message is filled in within {PROCESSOR_SECONDS} seconds, or not at all"
NEEDS_TOO_MUCH = "needs more memory than a message can"

_SAID = {
    TooLong: TAKES_TOO_LONG,
    RecursionError: "uses itself without end",
    MemoryError: NEEDS_TOO_MUCH,
    OverflowError: "counts further than a template can",
    TooLarge: f"makes a message of more than {LARGEST_TEXT // 1_000_000} MB",
}


class _Place(NamedTuple):
    source: Source
    line: int | None


def mistake(error: Exception, sources: Sources, names: Sequence[str]) -> str | None:
    """The sentence; none where no template of the program's own has a part in it.

    Args:
        error: what became of filling in a template.
        sources: the templates that it may use.
        names: what it is called, the first that is there.
    """
    place = _known_place(error, sources) or _likely_place(error, sources, names)
    return None if place is None else sentence(place.source, _what(error, place), place.line)


def sentence(source: Source, what: str, line: int | None = None) -> str:
    """Where, what, and what to do."""
    where = f"{source.file}, line {line}" if line else source.file
    return f"{where}: {what}; {REMEDY}"


def _known_place(error: Exception, sources: Sources) -> _Place | None:
    """The innermost line of a template of the program's own that was being filled in."""
    if isinstance(error, Unreadable):
        return _Place(error.source, None)
    own = {source.file: source for source in sources.values() if source.is_own}
    # Without looking for the lines themselves: there is no file to look into.
    for frame in reversed(StackSummary.extract(walk_tb(error.__traceback__), lookup_lines=False)):
        if frame.filename in own:
            return _Place(own[frame.filename], frame.lineno)
    return None


def _likely_place(error: Exception, sources: Sources, names: Sequence[str]) -> _Place | None:
    """One that stands in for a shared part which others use; of a bound, the program's own in any case."""
    source = likely(sources, names) if type(error) in _SAID else next(_parts(sources), None)
    return None if source is None else _Place(source, None)


def likely(sources: Sources, names: Sequence[str]) -> Source | None:
    """Whose fault it is when a bound was met: the message's own template, or else a part that it may use."""
    called = next((sources[name] for name in names if name in sources), None)
    if called and called.is_own:
        return called
    return next(_parts(sources), None) or next((source for source in sources.values() if source.is_own), None)


def _parts(sources: Sources) -> Iterator[Source]:
    return (source for name, source in sorted(sources.items()) if source.stands_in and name != DRAWING)


def _what(error: Exception, place: _Place) -> str:
    """What is wrong, in words; the parser's own have seen nothing but the template."""
    if isinstance(error, TemplateSyntaxError):
        return _as_one_sentence(error.message or "is no template")
    if isinstance(error, Unreadable):
        return str(error)
    if type(error) in _SAID:
        return _SAID[type(error)]
    if place.line is None:
        return f"does not do what the templates that use it need ({type(error).__name__})"
    return _what_it_names(error, place.source)


def _what_it_names(error: Exception, source: Source) -> str:
    if isinstance(error, TemplateNotFound):
        return f"uses {_named(str(error.name), source, 'a template')}, which is not there"
    if isinstance(error, SecurityError):
        return f"uses {_named(str(error), source, 'something')}, which a template may not use"
    if isinstance(error, UndefinedError):
        return f"names {_named(_last_quoted(str(error)), source, 'something')}, which it is not given"
    return f"cannot be filled in ({type(error).__name__})"


def _as_one_sentence(words: str) -> str:
    parts = re.split(r"\.\s+", words.rstrip(". "))
    return "; ".join(part if part.startswith("Jinja") else part[:1].lower() + part[1:] for part in parts)


def _last_quoted(words: str) -> str:
    return next(reversed(re.findall(r"'([^']+)'", words)), "")


def _named(name: str, source: Source, otherwise: str) -> str:
    """A name, if it is the template's own word: what it was worked out from may be a figure."""
    is_own = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", source.text) if name else None
    return f"“{name[:60]}”" if is_own else otherwise
