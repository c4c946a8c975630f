"""What `lbn figures` and `lbn report` say that their figures lack, or may lack."""

from collections.abc import Mapping
from datetime import date

from schemas.figures import Answer, Figures
from schemas.freshness import FiguresDoubts
from tasks.messages.as_of_words import say_read_too_early
from tasks.messages.formatting import format_count, write_are
from tasks.messages.report.held import describe_held_earlier, has_stock, list_held_by_tab
from tasks.messages.report.left_empty import say_left_empty
from tasks.messages.silence_words import ask_about_silence
from tasks.messages.unusable_words import describe_unusable_tab
from tasks.rules.reporting.measures import MEASURES


def describe_doubts(doubts: FiguresDoubts | None, figures: Answer | Figures, today: date) -> list[str]:
    """Say what the figures of a period lack, or may lack, a line for each."""
    if not doubts:
        return []
    asked = [ask_about_silence(doubts.silence, today)] if doubts.silence else []
    early = [say_read_too_early(figures.period)] if doubts.is_read_too_early else []
    unusable = map(describe_unusable_tab, doubts.unusable_tabs)
    held = [*describe_excluded(doubts.excluded), *_describe_earlier(doubts, figures)]
    return [*asked, *early, *unusable, *held, *_describe_empty(doubts.left_empty)]


def _describe_earlier(doubts: FiguresDoubts, figures: Answer | Figures) -> list[str]:
    if not doubts.earlier_held or not has_stock(figures.measures):
        return []
    are_others_held = any(doubts.excluded.values())
    return [describe_held_earlier(doubts.earlier_held, figures.period, are_others_held=are_others_held)]


def _describe_empty(left_empty: Mapping[str, int]) -> list[str]:
    return [say_left_empty(MEASURES[name].title, count) for name, count in left_empty.items()]


def describe_excluded(excluded: Mapping[str, int]) -> list[str]:
    """Say how many held rows figures lack; nothing if no row is."""
    count = sum(excluded.values())
    if not count:
        return []
    which = f"{format_count(count, 'row')} {write_are(count)} held: {list_held_by_tab(excluded)}"
    return [f"{which}. These figures lack {'it' if count == 1 else 'them'} until fixed: see needs-attention.csv."]
