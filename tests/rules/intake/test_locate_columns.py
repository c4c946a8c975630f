"""Which titles a program's settings add to those of a tab, and which column it can do without."""

import pytest

from schemas.tabs import COLUMNS, Tab
from tasks.errors import OperationError
from tasks.rules.intake.headers import locate_columns
from tests.support.settings import some_settings

TITLES = {tab: [column.titles[0] for column in COLUMNS[tab]] for tab in Tab}
MORE = {"zip": ["ZIP code of the call"]}


def replace_title(before: str, *after: str) -> list[str]:
    """Return the form's header with other titles in the place of one."""
    return [title for one in TITLES[Tab.RESPONSES] for title in (after if one == before else [one])]


def test_a_title_of_the_settings_is_known_in_the_form():
    header = replace_title("ZIP code", *MORE["zip"])
    places = locate_columns(Tab.RESPONSES, header, some_settings(source={"columns": MORE}))
    assert places == [(index,) for index in range(len(header))]
    with pytest.raises(OperationError, match="ZIP code"):
        locate_columns(Tab.RESPONSES, header, some_settings())


def test_the_settings_of_the_form_hold_for_no_other_tab():
    settings = some_settings(source={"columns": {"zip": ["Date"]}})
    assert locate_columns(Tab.INVENTORY, TITLES[Tab.INVENTORY], settings)[0] == (0,)


def test_a_form_needs_no_jurisdiction_where_none_are_listed():
    header = replace_title("Jurisdiction")
    place = [column.field for column in COLUMNS[Tab.RESPONSES]].index("jurisdiction")
    assert locate_columns(Tab.RESPONSES, header, some_settings(places={"jurisdictions": []}))[place] == ()
    with pytest.raises(OperationError, match="Jurisdiction"):
        locate_columns(Tab.RESPONSES, header, some_settings())
