"""The digest of a run: what a person must look at, sent once for each state of affairs."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

from schemas.finding import FLAGS, Finding
from schemas.message import AttentionMessage, EditionMade
from schemas.outcome import BackfillItem
from schemas.stock import Reconciliation
from tasks.catalogue import ATTENTION, template_folders
from tasks.mail import MessageName, compose
from tasks.program.opening import Program
from tasks.program.posting import envelope
from tasks.render import render_attention
from tasks.rules.alerts import alerts, state_of
from tasks.store import editions as kept
from tasks.store.editions import Message
from tasks.store.findings import listed_findings
from tasks.store.tables import MessageState


def queue_digest(program: Program, stock: Reconciliation, made: Iterable[BackfillItem]) -> str | None:
    """Queue the digest if it says something that the last one did not; its name, or none.

    When all that it said is done, one last digest says so.
    """
    with program.database.writing() as connection:
        findings = listed_findings(connection, program.slug)
        state = _digest([*(f"{found.ref} {found.code}" for found in findings), *state_of(stock)])
        told = kept.message_names(connection, program.slug, ATTENTION)
        if state == (Path(told[-1]).stem.rsplit("-", 1)[-1] if told else _digest([])):
            return None
        name = MessageName(ATTENTION, f"{len(told) + 1}-{state}", None)
        rendered = render_attention(_message(program, findings, stock, made), _folders(program))
        raw = compose(name, envelope(program), rendered)
        queued = Message(name.file_name, ATTENTION, None, None, MessageState.QUEUED, raw)
        kept.queue_message(connection, program.slug, queued, program.now())
    return name.file_name


def _message(
    program: Program, findings: Sequence[Finding], stock: Reconciliation, made: Iterable[BackfillItem]
) -> AttentionMessage:
    held = {(found.tab, found.ref) for found in findings if found.code not in FLAGS}
    definitions = program.definitions
    return AttentionMessage(
        agency=program.settings.agency.name,
        made_at=program.local(program.now()),
        held_count=len(held),
        flagged_count=len({(found.tab, found.ref) for found in findings} - held),
        findings=tuple(findings),
        alerts=tuple(alerts(stock, program.settings)),
        editions=tuple(
            EditionMade(title=definitions[one.report].title, period=one.period, edition=one.edition)
            for one in made
            if one.is_new and one.edition
        ),
    )


def _folders(program: Program) -> list[Path]:
    return template_folders(ATTENTION, program.folder)


def _digest(said: Iterable[str]) -> str:
    return blake2b("\n".join(said).encode(), digest_size=6).hexdigest()
