"""A number of people that forms left empty: told at the figure, in every form of the message, and never as a 0."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tasks.messages.report.left_empty import note_figure, write_empty
from tests.support.builders_messages import a_report, an_untracked_report, rendered
from tests.support.papers import text_of

EMPTY: dict[str, Any] = {"trained_empty": 3}


@pytest.mark.parametrize(
    ("slug", "changes", "note"),
    [
        ("nysdoh-quarterly", {}, None),
        ("nysdoh-quarterly", {"trained_empty": 1}, "1 form left it empty"),
        ("nysdoh-quarterly", EMPTY | {"excluded": {"held": 2}}, "with 2 rows held, 3 forms left it empty"),
        ("supplier", {}, None),
        ("supplier", {"trained_empty": None}, "some forms left it empty"),
    ],
)
def test_the_figure_says_how_many_forms_left_it_empty(slug: str, changes: dict[str, Any], note: str | None):
    assert note_figure("people_trained", a_report(slug, **changes)) == note


def test_no_other_figure_says_it():
    message = a_report(**EMPTY)
    assert {name for name in message.figures.measures if note_figure(name, message)} == {"people_trained"}


def test_every_form_of_the_message_says_it():
    made = rendered(a_report(**EMPTY))
    assert "- Individuals trained: 377, 3 forms left it empty" in made.text
    assert "3 forms left it empty" in made.html
    assert "3 forms left it empty" in " ".join(" ".join(text_of(made.pdf)).split())
    said = "Individuals trained: 3 forms left the question empty, which does not mean none."
    assert write_empty(a_report(**EMPTY)) == said
    book = load_workbook(BytesIO(made.xlsx or b""))
    for name in ("Portal", "About"):
        assert any(said in str(cell.value) for row in book[name].iter_rows() for cell in row), name


def test_what_is_not_tracked_was_not_left_empty():
    message = an_untracked_report().model_copy(update=EMPTY)
    assert (note_figure("people_trained", message), write_empty(message)) == (None, None)
