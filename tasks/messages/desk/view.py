"""All that the page desk.html shows, every word and number of it; its template only sets them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.desk_page import Desk
from tasks.messages.desk.bars import ItemShelves, MonthBar, are_months_long, list_month_bars, list_shelf_bars
from tasks.messages.desk.others import count_others, list_others
from tasks.messages.desk.owed import Owed, list_owed, list_to_come
from tasks.messages.desk.rows import RowsToFix, list_rows_to_fix
from tasks.messages.desk.tiles import Counted, Tile, list_tiles, write_headline
from tasks.messages.desk.to_do import Tasks, ToDoList, list_to_do
from tasks.messages.desk.unknown import NOT_READ, doubt_stock, say_no_stock
from tasks.messages.digest.headline import warn_of_too_early
from tasks.messages.formatting import format_time
from tasks.messages.lists import Cut
from tasks.messages.report.sentences import write_newest_distribution
from tasks.messages.silence_words import ask_about_silence
from tasks.messages.unusable_words import describe_unusable_tab


@dataclass(frozen=True)
class DeskView:
    """What the template of the page may name."""

    agency: str
    made_at: datetime
    as_of: str
    alarms: tuple[str, ...]
    headline: str
    tiles: tuple[Tile, ...]
    tasks: tuple[Tasks, ...]
    rest_of_tasks: str | None
    owed: tuple[Owed, ...]
    to_come: tuple[str, ...]
    no_stock: str
    stock_doubt: str
    shelves: tuple[ItemShelves, ...]
    months: tuple[MonthBar, ...]
    are_months_long: bool
    rows: RowsToFix
    no_rows: str
    others: Cut[str]


def build_desk_view(desk: Desk) -> DeskView:
    """Build the page's content."""
    shelves, alarms = list_shelf_bars(desk.shelves, desk.stock.nouns, desk.low), tuple(list_alarms(desk))
    to_do = list_to_do(desk)
    owed, rows = tuple(list_owed(desk)), list_rows_to_fix(desk.findings)
    counted = _count(to_do, owed, shelves, rows)._replace(others=count_others(desk))
    return DeskView(
        agency=desk.agency,
        made_at=desk.made_at,
        as_of=_write_as_of(desk),
        alarms=alarms,
        headline=write_headline(desk, counted, has_alarms=bool(alarms)),
        tiles=tuple(list_tiles(desk, counted)),
        tasks=to_do.groups,
        rest_of_tasks=to_do.rest,
        owed=owed,
        to_come=list_to_come(desk),
        no_stock=say_no_stock(desk),
        stock_doubt=doubt_stock(desk),
        shelves=shelves,
        months=list_month_bars(desk.months),
        are_months_long=are_months_long(desk.months),
        rows=rows,
        others=list_others(desk),
        no_rows="None: every row that was read is counted." if desk.read_at else NOT_READ,
    )


def _count(to_do: ToDoList, owed: Sequence[Owed], shelves: Sequence[ItemShelves], rows: RowsToFix) -> Counted:
    bars = [bar for item in shelves for bar in (*item.shown, *item.folded)]
    return Counted(
        tasks=to_do.task_count,
        tasks_of_today=to_do.today_count,
        reports=sum(one.report_count for one in owed),
        is_any_overdue=any(one.is_overdue for one in owed),
        shelves=sum(bar.is_watched for bar in bars),
        low_shelves=sum(bar.is_low for bar in bars),
        rows=rows.row_count,
        held_rows=rows.held_count,
    )


def _write_as_of(desk: Desk) -> str:
    if desk.read_at is None:
        return "The tabs have not been read yet."
    return f"Tabs read {format_time(desk.read_at)}. {write_newest_distribution(desk.newest_entry)}"


def list_alarms(desk: Desk) -> Iterator[str]:
    """List what makes all the rest of the page doubtful: how old it is comes first."""
    if desk.read_at is None:
        yield "Nothing is known yet: run “lbn run” once the tabs are in place."
    elif desk.is_stale:
        yield f"What you see is old: the tabs were last read {format_time(desk.read_at)}."
    if desk.failing:
        yield f"Not running since {format_time(desk.failing.since)}. {desk.failing.words}"
    if desk.silence and desk.read_at:
        yield ask_about_silence(desk.silence, desk.made_at.date())
    yield from map(describe_unusable_tab, desk.unusable_tabs)
    yield from warn_of_too_early(desk.made_too_early)
