"""The ledger in frames, with the labels that people know: what figures are summed from."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from schemas.agency import ItemKind
from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES
from schemas.inventory import COURSE_CHOICES, Training
from schemas.labels import NOT_RECORDED, UNASSIGNED, UNKNOWN
from schemas.period import Period
from schemas.settings import Item, Settings
from schemas.tracked import EVERYTHING, Tracked
from tasks.rules.reporting.distribution_columns import DISTRIBUTION_COLUMNS
from tasks.rules.reporting.measures import DOSES_IN_NYC_UNIT
from tasks.rules.reporting.places import find_borough
from tasks.rules.stock.daily import ItemsOfLots, find_item
from tasks.rules.stock.flows import SIGN, Flow
from tasks.rules.stock.orders import OrderLine
from tasks.rules.stock.replay import StockReplay

if TYPE_CHECKING:
    import pandas as pd

_RECIPIENT_TITLES = {code.value: title for title, code in RECIPIENT_CHOICES.items()}
_REASON_TITLES = {code.value: title for title, code in REASON_CHOICES.items()}
_COURSE_TITLES = {code: title for title, code in COURSE_CHOICES.items()}


class LedgerFrames(NamedTuple):
    """The ledger in frames: a row per distribution, training, line of the stock and change of what is on order.

    They have the labels people know. In all of them `on` is the day as an ordinal: days as objects are slow to compare.
    """

    distributions: "pd.DataFrame"
    trainings: "pd.DataFrame"
    lines: "pd.DataFrame"
    orders: "pd.DataFrame"
    tracked: Tracked = EVERYTHING

    def within(self, period: Period) -> "PeriodFrames":
        """Return what figures of a period are summed from."""
        first, last = period.first_on.toordinal(), period.last_on.toordinal()
        of_days = (self.distributions, self.trainings, self.lines)
        distributions, trainings, lines = (frame[frame["on"].between(first, last)] for frame in of_days)
        opening, closing = (self.lines[self.lines["on"] <= until] for until in (first - 1, last))
        flows = {str(flow): rows for flow, rows in lines.groupby("flow")}
        orders = self.orders[self.orders["on"] <= last]
        return PeriodFrames(self, period, distributions, trainings, flows, lines[:0], opening, closing, orders)

    def count_distributions(self, period: Period) -> int:
        """Count the distributions of a period."""
        first, last = period.first_on.toordinal(), period.last_on.toordinal()
        return int(self.distributions["on"].between(first, last).sum())


class PeriodFrames(NamedTuple):
    """The part of the ledger that a period's figures depend on."""

    whole: LedgerFrames
    period: Period
    distributions: "pd.DataFrame"
    trainings: "pd.DataFrame"
    flows: "dict[str, pd.DataFrame]"
    no_lines: "pd.DataFrame"
    opening: "pd.DataFrame"
    closing: "pd.DataFrame"
    orders: "pd.DataFrame"

    def flow(self, flow: Flow) -> "pd.DataFrame":
        """Return the lines of one kind."""
        return self.flows.get(flow.value, self.no_lines)


def build_distributions_frame(
    rows: Sequence[tuple[object, ...]], settings: Settings, items_of_lots: ItemsOfLots
) -> "pd.DataFrame":
    """Return the distributions with labels and the measures that follow from their kits.

    Args:
        rows: tuples in the order of DISTRIBUTION_COLUMNS.
        settings: for the doses of the kit.
        items_of_lots: which naloxone item each lot is of, whose doses then count.
    """
    import pandas as pd  # noqa: PLC0415 - half a second that only figures need

    frame = pd.DataFrame.from_records(rows, columns=list(DISTRIBUTION_COLUMNS))
    doses_in_kit = _mapped(frame["lot"], lambda lot: find_item(lot, items_of_lots, settings).doses).astype("int64")
    doses = frame["kits"] * doses_in_kit
    return frame.assign(
        on=_mapped(frame["distributed_on"], date.toordinal),
        month=_mapped(frame["distributed_on"], _month_name),
        unit=_mapped(frame["unit"], lambda unit: unit or UNASSIGNED),
        county=_mapped(frame["county"], lambda county: county or UNKNOWN),
        borough=_mapped(frame["county"], lambda county: find_borough(county) or UNKNOWN),
        zip=_mapped(frame["zip"], lambda zip_code: zip_code or UNKNOWN),
        jurisdiction=_mapped(frame["jurisdiction"], lambda name: name or UNKNOWN),
        recipient=_mapped(frame["recipient"], lambda code: _RECIPIENT_TITLES.get(code, NOT_RECORDED)),
        reason=_mapped(frame["reason"], lambda code: _REASON_TITLES.get(code, NOT_RECORDED)),
        distributions=1,
        doses=doses,
        nyc_units=doses / DOSES_IN_NYC_UNIT,
        **{name: pd.to_numeric(frame[name]).fillna(0).astype("int64") for name in ("trained", "fts", "xts")},
    )


def build_frames(
    distributions: "pd.DataFrame",
    trainings: Sequence[Training],
    stock_replay: StockReplay,
    order_lines: Sequence[OrderLine],
    settings: Settings,
) -> LedgerFrames:
    """Build the frames that figures are summed from: distributions, trainings, the stock's lines, and orders."""
    kits = {item.code: item for item in settings.items if item.kind is ItemKind.NALOXONE}
    return LedgerFrames(
        distributions, _frame_trainings(trainings), _frame_lines(stock_replay, kits), _frame_orders(order_lines, kits)
    )


def _frame_trainings(trainings: Sequence[Training]) -> "pd.DataFrame":
    import pandas as pd  # noqa: PLC0415 - half a second that only figures need

    return pd.DataFrame(
        [
            (one.trained_on.toordinal(), _month_name(one.trained_on), one.unit, _COURSE_TITLES[one.course], one.people)
            for one in trainings
        ],
        columns=["on", "month", "unit", "course", "people"],
    )


def _frame_lines(stock_replay: StockReplay, kits: Mapping[str, Item]) -> "pd.DataFrame":
    import pandas as pd  # noqa: PLC0415 - half a second that only figures need

    return pd.DataFrame(
        [
            (line.on.toordinal(), _month_name(line.on), line.location, kits[line.item].name, line.lot or UNKNOWN,
             line.flow.value, line.quantity, SIGN[line.flow] * line.quantity,
             line.quantity * kits[line.item].doses, line.quantity * kits[line.item].doses / DOSES_IN_NYC_UNIT)
            for line in stock_replay.lines
            if line.item in kits
        ],
        columns=["on", "month", "unit", "item", "lot", "flow", "quantity", "signed", "doses", "nyc_units"],
    )  # fmt: skip


def _frame_orders(order_lines: Sequence[OrderLine], kits: Mapping[str, Item]) -> "pd.DataFrame":
    import pandas as pd  # noqa: PLC0415 - half a second that only figures need

    return pd.DataFrame(
        [(line.on.toordinal(), kits[line.item].name, line.quantity) for line in order_lines if line.item in kits],
        columns=["on", "item", "quantity"],
    )


def _mapped(column: "pd.Series", label: Callable[[Any], Any]) -> "pd.Series":
    """Return a column with each distinct value labelled once."""
    import pandas as pd  # noqa: PLC0415 - half a second that only figures need

    labels = {value: label(None if pd.isna(value) else value) for value in column.unique()}
    return column.map(labels) if len(column) else column.astype(object)


def _month_name(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"
