"""What a host's operator is told: the programs that were not done, why, and what to do; and the all-clear."""

from collections.abc import Iterable

from schemas.operator import OperatorMessage
from tasks.messages.formatting import format_count, format_time, join_words
from tasks.messages.hosted_words import describe_program
from tasks.messages.lists import cut_list
from tasks.messages.not_running.view import NotRunningView

MOST_NAMED = 3
"""So many programs fit into a subject."""

REST = "what the run printed, or on the page that it left"
REPEATED = "If nothing changes, you won't hear of this again for a week. Once all are done, one more message says so."
NEXT = "The next run tries again, and makes up for what was missed. “lbn hosted DIR check” says where to look."


def build_operator_view(message: OperatorMessage, most_rows: int) -> NotRunningView:
    """Build the message's content, no list longer than `most_rows`."""
    headline = _write_headline(message)
    return NotRunningView(
        subject=f"[Naloxone] {headline}",
        preheader=message.totals,
        agency=message.host,
        title=headline,
        made_at=message.made_at,
        as_of=f"The run of all programs ended {format_time(message.made_at)}.",
        result=message.totals,
        is_well=message.is_well,
        words=None,
        sentences=tuple(_list_sentences(message, most_rows)),
    )


def _write_headline(message: OperatorMessage) -> str:
    if message.is_well:
        return "All programs are done again"
    undone = tuple(one.folder for one in (*message.news, *message.known))
    named = join_words(undone[:MOST_NAMED]) if len(undone) <= MOST_NAMED else f"{', '.join(undone[:MOST_NAMED])} …"
    return f"{format_count(len(undone), 'program')} not done: {named}"


def _list_sentences(message: OperatorMessage, most_rows: int) -> Iterable[str]:
    """List each program that was not done, what is new first; then what becomes of it."""
    shown = cut_list(
        [*(("New: ", one) for one in message.news), *(("", one) for one in message.known)], most_rows, REST
    )
    yield from (f"{head}{describe_program(one)}" for head, one in shown.shown)
    if shown.rest:
        yield shown.rest
    if message.done_again:
        yield _name_programs("Done again", message.done_again, most_rows)
    if message.gone:
        yield _name_programs("No longer among the programs", message.gone, most_rows)
    if not message.is_well:
        yield from (NEXT, REPEATED)


def _name_programs(what: str, names: tuple[str, ...], most_rows: int) -> str:
    listed = cut_list(names, most_rows or 1, REST)
    return " ".join(filter(None, (f"{what}: {join_words(listed.shown)}.", listed.rest)))
