"""Templates filled in: the shipped ones here, a program's own in a process of their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from tasks.messages.engine.compiled import CompiledTemplates
from tasks.messages.engine.own_templates import Fill, fill_own_templates, find_own_templates, is_shipped
from tasks.messages.sandbox.writing import FILTERS, OPTIONS, inline_styles


@contextmanager
def fill_templates(folders: Sequence[Path]) -> Iterator[Fill]:
    """Fill in the templates of some folders; one in an earlier folder hides its namesake in a later one.

    Raises:
        UsageError: a template of the program's own has a mistake, takes too long or uses what it may not.
    """
    own = find_own_templates(folders)
    if own:
        with fill_own_templates(own, folders) as fill:
            yield fill
    else:
        yield partial(_fill_shipped, make_environment(filter(is_shipped, folders)))


def _fill_shipped(
    templates: Environment, names: Sequence[str], values: Mapping[str, Any], *, is_mail: bool = False
) -> str:
    text = templates.select_template(names).render(values)
    return inline_styles(text) if is_mail else text


def make_environment(folders: Iterable[Path]) -> Environment:
    """Load the templates of folders that are part of the program: they may use all that Jinja can."""
    return _environment(tuple(folders))


@lru_cache(maxsize=32)
def _environment(folders: tuple[Path, ...]) -> Environment:
    """Keep it, with its templates: compiling them takes longer than rendering a message."""
    templates = Environment(  # noqa: S701 - OPTIONS has it
        loader=FileSystemLoader(folders), bytecode_cache=CompiledTemplates(), **OPTIONS
    )
    templates.filters |= FILTERS
    return templates
