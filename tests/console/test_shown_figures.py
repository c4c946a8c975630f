"""What `lbn figures` prints: all measures, or those that were asked for."""

import pytest

from schemas.figures import Answer
from tasks.console.shown_figures import summarize_figures

ANSWER = Answer(period="2026", measures={"kits_distributed": 3, "kits_lost": 1, "kits_received": None}, tables=())


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        ((), ["  Kits distributed: 3", "  Kits lost: 1", "  Kits received: not tracked"]),
        (("kits_lost",), ["  Kits lost: 1"]),
        (("kits_received", "kits_distributed"), ["  Kits distributed: 3", "  Kits received: not tracked"]),
    ],
)
def test_only_what_is_asked_for_is_shown(asked: tuple[str, ...], lines: list[str]):
    assert summarize_figures(ANSWER, "As of today.", asked).splitlines()[2:] == lines
