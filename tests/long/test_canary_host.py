"""Words planted in the cells of programs run together, or moved to a database, are nowhere in what is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.leaks import Canaries, Place
from tests.support.programs import FORM_HEADER, RESPONSES, TABS, write_program, write_settings
from tests.support.traced import Machine
from tests.support.twins import read_tables

GIVEN = [*(f"{tab}.csv" for tab in TABS), "decisions.csv"]
OPERATOR = 'name = "Example County"\nto = "ops@county.example.gov"\n\n[mail]\nfrom = "lbn@county.example.gov"\n'
CALLS = (("run",), ("run", "--json"), ("check",), ("status", "--json"), ("backfill", "2026-08", "2026-09"))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a machine on which programs are run."""
    return Machine(tmp_path / "machine")


def write_refused_tab(folder: Path, canaries: Canaries) -> None:
    """Give the form's tab a title that isn't one, and rows of words."""
    header = ",".join(FORM_HEADER).replace("Kits left", canaries("title in place of a required one"))
    row = ",".join(canaries("refused row") for _ in FORM_HEADER)
    (folder / f"{RESPONSES}.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")


def test_no_free_word_leaves_the_programs_of_a_host(tmp_path: Path, machine: Machine):
    canaries, host = Canaries(), tmp_path / "host"
    for name in ("albany", "troy"):
        write_program(host / name, canaries)
    write_refused_tab(host / "troy", canaries)
    (host / "operator.toml").write_text(OPERATOR, encoding="utf-8")
    said = machine.lbn(*(("hosted", str(host), *call) for call in CALLS))
    assert canaries.leaks([*said.places, *machine.files(host, but=GIVEN)]) == []
    assert said.codes == [1, 1, 1, None, 1], said
    assert b"albany: read" in said.output
    assert b"troy: NOT DONE (1)" in said.output
    assert list((host / "outbox").glob("*.eml"))
    assert list((host / "albany/outbox").glob("*.eml"))


def test_no_free_word_moves_to_a_database(url: str, tmp_path: Path, machine: Machine):
    canaries, former = Canaries(), "sqlite:///lbn.db"
    folder = write_program(tmp_path / "program", canaries)
    run, forget = ("run", "--program", str(folder)), ("migrate-store", former, "--forget", "--program", str(folder))
    name_store(folder, former)
    before = machine.lbn(run, ("migrate-store", url, "--program", str(folder)))
    name_store(folder, url)
    later = machine.lbn(run, forget)
    kept = list(read_places(folder))
    assert canaries.leaks([*before.places, *later.places, *kept, *machine.files(folder, but=GIVEN)]) == []
    assert [*before.codes, *later.codes] == [None] * 4, (before, later)
    assert any(b"A123" in content for _, content in kept)


def name_store(folder: Path, url: str) -> None:
    """Write the settings of a program whose ledger is there."""
    written = write_settings(".csv", program={"oopp": "upstate", "id": "village2"}, store={"url": url})
    (folder / "lbn.toml").write_text(written, encoding="utf-8")


def read_places(folder: Path) -> Iterator[Place]:
    """Read each table of a program's ledger, as it stands in its database."""
    for name, rows in read_tables(folder).items():
        for row in rows:
            for column, value in row.items():
                yield f"{name}.{column}", value if isinstance(value, bytes) else str(value).encode()
