"""From a message's content to all its forms."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from schemas.digest import DigestMessage
from schemas.message import NotRunningMessage, Rendered, ReportMessage
from schemas.operator import OperatorMessage
from tasks.messages.digest.view import build_digest_view
from tasks.messages.engine.own_drawings import find_typesetter
from tasks.messages.engine.own_templates import find_own_templates, is_shipped
from tasks.messages.engine.templates import fill_templates
from tasks.messages.not_running.operator_view import build_operator_view
from tasks.messages.not_running.view import build_not_running_view
from tasks.messages.report.charts import draw_charts
from tasks.messages.report.figures_csv import write_figures_csv
from tasks.messages.report.paper import build_document
from tasks.messages.report.view import build_report_view
from tasks.messages.report.workbook import write_workbook
from tasks.messages.sandbox.mistakes import DRAWING
from tasks.messages.sandbox.sources import Source
from tasks.messages.sanitizing import sanitize
from tasks.messages.view import View

ROWS_TRIED = (25, 20, 15, 10, 5, 0)
"""How many rows of a list a mail shows: 25, and fewer only where it would grow too large."""

LARGEST_HTML = 95_000
"""In bytes. Gmail cuts a message off at about 102 KB, and the mail's encoding adds some."""

HTML = ("email.html.j2", "_report.html.j2")
TEXT = ("email.txt.j2", "_report.txt.j2")
"""A report's own template, or the one that renders any definition."""


class _Mail(NamedTuple):
    subject: str
    html: str
    text: str


def render_report(message: ReportMessage, folders: list[Path]) -> Rendered:
    """Make one edition's message in all its forms; `folders` are the report's, its own ones first."""
    message = sanitize(message)
    mail = _mail(lambda most_rows: build_report_view(message, most_rows), folders)
    drawings = draw_all(message, folders)
    with find_typesetter(_own_drawing(folders) if drawings else None) as setter:
        png = {f"{name}.png": setter.picture(svg) for name, svg in drawings.items()}
        pdf = setter.set_paper(build_document(message, drawings), message.made_at)
    return Rendered(**mail._asdict(), csv=write_figures_csv(message), png=png, pdf=pdf, xlsx=write_workbook(message))


def draw_all(message: ReportMessage, folders: list[Path]) -> dict[str, str]:
    """Draw the charts as svg, by name."""
    shown = draw_charts(message)
    if not shown:
        return {}
    with fill_templates(folders if _own_drawing(folders) else [*filter(is_shipped, folders)]) as fill:
        return {chart.name: fill((DRAWING,), {"chart": chart}) for chart in shown}


def _own_drawing(folders: list[Path]) -> Source | None:
    """Find the program's own template of the charts, if it has one: the shipped one uses no other template."""
    return find_own_templates(folders).get(DRAWING)


def render_digest(message: DigestMessage, folders: list[Path]) -> Rendered:
    """Make the digest."""
    message = sanitize(message)
    return Rendered(**_mail(lambda most_rows: build_digest_view(message, most_rows), folders)._asdict())


def render_not_running(message: NotRunningMessage, folders: list[Path]) -> Rendered:
    """Make the message that something isn't running, or runs again."""
    message = sanitize(message)
    return Rendered(**_mail(lambda _most_rows: build_not_running_view(message), folders)._asdict())


def render_operator_message(message: OperatorMessage, folders: list[Path]) -> Rendered:
    """Make the message to a host's operator; it looks like the notice that something isn't running."""
    message = sanitize(message)
    return Rendered(**_mail(lambda most_rows: build_operator_view(message, most_rows), folders)._asdict())


def _mail(make_view: Callable[[int], View], folders: list[Path]) -> _Mail:
    """Write both forms of a mail, with the longest lists that it can hold."""
    with fill_templates(folders) as fill:
        for most_rows in ROWS_TRIED:
            view = make_view(most_rows)
            html = fill(HTML, vars(view), is_mail=True)
            if len(html.encode()) < LARGEST_HTML:
                break
        return _Mail(view.subject, html, fill(TEXT, vars(view)))
