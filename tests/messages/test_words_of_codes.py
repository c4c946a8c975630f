"""Each code and each reason has words: one sentence or two that say what is wrong and what to do."""

import pytest

from schemas.delivery import DeliveryReason
from schemas.finding import FLAGS, Code
from tasks.messages import delivery_words, finding_words


@pytest.mark.parametrize("code", Code)
def test_a_code_says_what_to_do_in_whole_sentences(code: Code):
    words = finding_words.WHAT_TO_DO[code]
    assert words[0].isupper()
    assert words.endswith(".")
    assert len(words) < 180


@pytest.mark.parametrize("code", sorted(FLAGS))
def test_a_flag_says_how_the_row_counts_all_the_same(code: Code):
    assert "count" in finding_words.WHAT_TO_DO[code]


@pytest.mark.parametrize("reason", DeliveryReason)
def test_a_reason_goes_behind_a_colon(reason: DeliveryReason):
    words = delivery_words.WHAT_TO_DO[reason]
    assert words[0].islower()
    assert not words.endswith(".")
