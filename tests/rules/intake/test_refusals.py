"""When a reading is likelier to be the wrong file than so many corrections, and what is said then."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.finding import FLAGS, Code
from schemas.losses import Accepted, Losses
from schemas.tabs import COLUMNS, Tab
from tasks.errors import OperationError
from tasks.rules.intake.refusals import FIELDS, Refusals

NOTHING = Accepted()
GO_ON = "Nothing was changed. If this is as it should be, run `lbn ingest "


def some_losses(gone: int = 0, changed: int = 0, held: int = 0, code: Code = Code.DATE_UNREADABLE) -> Losses:
    """So many losses of each kind: units renamed, and one code."""
    return Losses(gone, changed, {"Unit": changed} if changed else {}, held, {code: held} if held else {})


def say(losses: Losses, in_force: int = 40, accepted: Accepted = NOTHING, tab: Tab = Tab.RESPONSES) -> str:
    """The sentence that stops the sync; empty where nothing does."""
    refusals = Refusals(accepted)
    refusals.note_losses(tab, in_force, losses)
    try:
        refusals.check_losses()
    except OperationError as stopped:
        return str(stopped)
    return ""


@pytest.mark.parametrize("kind", ["gone", "changed", "held"])
@pytest.mark.parametrize(
    ("in_force", "most"),
    [
        (1, 5), (5, 5), (100, 5), (249, 5), (250, 5), (299, 5),  # five are always taken for corrections
        (300, 6), (349, 6), (350, 7), (1000, 20), (1049, 20), (1050, 21), (100_000, 2000),  # then two in a hundred
    ],
)  # fmt: skip
def test_losses_up_to_five_or_two_percent_are_corrections(kind: str, in_force: int, most: int):
    for count in (0, most - 1, most):
        assert not say(some_losses(**{kind: count}), in_force)
    assert GO_ON in say(some_losses(**{kind: most + 1}), in_force)


@given(st.integers(0, 100_000), st.integers(0, 5000))
def test_the_limit_is_exact_for_any_number(in_force: int, gone: int):
    assert bool(say(some_losses(gone=gone), in_force)) == (gone > 5 and 100 * gone > 2 * in_force)


def test_gone_and_changed_rows_are_withdrawn_together():
    assert not say(some_losses(gone=3, changed=2))
    assert say(some_losses(gone=3, changed=3))
    assert not say(some_losses(gone=3, held=3))


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        pytest.param(
            some_losses(gone=7),
            "7 of the 40 distributions counted until now are no longer in the tab Form responses; so many at once are "
            f"hardly corrections (the limit is 5). {GO_ON}--accept-withdrawals`.",
            id="gone",
        ),
        pytest.param(
            some_losses(changed=40),
            "Of the 40 distributions counted until now, all still in the tab Form responses, 40 rows changed in the "
            "column “Unit”; so many at once are hardly corrections (the limit is 5). If they were changed by a program "
            f"that saved the file, export it again. {GO_ON}--accept-withdrawals`.",
            id="changed",
        ),
        pytest.param(
            Losses(0, 9, {"Unit": 9, "ZIP code": 2}, 0, {}),
            "9 rows changed in the columns “Unit” and “ZIP code”; so many",
            id="changed in two columns",
        ),
        pytest.param(
            Losses(0, 9, {"Timestamp": 9}, 0, {}),
            "export it again. Check the time zone of the Sheet, and source.dates in lbn.toml. Nothing",
            id="times changed",
        ),
        pytest.param(
            some_losses(gone=3, changed=30),
            "3 of the 40 distributions counted until now are no longer in the tab Form responses, and 30 rows changed "
            "in the column “Unit”; so many",
            id="gone and changed",
        ),
        pytest.param(
            some_losses(changed=9)._replace(renamed={Code.UNIT_UNKNOWN: 8}),
            "8 of them name a unit that lbn.toml doesn't have (unit_unknown): if it has another name now, add the new "
            "one to the aliases of that unit under [[units]], and run again; nothing changes then. Nothing",
            id="a unit renamed in the Sheet",
        ),
        pytest.param(
            some_losses(gone=3, changed=9)._replace(renamed={Code.JURISDICTION_UNKNOWN: 9}),
            "9 of them name a jurisdiction that lbn.toml doesn't have (jurisdiction_unknown): if it's meant, list the",
            id="a place renamed in the Sheet",
        ),
        pytest.param(
            some_losses(held=39),
            "39 of the 40 distributions counted until now are still in the tab Form responses, but could no longer be "
            "counted: 39 for the column “Date of distribution” (date_unreadable). Write dates such as 2026-09-30, "
            f"and check source.dates in lbn.toml. {GO_ON}--accept-held`.",
            id="held",
        ),
        pytest.param(
            some_losses(gone=5, held=9),
            " 5 more are gone from it: so few are taken for corrections, and are removed with it. Write dates",
            id="held, and few gone",
        ),
        pytest.param(
            some_losses(gone=1, changed=5, held=9), "(date_unreadable). Write dates", id="held, and gone for itself"
        ),
        pytest.param(
            some_losses(gone=1, held=9)._replace(rewritten_count=9),
            "are still in the tab Form responses, or others in their place, but could no longer be counted: 9 for the "
            "column “Date of distribution” (date_unreadable). 1 more is gone from it",
            id="held, with another text",
        ),
        pytest.param(
            some_losses(held=9, code=Code.DATE_BEFORE_PROGRAM), "Check program.started in lbn.toml", id="started"
        ),
        pytest.param(
            some_losses(held=9, code=Code.POSSIBLE_DUPLICATE),
            "9 for possible_duplicate. Check that decisions.csv",
            id="decisions gone",
        ),
        pytest.param(
            some_losses(held=9, code=Code.COURSE_INVALID), "9 for course_invalid. Correct these cells.", id="other"
        ),
        pytest.param(some_losses(gone=7, held=9), f"{GO_ON}--accept-withdrawals --accept-held`.", id="gone and held"),
    ],
)
def test_each_kind_of_loss_has_its_sentence(losses: Losses, words: str):
    assert words in say(losses)


@pytest.mark.parametrize(
    ("losses", "accepted", "options"),
    [
        pytest.param(some_losses(gone=9), Accepted(withdrawals=True), "", id="gone, accepted"),
        pytest.param(some_losses(changed=9), Accepted(withdrawals=True), "", id="changed, accepted"),
        pytest.param(some_losses(held=9), Accepted(held=True), "", id="held, accepted"),
        pytest.param(some_losses(gone=9), Accepted(held=True), "--accept-withdrawals", id="gone, held accepted"),
        pytest.param(some_losses(held=9), Accepted(withdrawals=True), "--accept-held", id="held, gone accepted"),
        pytest.param(some_losses(9, 0, 9), Accepted(True, True), "", id="both, both accepted"),
        pytest.param(
            some_losses(9, 0, 9),
            Accepted(withdrawals=True),
            "--accept-withdrawals --accept-held",
            id="both, one accepted: both have to be given again",
        ),
    ],
)
def test_accepting_one_kind_accepts_no_other(losses: Losses, accepted: Accepted, options: str):
    assert say(losses, accepted=accepted).endswith(f"`lbn ingest {options}`." if options else "")
    assert bool(say(losses, accepted=accepted)) == bool(options)


def test_all_tabs_are_told_in_their_order_and_with_all_options():
    refusals = Refusals(NOTHING)
    refusals.note_losses(Tab.INVENTORY, 40, some_losses(held=9))
    refusals.note_losses(Tab.COUNTS, 40, some_losses(held=3))
    refusals.note_if_empty(Tab.TRAINING, 4, 0)
    refusals.note_losses(Tab.TRAINING, 4, some_losses(gone=7))
    refusals.note_losses(Tab.RESPONSES, 40, some_losses(gone=8))
    told = r"^8 of the 40 .*9 of the 40 .*The tab Training has no rows; .*--accept-withdrawals --accept-held`"
    with pytest.raises(OperationError, match=told) as stopped:
        refusals.check_losses()
    assert "7 of" not in str(stopped.value), "that it is empty says it all"


def test_what_to_do_about_several_tabs_is_said_once():
    """Behind the last of them that it is for; what is for one only stays there."""
    refusals = Refusals(NOTHING)
    refusals.note_losses(Tab.INVENTORY, 40, Losses(0, 0, {}, 16, {Code.ITEM_UNKNOWN: 7, Code.LOCATION_UNKNOWN: 9}))
    refusals.note_losses(Tab.COUNTS, 40, some_losses(changed=30, held=8, code=Code.LOCATION_UNKNOWN))
    refusals.note_losses(Tab.TRAINING, 40, some_losses(changed=20))
    with pytest.raises(OperationError) as stopped:
        refusals.check_losses()
    told = re.split(r"(?<=[.;]) (?=[A-Z0-9])", str(stopped.value))
    assert [sentence[:28] for sentence in told] == [
        "16 of the 40 movements count",
        "Check [[items]] in lbn.toml.",
        "Of the 40 counts counted unt",
        "8 of the 40 counts counted u",
        "Check [[units]] in lbn.toml.",
        "Of the 40 trainings counted ",
        "If they were changed by a pr",
        "Nothing was changed.",
        "If this is as it should be, ",
    ]


def test_an_emptied_tab_does_not_hide_what_others_lose():
    refusals = Refusals(NOTHING)
    refusals.note_if_empty(Tab.INVENTORY, 40, 0)
    refusals.note_losses(Tab.RESPONSES, 40, some_losses(gone=8))
    with pytest.raises(OperationError, match=r"^8 of the 40 distributions .* The tab Inventory has no rows"):
        refusals.check_losses()


def test_what_is_accepted_of_one_tab_is_named_with_the_rest():
    refusals = Refusals(Accepted(withdrawals=True))
    refusals.note_if_empty(Tab.TRAINING, 4, 0)
    refusals.check_losses()
    refusals.note_losses(Tab.INVENTORY, 40, some_losses(held=9))
    with pytest.raises(OperationError, match=r"^9 of the 40 .*--accept-withdrawals --accept-held`"):
        refusals.check_losses()


@pytest.mark.parametrize(
    ("tab", "in_force"),
    [(Tab.RESPONSES, 1), (Tab.INVENTORY, 1), (Tab.COUNTS, 3), (Tab.TRAINING, 9)],
)
def test_an_empty_tab_is_refused(tab: Tab, in_force: int):
    refusals = Refusals(NOTHING)
    refusals.note_if_empty(tab, in_force, found_count=0)
    with pytest.raises(OperationError) as stopped:
        refusals.check_losses()
    assert str(stopped.value).startswith(f"The tab {tab.value} has no rows; the ledger holds {in_force}.")
    assert "--accept-withdrawals" in str(stopped.value)


def test_a_tab_that_is_named_no_more_is_refused_as_such():
    refusals = Refusals(NOTHING)
    refusals.note_if_empty(Tab.INVENTORY, 3, 0, is_named=False)
    with pytest.raises(OperationError, match=r"lbn\.toml no longer names the tab Inventory, of which .* 3 rows"):
        refusals.check_losses()


@pytest.mark.parametrize("tab", Tab)
def test_a_tab_may_never_have_been_filled(tab: Tab):
    refusals = Refusals(NOTHING)
    refusals.note_if_empty(tab, 0, 0)
    refusals.note_if_empty(tab, 3, 1)
    refusals.check_losses()


@pytest.mark.parametrize(
    ("tab", "code", "words"),
    [
        (Tab.INVENTORY, Code.DATE_UNREADABLE, "6 for the column “Date” (date_unreadable)"),
        (Tab.INVENTORY, Code.LOCATION_UNKNOWN, "6 for the columns “From” and “To” (location_unknown). Check [[units]]"),
        (Tab.COUNTS, Code.LOCATION_UNKNOWN, "6 for the column “Location” (location_unknown)"),
        (Tab.TRAINING, Code.COUNT_INVALID, "6 for the column “People trained” (count_invalid)"),
    ],
)
def test_rows_of_the_stock_name_their_columns(tab: Tab, code: Code, words: str):
    assert words in say(some_losses(held=6, code=code), tab=tab)


def test_every_code_about_a_cell_names_a_field():
    fields = {column.field for columns in COLUMNS.values() for column in columns}
    assert {field for named in FIELDS.values() for field in named} <= fields
    about_rows = {Code.POSSIBLE_DUPLICATE, Code.ANSWERS_CONFLICT}
    assert set(Code) - FIELDS.keys() - FLAGS == about_rows


def unnamed(**counts: int) -> Losses:
    """So many rows whose names lbn.toml no longer has."""
    by_code = {Code(code): count for code, count in counts.items()}
    return Losses(0, 0, {}, 0, {}, unnamed_count=max(counts.values()), unnamed=by_code)


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        (unnamed(unit_unknown=7),
         ("of 7 the unit would be “Unassigned” (unit_unknown). Where a unit has another name now, add its former one "
         "to the aliases of that unit under [[units]]; one that was closed stays listed there.")),
        (unnamed(jurisdiction_unknown=8),
         ("of 8 the jurisdiction would be unknown (jurisdiction_unknown). List the former names in "
         "places.jurisdictions, too.")),
    ],
)  # fmt: skip
def test_names_that_left_the_settings_are_told(losses: Losses, words: str):
    said = say(losses)
    assert said.startswith(f"{losses.unnamed_count} of the 40 distributions counted until now are still in the tab")
    assert f"but lbn.toml no longer has their names: {words} {GO_ON}--accept-withdrawals`" in said
    assert not say(losses, accepted=Accepted(withdrawals=True))
    assert say(losses, accepted=Accepted(held=True))
    assert not say(unnamed(unit_unknown=5))


def test_an_option_of_two_kinds_is_named_once():
    both = unnamed(unit_unknown=7)._replace(gone_count=9)
    assert say(both).count("--accept-withdrawals") == 1
