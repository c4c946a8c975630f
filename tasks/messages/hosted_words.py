"""How the programs of a host ended, for its operator: counts, codes and our own sentences, nothing of any program."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from schemas.hosted import HostedOutcome, HostedProgram
from tasks.messages.formatting import format_count, format_number

DONE = "done"


def summarize_hosted(outcome: HostedOutcome) -> str:
    """Say how all of them ended: a line each, then the totals, and where the operator could not be told."""
    operator = [outcome.operator] if outcome.operator else []
    return "\n".join([*map(describe_program, outcome.programs), "", summarize_totals(outcome), *operator])


def describe_program(program: HostedProgram) -> str:
    """Say in a line how a program ended."""
    if program.code:
        said = f"NOT DONE ({program.code}). {program.words or ''}".rstrip()
    else:
        said = f"{', '.join(describe_counts(program)) or DONE}. {program.words or ''}".rstrip()
    return f"{program.folder}: {said}{_describe_failing(program.failing_since)}"


def describe_counts(ended: HostedProgram) -> Sequence[str]:
    """Say the numbers of a program that was asked for them, what was done first."""
    read, counted, held = ended.read, ended.counted, ended.held
    told = (
        (None if read is None else f"read {format_count(read, 'row')}"),
        (None if counted is None else f"{format_number(counted)} counted"),
        (f"{format_number(held)} held" if held else None),
        (None if ended.made is None else f"made {format_count(ended.made, 'edition')}"),
        (None if ended.would_make is None else f"would make {format_count(ended.would_make, 'edition')}"),
        (f"sent {format_count(ended.sent, 'message')}" if ended.sent else None),
        (f"put {format_count(ended.ready, 'message')} into outbox" if ended.ready else None),
        (f"{format_count(ended.waiting, 'message')} waiting" if ended.waiting else None),
        (f"{format_count(ended.due, 'report')} due{_describe_overdue(ended.overdue)}" if ended.due else None),
        ("nothing to do" if ended.to_do == 0 else None),
    )
    return [part for part in told if part]


def summarize_totals(outcome: HostedOutcome) -> str:
    """Say the totals of all programs."""
    programs, undone = outcome.programs, outcome.undone_count
    well = len(programs) - undone
    ended = f"{format_number(well)} done, {format_number(undone)} not done" if undone else "all done"
    totals = HostedProgram(
        code=0,
        read=_add_up(one.read for one in programs),
        made=_add_up(one.made for one in programs),
        would_make=_add_up(one.would_make for one in programs),
        sent=_add_up(one.sent for one in programs),
        ready=_add_up(one.ready for one in programs),
        due=_add_up(one.due for one in programs),
        overdue=_add_up(one.overdue for one in programs),
    )
    failing = sum(one.failing_since is not None for one in programs)
    parts = [*describe_counts(totals), *([f"{format_number(failing)} failing"] if failing else [])]
    return f"{format_count(len(programs), 'program')}: {'; '.join([ended, *([', '.join(parts)] if parts else [])])}."


def _add_up(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _describe_overdue(overdue: int | None) -> str:
    return f" ({format_number(overdue)} overdue)" if overdue else ""


def _describe_failing(since: datetime | None) -> str:
    return f" Failing since {since:%Y-%m-%d %H:%M} UTC." if since else ""
