"""The settings of the tests' programs, all built in one place: a test names only the sections that matter to it.

`lbn_toml` gives them as TOML reads them, `some_settings` checked, and `write_toml` as the text of a file.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from schemas.settings import Settings

Sections = dict[str, Any]

PATROL = {"name": "Patrol", "aliases": ["Patrol Division"], "par_level": 12}
KIT = {"code": "kit", "name": "Naloxone 4 mg nasal spray kit", "kind": "naloxone", "doses": 2}
SUPPLIER = {"kind": "regional-ems", "name": "Example Regional EMS Program", "cadence": "monthly"}
USUAL: Sections = {
    "agency": {
        "name": "Village of Example Police Department",
        "timezone": "America/New_York",
        "coordinator": "coordinator@example.gov",
    },
    "program": {"started": date(2025, 1, 1), "oopp": "none", "supplier": SUPPLIER},
    "source": {"kind": "files", "responses": "Form Responses 1.csv"},
    "units": [PATROL, {"name": "Detectives"}],
    "items": [
        KIT,
        {"code": "fts", "name": "Fentanyl test strip", "kind": "fts"},
        {"code": "xts", "name": "Xylazine test strip", "kind": "xts"},
    ],
    "places": {"jurisdictions": ["City of Albany", "Town of Colonie"]},
    "mail": {"transport": "outbox", "from": "lbn@example.gov"},
}


def lbn_toml(base: Mapping[str, Any] = USUAL, **sections: Any) -> Sections:
    """Return the settings as TOML gives them; a section named here adds to the usual one, a list takes its place."""
    merged = dict(base)
    for name, section in sections.items():
        merged[name] = {**merged.get(name, {}), **section} if isinstance(section, dict) else section
    return merged


def some_settings(**sections: Any) -> Settings:
    """Return a small agency's settings: two units, kits and both kinds of strips."""
    return Settings.model_validate(lbn_toml(**sections))


def name_tabs(ending: str) -> dict[str, str]:
    """Return the names of the four tabs in a program's folder, as section [source] has them."""
    names = {"responses": "Form Responses 1", "inventory": "Inventory", "counts": "Counts", "training": "Training"}
    return {tab: f"{name}{ending}" for tab, name in names.items()}


def write_toml(sections: Mapping[str, Any]) -> str:
    """Write the settings as people do: the equal signs of a section below each other."""
    empty = [f"{name} = []\n" for name, value in sections.items() if value == []]
    tables = [
        _write_table(f"[[{name}]]" if isinstance(value, list) else f"[{name}]", table)
        for name, value in sections.items()
        for table in (value if isinstance(value, list) else [value])
    ]
    return "\n".join(empty + tables)


def _write_table(header: str, table: Mapping[str, Any]) -> str:
    width = max(map(len, table))
    return "\n".join([header, *(f"{key:{width}} = {_write_value(value)}" for key, value in table.items()), ""])


def _write_value(value: Any) -> str:
    """Write a value; a text and a list of texts are written alike in JSON and in TOML."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_write_value(one)}' for key, one in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)
