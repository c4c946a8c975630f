"""What is said of sheets to print."""

from pathlib import Path

from tasks.console import sheets

ONLY = "Only this account can open it; print it from here."


def test_count_sheets_say_how_counting_goes_on():
    said = sheets.summarize_count_sheets(Path("sheets/counts-2026-11-26.pdf"), 6).splitlines()
    assert said[0] == f"Made sheets/counts-2026-11-26.pdf: 6 count sheets, one for each location. {ONLY}"
    assert said[1].endswith("then `lbn run`, and `lbn reconcile` says what differs.")


def test_count_sheets_of_no_tab_say_so_first():
    said = sheets.summarize_count_sheets(Path("sheets/counts-2026-11-26.pdf"), 6, is_counted=False).splitlines()
    assert said[1].partition("looking it up. ")[2].startswith("lbn.toml names no Counts tab, so a count is read by ")
    assert "lbn reconcile" not in said[1]


def test_a_checklist_says_how_many_kinds_of_kit_it_is_for():
    assert sheets.summarize_kit_checklist(Path("sheets/kit.pdf"), 1).startswith(f"Made sheets/kit.pdf. {ONLY}")
    two = sheets.summarize_kit_checklist(Path("sheets/kit.pdf"), 2)
    assert two.startswith("Made sheets/kit.pdf, 2 pages: one for each kind of kit. ")


def test_a_notice_is_made_explained_or_offered():
    said = sheets.summarize_recall_notice(Path("sheets/recall-A1-2026-11-26.pdf"), 1)
    assert said.startswith(
        "Made sheets/recall-A1-2026-11-26.pdf: 1 page, one for each location that has or had the lot"
    )
    assert sheets.explain_no_notice().startswith("No notice was made")
    assert sheets.offer_recall_notice("A1").endswith("lbn recall A1 --notice")
