"""Which reports there are: the folders of report_templates/, the shipped ones and the program's own.

A report is a folder with a report.toml; templates of its own are optional. A program's `report_templates/` adds
reports, or replaces the report.toml or single templates of a shipped one. Names that begin with "_" are shared parts.
Nothing in it may be a link: that would lead to what is another program's.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemas.period import Cadence
from schemas.plain_text import to_visible_line
from schemas.report import Checked, ReportDefinition, TableDefinition
from tasks.errors import UsageError
from tasks.program_folder.own_files import check_no_link, read_own
from tasks.program_folder.toml_text import parse_toml
from tasks.rules.reporting.measures import GROUPINGS, MEASURES, find_frame

SHIPPED = Path(__file__).resolve().parents[2] / "report_templates"
FOLDER = "report_templates"
DECLARATION = "report.toml"
DIGEST, NOT_RUNNING, DESK = "attention", "not-running", "desk"
WITHOUT_FIGURES = frozenset({DIGEST, NOT_RUNNING, DESK})
"""What a run says of what is to be done, of itself, and of all at once: templates only, without period and figures."""

LONGEST_SLUG = 60
"""What the ledger keeps; the names of messages and files begin with it."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def load_definitions(program_folder: Path) -> dict[str, ReportDefinition]:
    """Load every report that the program can make, by slug.

    Raises:
        UsageError: a folder isn't a report, or a report.toml has mistakes; each is named.
    """
    return {slug: _read(_declaration(slug, program_folder)) for slug in _slugs(program_folder)}


def find_definition(slug: str, program_folder: Path) -> ReportDefinition:
    """Find one report.

    Raises:
        UsageError: there is no such report, or its report.toml has mistakes.
    """
    known = _slugs(program_folder)
    if slug in known:
        return _read(_declaration(slug, program_folder))
    near = get_close_matches(slug, known, n=2)
    meant = f"did you mean {' or '.join(near)}?" if near else f"the reports are {', '.join(known)}."
    msg = f"There is no report “{slug[:60]}”; {meant}"
    raise UsageError(msg)


def check_checked_reports(checked: Mapping[str, Checked], program_folder: Path) -> None:
    """Check that what lbn.toml calls checked is a report of the program.

    Raises:
        UsageError: it is not.
    """
    known = _slugs(program_folder)
    for slug in checked:
        if slug not in known:
            near = _near(slug, known)
            meant = f"did you mean {near[0]}?" if near else f"the reports are {', '.join(known)}"
            msg = f"lbn.toml: checked.{slug[:60]} isn't a report ({meant}); correct its name, or remove the section."
            raise UsageError(msg)


def find_template_folders(slug: str, program_folder: Path) -> list[Path]:
    """Find the folders of a report's templates: its own first, then the shared parts."""
    roots = _roots(program_folder)
    return [folder for folder in (*(root / slug for root in roots), *roots) if folder.is_dir()]


def _roots(program_folder: Path) -> tuple[Path, Path]:
    return program_folder / FOLDER, SHIPPED


def _slugs(program_folder: Path) -> list[str]:
    return sorted({folder.name for root in _roots(program_folder) for folder in _report_folders(root)})


def _report_folders(root: Path) -> list[Path]:
    check_no_link(root, root)
    if not root.is_dir():
        return []
    found = [
        path
        for path in root.iterdir()
        if path.is_dir() and path.name not in WITHOUT_FIGURES and not path.name.startswith(("_", "."))
    ]
    for folder in found:
        check_no_link(folder, root)
    return found


def _declaration(slug: str, program_folder: Path) -> Path:
    """Find the declaration; a link counts as there, so that it is refused and not passed over."""
    if not _SLUG.fullmatch(slug):
        name = f"{FOLDER}/{to_visible_line(slug)}"
        msg = f"{name}: rename the folder; a report's name is lower-case letters, digits and single hyphens."
        raise UsageError(msg)
    if len(slug) > LONGEST_SLUG:
        msg = f"{FOLDER}/{slug}: rename the folder; a report's name has {LONGEST_SLUG} letters at most."
        raise UsageError(msg)
    for root in _roots(program_folder):
        path = root / slug / DECLARATION
        if path.is_file() or path.is_symlink():
            return path
    msg = f"{FOLDER}/{slug}: has no {DECLARATION}; write one, or remove the folder."
    raise UsageError(msg)


def _read(path: Path) -> ReportDefinition:
    return _read_shipped(path) if path.parents[1] == SHIPPED else _read_declaration(path)


@cache
def _read_shipped(path: Path) -> ReportDefinition:
    """Read a shipped report.toml once: a command asks for its reports several times."""
    return _read_declaration(path)


def _read_declaration(path: Path) -> ReportDefinition:
    name = f"{FOLDER}/{path.parent.name}/{DECLARATION}"
    try:
        declared = ReportDefinition.model_validate(_parsed(path, name))
    except ValidationError as problem:
        mistakes = [_sentence(error) for error in _causes(problem.errors(include_url=False))]
    else:
        mistakes = list(_wrong_names(declared))
    if mistakes:
        raise UsageError("\n".join(f"{name}: {mistake}" for mistake in mistakes))
    return declared


def _causes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out what only follows: a list called empty for what is wrong in it, a key missing for being misspelled."""
    holders = {error["loc"][:-1] for error in errors}
    unknown = [error["loc"] for error in errors if error["type"] == "extra_forbidden"]
    misspelled = {(*key[:-1], near) for key in unknown for near in _near(str(key[-1]), _keys(key))}
    followed_from = {"too_short": holders, "missing": misspelled}
    return [error for error in errors if error["loc"] not in followed_from.get(error["type"], ())]


def _parsed(path: Path, name: str) -> dict[str, Any]:
    try:
        text = _written(path)
    except UnicodeDecodeError:
        msg = f"{name}: is not UTF-8; save it again as UTF-8."
        raise UsageError(msg) from None
    return parse_toml(text, name)


def _written(path: Path) -> str:
    """Read a report.toml: a shipped report's as it is, the program's own only if it is in the program's folder."""
    root = path.parents[1]
    content = path.read_bytes() if root == SHIPPED else read_own(root, f"{path.parent.name}/{path.name}")
    return content.decode("utf-8-sig")


def _wrong_names(declared: ReportDefinition) -> Iterator[str]:
    """Find measures and groupings that do not exist, are named twice, or do not go together."""
    yield from _wrong_in("cadences", declared.cadences, list(Cadence))
    yield from _wrong_in("measures", declared.measures, MEASURES)
    yield from _wrong_in("trends", declared.trends, MEASURES)
    for number, table in enumerate(declared.tables, 1):
        wrong = [
            *_wrong_in(f"tables.{number}.by", table.by, GROUPINGS),
            *_wrong_in(f"tables.{number}.measures", table.measures, MEASURES),
        ]
        yield from wrong or _unfit(f"tables.{number}", table)


def _wrong_in(key: str, names: Sequence[str], known: Collection[str]) -> Iterator[str]:
    for number, name in enumerate(names, 1):
        if name not in known:
            yield f"{key}.{number} is “{name[:60]}”; {_instead(name, known)}"
        elif name in names[: number - 1]:
            yield f"{key}.{number} is “{name}” again; remove it, or write another name."


def _unfit(key: str, table: TableDefinition) -> Iterator[str]:
    for measure in table.measures:
        if not find_frame(measure, table.by):
            fitting = [name for name in GROUPINGS if find_frame(measure, (name,))]
            yield f"{key}: {measure} cannot be shown by {' and '.join(table.by)}, only by {', '.join(fitting)}."


def _sentence(error: ErrorDetails) -> str:
    """Tell one mistake: the key, what is wrong with it, and what to write instead."""
    key, found = _key(error["loc"]), error["type"]
    context: dict[str, Any] = error.get("ctx", {})
    if found == "missing":
        return f"{key} is missing; add it."
    if found == "extra_forbidden":
        return f"{key} isn't a key of a report; {_instead(str(error['loc'][-1]), _keys(error['loc']))}"
    if found == "enum":
        choices = re.findall(r"'([^']+)'", context["expected"])
        return f"{key} is “{str(error['input'])[:60]}”; {_instead(str(error['input']), choices)}"
    return f"{key} {_REMEDIES.get(found, 'cannot be used; compare it with a shipped report.toml.').format(**context)}"


_REMEDIES = {
    "string_type": "must be text in quotation marks.",
    "string_too_short": "is empty; write something.",
    "string_too_long": "is too long; {max_length} characters are the most.",
    "int_type": "must be a whole number, without quotation marks.",
    "int_parsing": "must be a whole number, without quotation marks.",
    "int_from_float": "must be a whole number.",
    "greater_than_equal": "must be {ge} or more.",
    "less_than_equal": "must be {le} or less.",
    "tuple_type": "must be a list in square brackets.",
    "too_short": "is an empty list; name at least one.",
    "too_long": "are too many for a mail; {max_length} are the most.",
    "model_type": "must be a table of its own, headed [[tables]].",
    "value_error": "{error}",
}


def _key(location: Sequence[int | str]) -> str:
    """Name a key as a person counts: the grouping of the second table is tables.2.by."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in location)


def _keys(location: Sequence[int | str]) -> list[str]:
    return list((TableDefinition if location[0] == "tables" and len(location) > 1 else ReportDefinition).model_fields)


def _instead(written: str, choices: Collection[str]) -> str:
    near = _near(written, choices)
    return f"did you mean {near[0]}?" if near else f"write one of {', '.join(choices)}."


def _near(written: str, choices: Collection[str]) -> list[str]:
    """Find the choice that was meant, if any is like it."""
    return get_close_matches(written, choices, n=1)
