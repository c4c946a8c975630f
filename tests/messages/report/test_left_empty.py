"""A number that forms left empty: told at the figure, in every form of the message, and never as a 0."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tasks.messages.report.left_empty import list_empty, note_figure
from tests.support.builders_messages import a_report, an_untracked_report, rendered
from tests.support.papers import text_of

EMPTY: dict[str, Any] = {"left_empty": {"people_trained": 3}}


@pytest.mark.parametrize(
    ("slug", "changes", "note"),
    [
        ("nysdoh-quarterly", {}, None),
        ("nysdoh-quarterly", {"left_empty": {"people_trained": 1}}, "1 form left it empty"),
        ("nysdoh-quarterly", EMPTY | {"excluded": {"held": 2}}, "with 2 rows held, 3 forms left it empty"),
        ("supplier", {}, None),
        ("supplier", {"left_empty": {"people_trained": None}}, "some forms left it empty"),
    ],
)
def test_the_figure_says_how_many_forms_left_it_empty(slug: str, changes: dict[str, Any], note: str | None):
    assert note_figure("people_trained", a_report(slug, **changes)) == note


@pytest.mark.parametrize("name", ["people_trained", "fts_distributed", "xts_distributed"])
def test_no_other_figure_says_it(name: str):
    message = a_report("supplier", left_empty={name: None})
    assert {one for one in message.figures.measures if note_figure(one, message)} == {name}
    title = message.measure_titles[name]
    assert list_empty(message) == [f"{title}: some forms left the question empty, which does not mean none."]


def test_every_form_of_the_message_says_it():
    made = rendered(a_report(**EMPTY))
    assert "- Individuals trained: 377, 3 forms left it empty" in made.text
    assert "3 forms left it empty" in made.html
    assert "3 forms left it empty" in " ".join(" ".join(text_of(made.pdf)).split())
    said = "Individuals trained: 3 forms left the question empty, which does not mean none."
    assert list_empty(a_report(**EMPTY)) == [said]
    book = load_workbook(BytesIO(made.xlsx or b""))
    for name in ("Portal", "About"):
        assert any(said in str(cell.value) for row in book[name].iter_rows() for cell in row), name


def test_what_is_not_tracked_was_not_left_empty():
    message = an_untracked_report().model_copy(update=EMPTY)
    assert (note_figure("people_trained", message), list_empty(message)) == (None, [])
