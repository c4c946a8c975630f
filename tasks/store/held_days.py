"""The days of the held rows, by which they are counted with the figures that lack them."""

from sqlalchemy import Connection, exists, select

from schemas.finding import UNDATED, HeldDay
from schemas.tabs import Tab
from tasks.store.rows import are_of_row
from tasks.store.tables import findings, held_rows

HeldDays = dict[Tab, list[HeldDay]]


def load_held_days(connection: Connection, program: str) -> HeldDays:
    """Load for each tab the days to which its held rows would belong; where a row's own can't be used, that of sending.

    Whether it can is told by the row's codes, for the ledger keeps one day.
    """
    is_undated = exists().where(
        are_of_row(held_rows),
        findings.c.tab == held_rows.c.tab,
        findings.c.code.in_(sorted(UNDATED)),
    )
    ours = (held_rows.c.program == program, held_rows.c.valid_to_sync.is_(None))
    days: HeldDays = {tab: [] for tab in Tab}
    for tab, day, is_of_sending in connection.execute(
        select(held_rows.c.tab, held_rows.c.counted_on, is_undated).where(*ours)
    ):
        days[Tab(tab)].append(HeldDay(day, is_of_sending=bool(day and is_of_sending)))
    return days
