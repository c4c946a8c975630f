"""The page desk.html, set from its template."""

from pathlib import Path

from schemas.desk_page import Desk
from tasks.messages.desk.view import build_desk_view
from tasks.messages.engine.templates import fill_templates
from tasks.messages.sanitizing import sanitize

TEMPLATE = ("page.html.j2",)


def render_desk(desk: Desk, folders: list[Path]) -> str:
    """Make the page; a browser opens it, so its styles stay in its head.

    Raises:
        UsageError: the program's own template of it has a mistake.
    """
    with fill_templates(folders) as fill:
        return fill(TEMPLATE, vars(build_desk_view(sanitize(desk))))
