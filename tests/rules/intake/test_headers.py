"""Columns are found by their titles; a missing or doubled one stops the sync in a sentence that helps."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.tabs import COLUMNS, Tab
from tasks.errors import OperationError
from tasks.rules.intake.headers import find_columns, locate_columns
from tasks.rules.intake.likeness import MOST_COMPARED
from tasks.rules.intake.normalize import Cell
from tests.support.builders import some_settings

COUNTS = COLUMNS[Tab.COUNTS]
TITLES = ["Date", "Location", "Item", "Lot (optional)", "Counted"]


def only(found: list[tuple[int, ...]]) -> list[int | None]:
    """Where columns are that are there once at most."""
    assert all(len(these) <= 1 for these in found)
    return [these[0] if these else None for these in found]


def indexes(*header: Cell, **more_titles: list[str]) -> list[int | None]:
    """Where the columns of the Counts tab are."""
    return only(find_columns(Tab.COUNTS, COUNTS, header, more_titles))


def refusal(*header: Cell) -> str:
    """What the coordinator reads instead."""
    with pytest.raises(OperationError) as stopped:
        indexes(*header)
    return str(stopped.value)


def test_the_default_titles():
    assert indexes(*TITLES) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("tab", Tab)
def test_every_tab_is_found_by_its_default_titles(tab: Tab):
    header = [column.titles[0] for column in COLUMNS[tab]]
    assert only(find_columns(tab, COLUMNS[tab], header, {})) == list(range(len(header)))


@pytest.mark.parametrize(
    "title",
    [
        "Counted", "counted", "COUNTED", " Counted ", "Counted*", "Counted *", "Counted\n", "\u00a0counted *",
        "Count\u00aded", "\ufeffCounted\u200b",
        "Counted (optional)",
    ],
)  # fmt: skip
def test_a_title_is_known_whatever_its_case_spaces_and_mark(title: str):
    assert indexes(*TITLES[:-1], title)[-1] == 4


@pytest.mark.parametrize("title", ["Counted by", "Count", "Counted**", "*Counted", "", None, 5])
def test_another_title_is_not_taken_for_it(title: Cell):
    assert "“Counted” is missing" in refusal(*TITLES[:-1], title)


@pytest.mark.parametrize("title", ["Lot", "lot *", "Lot (optional)", "LOT (OPTIONAL) *", " Lot  (optional)"])
def test_the_suffix_optional_may_be_missing(title: str):
    assert indexes("Date", "Location", "Item", title, "Counted")[3] == 3


def test_a_missing_optional_column_is_no_matter():
    assert indexes("Date", "Location", "Item", "Counted") == [0, 1, 2, None, 3]


def test_the_order_is_free_and_extra_columns_are_passed_over():
    assert indexes("Notes", "Counted", "Item", "E-mail", "Date", "Location") == [4, 5, 2, None, 1]


def test_the_settings_may_name_a_further_title():
    assert indexes("Date", "Location", "Item", "On the shelf *", counted=["How many?", "On the shelf"])[-1] == 3


def test_the_title_of_microsoft_forms_stands_for_the_timestamp():
    header = [column.titles[-1] for column in COLUMNS[Tab.RESPONSES]]
    assert header[0] == "Completion time"
    assert find_columns(Tab.RESPONSES, COLUMNS[Tab.RESPONSES], header, {})[0] == (0,)


def test_a_program_may_do_without_a_required_column():
    header = [column.titles[0] for column in COLUMNS[Tab.RESPONSES] if column.field != "jurisdiction"]
    found = find_columns(Tab.RESPONSES, COLUMNS[Tab.RESPONSES], header, {}, not_required=("jurisdiction",))
    assert found[4] == ()
    with pytest.raises(OperationError, match="Jurisdiction"):
        find_columns(Tab.RESPONSES, COLUMNS[Tab.RESPONSES], header, {})


def test_a_missing_column_is_named_with_the_nearest_found():
    said = refusal("Date", "Location", "Item", "Counter no.", "Lot", "Counted by", "Count")
    assert "The tab Counts cannot be read" in said
    assert "“Counted” is missing (nearest found: “Count”, “Counted by”)" in said
    assert "Nothing was changed" in said
    assert said.endswith("Restore the title in the tab.")  # further titles are for the form only


def test_a_file_of_another_tab_is_told_as_such():
    said = refusal("Date", "Unit", "Course", "People trained")
    assert "Its titles are those of the tab Training: check in lbn.toml" in said


@pytest.mark.parametrize(
    ("found", "named"),
    [
        (["ZIP code of the call"], "“ZIP code” is missing (nearest found: “ZIP code of the call”)."),
        (["Zip"], "“ZIP code” is missing (nearest found: “Zip”)."),
        (["Code, please: ZIP?"], "“ZIP code” is missing (nearest found: “Code, please: ZIP?”)."),
        (["How many kits were left?"], "“ZIP code” is missing."),
        (["Zip", "The zip code", "ZIP codes"], "“ZIP code” is missing (nearest found: “ZIP codes”, “The zip code”)."),
        (["Codes of ZIPs and of what not else"], "“ZIP code” is missing."),
        (["zipcode"], "“ZIP code” is missing (nearest found: “zipcode”)."),
        (["Zip", "Zip"], "“ZIP code” is missing (nearest found: “Zip”)."),
        (["ZIP", "Zip"], "“ZIP code” is missing (nearest found: “ZIP”, “Zip”)."),
        (["", "?", None], "“ZIP code” is missing."),
    ],
)
def test_a_reworded_title_is_named_by_its_words(found: list[Cell], named: str):
    header = [column.titles[0] for column in COLUMNS[Tab.RESPONSES] if column.field != "zip"]
    with pytest.raises(OperationError) as stopped:
        find_columns(Tab.RESPONSES, COLUMNS[Tab.RESPONSES], [*header, *found], {})
    assert f"the column {named}" in str(stopped.value)


def test_a_question_around_the_title_is_named():
    header = [column.titles[0] for column in COLUMNS[Tab.RESPONSES] if column.field != "kits"]
    with pytest.raises(OperationError, match=r"nearest found: “How many kits were left\?”"):
        find_columns(Tab.RESPONSES, COLUMNS[Tab.RESPONSES], [*header, "How many kits were left?"], {})


def test_the_title_of_another_field_is_not_offered():
    assert "nearest" not in refusal("Date", "Location", "Item", "Lot", "Date *").partition("“Counted”")[2]
    header = ["Date", "Unit", "Course", "People"]
    with pytest.raises(OperationError, match=r"“People trained” is missing \(nearest found: “People”\)"):
        find_columns(Tab.TRAINING, COLUMNS[Tab.TRAINING], header, {})


def test_a_row_that_is_no_header_is_not_quoted_for_a_word_in_it():
    said = refusal("1/1/2024", "Patrol", "kit", "Jane Doe counted one item")
    assert "Jane" not in said


@pytest.mark.parametrize("beside", ["518-555-0199", "j.doe@example.org", "12 Main St", "Jane Doe 1/1/1990"])
def test_what_was_typed_beside_a_title_is_nobodys_business(beside: str):
    said = refusal("Date", "Location", "Item", f"Counted, please, for {beside}")
    assert "“Counted” is missing" in said
    assert "nearest" not in said


def test_a_title_that_is_not_alike_is_nobodys_business():
    said = refusal("Date", "Location", "Item", "Jane Doe, 12 Main St")
    assert "Jane" not in said
    assert "nearest" not in said


def test_of_too_many_titles_the_first_are_compared():
    others = [f"Note {number}" for number in range(100_000)]
    for index, is_named in ((MOST_COMPARED - 1, True), (MOST_COMPARED, False)):
        found = [*TITLES[:4], *others[:index], "Counted kits", *others[index:]]
        assert ("(nearest found: “Counted kits”)" in refusal(*found)) is is_named


def test_a_long_title_is_named_in_part():
    long = "Counted" + " x" * 3 + " " + "y" * 80 + " and what was said about it"
    assert "about it" not in refusal("Date", "Location", "Item", long)


@pytest.mark.parametrize(
    ("before", "letters"),
    [(0, "A and C"), (1, "B and D"), (23, "X and Z"), (24, "Y and AA"), (25, "Z and AB"), (700, "ZY and AAA")],
)
def test_a_doubled_column_is_named_by_its_letters(before: int, letters: str):
    said = refusal(*["x"] * before, "Date", "Location", " date *", "Item", "Counted")
    assert said == (
        f"The tab Counts cannot be read: the title “Date” is there twice (columns {letters}). Nothing was changed. "
        "Rename or remove one of the two columns."
    )


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["Item", "Item"], "the title “Item” is there 3 times (columns C, F and G)."),
        (["Item", "Lot"], "the title “Item” is there twice (columns C and F); the title “Lot (optional)”"),
    ],
)
def test_several_doubled_columns_are_to_be_made_single(more: list[str], named: str):
    said = refusal(*TITLES, *more)
    assert named in said
    assert said.endswith("Nothing was changed. Rename or remove columns until each title is there once.")


def test_all_problems_are_told_at_once():
    said = refusal("Date", "Date", "Item")
    assert all(f"“{title}”" in said for title in ("Date", "Location", "Counted"))
    assert "“Item”" not in said
    assert said.endswith("Restore the title in the tab. Rename or remove one of the two columns.")


def test_in_a_file_of_another_tab_no_column_is_to_be_removed():
    said = refusal("Date", "Date", "Unit", "Course", "People trained")
    assert said.endswith("Its titles are those of the tab Training: check in lbn.toml, [source], which tab is which.")


@given(
    st.permutations(TITLES),
    st.lists(st.sampled_from(["Notes", "E-mail", "", "Name"]), max_size=4),
    st.integers().map(Random),
)
def test_the_place_found_is_the_place_of_the_title(titles: list[str], extra: list[str], chance: Random):
    header = [*titles, *extra]
    chance.shuffle(header)
    assert indexes(*header) == [header.index(title) for title in TITLES]


def test_a_form_need_not_ask_for_a_jurisdiction_without_any():
    header = [column.titles[0] for column in COLUMNS[Tab.RESPONSES] if column.field != "jurisdiction"]
    found = locate_columns(Tab.RESPONSES, header, some_settings(places={"jurisdictions": []}))
    assert only(found) == [0, 1, 2, 3, None, *range(4, len(header))]
    with pytest.raises(OperationError, match="Jurisdiction"):
        locate_columns(Tab.RESPONSES, header, some_settings())


def test_a_title_that_lbn_toml_adds_is_one_of_the_forms_only():
    settings = some_settings(source={"columns": {"date": ["When"]}})
    header = [column.titles[0] for column in COLUMNS[Tab.RESPONSES]]
    found = locate_columns(Tab.RESPONSES, [header[0], "When", *header[2:]], settings)
    assert only(found) == list(range(len(header)))
    with pytest.raises(OperationError, match="Date"):
        locate_columns(Tab.COUNTS, ["When", *TITLES[1:]], settings)


@pytest.mark.parametrize("tab", [Tab.INVENTORY, Tab.COUNTS])
def test_what_the_form_does_not_ask_says_nothing_of_other_tabs(tab: Tab):
    settings = some_settings(source={"not_asked": ["lot"]})
    titles = [column.titles[0] for column in COLUMNS[tab] if column.field != "lot"]
    with pytest.raises(OperationError, match=r"the column “Lot.* is missing"):
        locate_columns(tab, titles, settings, ["lot"])


FORM = [column.titles[0] for column in COLUMNS[Tab.RESPONSES]]
KITS = FORM.index("Kits left")


@pytest.mark.parametrize(
    ("titles", "kits"),
    [
        pytest.param(["Kits left"], (KITS, len(FORM)), id="asked again"),
        pytest.param(["Kits  left *"], (KITS, len(FORM)), id="with other spaces"),
        pytest.param(["Kits left (old)"], (KITS, len(FORM)), id="the older one renamed by hand"),
        pytest.param(["Kits left (optional) (old)"], (KITS, len(FORM)), id="when it was optional"),
        pytest.param(["How many?"], (KITS, len(FORM)), id="under a title of lbn.toml"),
        pytest.param(["Kits left", "x", "Kits left"], (KITS, len(FORM), len(FORM) + 2), id="twice"),
        pytest.param(["Kits left (new)"], (KITS,), id="another question"),
    ],
)
def test_a_question_asked_again_has_several_columns(titles: list[str], kits: tuple[int, ...]):
    settings = some_settings(source={"columns": {"kits": ["How many?"]}})
    assert locate_columns(Tab.RESPONSES, [*FORM, *titles], settings)[KITS] == kits


def test_an_old_column_alone_is_not_the_question():
    header = ["Kits left (old)" if title == "Kits left" else title for title in FORM]
    with pytest.raises(OperationError, match=r"“Kits left” is missing \(nearest found: “Kits left \(old\)”\)"):
        locate_columns(Tab.RESPONSES, header, some_settings())
