"""why.xlsx: every number from which orders follow, what to move and why, what each shelf should hold, what to count."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from schemas.labels import UNASSIGNED
from schemas.order_why import DAYS_A_MONTH, DemandWhy, OrderWhy, PlanWhy, UnitWhy
from schemas.reconciliation import Reconciliation
from schemas.settings import Settings
from tasks.messages.engine.spreadsheet import About, Cell, Page, write_spreadsheet
from tasks.messages.formatting import format_count, format_date, format_number

DIGITS = 2
UNKNOWN_LOT = "not known"
YOUNG = "The program is younger than 90 days, and has no rate yet: units are filled up to their par levels."
BLIND = "Who counts should not have read this workbook: a count is blind. “lbn sheet counts” makes sheets for it."
NOTHING_TO_MOVE = "Nothing is to be moved or offered to the supplier."
NOTHING_TO_COUNT = "No shelf is to be counted now."

Row = tuple[Cell, ...]


class WhyMessage(NamedTuple):
    """What the workbook is written from."""

    orders: Sequence[OrderWhy]
    stock: Reconciliation
    settings: Settings
    made_at: datetime


def write_why_workbook(message: WhyMessage) -> bytes:
    """Write the whole file."""
    on = format_date(message.made_at.date())
    about = About(
        title=f"Why to order and to move, {on}",
        author=message.settings.agency.name,
        comments="The numbers of the rule for orders; for the agency itself.",
        made_at=message.made_at,
        footer=f"Why, {on}",
    )
    pages = (_list_orders, _list_shelves, _list_lots, _list_moves, _list_counts)
    return write_spreadsheet([list_page(message) for list_page in pages], about)


def _list_orders(message: WhyMessage) -> Page:
    names, rows = _name_items(message), list[Row]()
    for one in message.orders:
        if one.demand and one.plan:
            rows += [(names[one.item], *row) for row in _list_numbers(one.demand, one.plan)]
        else:
            rows.append((names[one.item], "Order", "not worked out", YOUNG))
    heads = ("Item", "Number", "Value", "How it comes about")
    return Page("Orders", _write_above(message, "What to order, and every number it follows from"), heads, tuple(rows))


def _list_numbers(demand: DemandWhy, plan: PlanWhy) -> list[Row]:
    """List the numbers of an item: what to do, then each number after those that it follows from."""
    by = "not for two years" if plan.by is None else plan.by
    return [
        ("Order", plan.quantity, _explain_quantity(demand, plan)),
        (
            "By",
            by,
            "too late for that: order today" if plan.is_late else "the last day on which an order comes in time",
        ),
        *_list_terms(demand),
        *_list_rates(demand),
        *_list_needs(demand, plan),
        *_list_supply(demand, plan),
    ]


def _list_terms(demand: DemandWhy) -> list[Row]:
    """List how the item is ordered."""
    return [
        ("Lead days", demand.lead_days, "until an order comes, when it is slow: ordering.lead_days in lbn.toml"),
        ("Look days", demand.look_days, "until somebody looks again: ordering.look_days"),
        ("Cover days", demand.cover_days, "for which an order lasts beyond that: ordering.cover_days"),
        ("Service", _round(demand.service * 100), "of 100 waits in which nothing runs out: ordering.service"),
        ("Pack", demand.pack, "in one carton: ordering.pack"),
    ]


def _list_rates(demand: DemandWhy) -> list[Row]:
    """List what was seen, and the rates that follow."""
    rate = demand.unit_rate + demand.event_rate
    return [
        ("Days seen", demand.seen_days, f"since {format_date(demand.first_on)}, a year at most"),
        ("Units' rate", _round_monthly(demand.unit_rate), "a month: the sum of the sheet Shelves"),
        ("Given out at events", demand.event_kits, "in distributions of 12 or more"),
        ("Events' rate", _round_monthly(demand.event_rate), "a month: given out at events, by days seen"),
        ("Rate", _round_monthly(rate), "a month: both together"),
    ]


def _list_needs(demand: DemandWhy, plan: PlanWhy) -> list[Row]:
    """List what has to be there or on order."""
    wait = format_count(demand.lead_days + demand.look_days, "day")
    life = format_count(demand.counted_life_days, "day")
    return [
        ("Mean demand", _round(demand.mean), f"rate, in {wait} (lead and look days)"),
        (
            "Variance of it",
            _round(demand.variance),
            "1.5 times the units' mean, 24 times the events'; more if little was seen",
        ),
        ("For the demand", plan.of_demand, "what covers it in so many cases: a negative binomial quantile"),
        ("For the shelves", plan.of_shelves, "what shelves should hold: the sum of the sheet Shelves"),
        ("Cap", plan.cap, f"more would expire: what {life} use, or what the shelves should hold"),
        ("Needed", plan.needed, "for the demand and for the shelves; at most the cap"),
        ("Fill up to", plan.up_to, "needed, and the rate for the cover days; at most the cap"),
    ]


def _list_supply(demand: DemandWhy, plan: PlanWhy) -> list[Row]:
    """List what there is."""
    wait = format_count(demand.lead_days + demand.look_days, "day")
    return [
        ("Usable", plan.usable, "everywhere: the sum of the sheet Lots"),
        ("Wasted", plan.waste, f"of these what will have expired unused in {wait}"),
        ("On order", plan.on_order, "ordered, less what was received since"),
        ("Have", plan.have, "usable, less wasted, and on order"),
    ]


def _explain_quantity(demand: DemandWhy, plan: PlanWhy) -> str:
    if not plan.quantity:
        return "nothing: have isn't less than needed"
    packs = f", in packs of {format_number(demand.pack)}" if demand.pack > 1 else ""
    return f"have is less than needed: what is missing to “fill up to”{packs}"


def _list_shelves(message: WhyMessage) -> Page:
    names = _name_items(message)
    rows: list[Row] = [
        (
            names[one.item],
            unit.unit,
            unit.kits,
            unit.open_days,
            _round_monthly(unit.rate),
            unit.shelf,
            _explain_shelf(unit),
            unit.usable,
        )
        for one in message.orders
        for unit in one.units
    ]
    heads = ("Item", "Unit", "Given out", "Days with any", "Rate a month", "Should have", "By", "Usable")
    above = _write_above(
        message,
        "What each shelf should hold",
        "The rate is what was given out, events apart, by days with any; 90 days at the rate of all units are added.",
    )
    return Page("Shelves", above, heads, tuple(rows))


def _explain_shelf(unit: UnitWhy) -> str:
    if unit.unit == UNASSIGNED:
        return "nobody knows whose shelf it was"
    return "par level" if unit.par_level is not None else "two weeks, in 99 of 100 cases"


def _list_lots(message: WhyMessage) -> Page:
    names = _name_items(message)
    rows: list[Row] = [
        (names[one.item], lot.location, lot.lot or UNKNOWN_LOT, lot.expires or UNKNOWN_LOT, lot.usable)
        for one in message.orders
        for lot in one.lots
    ]
    above = _write_above(message, "What is usable: neither expired nor recalled")
    return Page("Lots", above, ("Item", "Where", "Lot", "Last day", "Usable"), tuple(rows))


def _list_moves(message: WhyMessage) -> Page:
    names, supplier = _name_items(message), message.settings.program.supplier.name
    rows: list[Row] = [
        (names[one.item], one.quantity, one.lot, one.origin, one.destination, one.why) for one in message.stock.moves
    ]
    rows += [
        (
            names[one.item],
            origin.quantity,
            one.lot,
            origin.location,
            supplier,
            f"Offer it: last day {format_date(one.expires)}",
        )
        for one in message.stock.unused
        for origin in one.origins
    ]
    above = _write_above(message, "What to move, and what to offer back", *([] if rows else [NOTHING_TO_MOVE]))
    return Page("Moves", above, ("Item", "How many", "Lot", "From", "To", "Why"), tuple(rows))


def _list_counts(message: WhyMessage) -> Page:
    rows: list[Row] = [
        (one.location, one.last_counted_on or "never", one.shortfall_count) for one in message.stock.counts
    ]
    above = _write_above(message, "What to count", BLIND, *([] if rows else [NOTHING_TO_COUNT]))
    return Page("Counts", above, ("Where", "Last count", "Shortfalls since"), tuple(rows))


def _write_above(message: WhyMessage, title: str, *more: str) -> tuple[str, ...]:
    return (title, f"{message.settings.agency.name}, {format_date(message.made_at.date())}.", *more)


def _name_items(message: WhyMessage) -> dict[str, str]:
    return {item.code: item.name for item in message.settings.items}


def _round_monthly(rate: float) -> float:
    return _round(rate * DAYS_A_MONTH)


def _round(number: float) -> float:
    return round(number, DIGITS)
