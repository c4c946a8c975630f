"""`lbn hosted` as it is called: what belongs to a backfill, exit codes, and one JSON document."""

from pathlib import Path

import pytest

from tests.support.small_program import SECRET, lbn, rows, write_program


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two programs, of which one has a mistake in its settings."""
    folder = tmp_path_factory.mktemp("host")
    write_program(folder / "albany", rows(3))
    write_program(folder / "troy", settings="[[[")
    return folder


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("backfill",), "A backfill needs its months"),
        (("backfill", "2024-01"), "A backfill needs its months"),
        (("backfill", "2024-01", "spring"), "spring"),
        (("run", "2024-01"), "are for backfill; leave them out of run."),
        (("status", "--report", "supplier"), "are for backfill; leave them out of status."),
        (("check", "--dry-run"), "are for backfill"),
        (("run", "--as-known"), "are for backfill"),
        (("ingest",), "lbn hosted DIR takes run, status, check or backfill"),
        (("run", "--workers", "-1"), "workers"),
        (("run", "--most-minutes", "0"), "most-minutes"),
    ],
)
def test_a_wrong_call_begins_nothing(arguments: tuple[str, ...], said: str, host: Path):
    ended = lbn("hosted", host, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.words
    assert not (host / "albany" / "lbn.db").exists()


def test_a_secret_of_the_environment_is_for_no_host(host: Path):
    ended = lbn("hosted", host, "run", LBN_SECRET_KEY="0" * 64)
    assert (ended.code, ended.out) == (2, "")
    assert "LBN_SECRET_KEY: a variable would give one program's secret to all" in ended.words
    assert not (host / "albany" / "lbn.db").exists()


def test_one_that_fails_sets_the_exit_code_and_hurts_no_other(host: Path):
    ended = lbn("hosted", host, "run")
    assert ended.code == 1
    albany, troy, _, totals = ended.out.splitlines()
    assert albany.startswith("albany: read 3 rows, 3 counted, made ")
    assert troy.startswith("troy: NOT DONE (2). lbn.toml cannot be read")
    assert totals.startswith("2 programs: 1 done, 1 not done; read 3 rows")
    assert SECRET not in ended.out


def test_json_is_one_document_with_a_line_for_people_beside_it(host: Path):
    ended = lbn("hosted", host, "status", "--json")
    assert ended.code == 1
    assert [(one["folder"], one["code"]) for one in ended.json["programs"]] == [("albany", 0), ("troy", 2)]
    assert "2 programs: 1 done, 1 not done" in ended.words


def test_programs_that_all_do_well_end_with_0(host: Path, tmp_path: Path):
    listed = tmp_path / "programs.txt"
    listed.write_text(f"{host / 'albany'}\n")
    assert lbn("hosted", listed, "check").code == 0
    ended = lbn("hosted", listed, "backfill", "2024-01", "2024-03", "--dry-run")
    assert (ended.code, ended.out.splitlines()[0]) == (0, f"{host / 'albany'}: would make 1 edition.")
