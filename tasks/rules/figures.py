"""Figures: a report's measures and tables, summed from the ledger for a period.

Periods are by date of distribution. A figure depends on the ledger, the definition and the period, on nothing else.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from schemas.entry import REASON_CHOICES, RECIPIENT_CHOICES
from schemas.figures import Number, Table
from schemas.inventory import UNASSIGNED, Training
from schemas.period import Period
from schemas.problem import WrongCall
from schemas.report import TableDefinition
from schemas.settings import ItemKind, Settings
from tasks.rules.ledger import SIGN, Books, Flow, HandOut
from tasks.rules.measures import (
    DOSES_IN_NYC_UNIT,
    GROUPINGS,
    LAST_LABELS,
    MEASURES,
    NOT_RECORDED,
    STOCK_OF,
    UNKNOWN,
    Frame,
    Measure,
    Moment,
    frame_for,
)
from tasks.rules.periods import months_of
from tasks.rules.places import borough_of

Labels = tuple[str, ...]

ENTRY_COLUMNS = (
    "distributed_on", "unit", "zip", "county", "jurisdiction", "kits", "lot",
    "trained", "recipient", "reason", "fts", "xts",
)  # fmt: skip
"""What figures need of an entry, in the order in which the ledger hands it over."""

_RECIPIENT_TITLES = {code.value: title for title, code in RECIPIENT_CHOICES.items()}
_REASON_TITLES = {code.value: title for title, code in REASON_CHOICES.items()}


class Ledger(NamedTuple):
    """The ledger in frames, a row per entry, training and line of the stock, with the labels people know.

    In all of them `on` is the day as an ordinal: days as objects are slow to compare.
    """

    entries: pd.DataFrame
    trainings: pd.DataFrame
    lines: pd.DataFrame


def entries_frame(rows: Sequence[tuple[object, ...]], settings: Settings) -> pd.DataFrame:
    """The entries with labels and the measures that follow from their kits.

    Args:
        rows: tuples in the order of ENTRY_COLUMNS.
        settings: for the doses of the kit.
    """
    frame = pd.DataFrame.from_records(rows, columns=list(ENTRY_COLUMNS))
    doses = settings.kit.doses
    return frame.assign(
        on=_mapped(frame["distributed_on"], date.toordinal),
        month=_mapped(frame["distributed_on"], _month_name),
        unit=_mapped(frame["unit"], lambda unit: unit or UNASSIGNED),
        county=_mapped(frame["county"], lambda county: county or UNKNOWN),
        borough=_mapped(frame["county"], lambda county: borough_of(county) or UNKNOWN),
        zip=_mapped(frame["zip"], lambda zip_code: zip_code or UNKNOWN),
        jurisdiction=_mapped(frame["jurisdiction"], lambda name: name or UNKNOWN),
        recipient=_mapped(frame["recipient"], lambda code: _RECIPIENT_TITLES.get(code, NOT_RECORDED)),
        reason=_mapped(frame["reason"], lambda code: _REASON_TITLES.get(code, NOT_RECORDED)),
        entries=1,
        doses=frame["kits"] * doses,
        nyc_units=frame["kits"] * doses / DOSES_IN_NYC_UNIT,
        **{name: pd.to_numeric(frame[name]).fillna(0).astype("int64") for name in ("trained", "fts", "xts")},
    )


def hand_outs(frame: pd.DataFrame, settings: Settings) -> list[HandOut]:
    """What left the shelves by hand-outs: kits by lot, strips without; equal hand-outs of a day add up."""
    items = {"kits": settings.kit, "fts": settings.first_of(ItemKind.FTS), "xts": settings.first_of(ItemKind.XTS)}
    left: list[HandOut] = []
    for column, item in items.items():
        if item is None:
            continue
        lots = frame["lot"] if column == "kits" else pd.Series(None, index=frame.index, dtype=object)
        keys = [frame["on"], frame["unit"], lots.where(lots.notna(), "")]
        sums = frame.groupby(keys, sort=True)[column].sum()
        left += [
            HandOut(date.fromordinal(on), unit, item.code, lot or None, int(quantity))
            for (on, unit, lot), quantity in zip(sums.index, sums.to_numpy(), strict=True)
            if quantity
        ]
    return left


def ledger(entries: pd.DataFrame, trainings: Sequence[Training], books: Books, settings: Settings) -> Ledger:
    """Put the frames together."""
    trained = pd.DataFrame(
        [
            (training.trained_on.toordinal(), _month_name(training.trained_on), training.unit, training.people)
            for training in trainings
        ],
        columns=["on", "month", "unit", "people"],
    )
    kits = {item.code: item for item in settings.items if item.kind is ItemKind.NALOXONE}
    lines = pd.DataFrame(
        [
            (line.on.toordinal(), _month_name(line.on), line.location, kits[line.item].name, line.lot or UNKNOWN,
             line.flow.value, line.quantity, SIGN[line.flow] * line.quantity,
             line.quantity * kits[line.item].doses, line.quantity * kits[line.item].doses / DOSES_IN_NYC_UNIT)
            for line in books.lines
            if line.item in kits
        ],
        columns=["on", "month", "unit", "item", "lot", "flow", "quantity", "signed", "doses", "nyc_units"],
    )  # fmt: skip
    return Ledger(entries, trained, lines)


def measures(known: Ledger, names: Sequence[str], period: Period) -> dict[str, Number]:
    """Measures of a period, in the order asked for."""
    return {name: _total(known, name, period) for name in names}


def table(known: Ledger, definition: TableDefinition, period: Period) -> Table:
    """Measures by groupings: a row for each combination of labels that occurs."""
    refuse_unknown(definition.measures, definition.by)
    sums = [_grouped(known, name, definition.by, period) for name in definition.measures]
    labels = sorted({label for column in sums for label, value in column.items() if value}, key=_order(definition.by))
    rows = tuple((*label, *(column.get(label, 0) for column in sums)) for label in labels)
    return Table(title=definition.title, by=definition.by, measures=definition.measures, rows=rows)


def hand_out_counts(known: Ledger, by: tuple[str, ...], period: Period) -> dict[Labels, int]:
    """How many hand-outs stand behind each combination of labels."""
    return {labels: int(count) for labels, count in _grouped(known, "distributions", by, period).items()}


def default_measures(by: tuple[str, ...]) -> tuple[str, ...]:
    """All measures that go together with these groupings."""
    return tuple(name for name in MEASURES if frame_for(name, by))


def refuse_unknown(names: Sequence[str], by: Sequence[str]) -> None:
    """Stop at a measure or grouping that does not exist, or at two that do not go together.

    Raises:
        WrongCall: naming it, and what there is.
    """
    for asked, known, kind in ((names, MEASURES, "measure"), (by, GROUPINGS, "grouping")):
        for name in asked:
            if name not in known:
                msg = f"There is no {kind} “{name}”. There are: {', '.join(known)}."
                raise WrongCall(msg)
    for name in names:
        if not frame_for(name, tuple(by)):
            fitting = [grouping for grouping in GROUPINGS if frame_for(name, (grouping,))]
            msg = f"{name} cannot be grouped by {' and '.join(by)}, only by {', '.join(fitting)}."
            raise WrongCall(msg)


def _total(known: Ledger, name: str, period: Period) -> Number:
    refuse_unknown((name,), ())
    return _grouped(known, name, (), period).get((), 0)


def _grouped(known: Ledger, name: str, by: tuple[str, ...], period: Period) -> dict[Labels, Number]:
    what = MEASURES[name]
    if what.moment:
        return _stock(known.lines, what.moment, by, period)
    if frame_for(name, by) is not what.frame:
        return _sums(_within(_flow(known.lines, STOCK_OF[name]), period), _stock_column(what), by)
    frame = (
        known.lines if what.frame is Frame.LINES else known.entries if what.frame is Frame.ENTRIES else known.trainings
    )
    rows = _within(frame, period)
    return _sums(_flow(rows, what.flow) if what.flow else rows, what.column, by)


def _stock(lines: pd.DataFrame, moment: Moment, by: tuple[str, ...], period: Period) -> dict[Labels, Number]:
    """The stock at an end of the period; by month, at that end of each of its months."""
    if "month" in by:
        place = by.index("month")
        rest = by[:place] + by[place + 1 :]
        return {
            (*labels[:place], month.name, *labels[place:]): value
            for month in months_of(period)
            for labels, value in _stock(lines, moment, rest, month).items()
        }
    until = period.first_on.toordinal() - 1 if moment is Moment.START else period.last_on.toordinal()
    return _sums(lines[lines["on"] <= until], "signed", by)


def _sums(rows: pd.DataFrame, column: str, by: tuple[str, ...]) -> dict[Labels, Number]:
    if not by:
        return {(): _exact(rows[column].sum())}
    sums = rows.groupby(list(by), sort=False)[column].sum()
    return {
        label if isinstance(label, tuple) else (label,): _exact(value)
        for label, value in zip(sums.index, sums.to_numpy(), strict=True)
    }


def _within(frame: pd.DataFrame, period: Period) -> pd.DataFrame:
    return frame[frame["on"].between(period.first_on.toordinal(), period.last_on.toordinal())]


def _flow(lines: pd.DataFrame, flow: Flow) -> pd.DataFrame:
    return lines[lines["flow"] == flow.value]


def _stock_column(what: Measure) -> str:
    return "quantity" if what.column == "kits" else what.column


def _exact(value: float) -> Number:
    """A whole number as such: half a NYC unit is the only fraction there is."""
    return int(value) if value == int(value) else float(value)


def _mapped(column: pd.Series, label: Callable[[Any], Any]) -> pd.Series:
    """A column with each distinct value labelled once."""
    labels = {value: label(None if pd.isna(value) else value) for value in column.unique()}
    return column.map(labels) if len(column) else column.astype(object)


def _month_name(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _order(by: tuple[str, ...]) -> Callable[[Labels], tuple[tuple[int, str], ...]]:
    orders = [GROUPINGS[name].order for name in by]

    def key(labels: Labels) -> tuple[tuple[int, str], ...]:
        return tuple(_place(label, order) for label, order in zip(labels, orders, strict=True))

    return key


def _place(label: str, order: tuple[str, ...]) -> tuple[int, str]:
    """The form's own order first, then names by the alphabet, then what is no name."""
    if label in order:
        return order.index(label), ""
    return len(order) + (1 + LAST_LABELS.index(label) if label in LAST_LABELS else 0), label
