"""A new program's patterns, as `lbn init` writes them: they fit what Google and Microsoft name downloads."""

import os
from pathlib import Path

import pytest

from schemas.tabs import COLUMNS, Tab
from tasks.context import open_program
from tasks.sample import write_empty_program
from tests.sources.files.reading import write_book

SHEET = "Village of Example Leave-behind (Responses)"
TABS = {Tab.RESPONSES: "Form Responses 1", Tab.INVENTORY: "Inventory", Tab.COUNTS: "Counts", Tab.TRAINING: "Training"}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program as init makes it."""
    write_empty_program(tmp_path)
    return tmp_path


def find_names(folder: Path) -> dict[Tab, str]:
    """The names of the files that are read, once each can be."""
    source = open_program(folder).source
    for tab, raw in source.read().items():
        assert raw.take_apart(raw.body).header, tab
    return dict(source.find_names())


def download(folder: Path, ending: str) -> dict[Tab, str]:
    """A download of each tab, older than the folder itself, as a browser names it."""
    names = {tab: f"{SHEET} - {title}{ending}" for tab, title in TABS.items()}
    for tab, name in names.items():
        (folder / name).write_bytes((folder / f"{TABS[tab]}.csv").read_bytes())
        os.utime(folder / name, (1_700_000_000, 1_700_000_000 + len(ending)))
    return names


def test_its_own_empty_tabs_are_read(program: Path):
    assert find_names(program) == {tab: f"{title}.csv" for tab, title in TABS.items()}


def test_downloads_are_read_instead_however_old(program: Path):
    first = download(program, ".csv")
    assert find_names(program) == first
    second = download(program, " (1).csv")
    assert find_names(program) == second


def test_the_pattern_of_microsoft_forms_is_a_line_away(program: Path):
    settings = (program / "lbn.toml").read_text("utf-8")
    lines = settings.splitlines()
    theirs = next(line.removeprefix("# ") for line in lines if line.startswith('# responses = "'))
    ours = next(line for line in lines if line.startswith("responses"))
    (program / "lbn.toml").write_text(settings.replace(ours, theirs), "utf-8")
    (program / "Kits in the field(1-57).xlsx").write_bytes((program / "Form Responses 1.csv").read_bytes())
    assert find_names(program)[Tab.RESPONSES] == "Kits in the field(1-57).xlsx"


def test_one_workbook_of_the_whole_sheet_may_hold_all_tabs(program: Path):
    settings = (program / "lbn.toml").read_text("utf-8")
    for title in TABS.values():
        settings = settings.replace(f'"*{title}*.csv"', '"*(Responses)*.xlsx"')
    (program / "lbn.toml").write_text(settings, "utf-8")
    sheets = {title: [[column.titles[0] for column in COLUMNS[tab]], ["1"]] for tab, title in TABS.items()}
    (program / f"{SHEET}.xlsx").write_bytes(
        write_book(**{name.replace(" ", "_"): rows for name, rows in sheets.items()})
    )
    assert set(find_names(program).values()) == {f"{SHEET}.xlsx"}
    raw = open_program(program).source.read()
    headers = {tab: [*one.take_apart(one.body).header] for tab, one in raw.items()}
    assert headers == {tab: sheets[title][0] for tab, title in TABS.items()}
