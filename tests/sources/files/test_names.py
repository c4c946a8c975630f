"""Which file is a tab's: by its name, or the newest that fits a pattern; and what is never opened."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from schemas.tabs import Tab
from tasks.errors import OperationError
from tasks.sources.files.exports import Files
from tasks.sources.files.names import find_files
from tests.support.settings import some_settings

FORM = "*Form Responses 1*.csv"
GOOGLE = "Village Leave-behind (Responses) - Form Responses 1.csv"


def put(folder: Path, *names: str) -> None:
    """Files in this order, each a second newer than the one before."""
    for second, name in enumerate(names):
        (folder / name).write_text("", "utf-8")
        os.utime(folder / name, (1_700_000_000 + second,) * 2)


def find(folder: Path, pattern: str = FORM, **titles: str) -> str:
    """The name of the file that is found for the form."""
    others = {Tab[tab.upper()]: name for tab, name in titles.items()}
    return find_files({Tab.RESPONSES: pattern, **others}, folder)[Tab.RESPONSES].path.name


NEWEST = {
    "Google's name": (FORM, ["Form Responses 1.csv", GOOGLE], GOOGLE),
    "a second download": (FORM, [GOOGLE, GOOGLE.replace(".csv", " (1).csv")], GOOGLE.replace(".csv", " (1).csv")),
    "an older one with a higher number": (FORM, [GOOGLE.replace(".csv", " (1).csv"), GOOGLE], GOOGLE),
    "init's own empty tab": (FORM, ["Form Responses 1.csv"], "Form Responses 1.csv"),
    "Microsoft's name": ("*(1-*).xlsx", ["Kits given out(1-9).xlsx", "Kits given out(1-57).xlsx"],
                         "Kits given out(1-57).xlsx"),
    "small and capital letters": (FORM, [GOOGLE.upper()], GOOGLE.upper()),
    "letters with accents, taken apart": ("*Añejo*.csv", ["Village An\u0303ejo.csv"], "Village An\u0303ejo.csv"),
    "one letter": ("Form ?.csv", ["Form 1.csv", "Form 10.csv"], "Form 1.csv"),
    "marks that other patterns have": ("Form[1] *.csv", ["Form1 x.csv", "Form[1] x.csv"], "Form[1] x.csv"),
    "many stars": ("*a" * 59 + "*.csv", ["a" * 200 + "b.csv"], "a" * 200 + "b.csv"),
    "neither Excel's nor the system's own": ("*.xlsx", ["a.xlsx", "~$a.xlsx", "._a.xlsx"], "a.xlsx"),
    "never ours": ("*.csv", ["a.csv", "needs-attention.csv", "Decisions.csv", "decisions.csv", "form-links.csv"],
                   "a.csv"),
    "neither ledger nor key": ("*", ["a.csv", "lbn.db", "secret.key", "lbn.toml"], "a.csv"),
}  # fmt: skip


@pytest.mark.parametrize(("pattern", "names", "found"), NEWEST.values(), ids=NEWEST.keys())
def test_the_newest_file_that_fits_is_read(pattern: str, names: list[str], found: str, tmp_path: Path):
    put(tmp_path, *names)
    assert find(tmp_path, pattern) == found


def test_of_the_same_second_the_last_by_name(tmp_path: Path):
    put(tmp_path, "Form 1.csv", "Form 2.csv")
    os.utime(tmp_path / "Form 1.csv", (1_700_000_001,) * 2)
    assert find(tmp_path, "Form*.csv") == "Form 2.csv"


def test_folders_pipes_and_broken_links_fit_no_pattern(tmp_path: Path):
    put(tmp_path, "Form 1.csv")
    (tmp_path / "Form 2.csv").mkdir()
    os.mkfifo(tmp_path / "Form 3.csv")
    (tmp_path / "Form 4.csv").symlink_to("nowhere.csv")
    assert find(tmp_path, "Form*.csv") == "Form 1.csv"


def test_a_file_that_another_key_names_is_not_meant(tmp_path: Path):
    put(tmp_path, "Form.csv", "Counts.csv")
    assert find(tmp_path, "*.csv", counts="counts.csv") == "Form.csv"


def test_one_workbook_may_hold_all_tabs(tmp_path: Path):
    put(tmp_path, "Village.xlsx")
    assert find(tmp_path, "*.xlsx", counts="*.xlsx") == "Village.xlsx"


def test_where_none_fits_the_sentence_says_what_lies_there(tmp_path: Path):
    put(tmp_path, "Inventory.csv", *(f"Counts {number}.xlsx" for number in range(6)), "letter.pdf")
    with pytest.raises(OperationError) as refused:
        find(tmp_path)
    assert FORM in str(refused.value)
    assert "“Counts 0.xlsx”, “Counts 1.xlsx”" in str(refused.value)
    assert "and 2 more" in str(refused.value)
    assert "letter" not in str(refused.value)


def test_an_empty_folder_says_that_it_holds_none(tmp_path: Path):
    with pytest.raises(OperationError, match="There is no other CSV file or workbook"):
        find(tmp_path)


def test_a_folder_that_is_gone_is_said(tmp_path: Path):
    with pytest.raises(OperationError, match="folder cannot be read"):
        find(tmp_path / "gone")


def test_a_file_that_fits_two_patterns_is_refused(tmp_path: Path):
    put(tmp_path, "Training and counts.csv", "Form Responses 1.csv")
    with pytest.raises(OperationError, match=r"Training and counts\.csv fits two patterns"):
        find(tmp_path, counts="*Counts*.csv", training="*Training*.csv")


@pytest.mark.parametrize("pattern", ["../*.csv", "/exports/*.csv", "exports/*.csv", "..\\*.csv", "C:\\*.csv"])
def test_a_pattern_stays_in_the_folder(pattern: str):
    with pytest.raises(ValidationError, match="has a folder in the pattern"):
        some_settings(source={"responses": pattern})


def test_two_tabs_cannot_have_one_pattern_of_csv_files():
    with pytest.raises(ValidationError, match="twice; every tab needs a file of its own"):
        some_settings(source={"responses": "*.csv", "counts": "*.csv"})
    assert some_settings(source={"responses": "*.xlsx", "counts": "*.xlsx"})


def test_only_files_found_by_a_pattern_are_named(tmp_path: Path):
    put(tmp_path, GOOGLE, "Counts.csv")
    files = Files(some_settings(source={"responses": FORM, "counts": "Counts.csv"}), tmp_path)
    assert files.find_names() == {Tab.RESPONSES: GOOGLE}
    files.read()
    put(tmp_path, GOOGLE, "Form Responses 1 newer.csv")
    assert files.find_names() == {Tab.RESPONSES: GOOGLE}, "what was read is named, not what came since"


def test_a_name_is_shown_on_one_line(tmp_path: Path):
    put(tmp_path, f"Form\n\x1b[31m{'x' * 100}.csv")
    names = Files(some_settings(source={"responses": "Form*.csv"}), tmp_path).find_names()
    assert names[Tab.RESPONSES].isprintable()
    assert len(names[Tab.RESPONSES]) == 80
