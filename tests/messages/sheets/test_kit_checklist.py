"""The kit's checklist: Attachment A, with what the settings say."""

from datetime import date
from typing import Any

from tasks.messages.sheets.kit_checklist import STRIPS, build_kit_checklist
from tests.support.settings import KIT, some_settings

TODAY = date(2026, 11, 26)


def pages(**sections: Any) -> list[dict[str, Any]]:
    return build_kit_checklist(some_settings(**sections), TODAY)["pages"]


def ticks(page: dict[str, Any]) -> dict[str, str]:
    """What there is to tick, and what is said of it."""
    return {what: more for block in page["blocks"] for what, more in block.get("ticks", ())}


def test_a_kit_has_what_attachment_a_lists():
    (page,) = pages()
    assert list(ticks(page)) == [
        "Bag that closes", "2 doses of naloxone", "Face shield for rescue breathing",
        "How to recognize an overdose", "What to do", "HOPEline", "OASAS website", "Local help",
        "Fentanyl test strip", "Xylazine test strip",
        "In date", "Lot", "Nothing personal",
    ]  # fmt: skip
    assert any(block.get("words") == STRIPS for block in page["blocks"])


def test_each_kind_of_kit_has_a_page_with_its_own_doses():
    one = KIT | {"code": "one", "name": "Naloxone 8 mg kit", "doses": 1, "ndc": "69547-627-02"}
    first, second = pages(items=[KIT, one])
    assert first["title"] == "Kit checklist: Naloxone 4 mg nasal spray kit"
    assert ticks(second)["1 dose of naloxone"] == "Naloxone 8 mg kit, NDC 69547-627-02; directions of the maker with it"


def test_what_an_agency_does_not_stock_is_not_asked_for():
    (page,) = pages(items=[KIT])
    assert not [block for block in page["blocks"] if block.get("title") == "Only where your agency adds it"]
    assert not [block for block in page["blocks"] if block["kind"] == "Note"]


def test_other_items_are_optional_and_no_strips():
    (page,) = pages(items=[KIT, {"code": "mask", "name": "Face shield", "kind": "other"}])
    assert "Face shield" in ticks(page)
    assert not [block for block in page["blocks"] if block["kind"] == "Note"]
