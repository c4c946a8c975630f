"""The tabs and their columns: titles and order as in the contract, section "Tabs"."""

import pytest

from schemas.tabs import COLUMNS, OPTIONAL_SUFFIX, Kind, Tab

OF_THE_CONTRACT = {
    Tab.RESPONSES: {
        "submitted": "Timestamp", "date": "Date of distribution", "unit": "Unit", "zip": "ZIP code",
        "jurisdiction": "Jurisdiction", "kits": "Kits left", "lot": "Lot number (optional)",
        "trained": "People shown how to use it (optional)", "recipient": "Who took the kit (optional)",
        "reason": "Why it was offered (optional)", "fts": "Fentanyl test strips (optional)",
        "xts": "Xylazine test strips (optional)", "low": "Kits running low? (optional)",
    },
    Tab.INVENTORY: {
        "date": "Date", "movement": "Movement", "item": "Item", "lot": "Lot", "expires": "Expires",
        "quantity": "Quantity", "from": "From", "to": "To",
    },
    Tab.COUNTS: {
        "date": "Date", "location": "Location", "item": "Item", "lot": "Lot (optional)", "counted": "Counted",
    },
    Tab.TRAINING: {"date": "Date", "unit": "Unit", "course": "Course", "people": "People trained"},
}  # fmt: skip


@pytest.mark.parametrize("tab", Tab)
def test_fields_and_titles_are_those_of_the_contract(tab: Tab):
    assert {column.field: column.titles[0] for column in COLUMNS[tab]} == OF_THE_CONTRACT[tab]
    assert [column.field for column in COLUMNS[tab]] == list(OF_THE_CONTRACT[tab])


def test_people_know_the_tabs_by_these_names():
    assert [tab.value for tab in Tab] == ["Form responses", "Inventory", "Counts", "Training"]


def test_microsoft_forms_words_the_timestamp_otherwise():
    assert COLUMNS[Tab.RESPONSES][0].titles == ("Timestamp", "Completion time")


@pytest.mark.parametrize("tab", Tab)
def test_what_is_marked_optional_is_not_required(tab: Tab):
    for column in COLUMNS[tab]:
        assert column.is_required is not column.titles[0].endswith(OPTIONAL_SUFFIX)


@pytest.mark.parametrize("tab", Tab)
def test_every_tab_has_one_day_and_only_the_form_a_time(tab: Tab):
    kinds = [column.kind for column in COLUMNS[tab]]
    assert kinds.count(Kind.DAY) == 1
    assert kinds.count(Kind.INSTANT) == (tab is Tab.RESPONSES)
    assert kinds.count(Kind.EXPIRY) == (tab is Tab.INVENTORY)
