"""The form as code: what it offers is what the rules accept, and a change of a list changes both."""

import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zipcodes
from hypothesis import given
from hypothesis import strategies as st

from schemas import distribution
from schemas.distribution import RECIPIENT_CHOICES, Recipient
from schemas.settings import Settings
from schemas.tabs import COLUMNS, OPTIONAL_SUFFIX, Tab
from tasks.form import write_form_script
from tasks.form.questions import NOTE, OPTIONAL, YES_NO, Ask, FormItem, list_form_items
from tasks.form.sheet_columns import Takes, list_sheet_tabs
from tasks.rules.intake import choices, validate
from tasks.rules.intake.headers import find_columns
from tasks.rules.intake.stock_cells import read_lot_number
from tasks.rules.intake.zip_codes import normalize_zip
from tests.support.builders import a_form_row, some_words
from tests.support.settings import some_settings

FORM = COLUMNS[Tab.RESPONSES]
TITLES = {column.field: column.titles[0] for column in FORM}
KITS_ONLY: list[dict[str, Any]] = [{"code": "kit", "name": "Kit", "kind": "naloxone", "doses": 2}]
DESTROYS = re.compile(r"\.\s*(delete|remove|clear|trash)\w*\s*\(", re.IGNORECASE)
ASKED_AS = {
    "date": Ask.DAY, "unit": Ask.LIST, "zip": Ask.PATTERN, "jurisdiction": Ask.LIST, "kits": Ask.NUMBER,
    "lot": Ask.PATTERN, "trained": Ask.NUMBER, "recipient": Ask.LIST, "reason": Ask.LIST, "fts": Ask.NUMBER,
    "xts": Ask.NUMBER, "low": Ask.TAP,
}  # fmt: skip


def items_by_field(settings: Settings) -> dict[str, FormItem]:
    return {
        column.field: item
        for item in list_form_items(settings)
        for column in FORM
        if item.titles and item.titles[0] == column.titles[0]
    }


def program_of(script: str) -> dict[str, Any]:
    """What lbn.toml put into the script: the JSON at its end."""
    program: dict[str, Any] = json.loads(script.rpartition("const PROGRAM = ")[2].rstrip().removesuffix(";"))
    return program


def asked(**sections: Any) -> list[str]:
    return [item.titles[0] for item in list_form_items(some_settings(**sections))]


def test_the_form_asks_what_the_tab_has_the_optional_last():
    required = [column.titles[0] for column in FORM[1:] if column.is_required]
    optional = [column.titles[0] for column in FORM if not column.is_required]
    assert asked() == [*required, OPTIONAL.titles[0], *optional, NOTE.titles[0]]


def test_the_answers_are_found_under_the_questions_titles():
    header = ["Timestamp", *(title for title in asked() if title != OPTIONAL.titles[0])]
    assert find_columns(Tab.RESPONSES, FORM, header, {}) == [(index,) for index in range(len(FORM))]


def test_every_question_is_asked_in_its_own_way():
    items = list_form_items(some_settings())
    assert {field: item.ask for field, item in items_by_field(some_settings()).items()} == ASKED_AS
    assert [item for item in items if item.ask is Ask.NOTE] == [NOTE]
    assert all(item.pattern and item.refusal for item in items if item.ask is Ask.PATTERN)


def test_nothing_asks_who_anyone_is():
    words = " ".join(f"{' '.join(item.titles)} {item.help}" for item in list_form_items(some_settings())).lower()
    assert not re.search(r"\b(your name|badge|shield|e-mail|phone|birth|age|race|sex)\b", words)


def test_what_must_be_answered_has_no_mark_of_the_optional():
    for item in list_form_items(some_settings()):
        assert not (item.is_required and item.titles[0].endswith(OPTIONAL_SUFFIX))
    must = {field for field, item in items_by_field(some_settings()).items() if item.is_required}
    assert must == {"date", "unit", "jurisdiction", "kits"}


def test_without_jurisdictions_the_zip_is_what_says_the_place():
    items = items_by_field(some_settings(places={"jurisdictions": []}))
    assert "jurisdiction" not in items
    assert items["zip"].is_required


def test_strips_are_asked_for_only_where_they_are_given_out():
    assert not {"fts", "xts"} & items_by_field(some_settings(items=KITS_ONLY)).keys()


def test_a_question_worded_otherwise_is_known_by_both_titles():
    settings = some_settings(source={"columns": {"zip": ["ZIP code of the call"]}})
    assert items_by_field(settings)["zip"].titles == ("ZIP code", "ZIP code of the call")


@pytest.mark.parametrize("field", ["unit", "jurisdiction", "recipient", "reason", "low"])
def test_every_choice_of_the_form_is_accepted_by_the_rules(field: str):
    validator = validate.FormValidator(some_words())
    for choice in items_by_field(some_settings())[field].choices:
        validated_row = validator.validate(a_form_row(**{field: choice}))
        assert validated_row.distribution is not None
        assert validated_row.codes == ()


def test_the_rules_tell_the_choices_apart():
    items = items_by_field(some_settings())
    validator = validate.FormValidator(some_words())
    for field in ("recipient", "reason"):
        distributions = [
            validator.validate(a_form_row(**{field: choice})).distribution for choice in items[field].choices
        ]
        assert len({getattr(distribution, field) for distribution in distributions}) == len(items[field].choices)
    assert [validate.read_yes(choice)[0] for choice in YES_NO] == [True, False]


@pytest.mark.parametrize("field", ["kits", "trained", "fts", "xts"])
def test_the_form_s_bounds_are_those_of_the_rules(field: str):
    item = items_by_field(some_settings())[field]
    validator = validate.FormValidator(some_words())
    for number in (item.least, item.most):
        assert validator.validate(a_form_row(**{field: str(number)})).codes == ()
        assert str(number) in item.help
    for number in (item.least - 1, item.most + 1):
        assert validator.validate(a_form_row(**{field: str(number)})).codes


def test_every_zip_that_the_rules_know_fits_the_form():
    pattern = items_by_field(some_settings())["zip"].pattern
    assert all(re.search(pattern, one["zip_code"]) for one in zipcodes.list_all())
    assert not any(re.search(pattern, text) for text in ("1220", "122070", "12207-1234", "1220２", "Albany", ""))
    assert normalize_zip("12207") == "12207"


@given(st.text(st.sampled_from("ABZaz019- _é"), max_size=24))
def test_the_form_takes_the_lots_that_the_rules_take(text: str):
    pattern = items_by_field(some_settings())["lot"].pattern
    assert bool(re.fullmatch(pattern, text)) == (text.isascii() and read_lot_number(text) is not None)


@pytest.fixture
def another_list() -> Iterator[None]:
    """One choice more and one fewer; then the list is as it was, in its order, which is the reports'."""
    kept = dict(RECIPIENT_CHOICES)
    RECIPIENT_CHOICES["Shelter staff"] = Recipient.BYSTANDER
    del RECIPIENT_CHOICES["Survivor"]
    yield
    RECIPIENT_CHOICES.clear()
    RECIPIENT_CHOICES.update(kept)


@pytest.mark.usefixtures("another_list")
def test_a_changed_list_changes_form_and_rules_together():
    rules = runpy.run_path(str(Path(str(choices.__file__))))  # the module anew, beside the one that others use
    offered = items_by_field(some_settings())["recipient"].choices
    assert offered == tuple(RECIPIENT_CHOICES)
    assert program_of(write_form_script(some_settings()))["items"][8]["choices"] == list(offered)
    assert rules["read_choice"]("shelter staff", rules["RECIPIENTS"])[0] is Recipient.BYSTANDER
    assert rules["read_choice"]("Survivor", rules["RECIPIENTS"])[0] is Recipient.OTHER


def test_a_changed_bound_or_title_changes_the_form(monkeypatch: pytest.MonkeyPatch):
    columns = tuple(
        column._replace(titles=("Kits given out",)) if column.field == "kits" else column for column in FORM
    )
    monkeypatch.setitem(COLUMNS, Tab.RESPONSES, columns)
    monkeypatch.setattr("tasks.form.questions.MOST_KITS", 40)
    item = next(item for item in list_form_items(some_settings()) if item.titles == ("Kits given out",))
    assert (item.least, item.most) == (1, 40)
    assert "1 to 40" in item.help
    assert distribution.MOST_KITS == 500


def test_what_sheets_would_change_is_left_as_typed():
    plain = {(tab.title, column.title) for tab in list_sheet_tabs(some_settings()) for column in tab.columns
             if column.takes is Takes.PLAIN_TEXT}  # fmt: skip
    assert plain == {("Inventory", "Lot"), ("Inventory", "Expires"), ("Counts", "Lot (optional)")}
    assert program_of(write_form_script(some_settings()))["plain_text"] == [TITLES["zip"], TITLES["lot"]]


def test_the_script_begins_with_its_run_and_destroys_nothing():
    script = write_form_script(some_settings())
    assert re.findall(r"^function (\w+)", script, re.MULTILINE)[0] == "makeFormAndSheet"
    assert not DESTROYS.search(script)
    assert ".setCollectEmail(false)" in script
    assert ".setPublished(true)" in script
    assert "FileUpload" not in script


def test_names_of_any_kind_stay_texts_of_the_script():
    name = 'O\'Neil */ `${x}` "quoted" \\ </script> \u2028 end'
    settings = some_settings(agency={"name": name}, units=[{"name": name}], places={"jurisdictions": [name]})
    program = program_of(write_form_script(settings))
    assert program["units"] == [name]
    assert program["title"].endswith(name)
    assert write_form_script(settings).count("\n") == json.dumps(program, indent=2).count("\n") + template_lines()


def template_lines() -> int:
    parts = [Path(__file__).parents[2] / "tasks/form" / name for name in ("script.js", "sheet.js")]
    return sum(part.read_text("utf-8").count("\n") for part in parts) - 1  # the Sheet's part takes the index of a line


def test_the_script_carries_the_program_s_time_zone():
    settings = some_settings(agency={"timezone": "America/Chicago"})
    assert program_of(write_form_script(settings))["timezone"] == "America/Chicago"
