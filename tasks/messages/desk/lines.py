"""The desk in lines, for a tab of the Sheet: part, what, figure, bar and more. A bar is drawn with letters."""

from collections.abc import Iterator

from schemas.desk_page import Desk
from tasks.messages.desk.view import DeskView, build_desk_view
from tasks.messages.formatting import format_time
from tasks.messages.sanitizing import sanitize

Line = tuple[str, str, str, str, str]

LETTERS = 20
FILLED, EMPTY = "█", "░"


def list_desk_lines(desk: Desk) -> list[Line]:
    """List all that the desk says, in the order of its page."""
    view = build_desk_view(sanitize(desk))
    return [
        *_list_top(view),
        *_list_tasks(view),
        *_list_owed(view),
        *_list_shelves(view),
        *_list_months(view),
        *_list_rows(view),
        *_list_others(view),
    ]


def draw_bar(percent: int) -> str:
    """Draw a bar with letters; what isn't empty has one at least."""
    filled = max(1, percent * LETTERS // 100) if percent else 0
    return FILLED * filled + EMPTY * (LETTERS - filled)


def _list_top(view: DeskView) -> Iterator[Line]:
    yield "Desk", view.headline, "", "", f"{view.as_of} Written {format_time(view.made_at)}."
    for alarm in view.alarms:
        yield "Look at this first", alarm, "", "", ""
    for tile in view.tiles:
        yield "At a glance", tile.title, tile.value, "", tile.note


def _list_tasks(view: DeskView) -> Iterator[Line]:
    for group in view.tasks:
        for task in (*group.tasks, *group.folded):
            yield f"To do: {group.due}", task.action, "", "", f"{task.reason} {task.how}"
    if view.rest_of_tasks:
        yield "To do", view.rest_of_tasks, "", "", ""


def _list_owed(view: DeskView) -> Iterator[Line]:
    for one in view.owed:
        due = f"overdue: {one.due}" if one.is_overdue else one.due
        yield "To hand in", f"{one.title}, {one.period}", due, "", f"{one.what} {one.command} {one.note}".strip()
    for next_one in view.to_come:
        yield "To hand in next", next_one, "", "", ""


def _list_shelves(view: DeskView) -> Iterator[Line]:
    if view.no_stock:
        yield "On the shelves", view.no_stock, "", "", ""
        return
    for item in view.shelves:
        for bar in (*item.shown, *item.folded):
            drawn = "" if bar.percent is None else draw_bar(bar.percent)
            lasts = f"lasts {bar.lasts}" if bar.lasts else ""
            more = ", ".join(filter(None, (bar.state, lasts)))
            yield f"On the shelves: {item.title}", bar.location, bar.holds, drawn, more


def _list_months(view: DeskView) -> Iterator[Line]:
    for month in view.months:
        yield "Kits left with people", f"{month.month} {month.year}", month.kits, draw_bar(month.percent), month.note


def _list_rows(view: DeskView) -> Iterator[Line]:
    for group in view.rows.groups:
        counted = "not counted" if group.is_held else "counted in part"
        rows = ", ".join(row.number for row in group.rows)
        yield "Rows to fix", group.what_to_do, f"{group.tab} {rows}", "", counted
    if view.rows.rest:
        yield "Rows to fix", view.rows.rest, "", "", ""


def _list_others(view: DeskView) -> Iterator[Line]:
    for words in (*view.others.shown, *([view.others.rest] if view.others.rest else [])):
        yield "Also to fix", words, "", "", ""
