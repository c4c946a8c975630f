"""Links to rows of a Sheet. They are made of the Sheet's id and of numbers, and hold nothing that a row says."""

from collections.abc import Iterable, Mapping

from schemas.finding import Finding
from schemas.source import Source, SourceKind
from schemas.tabs import Tab

_ROW = "https://docs.google.com/spreadsheets/d/{spreadsheet}/edit#gid={tab}&range=A{row}"


def link_findings(findings: Iterable[Finding], source: Source, tab_numbers: Mapping[Tab, int]) -> list[Finding]:
    """Add to each finding a link to its row, where the source is a Sheet and the number of the tab is known."""
    if source.kind is not SourceKind.GOOGLE_SHEET:
        return list(findings)
    return [
        found._replace(link=_ROW.format(spreadsheet=source.spreadsheet, tab=tab_numbers[found.tab], row=found.row))
        if found.tab in tab_numbers
        else found
        for found in findings
    ]
