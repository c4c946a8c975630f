"""What the ledger doesn't hold as it was made, and no tab gives back: editions and messages, lost or damaged, in words.

Of some nothing is left to be done without a backup: a later edition has taken its place, or nobody makes its report any
more. They are named all the same, for a backup may hold them, and nobody is asked for what can't be done.
"""

from typing import NamedTuple

from sqlalchemy import Connection

from tasks.context import ProgramContext
from tasks.messages.lost_words import describe_lost
from tasks.operations.list_due import list_lost
from tasks.operations.missing_editions import group_lost_editions
from tasks.operations.replaceable_editions import is_replaceable
from tasks.rules.reporting.lost_editions import EditionKey
from tasks.store.editions import find_in_force, list_damaged_editions, list_lost_editions
from tasks.store.messages import Message, has_whole_copy, list_damaged_messages


class Damages(NamedTuple):
    """What isn't as it was made, in words; nothing of what was lost and then replaced, for no backup has it."""

    damaged: tuple[str, ...] = ()
    """Of which the next edition, or another copy of the message, can be made."""
    lost: tuple[str, ...] = ()
    """Of editions of a former ledger, in whose place the next one can be made, what to do: a sentence for a range."""
    left: tuple[str, ...] = ()
    """Damaged, and nothing but a backup can change it."""


def list_damaged(connection: Connection, program: ProgramContext) -> Damages:
    """List the lost and damaged editions and messages of a program."""
    lost = set(list_lost_editions(connection, program.slug))
    damaged = [one for one in list_damaged_editions(connection, program.slug) if one not in lost]
    of_messages = list_damaged_messages(connection, program.slug)
    newest = _find_newest(connection, program)
    waiting = [
        one
        for one in of_messages
        if _can_be_sent_again(one, newest) and not has_whole_copy(connection, program.slug, one)
    ]
    done = [one for one in of_messages if one not in waiting]
    return Damages(
        damaged=(*(_name(one) for one in damaged if one in newest), *(f"the message {one.name}" for one in waiting)),
        lost=tuple(map(describe_lost, group_lost_editions(list_lost(program, connection)))),
        left=(*(_name(one) for one in damaged if one not in newest), *(f"the message {one.name}" for one in done)),
    )


def _find_newest(connection: Connection, program: ProgramContext) -> set[EditionKey]:
    """Find the editions in force in whose place the next one can be made."""
    return {one for one in find_in_force(connection, program.slug) if is_replaceable(program, one)}


def _can_be_sent_again(message: Message, newest: set[EditionKey]) -> bool:
    """Tell whether `lbn report --resend` makes another copy of a message; of a digest or a notice nothing does."""
    return message.period is not None and (message.report, message.period, message.edition) in newest


def _name(edition_key: EditionKey) -> str:
    report, period, number = edition_key
    return f"edition {number} of {report} for {period}"
