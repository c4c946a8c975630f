"""All that a person has to do, about the stock and beside it, the most urgent first."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from schemas.desk import Duties, TrainingNotRecorded
from schemas.due_reminder import DueReminder
from schemas.reconciliation import Reconciliation
from schemas.stock_actions import MoveKits, OrderUnknown, StockAction, Urgency
from schemas.tabs import Tab
from schemas.to_do import Duty, GatherLot, ToDo
from schemas.young_supply import YoungSupply
from tasks.rules.stock.actions import list_actions


def find_to_do(
    stock: Reconciliation,
    unusable_tabs: Collection[Tab],
    reminders: Iterable[DueReminder],
    duties: Duties,
    today: date,
) -> list[ToDo]:
    """Find what is to be done, and which shelves are to be counted; about a stock that isn't known nothing is."""
    is_known = Tab.INVENTORY not in unusable_tabs
    actions = list_actions(stock, today) if is_known else []
    of_pars = _list_of_pars(stock) if is_known else ()
    return list_to_do(actions, reminders, duties.model_copy(update={"counts": stock.counts}), of_pars)


def _list_of_pars(stock: Reconciliation) -> list[OrderUnknown | YoungSupply]:
    """List what is to be done about the par levels of a young program: given, or raised."""
    too_low = stock.young if stock.young and stock.young.are_pars_too_low else None
    return [one for one in (too_low, stock.order_unknown) if one]


def list_to_do(
    actions: Iterable[StockAction],
    reminders: Iterable[DueReminder],
    duties: Duties,
    of_pars: Iterable[OrderUnknown | YoungSupply] = (),
) -> list[ToDo]:
    """List what is to be done; what is equally urgent stays in the order of its kinds, the stock first.

    A shortfall so large that no stock can be relied on is for today. Within the week par levels that are too low are
    raised, a report with other figures than were handed in is corrected, and a unit asked that says that it has few
    kits. What can be counted, asked or taught on any day is for the month.
    """
    return sorted(_list_all(actions, reminders, duties, of_pars), key=lambda one: one.urgency)


def _list_all(
    actions: Iterable[StockAction],
    reminders: Iterable[DueReminder],
    duties: Duties,
    of_pars: Iterable[OrderUnknown | YoungSupply],
) -> Iterator[ToDo]:
    yield from _gather_lots(actions)
    yield from (ToDo(urgency=report.urgency, about=report) for report in reminders)
    wrong: list[Duty] = [count for count in duties.counts if count.is_large]
    yield from (ToDo(urgency=Urgency.TODAY, about=duty) for duty in wrong)
    pars = list(of_pars)
    soon: list[Duty] = [one for one in pars if isinstance(one, YoungSupply)]
    soon += [*duties.filings, *duties.low_reports]
    yield from (ToDo(urgency=Urgency.THIS_WEEK, about=duty) for duty in soon)
    later: list[Duty] = [
        *(one for one in pars if isinstance(one, OrderUnknown)),
        *(count for count in duties.counts if not count.is_large),
        *duties.silent_units,
        *duties.trainings,
    ]
    later += [] if duties.is_training_recorded else [TrainingNotRecorded()]
    yield from (ToDo(urgency=Urgency.THIS_MONTH, about=duty) for duty in later)
    yield from (ToDo(urgency=review.urgency, about=review) for review in [duties.review] if review)


def _gather_lots(actions: Iterable[StockAction]) -> Iterator[ToDo]:
    """List what is to be done about the stock; moves of a lot from several places to the same one are one thing."""
    together: dict[object, list[MoveKits]] = {}
    listed: list[StockAction | list[MoveKits]] = []
    for action in actions:
        if not isinstance(action, MoveKits):
            listed.append(action)
            continue
        key = (action.item, action.lot, action.destination, action.reason, action.urgency)
        if key not in together:
            listed.append(together.setdefault(key, []))
        together[key].append(action)
    for one in listed:
        if not isinstance(one, list):
            yield ToDo(urgency=one.urgency, about=one)
        else:
            yield ToDo(urgency=one[0].urgency, about=one[0] if len(one) == 1 else GatherLot(moves=tuple(one)))
