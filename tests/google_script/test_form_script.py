"""The form's script without Google: TypeScript checks it, and it runs against stand-ins that record every call.

Needs node and what package.json names; without them these tests are skipped, and tests/form/test_form.py still holds
the script's text to the schemas.
"""

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES, Recipient
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Tab
from tasks.form import write_form_script
from tasks.form.links import LINKS_FILE, read_links
from tasks.form.questions import NOTE, OPTIONAL, list_form_items
from tasks.form.sheet_columns import list_plain_text_answers, list_sheet_tabs
from tests.google_script.running import MODULES, NODE, Call, built, cells, compile_script, of, run, titled
from tests.support.settings import some_settings

pytestmark = pytest.mark.skipif(
    not (NODE and MODULES.is_dir()),
    reason="needs node, and once: npm ci --ignore-scripts --prefix tests/google_script",
)


@pytest.fixture(scope="module")
def settings() -> Settings:
    return some_settings(agency={"timezone": "America/Chicago"})


@pytest.fixture(scope="module")
def calls(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """The calls of a first run."""
    return run(tmp_path_factory.mktemp("script"), write_form_script(settings))[0]


def test_typescript_finds_nothing_wrong(tmp_path: Path, settings: Settings):
    compile_script(tmp_path, write_form_script(settings))


def test_the_form_is_open_to_officers_and_collects_no_address(calls: list[Call]):
    assert of(calls, "Form.setCollectEmail") == [[False]]
    assert of(calls, "Form.setPublished") == [[True]]
    assert of(calls, "Form.setShowLinkToRespondAgain") == [[True]]
    assert of(calls, "Form.setAllowResponseEdits") == [[False]]
    assert not of(calls, "Form.setRequireLogin")
    ((says,),) = of(calls, "Form.setConfirmationMessage")
    assert "Next: take new kits along." in says


def test_the_form_asks_every_question_once_and_in_order(calls: list[Call], settings: Settings):
    titles = [call["arguments"][0] for call in calls if call["method"].endswith("Item.setTitle")]
    assert titles == [item.titles[0] for item in list_form_items(settings)]
    assert len(of(calls, "Form.addParagraphTextItem")) == 1
    assert "ParagraphTextItem" in str([call for call in calls if call["arguments"] == list(NOTE.titles)])
    assert not [call for call in calls if "FileUpload" in call["method"]]


def test_every_list_has_the_choices_of_the_schemas(calls: list[Call]):
    assert titled(calls, "Unit")["setChoiceValues"] == [["Patrol", "Detectives"]]
    assert titled(calls, "Jurisdiction")["setChoiceValues"] == [["City of Albany", "Town of Colonie"]]
    assert titled(calls, "Who took the kit (optional)")["setChoiceValues"] == [list(RECIPIENT_CHOICES)]
    assert titled(calls, "Why it was offered (optional)")["setChoiceValues"] == [list(REASON_CHOICES)]


@pytest.mark.parametrize(
    ("title", "rule", "demands"),
    [
        ("ZIP code", "requireTextMatchesPattern", ["^[0-9]{5}$"]),
        ("Lot number (optional)", "requireTextMatchesPattern", ["^[A-Za-z0-9-]{2,20}$"]),
        ("Kits left", "requireNumberBetween", [1, 500]),
        ("People shown how to use it (optional)", "requireNumberBetween", [0, 500]),
        ("Fentanyl test strips (optional)", "requireNumberBetween", [0, 500]),
        ("Xylazine test strips (optional)", "requireNumberBetween", [0, 500]),
    ],
)
def test_every_text_is_checked_on_the_phone(calls: list[Call], title: str, rule: str, demands: list[Any]):
    validation = built(calls, titled(calls, title)["setValidation"][0])
    assert validation[rule] == demands
    assert validation["setHelpText"][0].endswith(".")


def test_only_what_the_program_needs_must_be_answered(calls: list[Call], settings: Settings):
    for item in list_form_items(settings):
        if item not in (OPTIONAL, NOTE):
            assert titled(calls, item.titles[0])["setRequired"] == [item.is_required]


def test_the_tabs_have_the_columns_of_the_schemas(calls: list[Call]):
    assert of(calls, "Range.setValues") == [
        [[[column.titles[0] for column in COLUMNS[tab]]]] for tab in (Tab.INVENTORY, Tab.COUNTS, Tab.TRAINING)
    ]
    assert of(calls, "Sheet.setName") == [["Inventory"]]
    assert of(calls, "Spreadsheet.insertSheet") == [["Counts"], ["Training"]]


def test_the_sheet_has_the_agencys_time_zone_and_americas_dates(calls: list[Call]):
    assert of(calls, "Spreadsheet.setSpreadsheetTimeZone") == [["America/Chicago"]]
    assert of(calls, "Spreadsheet.setSpreadsheetLocale") == [["en_US"]]
    assert of(calls, "Form.setDestination") == [["DestinationType.SPREADSHEET", "spreadsheet-1"]]


def test_the_answers_zip_and_lot_stay_as_typed(calls: list[Call]):
    responses = next(call["on"] for call in calls if call["method"] == "Sheet.getFormUrl" and call["result"])
    assert cells(calls, responses) == {title: {"setNumberFormat": ["@"]} for title in list_plain_text_answers()}


def test_every_cell_of_the_tabs_takes_what_the_rules_take(calls: list[Call], settings: Settings):
    tabs = {call["result"] for call in calls if call["method"] == "Spreadsheet.getSheetByName" and call["result"]}
    tabs |= {call["result"] for call in calls if call["method"] == "Spreadsheet.insertSheet"}
    set_on = {title: what for tab in tabs for title, what in cells(calls, tab).items()}
    for column in (column for tab in list_sheet_tabs(settings) for column in tab.columns):
        if column.takes == "plain text":
            assert set_on[column.title] == {"setNumberFormat": ["@"]}
            continue
        rule = built(calls, set_on[column.title]["setDataValidation"][0])
        assert rule["setAllowInvalid"] == [False]
        if column.choices:
            assert rule["requireValueInList"] == [list(column.choices), True]
        elif column.takes == "number":
            assert rule["requireNumberBetween"] == [column.least, column.most]
        else:
            assert rule["requireDate"] == []


def test_the_log_holds_a_link_a_unit_that_form_reads_back(tmp_path: Path):
    units = ['K9 "Rex", north', *(f"Precinct {number}" for number in range(1, 31))]
    settings = some_settings(units=[{"name": name} for name in units])
    *blocks, words = (log[0] for log in of(run(tmp_path, write_form_script(settings))[0], "Logger.log"))
    (tmp_path / LINKS_FILE).write_text("\n".join(blocks), "utf-8")
    links = read_links(tmp_path)
    assert list(links) == units
    assert links["Precinct 7"].endswith("=Precinct+7")
    assert max(len(list(csv.reader(block.splitlines()))) for block in blocks) == 21
    assert 'spreadsheet = "spreadsheet-1"' in words
    assert 'responses   = "Form Responses 1"' in words


def test_a_second_run_makes_nothing_twice_and_opens_no_form(tmp_path: Path, settings: Settings):
    _, again = run(tmp_path, write_form_script(settings), write_form_script(settings))
    made = {
        "create",
        "insertSheet",
        "setDestination",
        "setValues",
        "setName",
        "setPublished",
        "setTitle",
        "setHelpText",
    }
    assert not made & {call["method"].partition(".")[2] for call in again if "Builder" not in call["on"]}
    assert not [call for call in again if re.search(r"\.(add|delete|remove|clear)", call["method"])]
    assert of(again, "Form.setCollectEmail") == [[False]]


def test_a_new_unit_comes_into_the_lists_at_the_next_run(tmp_path: Path, settings: Settings):
    more = some_settings(units=[{"name": "Patrol"}, {"name": "Marine Unit"}])
    _, again = run(tmp_path, write_form_script(settings), write_form_script(more))
    assert [["Patrol", "Marine Unit"]] in of(again, "ListItem.setChoiceValues")
    assert [["Central", "Patrol", "Marine Unit"], True] in of(again, "DataValidationBuilder.requireValueInList")
    assert '"Marine Unit",https://' in of(again, "Logger.log")[0][0]


def test_a_changed_list_of_the_schema_changes_the_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(RECIPIENT_CHOICES, "Shelter staff", Recipient.BYSTANDER)
    (calls,) = run(tmp_path, write_form_script(some_settings()))
    assert titled(calls, "Who took the kit (optional)")["setChoiceValues"] == [list(RECIPIENT_CHOICES)]
    assert list(RECIPIENT_CHOICES)[-1] == "Shelter staff"


def test_the_tab_of_the_answers_may_come_late(tmp_path: Path, settings: Settings):
    (calls,) = run(tmp_path, write_form_script(settings), responsesTabComesAfter=4)
    assert of(calls, "Utilities.sleep")
    assert len(of(calls, "Logger.log")) == 2


def test_a_tab_that_was_made_a_typed_table_keeps_no_link_back(tmp_path: Path, settings: Settings):
    (calls,) = run(tmp_path, write_form_script(settings), hasTypedColumns=True)
    said = [text for (text,) in of(calls, "Logger.log")]
    assert sum("keeps the column “ZIP code” as it is" in text for text in said) == 1
    assert any(text.startswith("unit,link") for text in said)


WRONG = {
    "an unknown method": (".setCollectEmail(false)", ".setCollectEmails(false)", "Form has no setCollectEmails"),
    "a wrong type": (".setPublished(true)", ".setPublished('yes')", "Form.setPublished does not take (string)"),
    "too much": (".setPublished(true)", ".setPublished(true, true)", "does not take (boolean, boolean)"),
    "too little": (".requireDate()", ".requireDateAfter()", "requireDateAfter does not take ()"),
    "no choices": ("'tap':", "'tap': item.choices = [];", "Google takes neither an empty list"),
}


@pytest.mark.parametrize(("right", "wrong", "says"), WRONG.values(), ids=WRONG)
def test_the_stand_ins_refuse_what_google_would(tmp_path: Path, settings: Settings, right: str, wrong: str, says: str):
    script = write_form_script(settings)
    assert right in script
    with pytest.raises(AssertionError, match=re.escape(says)):
        run(tmp_path, script.replace(right, wrong))


def test_typescript_would_find_a_wrong_name(tmp_path: Path, settings: Settings):
    with pytest.raises(AssertionError, match="Did you mean 'setCollectEmail'"):
        compile_script(tmp_path, write_form_script(settings).replace(".setCollectEmail(", ".setCollectEmails("))
