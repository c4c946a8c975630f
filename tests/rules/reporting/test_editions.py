"""An edition against the one before: the same, or told to the last figure what changed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.figures import Change, Figures, ReleasedFigures, Table
from tasks.rules.reporting.editions import has_same_figures, is_other_supplier, list_changes, make_next_edition

Row = tuple[str | int | float, ...]


def a_table(*rows: Row, title: str = "By county", by: str = "county", measures: str = "kits_distributed") -> Table:
    """A table of a report."""
    return Table(title=title, by=tuple(by.split()), measures=tuple(measures.split()), rows=rows)


def some_figures(*tables: Table, **given: Any) -> Figures:
    """The figures of a report as yet without an edition; keywords in lower case that aren't fields are measures."""
    own = {name: given.pop(name) for name in list(given) if name in Figures.model_fields}
    values: dict[str, Any] = {
        "report": "supplier", "period": "2026-09", "edition": None, "supersedes": None, "agency": "Example PD",
        "measures": given, "tables": tables, "excluded": {"held": 0}, "unverified": True,
    }  # fmt: skip
    return Figures.model_validate(values | own)


def told(before: Figures, now: Figures) -> list[dict[str, Any]]:
    """The changes as figures.json has them."""
    return [change.model_dump() for change in list_changes(before, now)]


def test_a_measure_that_differs():
    assert told(some_figures(kits=40, doses=80), some_figures(kits=42, doses=80)) == [
        {"measure": "kits", "was": 40, "is": 42},
    ]  # fmt: skip


def test_a_measure_that_only_one_of_them_has():
    assert told(some_figures(kits=40, strips=3), some_figures(kits=40, doses=80)) == [
        {"measure": "strips", "was": 3, "is": None}, {"measure": "doses", "was": None, "is": 80},
    ]  # fmt: skip


def test_a_row_that_differs():
    before = some_figures(a_table(("Albany", 28), ("Rensselaer", 12)))
    now = some_figures(a_table(("Albany", 30), ("Rensselaer", 12)))
    assert told(before, now) == [{"table": "By county", "row": "Albany", "was": 28, "is": 30}]


def test_rows_added_or_removed_are_told_in_the_new_order():
    before = some_figures(a_table(("Albany", 28), ("Essex", 2)))
    now = some_figures(a_table(("Rensselaer", 12), ("Albany", 29)))
    assert told(before, now) == [
        {"table": "By county", "row": "Rensselaer", "was": None, "is": 12},
        {"table": "By county", "row": "Albany", "was": 28, "is": 29},
        {"table": "By county", "row": "Essex", "was": 2, "is": None},
    ]  # fmt: skip


def test_a_table_of_several_measures_names_the_one():
    before = some_figures(a_table(("Albany", 28, 56), by="county", measures="kits doses"))
    now = some_figures(a_table(("Albany", 28, 57), by="county", measures="kits doses"))
    assert told(before, now) == [{"table": "By county", "row": "Albany", "column": "doses", "was": 56, "is": 57}]


def test_a_row_of_several_groupings_is_named_by_all_its_labels():
    before = some_figures(a_table(("Patrol", "2026-09", 1), by="unit month"))
    now = some_figures(a_table(("Patrol", "2026-09", 2), by="unit month"))
    assert told(before, now) == [{"table": "By county", "row": "Patrol · 2026-09", "was": 1, "is": 2}]


def test_a_table_that_only_one_of_them_has():
    one, other = some_figures(a_table(("Albany", 1))), some_figures(a_table(("Patrol", 1), title="By unit", by="unit"))
    assert told(one, other) == [
        {"table": "By county", "row": "Albany", "was": 1, "is": None},
        {"table": "By unit", "row": "Patrol", "was": None, "is": 1},
    ]  # fmt: skip


def test_measures_are_told_before_tables():
    before, now = some_figures(a_table(("Albany", 1)), kits=1), some_figures(a_table(("Albany", 2)), kits=2)
    assert [change.measure for change in list_changes(before, now)] == ["kits", None]


@pytest.mark.parametrize(
    "aside",
    [
        {"excluded": {"held": 3}}, {"unverified": False}, {"agency": "Example Police"}, {"preliminary": True},
        {"edition": 4},
    ],
)  # fmt: skip
def test_what_is_no_figure_makes_no_edition(aside: dict[str, Any]):
    assert has_same_figures(
        some_figures(a_table(("Albany", 1)), kits=1), some_figures(a_table(("Albany", 1)), kits=1, **aside)
    )


def test_the_order_of_rows_and_measures_is_no_figure():
    before = some_figures(a_table(("Albany", 1), ("Essex", 2)), kits=1, doses=2)
    assert has_same_figures(before, some_figures(a_table(("Essex", 2), ("Albany", 1)), doses=2, kits=1))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param(some_figures(kits=1), some_figures(kits=1, doses=2), id="a measure that is new"),
        pytest.param(some_figures(kits=1, doses=2), some_figures(kits=1), id="a measure that is gone"),
        pytest.param(some_figures(), some_figures(a_table(("Albany", 1))), id="a table that is new"),
        pytest.param(some_figures(a_table(("Albany", 1))), some_figures(), id="a table that is gone"),
        pytest.param(
            some_figures(a_table(("Albany", 1))),
            some_figures(a_table(("Albany", 1, 2), measures="kits_distributed doses")),
            id="a column that is new",
        ),
    ],
)
def test_a_report_of_other_figures_is_news_to_who_asks_only(before: Figures, now: Figures):
    assert not has_same_figures(before, now)
    assert has_same_figures(before, now, is_asked=False)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param(some_figures(kits=1), some_figures(kits=2), id="a measure"),
        pytest.param(some_figures(a_table(("Albany", 1))), some_figures(a_table(("Albany", 2))), id="a row"),
        pytest.param(some_figures(a_table(("Albany", 1))), some_figures(a_table(("Essex", 1))), id="another row"),
        pytest.param(
            some_figures(a_table(("Albany", 1, 2), measures="kits doses")),
            some_figures(a_table(("Albany", 1, 3), measures="kits doses")),
            id="one of several columns",
        ),
    ],
)
def test_a_figure_that_differs_is_news_to_everyone(before: Figures, now: Figures):
    assert not has_same_figures(before, now, is_asked=False)


def test_a_zero_that_was_never_tracked_makes_no_edition():
    assert has_same_figures(some_figures(kits_lost=0), some_figures(kits_lost=None))
    assert told(some_figures(kits_lost=3), some_figures(kits_lost=None)) == [
        {"measure": "kits_lost", "was": 3, "is": None}
    ]


def test_the_first_edition_supersedes_none_and_tells_no_changes():
    first = make_next_edition(None, some_figures(kits=40))
    assert (first.edition, first.supersedes, first.changes) == (1, None, ())


def test_figures_without_an_edition_are_superseded_by_the_first():
    assert make_next_edition(some_figures(kits=1), some_figures(kits=2)).edition == 1


def test_the_next_edition_says_what_it_replaces_and_changed():
    before = some_figures(kits=40, edition=2, supersedes=1, changes=({"measure": "kits", "was": 39, "is": 40},))
    following = make_next_edition(before, some_figures(kits=42))
    assert (following.edition, following.supersedes) == (3, 2)
    assert following.changes == (Change.model_validate({"measure": "kits", "was": 40, "is": 42}),)
    assert following.measures == {"kits": 42}


NUMBERS = st.integers(-3, 3) | st.sampled_from([0.5, 1.5])
MEASURES = st.dictionaries(st.sampled_from(["kits", "doses", "strips"]), NUMBERS)
LABELS = st.sampled_from(["Albany", "Essex", "Unknown"])
TABLES = st.dictionaries(
    st.sampled_from(["By county", "By place"]), st.dictionaries(LABELS, st.tuples(NUMBERS, NUMBERS), min_size=1)
)
FIGURES = st.builds(
    lambda measures, tables: some_figures(
        *[
            a_table(*[(label, *numbers) for label, numbers in rows.items()], title=title, measures="kits doses")
            for title, rows in tables.items()
        ],
        **measures,
    ),
    MEASURES, TABLES,
)  # fmt: skip


def cells(figures: Figures) -> dict[tuple[str, str, str], float]:
    """Every figure by where it stands."""
    found: dict[tuple[str, str, str], Any] = {(name, "", ""): value for name, value in figures.measures.items()}
    for table in figures.tables:
        for row in table.rows:
            for measure, value in zip(table.measures, row[1:], strict=True):
                found[measure, table.title, f"{row[0]}"] = value
    return found


@given(FIGURES, FIGURES)
def test_changes_are_none_if_and_only_if_all_figures_are_equal(before: Figures, now: Figures):
    assert has_same_figures(before, now) == (cells(before) == cells(now))
    assert has_same_figures(now, now)


@given(FIGURES, FIGURES)
def test_changes_lead_from_one_edition_to_the_other(before: Figures, now: Figures):
    """They list exactly what differs: put over the earlier figures, they give the later ones."""
    reached, expected = cells(before), cells(now)
    for change in list_changes(before, now):
        place = (change.measure or change.column or "", change.table or "", change.row or "")
        assert reached.get(place) == change.was
        assert change.was != change.now
        reached.pop(place, None)
        if change.now is not None:
            reached[place] = change.now
    assert reached == expected


@pytest.mark.parametrize(
    ("former", "is_other"), [("Present", False), ("PRESENT ", False), ("Former", True), (None, False)]
)
def test_a_supplier_is_another_by_its_name(former: str | None, is_other: bool):
    assert is_other_supplier(former, "Present") is is_other


def test_other_eyes_are_told_changes_of_totals_only():
    before = some_figures(a_table(("2026-09", 28), by="month", title="By month"), kits=28, edition=1)
    table = {"title": "By month", "by": ["month"], "measures": ["kits_distributed"], "rows": [["2026-09", 30]]}
    shown = some_figures(kits=30).model_dump() | {"tables": [table]}
    now = make_next_edition(before, ReleasedFigures.model_validate(shown))
    assert [change.model_dump() for change in now.changes] == [{"measure": "kits", "was": 28, "is": 30}]
    assert ReleasedFigures.model_validate(now.model_dump(by_alias=True)) == now
