"""Recorded stock against counts: variances, shortfalls, alerts, what to order. By hand: `lbn reconcile`."""

from prefect import flow

from flows._forms import Program
from flows._keeping import keep_nothing
from flows._naming import name_stock_check
from flows._running import STOCK_CHECK, run_for_coordinator
from schemas.reconciliation import Reconciliation
from tasks.messages.run_page.page import write_stock_check_page
from tasks.prefect_tasks import reconcile_stock_task


@keep_nothing
@flow(name="reconcile-stock", flow_run_name=name_stock_check, persist_result=False, result_serializer="json")
def reconcile_stock(program: Program = "") -> Reconciliation:
    """Replay the stock and compare it with what was counted."""
    return run_for_coordinator(STOCK_CHECK, program, reconcile_stock_task, write_stock_check_page)
