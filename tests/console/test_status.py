"""What `lbn status` says: how new the data is, what fails, what is due, and the messages that have not left."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from schemas.delivery import DeliveryReason, DeliveryState, MailboxMarks, Unsent
from schemas.desk import Duties, SilentUnit
from schemas.due import Filed
from schemas.failure import FailingStatus
from schemas.outcome import EditionStatus, Status
from tasks.console.status import describe_status, format_health, summarize_filing
from tasks.console.unsent import describe_unsent
from tasks.messages.delivery_words import WHAT_TO_DO

NO_EDITION = "on paper, or as a former ledger made it: this one has no edition of it"
AT = datetime(2026, 10, 6, 8, 0, tzinfo=ZoneInfo("America/New_York"))
FAILING = FailingStatus(since=AT, words="The tab is missing.")


def status(**changes: Any) -> Status:
    """A program of which all is well."""
    usual = {
        "entries": 1, "held": 0, "flagged": 0, "attention": (), "editions": (), "last_read": AT, "failing": None,
        "newest_entry": date(2026, 10, 5), "due": (),
    }  # fmt: skip
    return Status.model_validate(usual | changes)


def edition(number: int, filed_on: date | None = None) -> EditionStatus:
    """An edition of the supplier's report for September."""
    return EditionStatus(report="supplier", period="2026-09", edition=number, sent=True, filed_on=filed_on)


def test_a_program_of_which_all_is_well():
    assert describe_status(status()).splitlines() == [
        "Tabs last read on Oct 6, 2026, 8:00 AM EDT. Newest distribution: Oct 5, 2026.",
        "1 distribution counted (0 flagged), 0 held.",
    ]


def test_large_numbers_are_written_alike():
    said = describe_status(status(entries=11963, flagged=2012, held=1040)).splitlines()
    assert said[1] == "11,963 distributions counted (2,012 flagged), 1,040 held."


def test_what_fails_comes_second():
    assert describe_status(status(failing=FAILING)).splitlines()[1] == (
        "NOT RUNNING since Oct 6, 2026, 8:00 AM EDT: The tab is missing."
    )


@pytest.mark.parametrize(
    ("filed", "kits", "said"),
    [
        (1, 7, "edition 1 was handed in, and edition 2 was made since, with 7 kits more"),
        (1, None, "edition 1 was handed in, and edition 2 was made since"),
    ],
)
def test_what_was_handed_in_and_has_a_newer_edition(filed: int | None, kits: int | None, said: str):
    differs = {"report": "supplier", "period": "2026-09", "filed_edition": filed, "newest_edition": 2, "kits": kits}
    assert describe_status(status(duties={"filings": (differs,)})).splitlines()[1:3] == [
        "Reports due:",
        f"  supplier 2026-09: {said}; once you have handed that in too: lbn filed supplier 2026-09",
    ]


def a_silent_unit(name: str = "Traffic") -> SilentUnit:
    """A unit that has left no form for long."""
    return SilentUnit(unit=name, last_on=date(2026, 6, 28), days=100, usual_days=10)


def test_what_is_to_be_done_comes_before_the_rest():
    lines = describe_status(status(duties=Duties(silent_units=(a_silent_unit(),)))).splitlines()
    said = (
        "  Ask Traffic: it has reported nothing for 100 days; usually one every 10. Its newest form is of Jun 28, 2026."
    )
    assert (lines[1], lines[2][: len(said)], lines[3][:14]) == ("To do:", said, "1 distribution")


def test_of_much_to_do_the_first_is_listed():
    silent = tuple(a_silent_unit(f"Unit {number}") for number in range(1, 31))
    lines = describe_status(status(duties=Duties(silent_units=silent))).splitlines()
    assert lines[13][:13] == "  Ask Unit 12"
    assert lines[14] == "  18 more: `lbn status --json` lists all."


SINCE = "Oct 6, 2026, 8:00 AM EDT"
CHECK = "Check that the schedule is running, or run `lbn run`."


@pytest.mark.parametrize(
    ("last", "failing", "is_healthy", "said"),
    [
        (AT, None, True, f"The last run finished on {SINCE}."),
        (AT, None, False, f"No run has finished for 26 hours; the last one did on {SINCE}. {CHECK}"),
        (None, None, False, f"No run has ever finished. {CHECK}"),
        (None, FAILING, False, f"No run has ever finished. NOT RUNNING since {SINCE}: The tab is missing."),
    ],
)
def test_a_sentence_for_a_monitor(last: datetime | None, failing: FailingStatus | None, is_healthy: bool, said: str):
    assert format_health(last, failing, is_healthy=is_healthy) == said


@pytest.mark.parametrize(
    ("filed", "said"),
    [
        (None, "No longer noted as handed in: supplier 2026-09."),
        (Filed(edition=2, filed_on=date(2026, 10, 6)),
         "Noted: supplier 2026-09 was handed in on Oct 6, 2026 (edition 2)."),
        (Filed(edition=2, filed_on=date(2026, 10, 6), is_made_since=True),
         "Noted: supplier 2026-09 was handed in on Oct 6, 2026 (before edition 2 was made, which stands for it)."),
        (Filed(edition=None, filed_on=date(2026, 10, 6)),
         f"Noted: supplier 2026-09 was handed in on Oct 6, 2026 ({NO_EDITION})."),
    ],
)  # fmt: skip
def test_what_was_noted_as_handed_in(filed: Filed | None, said: str):
    assert summarize_filing("supplier 2026-09", filed) == said


RESEND = "lbn report supplier 2026-09 --resend"
MARKS = MailboxMarks("coordinator@example.gov", "[Naloxone] Supplier report", AT, "<id@example.gov>")


@pytest.mark.parametrize(
    ("state", "edition", "reason", "lines"),
    [
        (DeliveryState.QUEUED, 1, DeliveryReason.BUSY,
         ["m.eml, queued: the mail server asked to try again later", "The next run sends it."]),
        (DeliveryState.SENDING, 1, None,
         ["m.eml, sending", "A run is sending it now, or was stopped while sending: the next run says which."]),
        (DeliveryState.FAILED, 1, None, ["m.eml, failed", f"Once that is fixed: {RESEND}"]),
        (DeliveryState.FAILED, 1, DeliveryReason.DAMAGED,
         [f"m.eml, failed: {WHAT_TO_DO[DeliveryReason.DAMAGED]}", f"Without a backup: {RESEND}"]),
        (DeliveryState.QUEUED, 1, DeliveryReason.NOT_FILED,
         [f"m.eml, queued: {WHAT_TO_DO[DeliveryReason.NOT_FILED]}", "The next run sends it."]),
        (DeliveryState.FAILED, None, None,
         ["m.eml, failed", "It can't be sent again, but `lbn status` and `lbn reconcile` say what it said."]),
        (DeliveryState.UNKNOWN, 1, None, [
            "m.eml, delivery unknown",
            "Look in the mailbox of coordinator@example.gov, and in its junk folder, for: [Naloxone] Supplier report",
            f"Its date is {SINCE}, and its Message-ID is <id@example.gov>",
            f"If it is there, there is nothing to do. If not: {RESEND}",
        ]),
    ],
)  # fmt: skip
def test_a_message_that_has_not_left(
    state: DeliveryState, edition: int | None, reason: DeliveryReason | None, lines: list[str]
):
    message = Unsent("m.eml", "supplier", "2026-09", edition, state, reason, MARKS)
    assert [line.strip() for line in describe_unsent(message).splitlines()] == lines


def test_of_a_damaged_message_in_doubt_is_said_where_to_look():
    lines = describe_unsent(Unsent("m.eml", "supplier", "2026-09", 1, DeliveryState.UNKNOWN, None)).splitlines()
    assert "Look in the coordinator's mailbox" in lines[1]
    assert lines[2].strip() == f"If it is there, there is nothing to do. If not: {RESEND}"


NO_LONGER = "no longer there; if it was not sent:"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sent": True}, "(sent)"),
        ({"sent": False}, "(not sent)"),
        ({"there_since": date(2026, 10, 2)}, "(ready in the folder outbox since Oct 2, 2026)"),
        ({}, f"(put into the folder outbox on Oct 2, 2026, {NO_LONGER} lbn report supplier 2026-09 --resend)"),
        ({"filed_on": date(2026, 10, 5)}, "(put into the folder outbox on Oct 2, 2026), handed in on Oct 5, 2026"),
        ({"filed_on": date(2026, 10, 5), "sent_on": None}, "(put into the folder outbox), handed in on Oct 5, 2026"),
    ],
)  # fmt: skip
def test_what_lies_in_the_folder_is_ready_and_not_sent(changes: dict[str, Any], said: str):
    usual = {"report": "supplier", "period": "2026-09", "edition": 1, "sent": "outbox", "filed_on": None}
    one = EditionStatus.model_validate(usual | {"sent_on": date(2026, 10, 2)} | changes)
    assert describe_status(status(editions=(one,))).splitlines()[-1] == f"  supplier 2026-09, edition 1 {said}"


def test_what_was_replaced_is_not_asked_for_again():
    both = (EditionStatus(report="supplier", period="2026-09", edition=number, sent="outbox", filed_on=None)
            for number in (1, 2))  # fmt: skip
    first, second = describe_status(status(editions=tuple(both))).splitlines()[-2:]
    assert first.endswith("edition 1 (put into the folder outbox)")
    assert second.endswith("--resend)")


def test_of_many_editions_the_newest_are_listed():
    lines = describe_status(status(editions=tuple(edition(number) for number in range(1, 31)))).splitlines()
    assert lines[-13] == "Editions (the newest 12 of 30):"
    assert lines[-1] == "  supplier 2026-09, edition 30 (sent)"


READ_BEFORE = datetime(2026, 9, 30, 8, tzinfo=UTC)


def test_a_clock_behind_what_is_known_accuses_no_edition():
    lines = describe_status(status(editions=(edition(1),)), today=date(2026, 9, 20)).splitlines()
    assert lines[1].startswith("THE CLOCK of this machine says Sep 20, 2026, and the tabs were already read on Oct ")
    assert lines[1].endswith("What is due or overdue below goes by Sep 20, 2026.")
    assert not any("wrong clock" in line for line in lines)


def test_what_was_handed_in_after_its_period_is_not_accused():
    early = status(editions=(edition(1, filed_on=date(2026, 10, 5)),), last_read=READ_BEFORE)
    assert "wrong clock" not in describe_status(early, today=date(2026, 9, 30))


@pytest.mark.parametrize(("today", "is_named"), [(date(2026, 9, 30), True), (date(2026, 10, 1), False)])
def test_an_edition_of_a_period_that_has_not_ended_is_named(today: date, is_named: bool):
    said = describe_status(status(editions=(edition(1),), last_read=READ_BEFORE), today=today)
    line = "  supplier 2026-09, edition 1: the period ends on Sep 30, 2026"
    assert (f"Made by a wrong clock: don't hand these in:\n{line}\n" in said) is is_named


COMPARE = "in the folder outbox from a ledger that was lost: compare {} with the new of {}, without “-former”, before"


@pytest.mark.parametrize(
    ("names", "lie", "them", "theirs"),
    [
        (("a-former.eml",), "a-former.eml lies", "it", "its name"),
        (("a-former.eml", "b-former.eml"), "a-former.eml and 1 other lie", "them", "their names"),
    ],
)
def test_a_message_of_a_former_ledger_is_told(names: tuple[str, ...], lie: str, them: str, theirs: str):
    said = f"{lie} {COMPARE.format(them, theirs)} you send that on; then delete {them}."
    assert describe_status(status(), former=names).splitlines()[-1] == said
    assert "former" not in describe_status(status())
