"""A ledger lies where its path says, letter by letter: no part of a folder's name is read as part of an address."""

from pathlib import Path

import pytest

from schemas.store_address import Store
from tasks.program_folder.identity import Owner
from tasks.store.database import Database
from tests.support.small_program import files, lbn, rows, write_program

NAMES = ["what?a", "100%", "%41", "100%25", "two words", "a#b", "file:a?mode=ro", "ü", ":memory:", "a&b=c;d"]


@pytest.mark.parametrize("name", NAMES)
def test_a_program_may_lie_in_a_folder_of_any_name(name: str, tmp_path: Path):
    program = write_program(tmp_path / name, rows(3))
    assert lbn("ingest", "--json", program=program).json["accepted"] == 3
    assert (program / "lbn.db").stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_two_folders_alike_until_a_question_mark_are_two(tmp_path: Path):
    counts = {"what?a": 3, "what?b": 5}
    for name, count in counts.items():
        assert lbn("ingest", program=write_program(tmp_path / name, rows(count))).code == 0
    found = {name: lbn("status", "--json", program=tmp_path / name).json["entries"] for name in counts}
    assert found == counts
    assert not files(tmp_path).keys() & {"what"}


@pytest.mark.parametrize("name", ["a?b.db", "50%.db", "my ledger.db", "a#b.db"])
def test_the_setting_too_names_a_file_letter_by_letter(name: str, tmp_path: Path):
    url = Store(url=f"sqlite:///{name}").url
    database = Database(url, tmp_path, Owner(None, "example", lambda: None))
    with database.writing():
        assert database.address == str(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("path", ["{folder}/desk.html", "reports/../desk.html", ".//outbox", "./x/.././Failing.json"])
def test_no_way_leads_to_another_file_of_the_program(path: str, tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(3))
    with (folder / "lbn.toml").open("a", encoding="utf-8") as file:
        file.write(f'[store]\nurl = "sqlite:///{path.format(folder=folder)}"\n')
    for command in ("run", "check"):
        ended = lbn(command, program=folder)
        assert "which the program's folder has for something else" in ended.out + ended.words
        assert ended.code in (1, 2)
    assert not list(folder.glob("*-syncing"))
