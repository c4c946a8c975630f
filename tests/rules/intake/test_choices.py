"""The form's own choices: spaces, a final `;` and the letters' case make no difference."""

import pytest

from schemas.distribution import Reason
from tasks.rules.intake.choices import REASONS, ChoiceFit, count_unfit_choices, read_choice
from tasks.rules.intake.normalize import normalize_text
from tests.support.builders import a_form_row

AT_RISK = ("At risk", "at  RISK", "At risk;", " At risk ; ", "At\u200brisk", "At\u00a0risk", "Atrisk", "\ufeffAt risk")
OTHER = ("Other", "At risk.", "At risk, Requested", "At risk;Requested;", "At-risk", "At risk of an overdose")


@pytest.mark.parametrize("text", AT_RISK)
def test_a_choice_is_known_however_it_is_spaced(text: str):
    assert read_choice(normalize_text(text), REASONS) == (Reason.AT_RISK, ())


@pytest.mark.parametrize("text", OTHER)
def test_any_other_answer_and_two_in_one_cell_are_other(text: str):
    assert read_choice(normalize_text(text), REASONS) == (Reason.OTHER, ())


def test_answers_that_fit_no_choice_are_counted():
    rows = [a_form_row(reason=text, recipient="Survivor") for text in ("At risk", "Other", "at risk, requested", "")]
    assert count_unfit_choices(rows) == [ChoiceFit("Who took the kit", 4, 0), ChoiceFit("Why it was offered", 3, 1)]
