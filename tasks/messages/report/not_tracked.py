"""What a program doesn't track, in a sentence: it keeps no record of it, which is not the same as 0."""

from schemas.message import ReportMessage
from schemas.report import Audience
from tasks.messages.formatting import join_words, lower_first
from tasks.messages.report.stock_measures import ON_HAND, STOCK

_STOCK_IN_SHORT = "kits on hand, received, returned, damaged, lost, expired and recalled"
_ENOUGH_FOR_SHORT = 4
"""With fewer figures of the stock, each is named."""
_OF_STOCK = STOCK - {"kits_distributed"} | {"kits_on_order"}


def is_stock_tracked(message: ReportMessage) -> bool:
    """Tell whether the program keeps a stock of kits."""
    measures = message.figures.measures
    return not any(name in measures and measures[name] is None for name in ON_HAND)


def has_lots(message: ReportMessage) -> bool:
    """Tell whether a report shows lots, of kits or of strips alone: the public is told nothing of them."""
    return (is_stock_tracked(message) or bool(message.lots)) and message.definition.audience is not Audience.PUBLIC


def write_not_tracked(message: ReportMessage) -> str | None:
    """Name what the program doesn't track, and the tables that are left out for it; nothing where it tracks all."""
    names = [name for name, value in message.figures.measures.items() if value is None]
    of_stock = [name for name in names if name in _OF_STOCK]
    in_short = of_stock if len(of_stock) >= _ENOUGH_FOR_SHORT else []
    named = [lower_first(message.measure_titles[name]) for name in names if name not in in_short]
    said = []
    if names:
        what = "; ".join([*([join_words(tuple(named))] if named else []), *([_STOCK_IN_SHORT] if in_short else [])])
        said.append(f"Not tracked by this program: {what}. That is not the same as 0.")
    if names and message.questions_missing:
        titles = tuple(f"“{title}”" for title in message.questions_missing)
        said.append(f"The form has no column {join_words(titles)}.")
    if message.tables_not_tracked:
        tables = join_words(message.tables_not_tracked)
        left_out = "Table left out, because what it rests on"
        if len(message.tables_not_tracked) > 1:
            left_out = "Tables left out, because what they rest on"
        said.append(f"{left_out} is not tracked: {tables}.")
    return " ".join(said) or None
