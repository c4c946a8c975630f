"""One report for one period: figures, edition, message. Asked again it changes nothing. By hand: `lbn report`."""

from prefect import flow
from prefect.runtime import flow_run

from flows._settings import folder_of
from schemas.outcome import ReportOutcome
from tasks import steps


def name_run() -> str:
    """The run's name on the page: the report and its period."""
    given = flow_run.parameters
    return f"{given['report']} {given['period'] or 'last period'}"


@flow(name="send-report", flow_run_name=name_run, persist_result=False, result_serializer="json")
def send_report(
    report: str, period: str | None = None, program: str = "", send: bool = True, resend: bool = False
) -> ReportOutcome:
    """Make a report's edition where its figures are new, and send its message.

    Args:
        report: The report, such as supplier or nysdoh-quarterly.
        period: A month 2026-09, a quarter 2026-Q3 or a year 2026; none: the last one that is over.
        program: The program's folder; empty: the one that LBN_PROGRAM names where the flow runs.
        send: Send the message of a new edition.
        resend: Send the message of the edition in force once more.
    """
    folder = folder_of(program)
    period = period or steps.find_last_period(folder, report)
    return steps.send_report(folder, report=report, period=period, send=send, resend=resend)
