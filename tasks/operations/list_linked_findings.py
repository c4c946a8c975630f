"""What needs attention, as a person is told of it: each row with a link to it, where there is one."""

from sqlalchemy import Connection

from schemas.finding import Finding
from tasks.context import ProgramContext
from tasks.rules.intake.row_links import link_findings
from tasks.store.findings import list_findings
from tasks.store.tab_numbers import load_tab_numbers


def list_linked_findings(program: ProgramContext, connection: Connection) -> list[Finding]:
    """List the findings of the last sync, each with a link to its row, where the source is a Sheet."""
    findings = list_findings(connection, program.slug)
    return link_findings(findings, program.settings.source, load_tab_numbers(connection, program.slug))
