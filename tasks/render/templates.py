"""How all Jinja templates are read.

Templates name what `tasks.presentation` worked out and reckon nothing. An undefined name is an error, html is
escaped, and numbers and days are written by the filters below, whatever the machine's locale.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from tasks.presentation import words
from tasks.render.compiled import CompiledTemplates
from tasks.render.own_templates import own_mistakes_told

LONGEST_WORD = 20
_PIECE = re.compile(r".{1,10}", re.DOTALL)


def filled(names: Sequence[str], folders: Sequence[Path], values: Mapping[str, Any]) -> str:
    """The first of some templates that is there, filled in.

    Raises:
        WrongCall: a template of the program's own has a mistake.
    """
    with own_mistakes_told(folders):
        return environment(folders).select_template(names).render(values)


def environment(folders: Iterable[Path]) -> Environment:
    """The templates of some folders; one in an earlier folder hides its namesake in a later one."""
    return _environment(tuple(folders))


@lru_cache(maxsize=32)
def _environment(folders: tuple[Path, ...]) -> Environment:
    """Kept, with its templates: to compile them takes longer than to render a message."""
    templates = Environment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        # By its own default Jinja looks at the last suffix only, and would leave "email.html.j2" unescaped.
        autoescape=select_autoescape(enabled_extensions=("html.j2", "svg.j2"), default_for_string=True),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=CompiledTemplates(),
    )
    templates.filters |= {
        "num": words.num,
        "signed": words.signed,
        "pct": words.pct,
        "plural": words.plural,
        "day": words.day_words,
        "date": words.date_words,
        "when": words.when,
        "span": words.span,
        "period": words.period_words,
        "breakable": breakable,
    }
    return templates


def breakable(text: str) -> Markup:
    """A text whose overlong words may be broken, so that none of them pushes a table out of the page."""
    pieces = (_PIECE.findall(word) if len(word) > LONGEST_WORD else [word] for word in text.split(" "))
    return Markup(" ").join(Markup("<wbr>").join(word) for word in pieces)
