"""What else is to be fixed, beside rows: lots, questions of the form and decisions, in the digest's words."""

from schemas.decisions import UnusableDecisions
from schemas.desk_page import Desk
from tasks.messages.decision_words import list_decision_lines
from tasks.messages.lists import Cut, cut_list
from tasks.messages.lot_words import describe_doubtful_lot, describe_lot_conflict
from tasks.messages.question_words import describe_question_missing

MOST_OTHERS = 25
REST = "the answer of “lbn check”"


def count_others(desk: Desk) -> int:
    """Count what else is to be fixed."""
    return len(_write_others(desk))


def list_others(desk: Desk) -> Cut[str]:
    """List it, a sentence each that says what to do."""
    return cut_list(_write_others(desk), MOST_OTHERS, REST)


def _write_others(desk: Desk) -> tuple[str, ...]:
    decisions = UnusableDecisions(desk.decisions_not_understood, desk.decisions_of_no_row)
    return (
        *map(describe_lot_conflict, desk.lot_conflicts),
        *dict.fromkeys(map(describe_doubtful_lot, desk.doubtful_lots)),
        *map(describe_question_missing, desk.questions_missing),
        *list_decision_lines(decisions),
    )
