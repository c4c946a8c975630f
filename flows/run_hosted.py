"""What the daily schedule does for every program of a host, in one flow run. By hand: `lbn hosted DIR run`."""

from prefect import flow

from flows._forms import DateKnown
from flows._hosting import MANY_AT_A_TIME, run_for_operator
from flows._keeping import keep_nothing
from flows._naming import name_hosted_run
from schemas.hosted import HostedOutcome


@keep_nothing
@flow(
    name="run-hosted",
    flow_run_name=name_hosted_run,
    task_runner=MANY_AT_A_TIME,
    persist_result=False,
    result_serializer="json",
)
def run_hosted(is_date_known: DateKnown = False) -> HostedOutcome:
    """Do the daily run of every program in the folder of LBN_PROGRAMS; one page says how each of them ended."""
    return run_for_operator(is_date_known=is_date_known)
