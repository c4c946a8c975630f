"""One message to a host's operator: which programs were not done, when that is news, weekly, and at the end.

At most one copy arrives: what is said is written down at the last moment at which the server surely does not have it,
and taken back where it surely did not take it.
"""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

from schemas.hosted import HostedOutcome
from schemas.operator import OperatorMessage, OperatorTold
from tasks.context import Clock, read_clock
from tasks.delivery.registry import make_sender
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing
from tasks.errors import OperationError
from tasks.hosting.operator_files import FILE_NAME, TOLD, Desk
from tasks.messages.hosted_words import summarize_totals
from tasks.messages.mime import Envelope, MessageName, compose
from tasks.messages.render import render_operator_message
from tasks.program_folder.report_definitions import NOT_RUNNING, find_template_folders
from tasks.program_folder.state_file import load_state, lock_state, save_state
from tasks.rules.watching.failures import name_next_notice
from tasks.rules.watching.hosts import (
    add_other_lists,
    forget_done,
    is_operator_to_be_told,
    keep_to_list,
    list_done_again,
    list_gone,
    list_known,
    list_news,
    tell_operator,
)
from tasks.unforeseen import restate

SLUG = "operator"
IN_DOUBT = "It isn't known whether the operator's message has arrived; it isn't sent again."


def report_to_operator(desk: Desk, outcome: HostedOutcome, clock: Clock = read_clock) -> HostedOutcome:
    """Tell the operator how a run of all programs ended, where there is anything to say; say so where that failed.

    Args:
        desk: who is told.
        outcome: how the programs ended.
        clock: tells the time.
    """
    words, now = None, clock().astimezone(UTC).replace(microsecond=0)
    try:
        with lock_state(desk.folder / TOLD):
            _tell(desk, outcome, now)
    except DeliveryUnknown:
        words = IN_DOUBT
    except Exception as why:  # noqa: BLE001 - whatever goes wrong here must not hide how the programs ended
        words = f"The operator could not be told: {_describe(why)}. The next run tries again."
    return outcome.model_copy(update={"operator": words})


def look_for_operator(desk: Desk, outcome: HostedOutcome) -> HostedOutcome:
    """Go the way of a message to the operator, without one; say so where none would leave."""
    words = None
    try:
        with closing(make_sender(desk.operator.mail, desk.folder)) as sender:
            sender.look()
    except (DeliveryFailure, OperationError) as why:
        words = f"No message to the operator would leave: {_describe(why)}."
    return outcome.model_copy(update={"operator": words})


def _tell(desk: Desk, outcome: HostedOutcome, now: datetime) -> None:
    path = desk.folder / TOLD
    before = load_state(path, OperatorTold)
    told = keep_to_list(before, desk.listed_in)
    if not is_operator_to_be_told(told, outcome.programs, now):
        save_state(path, add_other_lists(forget_done(told, outcome.programs), before, desk.listed_in))
        return
    name = name_next_notice(told.last_message, now.date())
    after = tell_operator(outcome.programs, now, name, desk.listed_in)
    claim = partial(save_state, path, add_other_lists(after, before, desk.listed_in))
    try:
        _hand_over(desk, name, _make_message(desk, outcome, told, now), claim)
    except (DeliveryFailure, OperationError):  # it surely wasn't taken
        save_state(path, before)
        raise
    claim()


def _describe(why: Exception) -> str:
    """Say why, of the files of a host: its sentences are those of a program's mail."""
    words = str(why if isinstance(why, DeliveryFailure) else restate(why)).rstrip(".")
    for of_program, of_host in _OF_A_HOST:
        words = words.replace(of_program, of_host)
    return words


_OF_A_HOST = (
    ("agency.coordinator", "to"),
    ("lbn.toml", FILE_NAME),
    ("of the program's folder", f"beside {FILE_NAME}"),
    ("in the program's folder", f"beside {FILE_NAME}"),
)


def _hand_over(desk: Desk, name: str, message: OperatorMessage, claim: Callable[[], None]) -> None:
    mail, to = desk.operator.mail, desk.operator.to
    rendered = render_operator_message(message, find_template_folders(NOT_RUNNING, desk.folder))
    named = MessageName(SLUG, name, None)
    raw = compose(named, Envelope(desk.operator.name, mail.sender, to, message.made_at), rendered)
    with closing(make_sender(mail, desk.folder)) as sender:
        sender.send(Outgoing(named.file_name, raw, mail.sender, to), claim)


def _make_message(desk: Desk, outcome: HostedOutcome, told: OperatorTold, now: datetime) -> OperatorMessage:
    return OperatorMessage(
        host=desk.operator.name,
        made_at=now,
        totals=summarize_totals(outcome),
        news=tuple(list_news(told, outcome.programs)),
        known=tuple(list_known(told, outcome.programs)),
        done_again=tuple(list_done_again(told, outcome.programs)),
        gone=tuple(list_gone(told, outcome.programs)),
    )
