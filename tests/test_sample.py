"""The sample programs and the empty one: what `lbn demo` and `lbn init` write."""

import csv
import os
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from schemas.agency import Oopp
from schemas.finding import Code
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Tab
from tasks.context import open_program
from tasks.errors import UsageError
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.operations.summarize_status import summarize_status
from tasks.sample import write_empty_program, write_nyc_sample, write_sample

Write = Callable[[Path, date], None]
TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
SAMPLES = pytest.mark.parametrize("write", [write_sample, write_nyc_sample])
FORM_CODES = set(list(Code)[: list(Code).index(Code.MOVEMENT_UNKNOWN)])


def settings_of(folder: Path) -> Settings:
    """The folder's lbn.toml, checked."""
    return Settings.model_validate(tomllib.loads((folder / "lbn.toml").read_text(encoding="utf-8")))


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a tab, by title."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_of(timestamp: str) -> date:
    """The day of a time as Google Sheets writes it."""
    month, day, year = timestamp.split(maxsplit=1)[0].split("/")
    return date(int(year), int(month), int(day))


@SAMPLES
@pytest.mark.parametrize("today", [TODAY, date(2024, 2, 29), date(2027, 7, 1)])
def test_a_sample_is_a_year_and_a_half_up_to_today(write: Write, today: date, tmp_path: Path):
    write(tmp_path, today)
    is_upstate = settings_of(tmp_path).program.oopp is Oopp.UPSTATE
    rows = rows_of(tmp_path / "Form Responses 1.csv")
    assert len(rows) >= (500 if is_upstate else 150)
    days = [day_of(row["Timestamp"]) for row in rows if row["Timestamp"][0].isdigit()]
    assert today - timedelta(days=10) <= max(days) <= today
    assert min(days) < today - timedelta(days=530)


@SAMPLES
def test_a_sample_is_the_same_every_time(write: Write, tmp_path: Path):
    write(tmp_path / "a", TODAY)
    write(tmp_path / "b", TODAY)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@SAMPLES
def test_a_sample_holds_the_dirt_of_real_life(write: Write, tmp_path: Path):
    write(tmp_path, TODAY)
    program = open_program(tmp_path, lambda: NOON)
    ingest_entries(program)
    found = [item for item in summarize_status(program).attention if item.tab == Tab.RESPONSES.value]
    assert {item.code for item in found} == FORM_CODES
    assert 15 <= len({item.row for item in found}) <= 25
    stock = reconcile_stock(program)
    assert stock.low
    assert stock.recalled
    assert stock.variances
    assert {lot.days < 0 for lot in stock.expiring} == {True, False}


def test_a_sample_replaces_a_sample_but_no_real_program(tmp_path: Path):
    write_sample(tmp_path, TODAY)
    write_nyc_sample(tmp_path, TODAY)
    (tmp_path / "lbn.toml").write_text("[agency]\n", encoding="utf-8")
    with pytest.raises(UsageError, match="program of your own"):
        write_sample(tmp_path, TODAY)


def test_what_cannot_be_read_counts_as_a_real_program(tmp_path: Path):
    os.mkfifo(tmp_path / "lbn.toml")
    with pytest.raises(UsageError, match="program of your own"):
        write_sample(tmp_path, TODAY)


def test_an_empty_program_has_settings_and_headers(tmp_path: Path):
    write_empty_program(tmp_path / "new")
    settings = settings_of(tmp_path / "new")
    assert settings.source.kind == "files"
    for tab in Tab:
        name = getattr(settings.source, tab.name.lower()).replace("*", "")  # the pattern fits its own empty tab
        titles = [column.titles[0] for column in COLUMNS[tab]]
        assert (tmp_path / "new" / name).read_text(encoding="utf-8").splitlines() == [",".join(titles)]
    assert (tmp_path / "new" / "decisions.csv").read_text(encoding="utf-8").split() == ["ref,decision"]


def test_each_new_program_has_an_id_of_its_own(tmp_path: Path):
    ids = set()
    for number in range(20):
        write_empty_program(tmp_path / str(number))
        ids.add(settings_of(tmp_path / str(number)).program.id)
    assert len(ids) == 20
    assert set("".join(map(str, ids))).isdisjoint("il01o")


def test_an_empty_program_leaves_the_exports_that_are_there(tmp_path: Path):
    (tmp_path / "Inventory.csv").write_text("mine", encoding="utf-8")
    write_empty_program(tmp_path)
    assert (tmp_path / "Inventory.csv").read_text(encoding="utf-8") == "mine"


def test_a_program_is_not_made_over_another(tmp_path: Path):
    write_empty_program(tmp_path)
    with pytest.raises(UsageError, match=r"already has an lbn\.toml"):
        write_empty_program(tmp_path)


@pytest.mark.parametrize("write", [write_empty_program, lambda folder: write_sample(folder, TODAY)])
@pytest.mark.parametrize("name", ["notes.txt", "notes.txt/new"])
def test_a_file_is_no_place_for_a_program(write: Callable[[Path], None], name: str, tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=rf"The folder .*{name} cannot be made \(.+\)\. Name another one\."):
        write(tmp_path / name)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
