"""The script that makes the form and its Sheet: the same for every program, with what lbn.toml says filled in.

It must be Apps Script, run by the coordinator: Google's REST interface for forms knows no check of an answer, and a
form that a person made belongs to that person's agency.
"""

import json
from pathlib import Path
from typing import Any

from schemas.settings import Settings
from tasks.form.questions import list_form_items, list_titles
from tasks.form.sheet_columns import list_plain_text_answers, list_sheet_tabs

SCRIPT, SHEET = (Path(__file__).with_name(name) for name in ("script.js", "sheet.js"))
PLACE, PLACE_OF_SHEET = "PROGRAM_OF_LBN_TOML", "SHEET_OF_THE_FORM"

DESCRIPTION = (
    "For every time you leave naloxone kits with someone. Under a minute. "
    "It never asks who anyone is: no names, no e-mail address, no case number."
)
CONFIRMATION = (
    "Recorded, thank you. Next: take new kits along. "
    "Left kits somewhere else too? Send another one. "
    "Something wrong in what you sent? Tell your program coordinator; do not send it twice."
)


def write_form_script(settings: Settings) -> str:
    """Write the whole script, to be pasted into Google Apps Script and run once."""
    program = json.dumps(_program(settings), indent=2, ensure_ascii=False)
    sheet = SHEET.read_text(encoding="utf-8").rstrip("\n")
    return SCRIPT.read_text(encoding="utf-8").replace(PLACE_OF_SHEET, sheet).replace(PLACE, program)


def _program(settings: Settings) -> dict[str, Any]:
    """Collect what the script makes; its own comments declare the same keys for the type checker."""
    return {
        "title": f"Naloxone kits left: {settings.agency.name}",
        "description": DESCRIPTION,
        "confirmation": CONFIRMATION,
        "timezone": settings.agency.timezone,
        "items": [item._asdict() for item in list_form_items(settings)],
        "units": [unit.name for unit in settings.units],
        "unit_titles": list_titles("unit", settings),
        "plain_text": list_plain_text_answers(),
        "tabs": [
            {"title": tab.title, "columns": [column._asdict() for column in tab.columns]}
            for tab in list_sheet_tabs(settings)
        ],
    }
