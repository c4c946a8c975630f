"""A mistake in a template of the program's own, told to the person who wrote it.

The shipped templates are tested with every case. So where one of the program's own has a part in a failure, it is
taken for the cause until it is fixed. Only those of Jinja's words are repeated that are in the template: never a figure
or a name of the message.
"""

import re
from collections.abc import Iterator, Sequence
from traceback import StackSummary, walk_tb
from typing import NamedTuple

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from tasks.messages.sandbox.limits import LARGEST_TEXT, PROCESSOR_SECONDS, TooLarge, TooLong
from tasks.messages.sandbox.sources import NotCompiled, Source, Sources, Unreadable

DRAWING = "_chart.svg.j2"
REMEDY = "correct the template, or remove it to use the shipped one."
TAKES_TOO_LONG = f"takes too long: a message is filled in within {PROCESSOR_SECONDS} seconds, or not at all"
NEEDS_TOO_MUCH = "needs more memory than a message can"

_SAID = {
    TooLong: TAKES_TOO_LONG,
    RecursionError: "uses itself without end",
    MemoryError: NEEDS_TOO_MUCH,
    OverflowError: "counts higher than a template can",
    TooLarge: f"makes a message of more than {LARGEST_TEXT // 1_000_000} MB",
}


class _Spot(NamedTuple):
    source: Source
    line: int | None
    is_sure: bool


def describe_mistake(error: Exception, sources: Sources, names: Sequence[str]) -> str | None:
    """Write the sentence; none where no template of the program's own has a part in it.

    Args:
        error: what became of filling in a template.
        sources: the templates that it may use.
        names: what it is called, the first that is there.
    """
    cause = error.cause if isinstance(error, NotCompiled) else error
    spot = _known_spot(error, sources) or _likely_spot(cause, sources, names)
    return None if spot is None else write_mistake(spot.source, _what(cause, spot), spot.line)


def write_mistake(source: Source, what: str, line: int | None = None) -> str:
    """Say where, what, and what to do."""
    where = f"{source.file}, line {line}" if line else source.file
    return f"{where}: {what}; {REMEDY}"


def _known_spot(error: Exception, sources: Sources) -> _Spot | None:
    """Find the innermost line of a template of the program's own that was being filled in."""
    if isinstance(error, Unreadable):
        return _Spot(error.source, None, is_sure=True)
    if isinstance(error, NotCompiled) and error.source.is_own:
        return _Spot(error.source, getattr(error.cause, "lineno", None), is_sure=True)
    own = {source.file: source for source in sources.values() if source.is_own}
    # Without looking for the lines themselves: there is no file to look into.
    for frame in reversed(StackSummary.extract(walk_tb(error.__traceback__), lookup_lines=False)):
        if frame.filename in own:
            return _Spot(own[frame.filename], frame.lineno, is_sure=True)
    return None


def _likely_spot(error: Exception, sources: Sources, names: Sequence[str]) -> _Spot | None:
    """Find one that stands in for a shared part which others use; where a limit was met, the program's own anyway."""
    source = find_likely(sources, names) if type(error) in _SAID else next(_parts(sources), None)
    return None if source is None else _Spot(source, None, is_sure=False)


def find_likely(sources: Sources, names: Sequence[str]) -> Source | None:
    """Find whose fault it is when a limit was met: the message's own template, or else a part that it may use."""
    called = next((sources[name] for name in names if name in sources), None)
    if called and called.is_own:
        return called
    return next(_parts(sources), None) or next((source for source in sources.values() if source.is_own), None)


def _parts(sources: Sources) -> Iterator[Source]:
    return (source for name, source in sorted(sources.items()) if source.stands_in and name != DRAWING)


def _what(error: Exception, spot: _Spot) -> str:
    """Say what is wrong; the parser's own words have seen nothing but the template."""
    if isinstance(error, TemplateSyntaxError):
        return _as_one_sentence(error.message or "isn't a template")
    if isinstance(error, Unreadable):
        return str(error)
    if type(error) in _SAID:
        return _SAID[type(error)]
    if not spot.is_sure:
        return f"does not do what the templates that use it need ({type(error).__name__})"
    return _what_it_names(error, spot.source)


def _what_it_names(error: Exception, source: Source) -> str:
    if isinstance(error, TemplateNotFound):
        return f"uses {_named(str(error.name), source, 'a template')}, which isn't there"
    if isinstance(error, SecurityError):
        return f"uses {_named(str(error), source, 'something')}, which a template may not use"
    if isinstance(error, UndefinedError):
        return f"names {_named(_last_quoted(str(error)), source, 'something')}, which it isn't given"
    return f"cannot be filled in ({type(error).__name__})"


def _as_one_sentence(words: str) -> str:
    parts = re.split(r"\.\s+", words.rstrip(". "))
    return "; ".join(part if part.startswith("Jinja") else part[:1].lower() + part[1:] for part in parts)


def _last_quoted(words: str) -> str:
    return next(reversed(re.findall(r"'([^']+)'", words)), "")


def _named(name: str, source: Source, otherwise: str) -> str:
    """Quote a name, if it is the template's own word: what it was worked out from may be a figure."""
    is_own = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", source.text) if name else None
    return f"“{name[:60]}”" if is_own else otherwise
