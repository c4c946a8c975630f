"""What the command says after its work, in words."""

from datetime import date
from typing import Any

import pytest

from schemas.desk import CountDue, Shelf
from schemas.figures import Answer, Change, Figures, Table
from schemas.held_since import HeldSince
from schemas.months_left_out import MonthsLeftOut
from schemas.order_letter import OrderLetter
from schemas.outcome import (
    AttentionItem,
    BackfillItem,
    BackfillOutcome,
    IngestCounts,
    ReportOutcome,
    RunOutcome,
)
from schemas.reconciliation import Reconciliation, ShortCounts
from schemas.stock import OnHand, Recalled, Shortfall, Variance
from schemas.stock_actions import Origin, Unused
from schemas.suppliers import Suppliers
from schemas.tabs import Tab
from tasks.console import account, reading, shown_figures
from tasks.console.stock import summarize_reconciliation
from tasks.operations.reconcile_stock import NOT_TRACKED
from tests.support.builders_notices import a_move, an_order_to_make

COUNTS = IngestCounts(read=40, accepted=38, flagged=3, held=2, new=5, withdrawn=1, unchanged=33)
DAY = date(2026, 10, 6)


def figures(**changes: Any) -> Figures:
    """A supplier's report for September."""
    usual = {
        "report": "supplier", "period": "2026-09", "edition": 1, "supersedes": None, "agency": "A",
        "measures": {"kits_distributed": 4}, "tables": (), "excluded": {"held": 0}, "unverified": True,
    }  # fmt: skip
    return Figures.model_validate(usual | changes)


def made(*, is_new: bool = True, messages: tuple[str, ...] = (), **changes: Any) -> ReportOutcome:
    """What asking for it led to."""
    return ReportOutcome(figures=figures(**changes), is_new=is_new, messages=messages, folder="reports/supplier")


@pytest.mark.parametrize(
    ("attention", "lines"),
    [
        ([], ["Read 40 rows: 38 counted (3 flagged), 2 held.",
              "Since the last reading: 5 new, 1 removed, 33 unchanged."]),
        ([AttentionItem(tab="Counts", row=2, code="count_invalid")],
         ["Read 40 rows: 38 counted (3 flagged), 2 held.", "Since the last reading: 5 new, 1 removed, 33 unchanged.",
          "Held in the other tabs: Counts 1.", "needs-attention.csv lists the rows that need attention."]),
    ],
)  # fmt: skip
def test_a_reading(attention: list[AttentionItem], lines: list[str]):
    assert reading.summarize_ingest(COUNTS, attention).splitlines() == lines


def test_large_numbers_of_a_reading_are_written_alike():
    large = {"read": 12003, "accepted": 11963, "flagged": 2012, "held": 1040, "new": 1001, "withdrawn": 1002}
    said = reading.summarize_ingest(IngestCounts(**large, unchanged=12002), []).splitlines()
    assert said[0] == "Read 12,003 rows: 11,963 counted (2,012 flagged), 1,040 held."
    assert said[1] == "Since the last reading: 1,001 new, 1,002 removed, 12,002 unchanged."


def test_rows_that_were_on_hold_before_are_not_called_accepted():
    said = reading.summarize_ingest(COUNTS, [], accept_held=True).splitlines()
    assert said[2] == "With --accept-held, on hold in all: 2 rows, until fixed."
    of_stock = [AttentionItem(tab="Inventory", row=row, code="location_unknown") for row in (2, 3, 3)]
    said = reading.summarize_ingest(COUNTS, of_stock, accept_held=True).splitlines()
    assert said[2] == "With --accept-held, on hold in all: 4 rows, until fixed."


def test_a_reading_names_the_files_that_patterns_found():
    files = {Tab.RESPONSES: "Village - Form Responses 1 (2).csv", Tab.COUNTS: "Counts.csv"}
    first = reading.summarize_ingest(COUNTS, [], files).splitlines()[0]
    assert first == "Newest files that fit: Form responses: Village - Form Responses 1 (2).csv; Counts: Counts.csv."


def a_shelf(location: str, usable: int, shelf: int | None, days_left: int | None) -> Shelf:
    """A shelf of kits."""
    return Shelf(location=location, item="kit", usable=usable, shelf=shelf, days_left=days_left)


CENTRALS = Origin(location="Central", quantity=4)


def test_the_stock():
    nothing: dict[str, Any] = dict.fromkeys(
        ("stock", "variances", "shortfalls", "low", "expiring", "recalled", "order", "moves", "unused", "shelves")
    )
    stock = Reconciliation.model_construct(
        **dict.fromkeys(nothing, ())
        | {
            "stock": (OnHand(location="Patrol", item="kit", lot="A1", expires=DAY, on_hand=3),),
            "variances": (Variance(date=DAY, location="Patrol", item="kit", lot=None, expected=4, counted=3),),
            "shortfalls": (
                Shortfall(date=DAY, location="Patrol", item="kit", lot=None, quantity=1),
                Shortfall(date=DAY, location="Patrol", item="fts", lot=None, quantity=2),
                Shortfall(date=DAY, location="Patrol", item="mask", lot=None, quantity=1),  # no longer in lbn.toml
            ),
            "recalled": (Recalled(location="Patrol", item="kit", lot="R1", on_hand=1, distributed=2),),
            "order": (an_order_to_make(why="Because."),),
            "moves": (a_move(why="Because."),),
            "unused": (Unused(item="kit", lot="A1", quantity=4, expires=DAY, origins=(CENTRALS,)),),
            "counts": (CountDue(location="K9", last_counted_on=None, days=None, shortfall_count=1, on_hand=77),),
            "short_counts": (ShortCounts(location="Traffic", missing=(1, 2)),),
            "shelves": (
                a_shelf("Central", 40, None, 30),
                a_shelf("Patrol", 3, 12, 0),
                a_shelf("Traffic", 1, None, None),
            ),
        }
    )
    assert summarize_reconciliation(stock, {"kit": "kit", "fts": "fentanyl test strip"}).splitlines() == [
        "Not tracked, for none is recorded as received: fentanyl test strips.",
        "On hand:",
        "  Patrol (kit): 3",
        "Shelves:",
        "  Central: 40 usable kits, about 30 days for all units",
        "  Patrol: 3 usable kits of 12, less than a day",
        "  Traffic: 1 usable kit",
        "Counts that differ from the recorded stock:",
        "  2026-10-06 Patrol, lot all: counted 3 kits, expected 4",
        "Short more than once in a row:",
        "  Traffic: the last 2 counts were 1 and 2 short.",
        "More went out than was recorded as received:",
        "  2026-10-06 Patrol, lot unknown: 1 kit",
        "  2026-10-06 Patrol, lot unknown: 1 mask",
        "Recalled:",
        "  lot R1 at Patrol: 1 kit on the shelf, 2 distributed",
        "To order:",
        "  Order 12 kits by Fri, Oct 16, 2026. Because.",
        "To move:",
        "  Move 6 kits of lot A1234 from Traffic to Patrol. Because.",
        "Nobody will use these in time:",
        "  Offer 4 kits of lot A1 from Central to the supplier now; its last day is Oct 6, 2026.",
        "Count next (`lbn sheet counts` makes a sheet for each):",
        "  Count K9: no count is recorded, 1 shortfall.",
    ]


def test_an_order_has_the_text_to_forward():
    order = an_order_to_make(why="Because.")
    stock = NOT_TRACKED.model_copy(update={"order": (order,)})
    letters = {
        "kit": OrderLetter(
            to="orders@supplier.example", subject="Order of 12 kits", lines=("Village of Example orders:",)
        )
    }
    assert summarize_reconciliation(stock, {"kit": "kit"}, letters=letters).splitlines() == [
        "To order:",
        "  Order 12 kits by Fri, Oct 16, 2026. Because.",
        "    To forward to orders@supplier.example:",
        "    Subject: Order of 12 kits",
        "    Village of Example orders:",
    ]


def test_a_stock_that_is_not_tracked():
    said = summarize_reconciliation(NOT_TRACKED, {"kit": "kit"})
    assert said.startswith("No stock is recorded, so nothing can be said of it")


A_TOTAL = Change.model_validate({"measure": "kits_distributed", "was": 3, "is": 4})
A_ROW = Change.model_validate({"table": "By lot", "row": "A100", "was": 1, "is": 2})
MADE_2 = "Made edition 2 of supplier, September 2026."


@pytest.mark.parametrize(
    ("outcome", "first", "last"),
    [
        (made(messages=("one.eml",)), "Made edition 1 of supplier, September 2026.", "Sent one.eml."),
        (made(edition=2, supersedes=1),
         f"{MADE_2} It replaces edition 1, and has the same totals.",
         "Files: reports/supplier"),
        (made(edition=2, supersedes=1, changes=(A_TOTAL,)),
         f"{MADE_2} It replaces edition 1; 1 total changed.",
         "Files: reports/supplier"),
        (made(edition=2, supersedes=1, changes=(A_TOTAL, A_ROW)),
         f"{MADE_2} It replaces edition 1; 2 figures changed.",
         "Files: reports/supplier"),
        (made(edition=2, supersedes=1, compared=False),
         f"{MADE_2} It replaces edition 1, which is lost or damaged, so the two could not be compared.",
         "Files: reports/supplier"),
        (made(is_new=False), "Edition 1 of supplier, September 2026 is current: its figures have not changed.",
         "Files: reports/supplier"),
        (made(preliminary=True, edition=None),
         "PRELIMINARY: supplier, September 2026. The period has not ended; no edition was made.",
         "Files: reports/supplier"),
    ],
)  # fmt: skip
def test_a_report(outcome: ReportOutcome, first: str, last: str):
    lines = account.summarize_report(outcome, is_outbox=False).splitlines()
    assert (lines[0], lines[1], lines[-1]) == (first, "  Kits distributed: 4", last)


def test_rows_on_hold_since_are_told_before_the_figures():
    since = HeldSince(edition=1, was={"held": 0}, now={"held": 1})
    told = account.summarize_report(made(is_new=False).model_copy(update={"held_since": since}), is_outbox=False)
    assert told.splitlines()[1:3] == [
        "Edition 1 says that no rows are held, and stays as it was made; 1 is now, see needs-attention.csv.",
        "  Kits distributed: 4",
    ]


def test_a_message_in_a_folder_is_not_told_as_sent():
    assert "Put one.eml into the folder outbox; send it from there." in account.summarize_report(
        made(messages=("one.eml",)), is_outbox=True
    )


@pytest.mark.parametrize(
    ("dry_run", "said", "beside"),
    [
        (False, "Made 1 edition; 1 unchanged.", []),
        (
            True,
            "Would make 1 edition; 1 already made.",
            ["An edition that exists is made again only if its figures have changed."],
        ),
    ],
)
def test_a_backfill(dry_run: bool, said: str, beside: list[str]):
    reports = tuple(
        BackfillItem(report="supplier", period=f"2026-0{month}", edition=1, is_new=month == 8) for month in (8, 9)
    )
    told = account.summarize_backfill(BackfillOutcome(reports=reports, dry_run=dry_run), is_outbox=True)
    assert told.splitlines() == [said, "  supplier 2026-08", *beside]


def test_a_backfill_says_which_rows_are_on_hold_since():
    since = HeldSince(edition=1, was={"held": 0}, now={"held": 1})
    reports = tuple(
        BackfillItem(report="supplier", period=f"2026-0{month}", edition=1, is_new=False, held_since=held)
        for month, held in ((8, None), (9, since))
    )
    told = account.summarize_backfill(BackfillOutcome(reports=reports, dry_run=False), is_outbox=True)
    said = "Edition 1 says that no rows are held, and stays as it was made; 1 is now, see needs-attention.csv."
    assert told.splitlines() == ["Made no edition; 2 unchanged.", f"  supplier 2026-09: {said}"]


@pytest.mark.parametrize(
    ("sent", "waiting", "is_outbox", "said"),
    [
        (("a.eml", "b.eml"), 0, True, "Put 2 messages into the folder outbox; send them from there."),
        (("a.eml",), 0, True, "Put 1 message into the folder outbox; send it from there."),
        (("a.eml",), 0, False, "Sent 1 message."),
        ((), 1, False, "Another run is sending; 1 message waits for it, as `lbn status` shows."),
    ],
)
def test_where_messages_lie_is_told_alike(sent: tuple[str, ...], waiting: int, is_outbox: bool, said: str):
    item = BackfillItem(report="supplier", period="2026-08", edition=1, is_new=True)
    backfilled = BackfillOutcome(reports=(item,), dry_run=False, sent=sent, waiting=waiting)
    assert account.summarize_backfill(backfilled, is_outbox=is_outbox).splitlines()[-1] == said
    ran = RunOutcome(ingest=COUNTS, reports=(item,), digest=None, sent=sent, waiting=waiting, reconcile=NOT_TRACKED)
    assert account.summarize_run(ran, (), is_outbox=is_outbox).splitlines()[-1] == said


@pytest.mark.parametrize(("dry_run", "done"), [(True, "Would make"), (False, "Made")])
def test_a_backfill_of_months_in_which_nothing_is_owed(dry_run: bool, done: str):
    told = account.summarize_backfill(BackfillOutcome(reports=(), dry_run=dry_run), is_outbox=True)
    assert told == f"{done} no edition: no report is owed for a period that ended in these months."


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("count", [0, 1])
def test_a_backfill_says_which_months_it_left_out(count: int, dry_run: bool):
    reports = (BackfillItem(report="supplier", period="2026-08", edition=1, is_new=True),) * count
    left_out = (MonthsLeftOut(first="2026-09", last="2026-12"),)
    filled = BackfillOutcome(reports=reports, dry_run=dry_run, months_left_out=left_out)
    told = account.summarize_backfill(filled, is_outbox=True).splitlines()
    assert told[-1] == "Left out: September 2026 to December 2026, which aren't over."
    assert len(told) == count + 2


def test_figures_name_what_a_table_cannot_have():
    table = Table(title="By ZIP", by=("zip",), measures=("kits_distributed",), rows=(("12207", 3),))
    answer = Answer(period="2026", measures={"kits_distributed": 3}, tables=(table,))
    said = shown_figures.summarize_figures(answer, "As of today.", ("kits_distributed", "kits_lost"))
    assert said.splitlines() == [
        "Figures of 2026", "As of today.", "  Kits distributed: 3", "", "ZIP code / Kits distributed", "  12207 / 3",
        "  Left out, because it can't be grouped this way: kits_lost.",
    ]  # fmt: skip


SWITCHED = BackfillItem(
    report="supplier", period="2026-08", edition=1, is_new=False, supplier=Suppliers(former="A", present="B")
)


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        ((), account.NONE_OWED),
        ((BackfillItem(report="supplier", period="2026-08", edition=1, is_new=False),), account.NO_EDITION),
        ((SWITCHED,), "Made no new edition."),
    ],
    ids=["nothing is owed", "nothing changed", "for another supplier now"],
)
def test_why_a_run_made_no_edition(reports: tuple[BackfillItem, ...], said: str):
    outcome = RunOutcome.model_construct(ingest=COUNTS, reports=reports, sent=())
    assert said in account.summarize_run(outcome, (), is_outbox=True).splitlines()


@pytest.mark.parametrize("count", [0, 1, 12, 40])
def test_a_section_shows_all_its_lines(count: int):
    lines = account.format_section("Title", [f"line {number}" for number in range(count)])
    assert len(lines) == (count + 1 if count else 0)
    assert not count or (lines[0], lines[-1]) == ("Title:", f"  line {count - 1}")


@pytest.mark.parametrize(
    ("messages", "is_outbox", "said"),
    [
        ((), True, "No new messages."),
        (("one.eml",), True, "Put 1 message into the folder outbox; send it from there."),
        (("one.eml", "two.eml"), True, "Put 2 messages into the folder outbox; send them from there."),
        (("one.eml", "two.eml"), False, "Sent 2 messages."),
    ],
)
def test_a_run_without_editions_says_why(messages: tuple[str, ...], is_outbox: bool, said: str):
    made_already = BackfillItem(report="supplier", period="2026-08", edition=1, is_new=False)
    outcome = RunOutcome.model_construct(ingest=COUNTS, reports=(made_already,), sent=messages)
    told = account.summarize_run(outcome, (), is_outbox=is_outbox).splitlines()
    assert told[-2:] == [
        account.NO_EDITION,
        said,
    ]


@pytest.mark.parametrize(
    ("period", "said", "absent"),
    [
        ("2024-12", "December 2024 ended before the program started (Jan 1, 2025, program.started in lbn.toml)",
         "no record"),
        ("2025-Q1", "", "not tracked"),
        ("2026-09", "", "not tracked"),
        ("2026-10", "October 2026 has not ended", "not tracked"),
        ("2026", "2026 has not ended", "not tracked"),
        ("2026-Q4", "Q4 2026 has not ended", "not tracked"),
        ("2026-11", "November 2026 has not begun", "no record"),
        ("2027", "2027 has not begun", "no record"),
    ],
)  # fmt: skip
def test_a_period_of_which_not_all_is_known_is_told(period: str, said: str, absent: str):
    told, instead = shown_figures.describe_period(period, DAY, date(2025, 1, 1))
    assert (told.startswith(said), bool(told), instead) == (True, bool(said), absent)


def test_a_figure_that_is_not_there_is_told():
    asked = ("kits_distributed", "kits_received", "people_trained")
    by_lot = Table(title="By Lot", by=("lot",), measures=(), rows=())
    by_month = Table(title="By Month", by=("month",), measures=("kits_distributed",), rows=(("2026-09", 3),))
    measures = {"kits_distributed": 3, "kits_received": None}
    answer = Answer(period="2026-09", measures=measures, tables=(by_lot, by_month))
    assert shown_figures.summarize_figures(answer, "As of today.", asked).splitlines()[2:] == [
        "  Kits distributed: 3", "  Kits received: not tracked", "", "By Lot: not tracked.",
        "  Left out, because it can't be grouped this way: people_trained.", "", "Month / Kits distributed",
        "  2026-09 / 3", "  Left out: kits_received, people_trained (not tracked).",
    ]  # fmt: skip
