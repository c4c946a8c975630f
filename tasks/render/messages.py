"""From a message's content to all its forms."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from css_inline import CSSInliner

from schemas.message import AttentionMessage, Rendered, ReportMessage, StockMessage
from tasks.presentation.attention import attention_view
from tasks.presentation.charts import charts
from tasks.presentation.figures_csv import figures_csv
from tasks.presentation.legible import legible
from tasks.presentation.paper import document
from tasks.presentation.report import report_view
from tasks.presentation.stock_alert import stock_alert_view
from tasks.presentation.view import View
from tasks.render.own_templates import DRAWING, own_mistakes_told
from tasks.render.templates import filled
from tasks.render.typesetting import picture, set_paper
from tasks.render.workbook import workbook

ROWS_TRIED = (25, 20, 15, 10, 5, 0)
"""How many rows of a list a mail shows: 25, and fewer only where it would grow too large."""

LARGEST_HTML = 95_000
"""In bytes. Gmail cuts a message off at about 102 KB, and the mail's encoding adds some."""

HTML = ("email.html.j2", "_report.html.j2")
TEXT = ("email.txt.j2", "_report.txt.j2")
"""A report's own template, or the one that renders any definition."""

_INLINER = CSSInliner(load_remote_stylesheets=False, minify_css=True)


class _Mail(NamedTuple):
    subject: str
    html: str
    text: str


def render_report(message: ReportMessage, folders: list[Path]) -> Rendered:
    """One edition's message in all its forms; `folders` are the report's, as the catalogue gives them."""
    message = legible(message)
    mail = _mail(lambda most_rows: report_view(message, most_rows), folders)
    drawings = drawings_of(message, folders)
    return Rendered(
        **mail._asdict(),
        csv=figures_csv(message),
        png=_pictures(drawings, folders),
        pdf=set_paper(document(message, drawings), message.made_at),
        xlsx=workbook(message),
    )


def drawings_of(message: ReportMessage, folders: list[Path]) -> dict[str, str]:
    """The charts as svg, by name."""
    return {chart.name: filled((DRAWING,), folders, {"chart": chart}) for chart in charts(message)}


def _pictures(drawings: dict[str, str], folders: list[Path]) -> dict[str, bytes]:
    with own_mistakes_told(folders):
        return {f"{name}.png": picture(svg) for name, svg in drawings.items()}


def render_attention(message: AttentionMessage, folders: list[Path]) -> Rendered:
    """The digest of a run."""
    message = legible(message)
    return Rendered(**_mail(lambda most_rows: attention_view(message, most_rows), folders)._asdict())


def render_stock_alert(message: StockMessage, folders: list[Path]) -> Rendered:
    """What to do about the stock."""
    message = legible(message)
    return Rendered(**_mail(lambda most_rows: stock_alert_view(message, most_rows), folders)._asdict())


def _mail(make_view: Callable[[int], View], folders: list[Path]) -> _Mail:
    """Both forms of a mail, with the longest lists that it can hold."""
    for most_rows in ROWS_TRIED:
        view = make_view(most_rows)
        html = _INLINER.inline(filled(HTML, folders, vars(view)))
        if len(html.encode()) < LARGEST_HTML:
            break
    return _Mail(view.subject, html, filled(TEXT, folders, vars(view)))
