"""One report for one period: figures, edition, message. Asked again it changes nothing. By hand: `lbn report`."""

from typing import Annotated

from prefect import flow

from flows._forms import AsKnown, DateKnown, Period, Program, Resend, Send, report_box
from flows._keeping import keep_nothing
from flows._naming import name_report
from flows._running import REPORT, run_for_coordinator
from schemas.outcome import ReportOutcome
from tasks.messages.run_page.page import write_report_page
from tasks.prefect_tasks import choose_report_task, find_last_period_task


@keep_nothing
@flow(name="send-report", flow_run_name=name_report, persist_result=False, result_serializer="json")
def send_report(  # noqa: PLR0913, PLR0917 - each is a box of the page
    report: Annotated[str, report_box(or_every=False)],
    period: Period = "",
    send: Send = True,
    resend: Resend = False,
    as_known: AsKnown = False,
    is_date_known: DateKnown = False,
    program: Program = "",
) -> ReportOutcome:
    """Read the Sheet, make a report's edition where its figures are new, and send its message."""

    def make(folder: str) -> ReportOutcome:
        which = period.strip() or find_last_period_task(folder, report)
        make_report = choose_report_task(resend)
        asked = {"report": report, "period": which, "send": send, "resend": resend, "as_known": as_known}
        return make_report(folder, **asked, is_date_known=is_date_known)

    return run_for_coordinator(REPORT, program, make, write_report_page)
