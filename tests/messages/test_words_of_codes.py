"""Each code and each reason has words: one sentence or two that say what is wrong and what to do."""

import re

import pytest

from schemas.delivery import DeliveryReason
from schemas.finding import FLAGS, Code, Finding
from schemas.tabs import Tab
from tasks.messages import delivery_words, finding_words
from tasks.rules.intake.refusals import REMEDIES


@pytest.mark.parametrize("code", Code)
def test_a_code_says_what_to_do_in_whole_sentences(code: Code):
    words = finding_words.WHAT_TO_DO[code]
    assert words[0].isupper()
    assert words.endswith(".")
    assert len(words) < 180


@pytest.mark.parametrize(("tab", "code"), finding_words.IN_OTHER_TABS)
def test_a_code_of_another_tab_says_so_too(tab: Tab, code: Code):
    words = finding_words.find_words(tab, code)
    assert words[0].isupper()
    assert words.endswith(".")
    assert len(words) < 180


@pytest.mark.parametrize(
    ("tab", "code", "words"),
    [
        (Tab.RESPONSES, Code.DATE_IN_FUTURE, "later than the day the form was sent"),
        (Tab.INVENTORY, Code.DATE_IN_FUTURE, "The date is in the future. Write the day of the movement"),
        (Tab.COUNTS, Code.DATE_UNREADABLE, "Write the day of the count as 2026-09-30"),
        (Tab.RESPONSES, Code.LOT_UNKNOWN, "so it counts as unknown"),
        (Tab.COUNTS, Code.LOT_UNKNOWN, "This lot was never received"),
        (Tab.TRAINING, Code.COUNT_INVALID, "The number of people trained"),
        (Tab.INVENTORY, Code.LOT_INVALID, "2 to 20 letters, digits or hyphens"),
    ],
)
def test_a_code_means_what_it_means_in_its_tab(tab: Tab, code: Code, words: str):
    assert words in finding_words.find_words(tab, code)


@pytest.mark.parametrize("code", Code)
def test_a_day_to_write_is_the_same_in_any_order(code: Code):
    elsewhere = [words for (_, other), words in finding_words.IN_OTHER_TABS.items() if other == code]
    for words in (finding_words.WHAT_TO_DO[code], REMEDIES.get(code, ""), *elsewhere):
        assert not re.search(r"[0-9]/[0-9]", words)


@pytest.mark.parametrize("code", sorted(FLAGS))
def test_a_flag_says_how_the_row_counts_all_the_same(code: Code):
    assert "count" in finding_words.WHAT_TO_DO[code]


@pytest.mark.parametrize("cause", delivery_words.FailureCause)
def test_a_cause_names_the_server_it_is_about(cause: delivery_words.FailureCause):
    words = delivery_words.describe_cause(cause, "the token server")
    assert "the token server" in words
    assert "$" not in words


@pytest.mark.parametrize("reason", DeliveryReason)
def test_a_reason_goes_behind_a_colon(reason: DeliveryReason):
    words = delivery_words.WHAT_TO_DO[reason]
    assert words[0].islower()
    assert not words.endswith(".")


@pytest.mark.parametrize("code", sorted(FLAGS))
def test_a_flag_of_a_held_row_counts_as_nothing(code: Code):
    words = finding_words.describe_finding(Finding(Tab.RESPONSES, 2, "7f3a92", code, is_of_held_row=True))
    assert "so it isn't counted" in words
    assert "counts" not in words
    assert len(words) < 180


def test_what_holds_a_row_has_its_own_words():
    found = Finding(Tab.RESPONSES, 2, "7f3a92", Code.KITS_MISSING, is_of_held_row=True)
    assert finding_words.describe_finding(found) == finding_words.WHAT_TO_DO[Code.KITS_MISSING]
