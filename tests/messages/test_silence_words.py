"""A long silence: a question to the coordinator, a fact for readers outside, and what to look at."""

from datetime import date

import pytest

from schemas.freshness import Silence
from tasks.messages.silence_words import ask_about_silence, state_silence, write_silence_step

SEP_4, NOV_2 = date(2026, 9, 4), date(2026, 11, 2)


@pytest.mark.parametrize(
    ("since", "until", "asked", "stated", "step"),
    [
        (SEP_4, None, "No form since Sep 4: is the export current?",
         "No distribution is recorded after Sep 4, 2026.",
         "Look in the form's answers for distributions after Sep 4, 2026. If there are any, export"),
        (SEP_4, NOV_2, "No form between Sep 4 and Nov 2: are rows missing?",
         "No distribution is recorded between Sep 4, 2026 and Nov 2, 2026, which is an unusually long time.",
         "Look in the form's answers for distributions after Sep 4, 2026 and before Nov 2, 2026. If"),
        (None, NOV_2, "No form before Nov 2: are rows missing?",
         "No distribution is recorded before Nov 2, 2026.",
         "Look in the form's answers for distributions before Nov 2, 2026. If there are any"),
        (None, None, "No form has been read yet.", "No distribution is recorded yet.",
         "Open the form's answers. If there are any, check that source.responses in lbn.toml"),
    ],
)  # fmt: skip
def test_a_silence_in_words(since: date | None, until: date | None, asked: str, stated: str, step: str):
    silence = Silence(since=since, until=until)
    assert ask_about_silence(silence, NOV_2) == asked
    assert state_silence(silence) == stated
    said = write_silence_step(silence, "lbn run")
    assert said.startswith(step)
    assert "then run “lbn run”." in said


def test_a_day_of_another_year_has_its_year():
    assert ask_about_silence(Silence(since=SEP_4, until=None), date(2027, 1, 3)).startswith("No form since Sep 4, 2026")
