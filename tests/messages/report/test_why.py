"""Why an edition differs from the one before: rows that people changed, rows that only count otherwise, settings."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from schemas.figures import Change, Table
from tasks.messages.report.why import explain_changes, find_now, find_was, write_changed, write_rest, write_why
from tests.support.builders_messages import a_renamed_report, a_report, rendered, some_rows_since
from tests.support.papers import text_of

TABS = "of the Inventory, Counts or Training tab"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({}, "No row has changed since then, so the settings or the report's definition must have."),
        ({"distributions_added": 1}, "Since then: 1 distribution was added."),
        ({"distributions_added": 4, "distributions_removed": 4},
         "Since then: 4 distributions were corrected or replaced in the tab."),
        ({"distributions_added": 3, "distributions_removed": 1},
         "Since then: 1 distribution was corrected or replaced in the tab and 2 distributions were added."),
        ({"distributions_removed": 2}, "Since then: 2 distributions were removed."),
        ({"distributions_reread": 1},
         "Since then: 1 unchanged row of the form counts differently (settings or other rows changed)."),
        ({"distributions_reread": 4},
         "Since then: 4 unchanged rows of the form count differently (settings or other rows changed)."),
        ({"distributions_held": 1},
         "Since then: 1 row is no longer counted under the present settings (see needs-attention.csv)."),
        ({"distributions_held": 17},
         "Since then: 17 rows are no longer counted under the present settings (see needs-attention.csv)."),
        ({"earlier_distributions": 12},
         "Since then: 12 distributions before this period were added or removed, or count differently."),
        ({"earlier_distributions": 1},
         "Since then: 1 distribution before this period was added or removed, or counts differently."),
        ({"earlier_distributions": 12, "distributions_added": 1}, "Since then: 1 distribution was added."),
        ({"stock_rows_added": 1}, f"Since then: 1 row {TABS} was added."),
        ({"stock_rows_removed": 2}, f"Since then: 2 rows {TABS} were removed."),
        ({"stock_rows_reread": 1}, f"Since then: 1 unchanged row {TABS} counts differently or is held now."),
        ({"stock_rows_reread": 3}, f"Since then: 3 unchanged rows {TABS} count differently or are held now."),
    ],
)  # fmt: skip
def test_why_an_edition_differs(rows: dict[str, int], said: str):
    assert write_why(some_rows_since(**rows)) == said


@pytest.mark.parametrize(
    ("rows", "excluded", "said"),
    [
        ({"distributions_removed": 1}, {"held": 1}, "1 distribution was removed or put on hold"),
        ({"distributions_removed": 2, "distributions_added": 1}, {"held": 3},
         "1 distribution was corrected or replaced in the tab and 1 distribution was removed or put on hold"),
        ({"distributions_removed": 1}, {"held": 0, "counts": 1}, "1 distribution was removed"),
        ({"stock_rows_removed": 2}, {"held": 0, "counts": 1}, f"2 rows {TABS} were removed or put on hold"),
        ({"stock_rows_removed": 2}, {"held": 1}, f"2 rows {TABS} were removed"),
    ],
)  # fmt: skip
def test_a_row_that_may_be_on_hold_is_not_called_removed(rows: dict[str, int], excluded: dict[str, int], said: str):
    message = a_report(edition=2, supersedes=1, excluded=excluded, rows_since=some_rows_since(**rows))
    assert explain_changes(message) == f"Since then: {said}."


OPENING = {"measure": "kits_on_hand_start", "was": 141, "is": 142}


@pytest.mark.parametrize(
    ("changes", "earlier", "said"),
    [
        ((OPENING,), 2, ("Since then: 1 distribution was added and 2 distributions before this period were added or "
         "removed, or count differently, so the opening stock changed.")),
        ((OPENING,), 0, "Since then: 1 distribution was added."),
        (({"measure": "kits_on_hand_end", "was": 1, "is": 2},), 2, "Since then: 1 distribution was added."),
    ],
)  # fmt: skip
def test_the_opening_stock_changed_only_where_its_figure_did(
    changes: tuple[dict[str, object], ...], earlier: int, said: str
):
    since = some_rows_since(distributions_added=1, earlier_distributions=earlier)
    assert explain_changes(a_report(edition=2, supersedes=1, changes=changes, rows_since=since)) == said


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"measure": "kits_distributed"}, "Kits distributed"),
        ({"table": "By county", "row": "Albany"}, "Albany (By county)"),
        ({"table": "By month", "row": "2026-09", "column": "people_trained"},
         "September 2026, Individuals trained (By month)"),
        ({"table": "By county", "row": "2026-09"}, "2026-09 (By county)"),
        ({"table": "No longer there", "row": "2026-09"}, "2026-09 (No longer there)"),
        ({"table": "By month and unit", "row": "2026-09 · Patrol"}, "September 2026 · Patrol (By month and unit)"),
    ],
)  # fmt: skip
def test_a_changed_figure_is_named_as_its_table_names_it(change: dict[str, object], named: str):
    message = a_report()
    table = {"title": "By month and unit", "by": ("month", "unit"), "measures": ("kits_distributed",), "rows": ()}
    tables = (*message.figures.tables, Table.model_validate(table))
    message = message.model_copy(update={"figures": message.figures.model_copy(update={"tables": tables})})
    assert write_changed(Change.model_validate(change | {"was": 1, "is": 2}), message) == named


def test_a_paper_names_no_file_of_the_program():
    said = write_why(some_rows_since(distributions_held=2), is_for_paper=True)
    assert said == "Since then: 2 rows are no longer counted under the present settings."


def test_a_renamed_unit_is_not_new_and_withdrawn():
    text = rendered(a_renamed_report()).text
    read = "Since then: 4 unchanged rows of the form count differently (settings or other rows changed) and"
    assert f"{read} 12 distributions before this period were added or removed, or count differently, so" in text


@pytest.mark.parametrize(
    ("change", "was", "now"),
    [
        ({"measure": "kits_distributed", "was": 40, "is": 42}, 40, 42),
        ({"measure": "people_trained", "was": 40, "is": None}, 40, "not tracked"),
        ({"measure": "fts_distributed", "was": 3, "is": None}, 3, "no longer in the report"),
        ({"measure": "people_trained", "was": None, "is": 4}, "not stated", 4),
        ({"table": "By unit", "row": "Harbor", "was": None, "is": 7}, None, 7),
        ({"table": "By unit", "row": "Harbor", "was": 7, "is": None}, 7, None),
    ],
)
def test_a_figure_that_is_missing_says_why(change: dict[str, object], was: object, now: object):
    message = a_report()
    measures = {"kits_distributed": 42, "people_trained": None}
    message = message.model_copy(update={"figures": message.figures.model_copy(update={"measures": measures})})
    one = Change.model_validate(change)
    assert (find_was(one), find_now(one, message)) == (was, now)


AS_KNOWN = "as known now, and may differ from edition 1."


@pytest.mark.parametrize(
    ("slug", "shown", "said"),
    [
        ("nysdoh-quarterly", {},
         f"Beside them, figures of Q2 2026, of earlier periods in charts and of lots are {AS_KNOWN}"),
        ("nysdoh-quarterly", {"lots": ()},
         f"Beside them, figures of Q2 2026 and of earlier periods in charts are {AS_KNOWN}"),
        ("nysdoh-quarterly", {"before": None, "trends": ()}, f"Beside them, figures of lots are {AS_KNOWN}"),
        ("nysdoh-quarterly", {"before": None, "trends": (), "lots": ()}, ""),
        ("supplier", {"trends": (), "lots": ()}, f"Beside them, figures of August 2026 are {AS_KNOWN}"),
    ],
)  # fmt: skip
def test_what_is_unchanged_is_said_of_the_period_alone(slug: str, shown: dict[str, object], said: str):
    totals = "totals of September 2026" if slug == "supplier" else "figures of Q3 2026"
    changes = (Change.model_validate({"measure": "kits_distributed", "was": 40, "is": 42}),)
    message = a_report(slug, edition=2, supersedes=1, changes=changes).model_copy(update=shown)
    assert write_rest(message) == f"All other {totals} are unchanged. {said}".strip()


@pytest.mark.parametrize(
    ("slug", "hidden", "said"),
    [
        ("nysdoh-quarterly", {}, "All figures of Q3 2026 are unchanged."),
        ("supplier", {},
         "All totals of September 2026 are unchanged, so compare its tables with those of edition 1."),
        ("supplier", {"tables": ()}, "All totals of September 2026 are unchanged."),
    ],
)  # fmt: skip
def test_nothing_is_other_where_no_change_is_listed(slug: str, hidden: dict[str, object], said: str):
    message = a_report(slug, edition=2, supersedes=1)
    figures = message.figures.model_copy(update=hidden)
    assert (write_rest(message.model_copy(update={"figures": figures})) or "").startswith(said)


def test_what_could_not_be_compared_is_said_in_every_form():
    said = "It could not be compared with edition 1, which is lost or damaged: any figure may have changed."
    made = rendered(a_report(edition=2, supersedes=1, compared=False))
    sheet = load_workbook(BytesIO(made.xlsx or b""))["What changed"]
    workbook = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    told = {"text": made.text, "html": made.html, "paper": " ".join(text_of(made.pdf or b"")), "workbook": workbook}
    for form, said_there in told.items():
        joined = " ".join(re.sub(r"<[^>]*>", "", said_there).split())
        assert said in joined, form
        assert "All other figures" not in joined, form
        assert ("If edition 1 was handed in, compare that copy" in joined) is (form in {"text", "html"}), form
