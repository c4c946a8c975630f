"""Books against counts: variances, shortfalls, alerts, what to order. By hand: `lbn reconcile`."""

from prefect import flow

from flows._settings import folder_of
from schemas.stock import Reconciliation
from tasks import steps


@flow(name="reconcile-stock", persist_result=False, result_serializer="json")
def reconcile_stock(program: str = "") -> Reconciliation:
    """Replay the stock and compare it with what was counted.

    Args:
        program: The program's folder; empty: the one that LBN_PROGRAM names where the flow runs.
    """
    return steps.reconcile_stock(folder_of(program))
