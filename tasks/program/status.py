"""Where the program stands: entries, what needs attention, editions."""

from schemas.delivery import Unsent
from schemas.finding import FLAGS
from schemas.outcome import AttentionItem, EditionStatus, Status
from schemas.tabs import Tab
from tasks.mail import marks_of
from tasks.program.opening import Program
from tasks.rules.fingerprint import ref_of
from tasks.store import editions as kept
from tasks.store import rows as stored
from tasks.store.findings import listed_findings
from tasks.store.messages import sent_editions, unsent_messages


def status(program: Program) -> Status:
    """The state of the ledger, without replaying it."""
    with program.database.reading() as connection:
        findings = listed_findings(connection, program.slug)
        held = stored.held(connection, program.slug, Tab.RESPONSES)
        sent = sent_editions(connection, program.slug)
        editions = kept.all_editions(connection, program.slug)
        entries = stored.in_force_count(connection, program.slug)
    held_refs = {ref_of(identity) for identity in held}
    flagged = {found.ref for found in findings if found.tab is Tab.RESPONSES and found.code in FLAGS} - held_refs
    return Status(
        entries=entries,
        held=len(held),
        flagged=len(flagged),
        attention=tuple(AttentionItem(tab=found.tab.value, row=found.row, code=found.code.value) for found in findings),
        editions=tuple(
            EditionStatus(report=place[0], period=place[1], edition=place[2], sent=place in sent) for place in editions
        ),
    )


def unsent(program: Program) -> list[Unsent]:
    """The messages that have not left, why, and how they are found in a mailbox."""
    with program.database.reading() as connection:
        found = unsent_messages(connection, program.slug)
    zone = program.settings.agency.zone
    return [
        Unsent(one.name, one.report, one.period, one.edition, one.state, obstacle, marks_of(one.raw, zone))
        for one, obstacle in found
    ]
