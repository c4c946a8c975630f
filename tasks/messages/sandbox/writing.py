"""How templates are read and write, the same for the shipped ones and for a program's own.

Templates name what `tasks.presentation` worked out and reckon nothing. An undefined name is an error, html is
escaped, and numbers and days are written by the filters below, whatever the machine's locale.
"""

import re
from collections.abc import Callable
from typing import Any

from css_inline import CSSInliner
from jinja2 import StrictUndefined, select_autoescape
from markupsafe import Markup

from tasks.messages import formatting as words

LONGEST_WORD = 20
_PIECE = re.compile(r".{1,10}", re.DOTALL)
_INLINER = CSSInliner(load_remote_stylesheets=False, minify_css=True)


def breakable(text: str) -> Markup:
    """A text whose overlong words may be broken, so that none of them pushes a table out of the page."""
    pieces = (_PIECE.findall(word) if len(word) > LONGEST_WORD else [word] for word in text.split(" "))
    return Markup(" ").join(Markup("<wbr>").join(word) for word in pieces)


def inlined(html: str) -> str:
    """The html of a mail with its styles in every element, as mail programs want it."""
    return _INLINER.inline(html)


OPTIONS: dict[str, Any] = {
    "undefined": StrictUndefined,
    # By its own default Jinja looks at the last suffix only, and would leave "email.html.j2" unescaped.
    "autoescape": select_autoescape(enabled_extensions=("html.j2", "svg.j2"), default_for_string=True),
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}

FILTERS: dict[str, Callable[..., Any]] = {
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
