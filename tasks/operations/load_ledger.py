"""Load the ledger once for all the figures of a command: frames, replayed stock, and what is held."""

from datetime import date
from operator import itemgetter
from typing import NamedTuple, cast

from sqlalchemy import Connection

from schemas.inventory import Count, Movement, Training
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.rules.reporting import frames
from tasks.rules.stock.daily import DAILY_COLUMNS, list_daily_distributions
from tasks.rules.stock.replay import StockReplay, replay_stock
from tasks.store.rows import load_distributions, load_facts, load_held_days

_PICK_DAILY = itemgetter(*map(frames.DISTRIBUTION_COLUMNS.index, DAILY_COLUMNS))
"""Picks from a distribution of the figures what the stock needs of it."""


class LoadedLedger(NamedTuple):
    """Everything that the ledger knows."""

    ledger: frames.LedgerFrames
    stock_replay: StockReplay
    movements: list[Movement]
    held_days: list[date | None]


def load_ledger(connection: Connection, program: str, settings: Settings) -> LoadedLedger:
    """Read the ledger and replay its stock.

    Args:
        connection: to the ledger's database.
        program: the name under which the ledger keeps the program.
        settings: the program's settings.
    """
    rows = load_distributions(connection, program, frames.DISTRIBUTION_COLUMNS)
    movements = cast("list[Movement]", load_facts(connection, program, Tab.INVENTORY))
    counts = cast("list[Count]", load_facts(connection, program, Tab.COUNTS))
    trainings = cast("list[Training]", load_facts(connection, program, Tab.TRAINING))
    stock_replay = replay_stock(movements, list_daily_distributions(map(_PICK_DAILY, rows), settings), counts)
    return LoadedLedger(
        frames.build_frames(frames.build_distributions_frame(rows, settings), trainings, stock_replay, settings),
        stock_replay,
        movements,
        load_held_days(connection, program),
    )
