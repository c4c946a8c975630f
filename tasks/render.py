"""From a message's content to its html, text and csv: the one Jinja environment.

Templates name what `tasks.presentation` worked out and reckon nothing. An undefined name is an error, html is
escaped, and numbers and days are written by the filters below, whatever the machine's locale.
"""

import re
from collections.abc import Callable
from pathlib import Path

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from schemas.message import AttentionMessage, Rendered, ReportMessage
from tasks.presentation import words
from tasks.presentation.attention import AttentionView, attention_view
from tasks.presentation.figures_csv import figures_csv
from tasks.presentation.legible import legible
from tasks.presentation.report import ReportView, report_view

ROWS_TRIED = (25, 20, 15, 10, 5, 0)
"""How many rows of a list a mail shows: 25, and fewer only where it would grow too large."""

LARGEST_HTML = 95_000
"""In bytes. Gmail cuts a message off at about 102 KB, and the mail's encoding adds some."""

HTML = ("email.html.j2", "_report.html.j2")
TEXT = ("email.txt.j2", "_report.txt.j2")
"""A report's own template, or the one that renders any definition."""

LONGEST_WORD = 20
_PIECE = re.compile(r".{1,10}", re.DOTALL)
_INLINER = CSSInliner(load_remote_stylesheets=False, minify_css=True)


def environment(folders: list[Path]) -> Environment:
    """How all templates are read; a template in an earlier folder hides its namesake in a later one."""
    templates = Environment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        # By its own default Jinja looks at the last suffix only, and would leave "email.html.j2" unescaped.
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default_for_string=True),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters |= {
        "num": words.num,
        "signed": words.signed,
        "pct": words.pct,
        "plural": words.plural,
        "day": words.day_words,
        "date": words.date_words,
        "when": words.when,
        "period": words.period_words,
        "breakable": breakable,
    }
    return templates


def breakable(text: str) -> Markup:
    """A text whose overlong words may be broken, so that none of them pushes a table out of the page."""
    pieces = (_PIECE.findall(word) if len(word) > LONGEST_WORD else [word] for word in text.split(" "))
    return Markup(" ").join(Markup("<wbr>").join(word) for word in pieces)


def render_report(message: ReportMessage, folders: list[Path]) -> Rendered:
    """One edition's message in all its forms; `folders` are the report's, as the catalogue gives them."""
    message = legible(message)
    view, html, text = _fitted(lambda most_rows: report_view(message, most_rows), folders)
    return Rendered(subject=view.subject, html=html, text=text, csv=figures_csv(message))


def render_attention(message: AttentionMessage, folders: list[Path]) -> Rendered:
    """The digest of a run."""
    message = legible(message)
    view, html, text = _fitted(lambda most_rows: attention_view(message, most_rows), folders)
    return Rendered(subject=view.subject, html=html, text=text, csv=None)


def _fitted(
    make_view: Callable[[int], ReportView | AttentionView], folders: list[Path]
) -> tuple[ReportView | AttentionView, str, str]:
    """Both forms, with the longest lists that a mail can hold."""
    templates = environment(folders)
    for most_rows in ROWS_TRIED:
        view = make_view(most_rows)
        html = _INLINER.inline(templates.select_template(HTML).render(view._asdict()))
        if len(html.encode()) < LARGEST_HTML:
            break
    return view, html, templates.select_template(TEXT).render(view._asdict())
