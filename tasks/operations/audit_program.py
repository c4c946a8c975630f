"""Audit a program: what of persons is in there. A line for each part, ok or what to do."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from schemas.plain_text import to_visible_line
from tasks.context import ProgramContext, open_program
from tasks.errors import OperationError, UsageError
from tasks.messages.formatting import format_count
from tasks.operations.attack_releases import attack_releases
from tasks.operations.check_program import Checked, check_part
from tasks.operations.deliver_messages import look_for_missing
from tasks.operations.sweep_program import Swept, hide_all, show_path, sweep_program
from tasks.program_folder.identity import KEY_FILE, KEY_VARIABLE
from tasks.program_folder.key import find_exposure, find_key
from tasks.program_folder.modes import close_all, list_below, list_beside, list_exposed, write_remedy
from tasks.rules.reporting.attack import Telling
from tasks.rules.reporting.lost_editions import EditionKey
from tasks.store.closed_columns import look_at_columns
from tasks.store.closed_rows import find_closed_before
from tasks.store.editions import list_lost_editions
from tasks.store.kept import summarize_kept

MOST_NAMED = 5
MOST_FOUND = 20
NONE_FOR_OTHERS = "No edition was made for other eyes yet."
_MEGABYTE = 1_000_000


class ToDo(OperationError):
    """Something was found (exit code 1)."""


def audit_program(folder: Path, find: Path | None = None) -> list[Checked]:
    """Look at every part; nothing is changed but that a ledger is made where there was none.

    Args:
        folder: the program's.
        find: a file of identifiers to search for; none: no search.
    """
    try:
        program = open_program(folder)
    except UsageError as problem:
        return [Checked("settings", False, str(problem), is_wrong_call=True)]
    parts: dict[str, Callable[[ProgramContext], str]] = dict(_PARTS)
    if find:
        parts |= {"modes": partial(_modes, file=find), "find": partial(_find, file=find)}
    return [check_part(part, partial(look, program)) for part, look in parts.items()]


def _columns(program: ProgramContext) -> str:
    """Look at the schema and the values as the database itself tells them."""
    with program.database.reading() as connection:
        looked_at = look_at_columns(connection, program.slug)
    if looked_at.problems:
        msg = (
            f"The ledger isn't as closed as it is declared: {name_some(looked_at.problems)}. The program writes "
            "nothing there: find out who did, and restore a backup (`lbn restore`)."
        )
        raise ToDo(msg)
    return (
        f"{looked_at.tables} tables, {looked_at.texts} columns of text: each takes a word of a list, of lbn.toml or of "
        "a receipt, or a form that is checked, and every row holds to it."
    )


def _modes(program: ProgramContext, file: Path | None = None) -> str:
    """Look at who else on this machine may open what lies there; no name is shown that is searched for."""
    folder, path = program.folder.resolve(), program.database.path
    paths = list(dict.fromkeys([*list_below(folder), *(list_beside(path) if path else ())]))
    if exposed := list_exposed(paths):
        shown = [show_path(one, folder) for one in exposed]
        named = [to_visible_line(one) for one in (hide_all(shown, file) if file else shown)]
        remedy = write_remedy(exposed, folder) if named == shown else close_all(folder)
        msg = f"Other accounts of this machine may open {name_some(named, ', ')}. Run {remedy}"
        raise ToDo(msg)
    return f"{format_count(len(paths), 'file')} and folders, all for this account only."


def _key(program: ProgramContext) -> str:
    """Look at where the key is kept."""
    key, exposure = find_key(program.folder), find_exposure(program.folder / KEY_FILE)
    if exposure:
        msg = f"{exposure}."
        raise ToDo(msg)
    if key is None:
        return "There is none yet; the first reading of the tabs makes one."
    if key.where != KEY_FILE:
        is_there = (program.folder / KEY_FILE).exists()
        also = f"; {KEY_FILE} lies in the folder as well, and isn't used" if is_there else ""
        return f"It comes from the variable {KEY_VARIABLE}{also}. Each backup holds it."
    path = program.database.path
    is_beside = path is not None and path.parent == program.folder.resolve()
    where = "beside the ledger: whoever takes the folder has both" if is_beside else "apart from the ledger"
    return f"{KEY_FILE} (for this account only) lies {where}. Each backup holds it, too."


def _retention(program: ProgramContext) -> str:
    """Look at how old the oldest is that is kept."""
    with program.database.reading() as connection:
        kept = summarize_kept(connection, program.slug)
        closed_before = find_closed_before(connection, program.slug)
    oldest = f"since {kept.oldest_on}" if kept.oldest_on else "none yet"
    since = f" since {program.local(kept.oldest_message_at).date()}" if kept.oldest_message_at else ""
    closing = _describe_closing(closed_before, program.settings.privacy.keep_months)
    return (
        f"Distributions: {oldest}. Rows kept that are no longer in the tabs: {kept.withdrawn}. "
        f"Messages kept: {kept.messages}{since}. {closing}"
    )


def _describe_closing(closed_before: date | None, keep_months: int | None) -> str:
    closed = f"All before {closed_before} is closed" if closed_before else "Nothing is closed (`lbn purge`)"
    return f"{closed}; privacy.keep_months is {keep_months or 'not set'}."


def _releases(program: ProgramContext) -> str:
    """Attack what was released to other eyes."""
    with program.database.reading() as connection:
        attacked = attack_releases(program, connection)
        numbered = set(list_lost_editions(connection, program.slug))
    smallest, lost = program.settings.privacy.smallest_cell, _find_lost(program, numbered)
    besides = f" Not attacked: {format_count(len(lost), 'edition')} that a lost ledger made." if lost else ""
    editions = attacked.editions - len(lost & numbered)
    if not editions:
        return f"The ledger holds no edition for other eyes.{besides}" if lost else NONE_FOR_OTHERS
    what = f"Attacked {format_count(attacked.tables, 'table')} of {format_count(editions, 'edition')}"
    problems = [_describe_telling(one, smallest) for one in attacked.telling]
    if attacked.contradicting:
        problems.append(f"{format_count(attacked.contradicting, 'group')} of tables contradict each other")
    if problems:
        msg = (
            f"{what}. Who has them all can work out: {name_some(problems)}. They can't be called back: ask those who "
            f"got them to delete them, and pass them on to nobody.{besides}"
        )
        raise ToDo(msg)
    return (
        f"{what} for other eyes: no number under {smallest} can be worked out, exactly or within {smallest}.{besides}"
    )


def _find_lost(program: ProgramContext, numbered: Collection[EditionKey]) -> set[EditionKey]:
    """Find editions for other eyes that a lost ledger made, which this one knows by their numbers or not at all."""
    reports = program.definitions
    return {
        key
        for key in (*numbered, *look_for_missing(program).lost)
        if key[0] not in reports or reports[key[0]].audience.is_for_other_eyes
    }


def _describe_telling(one: Telling, smallest: int) -> str:
    exact = f"{format_count(one.exact, 'number')} exactly" if one.exact else ""
    narrow = f"{one.narrow} within {smallest}" if one.narrow else ""
    return f"{one.report} {one.period} edition {one.edition}: {', '.join(filter(None, (exact, narrow)))}"


def _find(program: ProgramContext, file: Path) -> str:
    """Search for the identifiers of a file."""
    swept = sweep_program(program, file)
    if swept.found:
        found = name_some(swept.found, most=MOST_FOUND)
        msg = f"Lines of {file.name} were found: {found}. What stands in several places is told at the first."
        raise ToDo(f"{msg} {_describe_limits(swept)}")
    return (
        f"None of {format_count(swept.lines, 'line')} of {file.name} is in {format_count(swept.files, 'file')} and the "
        f"ledger ({swept.size / _MEGABYTE:.1f} MB), as it is, encoded, packed or hashed. {_describe_limits(swept)}"
    )


def _describe_limits(swept: Swept) -> str:
    """Say what the search can't tell."""
    limits = ["What the file doesn't list isn't found, nor what was encrypted; the tabs' own files aren't searched."]
    if swept.too_short:
        lines = "line" if len(swept.too_short) == 1 else "lines"
        numbers = ", ".join(map(str, swept.too_short))
        limits.append(f"Too short to tell from chance, not searched for: {lines} {numbers}.")
    if swept.not_read:
        limits.append(f"Not read: {name_some(swept.not_read)}.")
    return " ".join(limits)


def name_some(names: Sequence[str], between: str = "; ", most: int = MOST_NAMED) -> str:
    """Name the first of a list, each on one line, and say how many more there are."""
    rest = [f"{len(names) - most} more"] if len(names) > most else []
    return between.join([*map(to_visible_line, names[:most]), *rest])


_PARTS = {"columns": _columns, "modes": _modes, "key": _key, "retention": _retention, "releases": _releases}
