"""Optional questions: which a form asks, which column is missing, and what a reworded one is likely to be."""

import pytest

from schemas.settings import Settings
from schemas.tabs import COLUMNS, MissingColumn, Tab
from tasks.errors import OperationError
from tasks.rules.intake.fields_asked import (
    check_fields_kept,
    describe_missing,
    find_fields_missing,
    hide_not_asked,
    list_fields_changed,
    list_fields_found,
    list_fields_not_found,
)
from tasks.rules.intake.likeness import MOST_COMPARED
from tests.support.settings import some_settings

TITLES = [column.titles[0] for column in COLUMNS[Tab.RESPONSES]]
FIELDS = [column.field for column in COLUMNS[Tab.RESPONSES]]
TRAINED = "People shown how to use it (optional)"


def some_header(*more: str, **titles: str) -> list[str]:
    """The form's header, some fields with other titles, and more columns behind them."""
    return [*(titles.get(field, title) for field, title in zip(FIELDS, TITLES, strict=True)), *more]


def not_asking(*fields: str) -> Settings:
    """Settings of a form that does not ask these."""
    return some_settings(source={"not_asked": list(fields)})


def test_a_whole_form_misses_nothing():
    assert list_fields_found(some_header(), some_settings()) == tuple(sorted(FIELDS))
    assert find_fields_missing(some_header(), some_settings()) == ()


@pytest.mark.parametrize(
    ("field", "title", "nearest"),
    [
        ("trained", "Number of people you trained", "Number of people you trained"),
        ("trained", "People shown how to use the kit", "People shown how to use the kit"),
        ("trained", "How many did you teach", ""),
        ("trained", "Trained 518-555-0100", ""),
        ("lot", "Lot no.", "Lot no."),
        ("lot", "LOT NUMBR", "LOT NUMBR"),
        ("recipient", "Recipient of the kit", "Recipient of the kit"),
        ("reason", "Why did you offer it?", "Why did you offer it?"),
        ("fts", "FTS", "FTS"),
        ("xts", "Strips for xylazine", "Strips for xylazine"),
        ("low", "Is your stock low?", "Is your stock low?"),
        ("low", "", ""),
    ],
)
def test_a_reworded_question_is_named(field: str, title: str, nearest: str):
    missing = find_fields_missing(some_header("Notes", "E-mail", **{field: title}), some_settings())
    assert missing == (MissingColumn(field, TITLES[FIELDS.index(field)], nearest),)
    assert (f"(nearest found: “{nearest}”)" in describe_missing(missing[0])) == bool(nearest)


def test_of_too_many_titles_the_first_are_compared():
    """A file of 80 MB that holds nothing but titles kept the sync busy for ten minutes."""
    reworded, others = "People you showed how to use it", [f"Kits {number}" for number in range(100_000)]
    for index, nearest in ((MOST_COMPARED - 1, reworded), (MOST_COMPARED, "")):
        header = some_header(*others[:index], reworded, *others[index:], trained="")
        assert [one.nearest for one in find_fields_missing(header, some_settings())] == [nearest]


def test_a_title_of_the_settings_is_not_missing():
    settings = some_settings(source={"columns": {"trained": ["Taught"]}})
    assert find_fields_missing(some_header(trained="TAUGHT*"), settings) == ()


def test_a_title_of_another_field_is_never_the_nearest():
    header = [title for title in some_header() if title != TRAINED]
    assert find_fields_missing(header, some_settings())[0].nearest == ""


def test_a_field_that_is_not_asked_is_neither_found_nor_missing():
    settings = not_asking("trained", "lot")
    assert find_fields_missing(some_header(trained="", lot=""), settings) == ()
    assert list_fields_found(some_header(), settings) == tuple(sorted({*FIELDS} - {"trained", "lot"}))


def test_a_column_that_is_not_asked_is_hidden_in_the_form_only():
    settings = some_settings(source={"not_asked": ["lot"], "columns": {"lot": ["Batch"]}})
    assert hide_not_asked(Tab.RESPONSES, ["Unit", "LOT number *", "Batch"], settings) == ["Unit", "", ""]
    assert hide_not_asked(Tab.COUNTS, ["Date", "Lot"], settings) == ["Date", "Lot"]


@pytest.mark.parametrize(
    ("asked_before", "is_refused"),
    [
        pytest.param(None, False, id="an older ledger does not know"),
        pytest.param("date kits unit", False, id="it was never there"),
        pytest.param("date trained unit", True, id="it was there"),
    ],
)
def test_a_column_that_was_there_stops_the_sync(asked_before: str | None, is_refused: bool):
    missing = [MissingColumn("trained", TRAINED, "Taught"), MissingColumn("lot", "Lot number (optional)", "")]
    if not is_refused:
        check_fields_kept(missing, asked_before)
        return
    with pytest.raises(OperationError) as stopped:
        check_fields_kept(missing, asked_before)
    assert str(stopped.value) == (
        f"The tab Form responses cannot be read: the column “{TRAINED}” is missing (nearest found: “Taught”), and the "
        "last reading had it. Nothing was changed. Restore the title in the tab, or name the new one in lbn.toml, "
        'section [source.columns]; if the form does not ask it, write source.not_asked = ["trained"].'
    )


def test_what_the_ledger_says_was_found_tells_what_is_missing():
    found = [field for field in FIELDS if field not in ("lot", "fts")]
    assert [one.field for one in list_fields_not_found(found, not_asking("lot"))] == ["fts"]


@pytest.mark.parametrize(
    ("found", "asked_before", "changed"),
    [
        pytest.param(["lot", "zip"], None, set(), id="a first reading"),
        pytest.param(["lot", "zip"], "lot zip", set(), id="as before"),
        pytest.param(["lot", "zip"], "lot", {"zip"}, id="a question more"),
        pytest.param(["lot"], "lot zip", {"zip"}, id="a question less"),
        pytest.param(["lot"], "zip", {"lot", "zip"}, id="another question"),
    ],
)
def test_fields_changed(found: list[str], asked_before: str | None, changed: set[str]):
    assert list_fields_changed(found, asked_before) == changed
