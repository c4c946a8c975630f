"""The checklist of a kit's contents: the procedure's Attachment A, with the items of the program's settings."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from schemas.agency import ItemKind
from schemas.settings import Item, Settings
from tasks.messages.formatting import format_count, format_date
from tasks.messages.sheets.page import Block, Grid, Note, Page, Ticks, build_sheets

EMPTY_LINES = 8
LEAD = (
    "What goes into each kit, from the procedure's Attachment A. Tick it for the first kit that you pack, and keep the "
    "sheet in view for the others."
)

_BAG = ("Bag that closes", "a zippered nylon bag, or a plastic bag that can be closed again")
_FACE_SHIELD = ("Face shield for rescue breathing", "if your agency provides one")
_INFORMATION = (
    ("How to recognize an overdose", "the symptoms of an opioid overdose"),
    ("What to do", "before and after naloxone is given, and to call 911"),
    ("HOPEline", "the toll-free number of the state's addiction services (OASAS)"),
    ("OASAS website", "how to get there"),
    ("Local help", "harm-reduction and treatment programs near here"),
)
_BEFORE = (
    ("In date", "the naloxone's last day stands on the bag, as the carton has it"),
    ("Lot", "its number stands on the bag, so that officers can write it into the form"),
    ("Nothing personal", "no name, no number of a case, nothing of an officer's own supply"),
)
STRIPS = (
    "Strips expire long before naloxone: in a kit they have to be replaced. Some health departments, New York City's "
    "among them, prefer strips given apart from kits, with training of their own."
)


def build_kit_checklist(settings: Settings, today: date) -> dict[str, Any]:
    """Build the document: a page for each naloxone item."""
    kits = [item for item in settings.items if item.kind is ItemKind.NALOXONE]
    others = [item for item in settings.items if item.kind is not ItemKind.NALOXONE]
    pages = [Page(f"Kit checklist: {kit.name}", LEAD, tuple(_list_blocks(kit, others))) for kit in kits]
    return build_sheets("Kit checklist", settings.agency.name, f"Settings of {format_date(today)}", pages)


def _list_blocks(kit: Item, others: Iterable[Item]) -> list[Block]:
    optional = [(item.name, "with its directions; look at its date") for item in others]
    has_strips = any(item.kind in {ItemKind.FTS, ItemKind.XTS} for item in others)
    return [
        Ticks("In the bag", (_BAG, _name_naloxone(kit), _FACE_SHIELD)),
        Ticks("On paper, in the bag", _INFORMATION),
        *([Ticks("Only where your agency adds it", tuple(optional))] if optional else []),
        *([Note(STRIPS)] if has_strips else []),
        Ticks("Before the bag is closed", _BEFORE),
        Grid("Kits packed", _HEADS, _WIDTHS, (("",) * len(_HEADS),) * EMPTY_LINES),
    ]


_HEADS = ("Date", "Lot", "Expires", "Kits", "Packed by (initials)", "Checked by (initials)")
_WIDTHS = (1.2, 1.5, 1.3, 0.8, 1.5, 1.5)


def _name_naloxone(kit: Item) -> tuple[str, str]:
    code = f", NDC {kit.ndc}" if kit.ndc else ""
    return (f"{format_count(kit.doses, 'dose')} of naloxone", f"{kit.name}{code}; directions of the maker with it")
