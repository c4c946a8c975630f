"""Write docs/data-dictionary.md from the schemas: `.venv/bin/python tools/make_data_dictionary.py`.

Names, types, bounds and defaults come from the schemas. What a setting or a key of a report is for stands in
tools/purposes.py, or is the schema's own description; a key of which nothing is said stops the script. With --check
nothing is written: the exit code says whether the page is current.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pydantic import BaseModel

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES, Distribution
from schemas.finding import FLAGS, Code
from schemas.inventory import COURSE_CHOICES, Count, Movement, Training
from schemas.labels import LAST_LABELS
from schemas.report import ReportDefinition
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Column, Tab
from tasks.messages.finding_words import WHAT_TO_DO
from tasks.rules.reporting.measures import GROUPINGS, MEASURES, Moment, find_frame
from tools.purposes import FORMS, ORIGINS, REPORT, SETTINGS, TYPES, UNITS

PAGE = Path(__file__).resolve().parents[1] / "docs/data-dictionary.md"
COMMAND = ".venv/bin/python tools/make_data_dictionary.py"

HEAD = f"""\
# Data dictionary

Every field that is read, every value that is kept, every code, measure, grouping and setting. This page is written
from the schemas by `{COMMAND}`; change those, not the page. What the figures mean is in
[figures.md](figures.md).
"""

CELLS = """\
Kinds of cell: *day* and *instant* (a day with a time, in the agency's time zone) are read as `9/30/2026`,
`2026-09-30`, `30-Sep-26`, `September 30, 2026` or a real date of a workbook; *expiry* is a day or a month; *text* (and
*zip*, with zeros restored) is compared with a closed list or read as a number, and nothing else of it is kept. Titles
are matched without regard to case, spaces, `*` and “(optional)”. A column that is not required may be missing.
"""

NOT_REQUIRED = {("jurisdiction", Tab.RESPONSES): "where places.jurisdictions has names"}


def page() -> str:
    """Write the whole page."""
    parts = [HEAD, "## What is read\n", CELLS, *map(_tab, Tab), *_choices(), "## What is kept\n"]
    parts += [_model(model) for model in (Distribution, Movement, Count, Training)]
    return "\n".join([*parts, _codes(), _measures(), _groupings(), _settings(), _report()])


def _tab(tab: Tab) -> str:
    rows = (
        (f"`{column.field}`", ", ".join(column.titles), column.kind.value, _required(tab, column))
        for column in COLUMNS[tab]
    )
    return f"### {tab.value}\n\n" + _table(("field", "title", "kind of cell", "required"), rows)


def _required(tab: Tab, column: Column) -> str:
    return NOT_REQUIRED.get((column.field, tab), "yes" if column.is_required else "no")


def _choices() -> Iterator[str]:
    """List the closed lists that stand in the schemas; units, items and jurisdictions stand in lbn.toml."""
    lists: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("Who took the kit", RECIPIENT_CHOICES), ("Why it was offered", REASON_CHOICES), ("Course", COURSE_CHOICES)
    )  # fmt: skip
    yield "### Closed lists\n\nAn answer that isn't one of them counts as Other; its text is not kept.\n"
    for title, choices in lists:
        yield f"- {title}: " + " · ".join(f"{answer} (`{code!s}`)" for answer, code in choices.items())
    yield ""


def _model(model: type[BaseModel]) -> str:
    rows = (
        (f"`{name}`", _kind(field), _bounds(name, field), field.get("description", ""))
        for name, field in _fields(model.model_json_schema())
    )
    headings = ("field", "type", "bounds and unit", "what it is")
    return f"### {model.__name__}\n\n{model.__doc__}\n\n" + _table(headings, rows)


def _fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the fields of a model's JSON schema, each with what it refers to put in its place."""
    definitions = schema.get("$defs", {})
    for name, field in schema["properties"].items():
        yield name, _plain(field, definitions)


def _plain(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Return a field without references; one that may be none is the other thing, marked as optional."""
    whole = dict(field)
    if "$ref" in whole:
        whole = {**definitions[whole.pop("$ref").rpartition("/")[2]], **whole}
    if "anyOf" in whole:
        other = next(kind for kind in whole.pop("anyOf") if kind.get("type") != "null")
        whole = {**_plain(other, definitions), **whole, "optional": True}
    if "oneOf" in whole:
        whole["oneOf"] = [_plain(kind, definitions) for kind in whole["oneOf"]]
    if "properties" in whole:
        whole["properties"] = {name: _plain(inner, definitions) for name, inner in whole["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(whole.get(key), dict):
            whole[key] = _plain(whole[key], definitions)
    return whole


def _kind(field: Mapping[str, Any]) -> str:
    if field["type"] == "array":
        words = field["items"].get("enum")
        return f"list of {_words(words)}" if words else "list of texts"
    kind = TYPES[field["type"], field.get("format")]
    if "enum" in field or "const" in field:
        kind = f"one of {_words(field.get('enum', [field.get('const')]))}"
    return f"{kind}, or none" if field.get("optional") and "default" not in field else kind


def _words(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


def _bounds(name: str, field: Mapping[str, Any]) -> str:
    pattern, least, most = field.get("pattern"), field.get("minimum"), field.get("maximum")
    bounds = FORMS[pattern] if pattern else ""
    if least is not None:
        bounds = f"{least:,} to {most:,}" if most is not None else f"{least:,} or more"
    longest = field.get("maxLength")
    if longest and not pattern:
        bounds = f"up to {longest} characters"
    return " ".join(part for part in (bounds, UNITS.get(name, "")) if part)


def _codes() -> str:
    rows = ((f"`{code}`", _find_effect(code), WHAT_TO_DO[code]) for code in Code)
    return (
        "## Codes\n\nA *held* row is not counted until it is fixed; a *flagged* row is counted without the part that "
        "could not be read.\n\n" + _table(("code", "row is", "what to do"), rows)
    )


def _find_effect(code: Code) -> str:
    if code is Code.LOT_UNKNOWN:
        return "flagged; held in Inventory and Counts"
    return "flagged" if code in FLAGS else "held"


def _measures() -> str:
    rows = (
        (f"`{name}`", measure.title, _origin(name), " ".join(by for by in GROUPINGS if find_frame(name, (by,))))
        for name, measure in MEASURES.items()
    )
    return "## Measures\n\n" + _table(("measure", "title", "summed from", "may be grouped by"), rows)


def _origin(name: str) -> str:
    measure = MEASURES[name]
    if isinstance(measure.source, Moment):
        return "the stock before the first day" if measure.source is Moment.START else "the stock after the last day"
    return ORIGINS[measure.frame]


def _groupings() -> str:
    rows = ((f"`{name}`", grouping.title, ", ".join(grouping.order)) for name, grouping in GROUPINGS.items())
    last = f"Labels stand by the alphabet, or in the form's own order; last of all {', '.join(LAST_LABELS)}."
    return f"## Groupings\n\n{last}\n\n" + _table(("grouping", "title", "the form's own order"), rows)


def _settings() -> str:
    said = "`lbn init DIR` writes a commented one. A key that is not listed here is refused by name."
    return f"## Settings: lbn.toml\n\n{said}\n\n" + _keys(Settings, SETTINGS, "SETTINGS")


def _report() -> str:
    said = "A report is a folder; its name is the report's. The shipped ones are the best examples."
    return f"## A report: report.toml\n\n{said}\n\n" + _keys(ReportDefinition, REPORT, "REPORT")


def _keys(model: type[BaseModel], purposes: Mapping[str, str], where: str) -> str:
    schema = model.model_json_schema()
    leaves = list(_leaves("", _plain(schema, schema["$defs"])))
    rows = (
        (f"`{key}`", _kind(field), _bounds(key.rpartition(".")[2], field), _default(field, is_required), purpose)
        for (key, field, is_required), purpose in _explained(leaves, purposes, where)
    )
    return _table(("key", "type", "bounds and unit", "if left out", "what it is for"), rows)


Leaf = tuple[str, dict[str, Any], bool]
"""A key, its schema, and whether it must be given."""


def _leaves(place: str, model: Mapping[str, Any]) -> Iterator[Leaf]:
    """Yield the keys of a model, those of the models in it with a dot between."""
    for name, field in model["properties"].items():
        key = f"{place}{name}"
        inner = field.get("items", field)
        more = field.get("additionalProperties")
        if "oneOf" in field:
            for kind in field["oneOf"]:
                yield from _leaves(f"{key} ({kind['properties']['provider']['const']}).", kind)
        elif isinstance(inner, dict) and "properties" in inner:
            yield from _leaves(f"{key}.", inner)
        elif isinstance(more, dict) and "properties" in more:
            yield from _leaves(f"{key}.<report>.", more)
        else:
            yield key, field, name in model.get("required", ())


def _explained(leaves: Sequence[Leaf], purposes: Mapping[str, str], where: str) -> Iterator[tuple[Leaf, str]]:
    """Each key with what it is for: said here, or else the schema's own description."""
    for leaf in leaves:
        key, field, _ = leaf
        purpose = purposes.get(key) or field.get("description")
        if not purpose:
            sys.exit(
                f"{key} has no purpose yet; describe it in its schema, or in {where} of tools/{Path(__file__).name}."
            )
        yield leaf, purpose


def _default(field: Mapping[str, Any], is_required: bool) -> str:
    default = field.get("default")
    if is_required:
        return "must be given"
    return f"`{default}`" if default not in (None, [], "") else "none"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def main(arguments: Sequence[str], path: Path = PAGE) -> int:
    """Write the page, or with --check say whether it is current."""
    written = path.read_text("utf-8") if path.exists() else ""
    if "--check" not in arguments:
        path.write_text(page(), "utf-8", newline="\n")
    elif written != page():
        sys.stderr.write(f"docs/{path.name} is not what the schemas say: run `{COMMAND}`.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
