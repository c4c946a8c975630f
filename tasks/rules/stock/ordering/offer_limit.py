"""How much of what nobody will use may be offered: nothing that would have to be ordered anew.

Whoever follows an offer has those kits no longer. So as many are kept as an order would fill up to; only what will have
expired before it comes costs nothing. Were fewer kept, whoever has just ordered would be told to offer, and whoever has
offered would be told to order within a week.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from tasks.rules.stock.ordering.demand import Demand
from tasks.rules.stock.ordering.offers import Offer
from tasks.rules.stock.ordering.order_plan import Terms, UsableLot, plan_order


def limit_offers(
    offers: Sequence[Offer], demand: Demand, lots: Iterable[UsableLot], on_order: int, terms: Terms, today: date
) -> list[Offer]:
    """Limit offers to what makes no order due, larger or late; dropped are the kits that expire last.

    So what is offered in all is at most `waste` and what `have` is more than `up_to`, by the plan of the order. What is
    needed until an order of today would come stays, too, whatever is on its way: an order that is sent makes no offer.

    Args:
        offers: what nobody will use, lots that expire first first.
        demand: the units' rates, and what their shelves should hold.
        lots: the usable kits, those that are offered as well.
        on_order: how many are on their way.
        terms: how the item is ordered.
        today: the day of the advice.
    """
    there = list(lots)
    now = plan_order(demand, there, on_order, terms, today)
    kept = min(now.have, now.up + terms.pack - 1)  # what an order comes to at most, in whole cartons
    at_once = terms._replace(look_days=0)
    lasting = plan_order(demand, there, 0, at_once, today)

    def is_missed(kits: int) -> bool:
        left = _take_away(there, _keep_first(offers, kits))
        if plan_order(demand, left, on_order, terms, today).have < kept:
            return True
        return plan_order(demand, left, 0, at_once, today).have < min(lasting.have, lasting.low)

    in_all = range(1, sum(one.kits for one in offers) + 1)
    return _keep_first(offers, bisect_left(in_all, x=True, key=is_missed))


def _keep_first(offers: Iterable[Offer], kits: int) -> list[Offer]:
    """Keep so many of the kits that are offered, those that expire first."""
    kept, left = [], kits
    for one in offers:
        if taken := min(one.kits, left):
            kept.append(one._replace(kits=taken))
            left -= taken
    return kept


def _take_away(lots: Iterable[UsableLot], offers: Iterable[Offer]) -> list[UsableLot]:
    """Take away what is offered; lots that expire on the same day count as one."""
    there = Counter[date | None]()
    for lot in lots:
        there[lot.expires] += lot.kits
    for one in offers:
        there[one.expires] -= one.kits
    return [UsableLot(expires, kits) for expires, kits in there.items()]
