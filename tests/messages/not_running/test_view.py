"""The notice that something isn't running: no sentence cut off, no old remedy, and when the tabs were read."""

from datetime import timedelta

import pytest

from tasks.messages.not_running.view import LONGEST_SUBJECT, build_not_running_view
from tests.support.builders_messages import MADE_AT
from tests.support.builders_notices import a_notice

SINCE = "[Naloxone] Not running since Oct 5, 2026, 8:00 AM EDT:"


def test_a_short_sentence_is_the_subject():
    assert build_not_running_view(a_notice(words="The tab is locked.")).subject == f"{SINCE} The tab is locked."


def test_as_many_sentences_as_fit_are_the_subject():
    view = build_not_running_view(a_notice())
    assert len(a_notice().words) > LONGEST_SUBJECT
    assert view.subject == f"{SINCE} The column “Kits left” of Form Responses 1.csv is missing."
    assert view.preheader == view.words == a_notice().words


def test_a_long_sentence_is_not_cut():
    view = build_not_running_view(a_notice(words=f"The column {'x' * 200} is missing. Add it."))
    assert view.subject == f"{SINCE} the daily run. Here is what to do"


def test_what_runs_again_quotes_no_old_remedy():
    view = build_not_running_view(a_notice(is_well=True))
    assert view.subject == "[Naloxone] Running again: the daily run"
    assert view.words is None
    assert "Restore" not in view.preheader + view.result


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"read_at": MADE_AT - timedelta(days=2)}, "The tabs were last read on Oct 4, 2026, 8:00 AM EDT."),
        ({"read_at": None}, "It isn't known when the tabs were last read."),
        ({"read_at": None, "is_never_read": True}, "The tabs have never been read."),
    ],
)
def test_when_the_tabs_were_last_read(changes: dict[str, object], said: str):
    assert build_not_running_view(a_notice(**changes)).as_of == said
