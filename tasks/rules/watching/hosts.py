"""When a host's operator is told which programs were not done: once for each reason, weekly, and once at the end.

A program's own coordinator is told by its own rules (failures.py); the operator has to hear of those whose coordinator
can't be reached as well: no settings, no key, no mail server. One message tells of all of them.
"""

from collections.abc import Sequence
from datetime import datetime

from schemas.hosted import HostedProgram
from schemas.operator import OperatorTold, ToldProgram
from tasks.rules.watching.failures import find_kind, was_told_lately


def list_news(told: OperatorTold, ended: Sequence[HostedProgram]) -> list[HostedProgram]:
    """List the programs that were not done, and of which that was not said yet, or for another reason."""
    known = {one.folder: one.kind for one in told.programs}
    return [one for one in _list_undone(ended) if known.get(one.folder) != find_kind(one.words or "")]


def list_known(told: OperatorTold, ended: Sequence[HostedProgram]) -> list[HostedProgram]:
    """List the programs that were not done, as was said before."""
    news = list_news(told, ended)
    return [one for one in _list_undone(ended) if one not in news]


def is_operator_to_be_told(told: OperatorTold, ended: Sequence[HostedProgram], now: datetime) -> bool:
    """Tell whether anything is new, was said a week ago and lasts, or all that was said is over."""
    undone = _list_undone(ended)
    if not undone:
        return bool(told.programs)
    since = [one.told_at for one in told.programs]
    return bool(list_news(told, ended)) or not was_told_lately(max(since, default=now), now)


def tell_operator(ended: Sequence[HostedProgram], now: datetime, name: str, listed_in: str = "") -> OperatorTold:
    """Note that all that is not done is said now: one message says all of it."""
    programs = (
        ToldProgram(folder=one.folder, kind=find_kind(one.words or ""), told_at=now, listed_in=listed_in)
        for one in _list_undone(ended)
    )
    return OperatorTold(programs=tuple(programs), last_message=name)


def forget_done(told: OperatorTold, ended: Sequence[HostedProgram]) -> OperatorTold:
    """Forget what was said of programs that are done: if it comes back, that is news."""
    undone = {one.folder for one in _list_undone(ended)}
    return told.model_copy(update={"programs": tuple(one for one in told.programs if one.folder in undone)})


def list_done_again(told: OperatorTold, ended: Sequence[HostedProgram]) -> list[str]:
    """List the programs that were said not to be done, and are."""
    done = {one.folder for one in ended if not one.code}
    return [one.folder for one in told.programs if one.folder in done]


def list_gone(told: OperatorTold, ended: Sequence[HostedProgram]) -> list[str]:
    """List the programs that were said not to be done, and are no longer among those of the host."""
    here = {one.folder for one in ended}
    return [one.folder for one in told.programs if one.folder not in here]


def keep_to_list(told: OperatorTold, listed_in: str) -> OperatorTold:
    """Keep what was said of the programs of one list: several lists may lie beside one operator.toml."""
    return told.model_copy(update={"programs": tuple(one for one in told.programs if one.listed_in == listed_in)})


def add_other_lists(told: OperatorTold, before: OperatorTold, listed_in: str) -> OperatorTold:
    """Add what was said before of the programs of other lists."""
    others = (one for one in before.programs if one.listed_in != listed_in)
    return told.model_copy(update={"programs": (*others, *told.programs)})


def _list_undone(ended: Sequence[HostedProgram]) -> list[HostedProgram]:
    return [one for one in ended if one.code]
