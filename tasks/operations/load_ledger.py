"""Load the ledger once for all the figures of a command: frames, replayed stock, and what is held."""

from datetime import date
from operator import itemgetter
from typing import NamedTuple, cast

from sqlalchemy import Connection

from schemas.inventory import Count, Movement, Training
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.rules.reporting import frames
from tasks.rules.stock.daily import DAILY_COLUMNS, list_daily_distributions
from tasks.rules.stock.replay import StockReplay, replay_stock
from tasks.store import rows as stored

_PICK_DAILY = itemgetter(*map(frames.DISTRIBUTION_COLUMNS.index, DAILY_COLUMNS))
"""Picks from a distribution of the figures what the stock needs of it."""


class LoadedLedger(NamedTuple):
    """Everything that the ledger knows."""

    ledger: frames.LedgerFrames
    stock_replay: StockReplay
    movements: list[Movement]
    held_days: list[date | None]


def load_ledger(connection: Connection, program: ProgramContext) -> LoadedLedger:
    """Read the ledger and replay its stock."""
    settings, name = program.settings, program.slug
    rows = stored.load_distributions(connection, name, frames.DISTRIBUTION_COLUMNS)
    movements = cast("list[Movement]", stored.load_facts(connection, name, Tab.INVENTORY))
    counts = cast("list[Count]", stored.load_facts(connection, name, Tab.COUNTS))
    trainings = cast("list[Training]", stored.load_facts(connection, name, Tab.TRAINING))
    stock_replay = replay_stock(movements, list_daily_distributions(map(_PICK_DAILY, rows), settings), counts)
    return LoadedLedger(
        frames.build_frames(frames.build_distributions_frame(rows, settings), trainings, stock_replay, settings),
        stock_replay,
        movements,
        stored.load_held_days(connection, name),
    )
