"""What a run leaves on the page, in words; the typical ones stand whole in tests/golden/run-page/."""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from schemas.delivery import DeliveryState
from schemas.due import Due, DueState
from schemas.failure import FailingStatus
from schemas.figures import Figures
from schemas.finding import Code
from schemas.freshness import Silence
from schemas.held_since import HeldSince
from schemas.months_left_out import MonthsLeftOut
from schemas.outcome import (
    AttentionItem,
    BackfillItem,
    BackfillOutcome,
    IngestCounts,
    ReportOutcome,
    RunOutcome,
    Status,
)
from schemas.reconciliation import Reconciliation
from schemas.stock import Expiring, Low, Recalled, Shortfall, Variance
from tasks.errors import NotPublished, OperationError, Unreachable, UsageError
from tasks.messages.run_page.markdown import escape_text, format_table
from tasks.messages.run_page.page import (
    Page,
    write_backfill_page,
    write_daily_run_page,
    write_failure_page,
    write_reading_page,
    write_report_page,
    write_stock_check_page,
)
from tasks.messages.run_page.sections import Seen, list_freshness, list_messages_sent
from tasks.rules.reporting.due import group_never_made, group_to_hand_in
from tests.support.builders_notices import an_order_to_make

GOLDEN = Path(__file__).resolve().parents[2] / "golden/run-page"
DAY = date(2026, 10, 6)
READ_AT = datetime(2026, 10, 6, 6, 30, tzinfo=ZoneInfo("America/New_York"))
COUNTS = IngestCounts(read=675, accepted=662, flagged=9, held=13, new=12, withdrawn=1, unchanged=663)
CLEAN = IngestCounts(read=1, accepted=1, flagged=0, held=0, new=0, withdrawn=0, unchanged=1)
DUE = (
    Due(report="supplier", period="2026-07", due_on=date(2026, 8, 10), state=DueState.OVERDUE),
    Due(report="nysdoh-quarterly", period="2026-Q3", due_on=date(2026, 10, 15), state=DueState.OWED),
    Due(report="supplier", period="2026-08", due_on=date(2026, 9, 10), state=DueState.OVERDUE),
    Due(report="supplier", period="2026-09", due_on=date(2026, 10, 10), state=DueState.MADE),
)
QUIET = Reconciliation(stock=(), variances=(), shortfalls=(), low=(), expiring=(), recalled=(), order=())
TROUBLED = Reconciliation(
    stock=(),
    variances=(Variance(date=DAY, location="Patrol", item="kit", lot="A123", expected=9, counted=8),),
    shortfalls=(Shortfall(date=DAY, location="Patrol", item="kit", lot=None, quantity=1),),
    low=(Low(location="Patrol", item="kit", on_hand=1, par_level=12, flagged_on=None),),
    expiring=(
        Expiring(location="Patrol", item="kit", lot="A123", expires=DAY, on_hand=2, days=-1, within=0),
        Expiring(location="Patrol", item="kit", lot="B7", expires=DAY, on_hand=2, days=20, within=30),
    ),
    recalled=(Recalled(location="Patrol", item="kit", lot="C9", on_hand=1, distributed=3),),
    order=(an_order_to_make(quantity=1200),),
)
FOUND = (
    *(AttentionItem(tab="Form responses", row=row, code=Code.KITS_MISSING) for row in (2, 3)),
    AttentionItem(tab="Form responses", row=9, code=Code.ZIP_INVALID),
    AttentionItem(tab="Counts", row=4, code=Code.COUNT_INVALID),
)


def seen(
    *, attention: tuple[AttentionItem, ...] = (), unsent: tuple[DeliveryState, ...] = (), due: tuple[Due, ...] = ()
) -> Seen:
    """What the ledger holds."""
    status = Status(
        entries=662, held=13, flagged=9, attention=attention, editions=(), due=due, newest_entry=DAY,
        last_read=READ_AT, failing=FailingStatus(since=READ_AT, words="The tab cannot be read."),
    )  # fmt: skip
    return Seen(status, tuple(group_never_made(due)), tuple(group_to_hand_in(due)), unsent, is_outbox=False)


def item(period: str, *, edition: int | None = 1, is_new: bool = True) -> BackfillItem:
    """A report of a run."""
    return BackfillItem(report="supplier", period=period, edition=edition, is_new=is_new)


def report(*, edition: int = 1, is_new: bool = True, **figures: object) -> ReportOutcome:
    """A report asked for by hand."""
    made = {
        "report": "supplier", "period": "2026-09", "edition": edition, "supersedes": None, "agency": "A",
        "measures": {"kits_distributed": 4242}, "tables": (), "excluded": {"held": 0}, "unverified": True,
    }  # fmt: skip
    return ReportOutcome(
        figures=Figures.model_validate(made | figures), is_new=is_new, messages=("one",) if is_new else (), folder=None
    )


HELD_SINCE = report(is_new=False).model_copy(
    update={"held_since": HeldSince(edition=1, was={"held": 0}, now={"held": 1})}
)
DAILY = RunOutcome(
    ingest=COUNTS, reports=(item("2026-09", edition=2), item("2026-08", is_new=False)), digest="d", sent=("a", "b"),
    reconcile=TROUBLED,
)  # fmt: skip
BACKFILLED = (*DAILY.reports, item("2026-07", is_new=False).model_copy(update={"held_since": HELD_SINCE.held_since}))
DRY = BackfillOutcome(reports=(item("2026-08", edition=3, is_new=False), item("2026-09", edition=None)), dry_run=True)
REFUSED = OperationError("The tab cannot be read. Restore it, or name it in lbn.toml, section [source.columns].")

WHOLE = {
    "daily-run": write_daily_run_page(
        DAILY, seen(attention=FOUND, unsent=(DeliveryState.QUEUED, DeliveryState.UNKNOWN), due=DUE)
    ),
    "read-the-sheet": write_reading_page(COUNTS, seen(attention=FOUND)),
    "stock-check": write_stock_check_page(TROUBLED, None),
    "report": write_report_page(report(edition=2, supersedes=1, excluded={"held": 2}), seen()),
    "backfill": write_backfill_page(BackfillOutcome(reports=BACKFILLED, dry_run=False), seen()),
    "backfill-dry-run": write_backfill_page(DRY, seen()),
    "failure": write_failure_page("Daily run", REFUSED, seen()),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_page_says_what_it_said(name: str, file_regression: FileRegressionFixture):
    written = f"{WHOLE[name].in_short}\n\n{WHOLE[name].markdown}"
    file_regression.check(written, extension=".md", fullpath=GOLDEN / f"{name}.md", encoding="utf-8")


SAID: tuple[tuple[Page, str], ...] = (
    (write_reading_page(CLEAN, seen()), "Done. 1 row read: 1 counted, none held."),
    (write_stock_check_page(QUIET, None), "The stock needs nothing from you"),
    (write_report_page(report(edition=2, supersedes=1, compared=False), None),
     "Edition 2 is new and replaces edition 1, which is lost or damaged, so the two could not be compared."),
    (write_report_page(report(is_new=False), None), "Edition 1 is current: its figures have not changed"),
    (write_report_page(report(preliminary=True), None), "the period has not ended"),
    (write_report_page(report(excluded={"held": 1}), None), "1 row is held and not counted in its figures."),
    (write_report_page(HELD_SINCE, None), "Edition 1 says that no rows are held, and stays as it was made; 1 is now"),
    (write_report_page(HELD_SINCE, None), "1 row is held and not counted in its figures."),
    (write_backfill_page(BackfillOutcome(reports=(), dry_run=True), None), "Nothing to make"),
    (write_backfill_page(BackfillOutcome(reports=(item("2026-09"),) * 42, dry_run=False), None), "And 2 more."),
    (write_backfill_page(BackfillOutcome(reports=(item("2026-09"),) * 42, dry_run=True), None), "And 2 more."),
    *(
        (write_backfill_page(BackfillOutcome(reports=(item("2026-09"),) * count, dry_run=dry_run,
                                             months_left_out=(MonthsLeftOut(first="2026-11", last="2026-12"),)), None),
         "Left out: November 2026 to December 2026, which aren't over.")
        for count in (0, 1) for dry_run in (True, False)
    ),
    (write_failure_page("Backfill", UsageError("“x” isn't a period."), None), "Correct what is described above"),
    (write_failure_page("Daily run", Unreachable("Google is away."), None), "the next run tries again"),
    (
        write_failure_page("Daily run", NotPublished("The status tab is locked.", COUNTS), None),
        "Everything else was done",
    ),
    (write_failure_page("Daily run", NotPublished("The status tab is locked.", COUNTS), None), "| Read | 675 |"),
    (write_failure_page("Daily run", UsageError("One.\nTwo."), None), "One.\n\nTwo."),
)  # fmt: skip


@pytest.mark.parametrize(("page", "words"), SAID, ids=range(len(SAID)))
def test_a_page_says_what_is_so(page: Page, words: str):
    assert words in page.markdown


def test_a_run_whose_ledger_cannot_be_read_still_has_a_page():
    page = write_daily_run_page(DAILY, None).markdown
    assert "## Reports" in page
    assert "Owed and never made" not in page
    assert list_messages_sent(0, None) == ("## Messages", "- No new messages")


def test_no_page_tells_a_figure_or_a_place():
    for page in (*WHOLE.values(), *(page for page, _ in SAID)):
        assert not re.search("4242|Patrol|A123|B7|C9", page.markdown + page.in_short)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("section [source.columns]", r"section \[source.columns\]"),
        ("run `lbn ingest --accept-withdrawals` | once", r"run `lbn ingest --accept-withdrawals` \| once"),
        ("<script>\n# one", r"\<script\> \# one"),
        ("a ` alone, _b_ *c*", r"a \` alone, \_b\_ \*c\*"),
        ("![x](https://example.org)", r"\!\[x\](https://example.org)"),
    ],
)
def test_a_text_stays_a_text(text: str, written: str):
    assert escape_text(text) == written


def test_a_table_keeps_its_cells():
    assert format_table(("A", "B"), [("x|y", 1)]) == "| A | B |\n| --- | --- |\n| x\\|y | 1 |"


@pytest.mark.parametrize(
    ("is_outbox", "said"),
    [(False, "- 2 messages sent"), (True, "- 2 messages ready in the folder outbox: send from there")],
)
def test_what_lies_in_a_folder_is_not_told_as_sent(is_outbox: bool, said: str):
    assert list_messages_sent(2, seen()._replace(is_outbox=is_outbox)) == ("## Messages", said)


def test_a_page_says_how_fresh_its_data_is_and_asks_first():
    as_of = "Data as of Oct 6, 2026, 6:30 AM EDT. Newest distribution: Oct 6, 2026."
    silent = seen()._replace(silence=Silence(since=date(2026, 9, 4), until=None))
    assert list_freshness(seen()) == [as_of]
    assert list_freshness(silent) == ["**No form since Sep 4: is the export current?**", as_of]
    never = seen()
    assert list_freshness(never._replace(status=never.status.model_copy(update={"last_read": None}))) == ()
