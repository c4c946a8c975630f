"""How templates are read and write, the same for the shipped ones and for a program's own.

Templates name what a message's view worked out and compute nothing. An undefined name is an error, html is
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


def make_breakable(text: str) -> Markup:
    """Let overlong words of a text be broken, so that none of them pushes a table out of the page."""
    pieces = (_PIECE.findall(word) if len(word) > LONGEST_WORD else [word] for word in text.split(" "))
    return Markup(" ").join(Markup("<wbr>").join(word) for word in pieces)


def inline_styles(html: str) -> str:
    """Put the styles of a mail into every element of its html, as mail programs want it."""
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
    "num": words.format_number,
    "signed": words.format_signed,
    "pct": words.format_share,
    "plural": words.format_count,
    "day": words.format_day,
    "date": words.format_date,
    "when": words.format_time,
    "span": words.format_span,
    "period": words.format_period,
    "breakable": make_breakable,
}
