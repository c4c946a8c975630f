"""What is to be done, as the desk lists it: in the digest's words, and no more at once than a person takes in."""

from typing import NamedTuple

from schemas.desk_page import Desk
from schemas.stock_actions import Urgency
from tasks.messages.digest.to_do import group_to_do
from tasks.messages.lists import cut_list
from tasks.messages.task import Task

MOST_TASKS = 40
MOST_AT_ONCE = 6
"""How many of those that are due by the same time are shown; the others fold away."""

REST = "the answers of “lbn reconcile” and “lbn status”"


class Tasks(NamedTuple):
    """What is to be done by the same time."""

    due: str
    is_urgent: bool
    tasks: tuple[Task, ...]
    folded: tuple[Task, ...]


class ToDoList(NamedTuple):
    """All of it."""

    groups: tuple[Tasks, ...]
    rest: str | None
    task_count: int
    today_count: int


def list_to_do(desk: Desk) -> ToDoList:
    """List what is to be done, the most urgent first."""
    shown = cut_list(desk.to_do, MOST_TASKS, REST)
    return ToDoList(
        groups=tuple(
            Tasks(due.words, due.is_urgent, due.tasks[:MOST_AT_ONCE], due.tasks[MOST_AT_ONCE:])
            for due in group_to_do(shown.shown, desk)
        ),
        rest=shown.rest,
        task_count=len(desk.to_do),
        today_count=sum(one.urgency is Urgency.TODAY for one in desk.to_do),
    )
