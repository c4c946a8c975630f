"""Report folders: what ships, what a program adds or overrides, and a sentence for each mistake."""

from datetime import date
from pathlib import Path

import pytest

from schemas.agency import Oopp
from schemas.report import Audience, Checked
from tasks.errors import UsageError
from tasks.program_folder.report_definitions import (
    SHIPPED,
    check_checked_reports,
    find_definition,
    find_template_folders,
    load_definitions,
)

NO_PROGRAM = Path("no-such-program")
HEAD = """
title = "County board report"
addressee = "the county board"
audience = "agency"
cadences = ["quarterly", "yearly"]
due_days = 30
submit_to = "Send it to the clerk"
"""
MEASURES = 'measures = ["kits_distributed"]\n'
TABLE = '[[tables]]\ntitle = "By county"\nby = ["county"]\nmeasures = ["kits_distributed"]\n'
WHOLE = HEAD + MEASURES + TABLE


def declare(program: Path, text: str, slug: str = "county-board") -> Path:
    folder = program / "report_templates" / slug
    folder.mkdir(parents=True)
    (folder / "report.toml").write_text(text, "utf-8")
    return folder


def mistake(program: Path, text: str) -> str:
    declare(program, text)
    with pytest.raises(UsageError) as caught:
        find_definition("county-board", program)
    return str(caught.value)


def test_five_reports_ship():
    shipped = load_definitions(NO_PROGRAM)
    assert list(shipped) == ["nycdoh-monthly", "nysdoh-quarterly", "program-review", "public-summary", "supplier"]
    assert [report.audience for report in shipped.values()] == [
        Audience.STATUTORY, Audience.STATUTORY, Audience.AGENCY, Audience.PUBLIC, Audience.SUPPLIER,
    ]  # fmt: skip
    assert [report.only_for for report in shipped.values()] == [Oopp.NYC, Oopp.UPSTATE, None, None, None]


def test_only_health_departments_and_agency_see_small_cells():
    assert {audience for audience in Audience if not audience.is_for_other_eyes} == {
        Audience.STATUTORY, Audience.AGENCY,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        (WHOLE.replace('"agency"', '"public"'), "the county board"),
        (WHOLE.replace('"agency"', '"public"').replace("addressee", "#"), "the public"),
        (WHOLE.replace("addressee", "#"), None),
    ],
)
def test_what_the_public_gets_is_never_the_agencys_own_paper(tmp_path: Path, text: str, addressee: str | None):
    declare(tmp_path, text)
    assert find_definition("county-board", tmp_path).addressee == addressee


def test_the_procedures_two_figures_come_first_for_nysdoh():
    assert find_definition("nysdoh-quarterly", NO_PROGRAM).measures[:2] == ("people_trained", "kits_distributed")


def test_a_program_adds_a_report(tmp_path: Path):
    declare(tmp_path, WHOLE)
    assert load_definitions(tmp_path)["county-board"].title == "County board report"
    assert find_definition("county-board", tmp_path).due_days == 30


def test_a_program_overrides_a_shipped_report(tmp_path: Path):
    folder = declare(tmp_path, WHOLE, "supplier")
    assert find_definition("supplier", tmp_path).title == "County board report"
    assert find_template_folders("supplier", tmp_path) == [
        folder, SHIPPED / "supplier", tmp_path / "report_templates", SHIPPED,
    ]  # fmt: skip


def test_a_program_overrides_templates_of_a_shipped_report(tmp_path: Path):
    (tmp_path / "report_templates" / "supplier").mkdir(parents=True)
    assert find_definition("supplier", tmp_path) == find_definition("supplier", NO_PROGRAM)


def test_a_report_without_templates_has_the_shared_ones(tmp_path: Path):
    folder = declare(tmp_path, WHOLE)
    assert find_template_folders("county-board", tmp_path) == [folder, tmp_path / "report_templates", SHIPPED]


def test_the_digest_is_no_report(tmp_path: Path):
    (tmp_path / "report_templates" / "attention").mkdir(parents=True)
    assert "attention" not in load_definitions(tmp_path)


def test_a_mistake_in_one_report_leaves_the_others_alone(tmp_path: Path):
    declare(tmp_path, "title = ")
    assert find_definition("supplier", tmp_path)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*/report.toml")), ids=lambda path: path.parent.name)
def test_a_shipped_report_says_first_where_it_comes_from(path: Path):
    assert path.read_text("utf-8").startswith("# ")


def test_a_file_that_was_saved_by_notepad_is_read(tmp_path: Path):
    declare(tmp_path, "\ufeff" + WHOLE)
    assert find_definition("county-board", tmp_path)


def test_an_unknown_report_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match="There is no report “nysdoh-quaterly”; did you mean nysdoh-quarterly"):
        find_definition("nysdoh-quaterly", NO_PROGRAM)
    with pytest.raises(
        UsageError,
        match=r"the reports are nycdoh-monthly, nysdoh-quarterly, program-review, public-summary, supplier\.",
    ):
        find_definition("xyz", NO_PROGRAM)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WHOLE.replace("due_days = 30", ""), "due_days is missing; add it."),
        (WHOLE.replace("due_days", "due_day"), "due_day isn't a key of a report; did you mean due_days?"),
        (WHOLE.replace("addressee", "adressee"), "adressee isn't a key of a report; did you mean addressee?"),
        (WHOLE.replace('"agency"', '"statutary"'), "audience is “statutary”; did you mean statutory?"),
        (WHOLE.replace('"yearly"', '"weekly"'), "cadences.2 is “weekly”; write one of monthly, quarterly, yearly."),
        (WHOLE.replace("30", '"soon"'), "due_days must be a whole number, without quotation marks."),
        (WHOLE.replace("30", '"5"'), "due_days must be a whole number, without quotation marks."),
        (WHOLE.replace("30", "true"), "due_days must be a whole number, without quotation marks."),
        (WHOLE.replace("30", "400"), "due_days must be 92 or less."),
        (WHOLE.replace("30", "1.5"), "due_days must be a whole number, without quotation marks."),
        (WHOLE.replace('"County board report"', '""'), "title is empty; write something."),
        (WHOLE.replace('"County board report"', "7"), "title must be text in quotation marks."),
        (WHOLE.replace('"County board report"', f'"{"x" * 121}"'), "title is too long; 120 characters are the most."),
        (HEAD + "measures = []", "measures is an empty list; name at least one."),
        (HEAD + 'measures = "kits"', "measures must be a list in square brackets."),
        (HEAD + 'measures = ["kits_distibuted"]', "measures.1 is “kits_distibuted”; did you mean kits_distributed?"),
        (WHOLE.replace('["county"]', '["conty"]'), "tables.1.by.1 is “conty”; did you mean county?"),
        (WHOLE.replace("by =", "buy ="), "tables.1.buy isn't a key of a report; did you mean by?"),
        (HEAD + MEASURES + "tables = [7]", "tables.1 must be a table of its own, headed [[tables]]."),
        (
            HEAD + 'measures = ["kits_lost", "kits_received", "kits_lost"]',
            "measures.3 is “kits_lost” again; remove it, or write another name.",
        ),
        (
            HEAD + MEASURES + 'trends = ["kits_lost", "kits_lost"]',
            "trends.2 is “kits_lost” again; remove it, or write another name.",
        ),
        (
            WHOLE.replace('"yearly"', '"quarterly"'),
            "cadences.2 is “quarterly” again; remove it, or write another name.",
        ),
        (
            WHOLE.replace('["county"]', '["county", "county"]'),
            "tables.1.by.2 is “county” again; remove it, or write another name.",
        ),
        (
            WHOLE.replace(TABLE, TABLE.replace('["kits_distributed"]', '["distributions", "distributions"]')),
            "tables.1.measures.2 is “distributions” again; remove it, or write another name.",
        ),
        (
            WHOLE.replace('"quarterly", "yearly"', '"weekly"'),
            "cadences.1 is “weekly”; write one of monthly, quarterly, yearly.",
        ),
        (WHOLE.replace('["county"]', "[7]"), "tables.1.by.1 must be text in quotation marks."),
        (WHOLE + TABLE, "tables hold one title twice; give each table its own."),
        (HEAD + MEASURES + TABLE * 21, "tables are too many for a mail; 20 are the most."),
        (
            WHOLE.replace('"county"', '"lot"').replace('["kits_distributed"]\n', '["people_trained"]\n'),
            (
                "tables.1: people_trained cannot be shown by lot, only by month, unit, zip, county, borough, "
                "jurisdiction, recipient, reason."
            ),
        ),
    ],
)
def test_a_mistake_is_one_sentence_with_file_key_and_remedy(tmp_path: Path, text: str, said: str):
    lines = mistake(tmp_path, text).splitlines()
    assert lines == [f"report_templates/county-board/report.toml: {said}"]
    assert "pydantic" not in lines[0]


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("supplier", None),
        ("county-board", None),
        ("suplier", "checked.suplier isn't a report (did you mean supplier?); correct its name, or"),
        (
            "attention",
            "checked.attention isn't a report (the reports are county-board, nycdoh-",
        ),
    ],
)
def test_what_is_checked_is_a_report(tmp_path: Path, slug: str, said: str | None):
    declare(tmp_path, WHOLE)
    checked = {slug: Checked(by="R. Roe", on=date(2026, 9, 1))}
    if said is None:
        check_checked_reports(checked, tmp_path)
        return
    with pytest.raises(UsageError) as caught:
        check_checked_reports(checked, tmp_path)
    assert str(caught.value).startswith(f"lbn.toml: {said}")


def test_every_mistake_of_a_file_is_told_at_once(tmp_path: Path):
    said = mistake(tmp_path, WHOLE.replace("due_days", "colour").replace('"agency"', '"nobody"'))
    assert said.count("report.toml: ") == 3


def test_a_file_in_another_encoding_is_refused(tmp_path: Path):
    folder = declare(tmp_path, "")
    (folder / "report.toml").write_bytes('title = "Señor"'.encode("latin-1"))
    with pytest.raises(UsageError, match="is not UTF-8; save it again as UTF-8"):
        find_definition("county-board", tmp_path)


def test_a_folder_without_a_declaration_is_named(tmp_path: Path):
    (tmp_path / "report_templates" / "county-board").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"county-board: has no report\.toml; write one, or remove the folder"):
        load_definitions(tmp_path)


def test_a_folder_with_a_name_that_no_command_takes_is_named(tmp_path: Path):
    declare(tmp_path, WHOLE, "County Board")
    with pytest.raises(UsageError, match="rename the folder; a report's name is lower-case letters"):
        load_definitions(tmp_path)


def test_a_folder_with_a_name_too_long_for_a_message_is_named(tmp_path: Path):
    name = "x" * 230
    (tmp_path / "report_templates" / name).mkdir(parents=True)
    with pytest.raises(UsageError, match=f"{name}: rename the folder; a report's name has 60 letters at most"):
        load_definitions(tmp_path)


def test_shared_parts_and_stray_files_are_no_reports(tmp_path: Path):
    declare(tmp_path, "", "_parts")
    (tmp_path / "report_templates" / "notes.txt").write_text("ours")
    assert load_definitions(tmp_path) == load_definitions(NO_PROGRAM)
