"""Links to rows: only where the source is a Sheet and the tab's number is known, and of an id and numbers only."""

from schemas.finding import Code, Finding
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.rules.intake.row_links import link_findings
from tests.support.settings import some_settings

FOUND = Finding(Tab.COUNTS, 7, "7f3a92", Code.COUNT_INVALID)
OF_A_SHEET = {"kind": "google-sheet", "spreadsheet": "an-Id_1", "credentials": "key.json"}


def sheet() -> Settings:
    """A program whose tabs are those of a Sheet."""
    return some_settings(source=OF_A_SHEET)


def test_a_row_of_a_sheet_has_a_link():
    (found,) = link_findings([FOUND], sheet().source, {Tab.COUNTS: 1234})
    assert found.link == "https://docs.google.com/spreadsheets/d/an-Id_1/edit#gid=1234&range=A7"
    assert found._replace(link="") == FOUND


def test_a_tab_whose_number_is_not_known_has_none():
    assert link_findings([FOUND], sheet().source, {Tab.INVENTORY: 1234}) == [FOUND]


def test_a_row_of_a_file_has_none():
    assert link_findings([FOUND], some_settings().source, {Tab.COUNTS: 1234}) == [FOUND]
