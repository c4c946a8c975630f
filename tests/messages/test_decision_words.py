"""Lines of decisions.csv that change nothing, in words."""

import pytest

from schemas.decisions import UnusableDecisions
from tasks.messages.decision_words import list_decision_lines


@pytest.mark.parametrize(
    ("unusable", "first_words"),
    [
        (UnusableDecisions(), []),
        (UnusableDecisions(not_understood=(3,)), ["decisions.csv, line 3: the decision isn't one"]),
        (UnusableDecisions(of_no_row=(3, 5)), ["decisions.csv, lines 3, 5: no row of the form has this ref"]),
        (UnusableDecisions((2,), (3,)), ["decisions.csv, line 2: the decision", "decisions.csv, line 3: no row"]),
        (
            UnusableDecisions(of_no_row=tuple(range(2, 13))),
            ["decisions.csv, lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 1 "],
        ),
    ],
)
def test_each_kind_has_a_sentence(unusable: UnusableDecisions, first_words: list[str]):
    said = list_decision_lines(unusable)
    assert len(said) == len(first_words)
    assert all(sentence.startswith(words) for sentence, words in zip(said, first_words, strict=True))
    assert all(sentence.endswith(".") for sentence in said)
