"""Moving a ledger: all of it, once, and at any moment at most one of the two places is in use."""

import shutil
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from email import message_from_bytes
from email.policy import default
from operator import eq
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select

from tasks.console.moving import summarize_moved
from tasks.context import open_program
from tasks.operations.migrate_store import Moved, migrate_store
from tasks.store.moving import MOVED, copy_program, digest_tables
from tasks.store.tables import metadata
from tests.support.first_ledger import AS_READ, FIRST_LEDGER, KEY
from tests.support.moves import OWN, Broken, Places, a_history, breaking_off, find_moments, looking, settings_at
from tests.support.small_program import a_row, files, its_clock, lbn, rows, write_form, write_program, write_settings
from tests.support.strangers import CALLS, attempt, ids

LED_TO = {"programs", "vocabulary", "syncs", "editions"}
"""Tables of which no row can be taken away while others lead to it."""

OPENS_IT = [call for call in CALLS if call[0] != "migrate-store"]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with a history in its own file, which its tests copy."""
    return a_history(tmp_path_factory.mktemp("history") / "program", OWN)


def copied(history: Path, to: Path) -> Places:
    """Copy it, and name a file outside of its folder."""
    return Places(shutil.copytree(history, to / "program"), f"sqlite:///{to / 'other.db'}")


@pytest.fixture
def places(history: Path, tmp_path: Path) -> Places:
    """A program with a history in its own file, and a file outside of its folder."""
    return copied(history, tmp_path)


@pytest.fixture(scope="module")
def moved(history: Path, tmp_path_factory: pytest.TempPathFactory) -> Places:
    """The same, moved; lbn.toml still names the former place."""
    places = copied(history, tmp_path_factory.mktemp("moved"))
    assert places.move(places.other).code == 0
    return places


def test_the_history_that_is_moved_fills_every_table(places: Places):
    """Else a table that is forgotten could not be missed."""
    assert [name for name, rows in places.held(OWN).items() if not rows] == []


def test_there_and_back_nothing_is_lost(places: Places):
    before, status = places.held(OWN), lbn("status", "--json", program=places.folder).json
    assert places.move(places.other).code == 0
    assert places.held(places.other) == places.held(OWN) == before
    places.name(places.other)
    assert lbn("status", "--json", program=places.folder).json == status
    assert lbn("check", program=places.folder).code == 0
    assert places.move(OWN, "--forget").code == 0
    assert places.move(OWN).code == 0
    places.name(OWN)
    assert places.held(OWN) == before
    assert lbn("check", program=places.folder).code == 0


def test_a_run_after_it_makes_and_sends_nothing_again(places: Places):
    outbox = files(places.folder)
    assert places.move(places.other).code == 0
    places.name(places.other)
    ran = lbn("run", "--json", program=places.folder)
    assert (ran.code, ran.json["sent"], [one for one in ran.json["reports"] if one["is_new"]]) == (0, [], [])
    assert (ran.json["ingest"]["new"], ran.json["ingest"]["withdrawn"]) == (0, 0)
    changed = {name for name, content in files(places.folder).items() if outbox.get(name) != content}
    assert changed <= {"lbn.toml", "desk.html", "lbn.db-sending", "lbn.db-syncing"}
    again = lbn("report", "nysdoh-quarterly", "2024-Q1", "--edition", "1", "--json", program=places.folder)
    assert again.code == 0


@pytest.mark.parametrize("call", OPENS_IT, ids=ids)
def test_the_former_ledger_is_refused_by_every_command(call: tuple[str, ...], moved: Places):
    before = moved.held(OWN)
    ended = attempt(call, moved.folder)
    assert ended.code == 1
    assert "migrate-store" in ended.words
    assert "store.url" in ended.words
    assert moved.held(OWN) == before


def test_a_daily_run_of_the_former_ledger_is_told_by_mail(places: Places):
    """A schedule that nobody has thought of: it does nothing, and the coordinator hears of it."""
    assert places.move(places.other).code == 0
    assert lbn("run", program=places.folder).code == 1
    (told,) = (places.folder / "outbox").glob("not-running-*.eml")
    text = message_from_bytes(told.read_bytes(), policy=default).get_body(("plain",))
    assert text is not None
    assert "has left this place" in " ".join(text.get_content().split())


def test_nobody_takes_the_former_ledger_over(moved: Places):
    ended = lbn("ingest", "--take-over", "own", program=moved.folder)
    assert (ended.code, "has left" in ended.words) == (1, True)


def test_a_move_that_was_made_is_not_made_again(places: Places):
    assert places.move(places.other).code == 0
    before = places.held(places.other)
    again = places.move(places.other)
    assert (again.code, "already" in again.out) == (0, True)
    assert places.held(places.other) == before


def begin_anew(places: Places, kept: bytes) -> None:
    """Put back the ledger as it was before any move, and nothing in the other place."""
    Path(places.other.removeprefix("sqlite:///")).unlink(missing_ok=True)
    (places.folder / "lbn.db").write_bytes(kept)


def move_here(places: Places) -> None:
    """Move in this process, with nothing between us and what breaks it off."""
    with its_clock():
        migrate_store(open_program(places.folder, is_moving=True), places.other)


def test_wherever_it_breaks_off_it_is_completed(places: Places):
    """Before and after each commit that writes, and between: never two in use, and the next call ends it."""
    kept, before, ends = (places.folder / "lbn.db").read_bytes(), places.held(OWN), Counter[tuple[bool, bool]]()
    begin_anew(places, kept)
    with breaking_off(0) as steps:
        move_here(places)
    for step in find_moments(steps):
        begin_anew(places, kept)
        with breaking_off(step), suppress(Broken):
            move_here(places)
            pytest.fail(f"nothing broke off at {step}")
        ends[in_use(places)] += 1
        assert places.held(OWN) == before, step
        ended = places.move(places.other)
        assert (ended.code, ended.words) == (0, ""), step
        assert places.held(places.other) == before, step
        assert in_use(places) == (False, True), step
    assert ends.keys() == {(True, False), (False, False)}, "after the last step there is none that could break off"


def in_use(places: Places) -> tuple[bool, bool]:
    """Whether the one and the other place is in use."""
    return _is_in_use(places.folder / "lbn.db"), _is_in_use(Path(places.other.removeprefix("sqlite:///")))


def _is_in_use(path: Path) -> bool:
    if not path.exists() or not path.stat().st_size:
        return False
    with closing(sqlite3.connect(path)) as connection:
        if not connection.execute("select 1 from sqlite_master where name = 'programs'").fetchone():
            return False
        return connection.execute("select ledger_move from programs").fetchall() == [(None,)]


def break_off_at_mark(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """Move until the copy has arrived and the former ledger is to be marked."""

    def end(*_: object) -> None:
        raise Broken

    with monkeypatch.context() as patched:
        patched.setattr("tasks.operations.migrate_store.note_move", end)
        with pytest.raises(Broken):
            move_here(places)


def test_a_copy_that_is_not_let_in_is_not_used(places: Places, monkeypatch: pytest.MonkeyPatch):
    break_off_at_mark(places, monkeypatch)
    assert lbn("status", program=places.folder).code == 0
    places.name(places.other)
    for call in (("run",), ("status",), ("ingest", "--from-scratch"), ("migrate-store", OWN)):
        ended = lbn(*call, program=places.folder)
        assert (ended.code, ended.out, "has not finished" in ended.words) == (1, "", True), call
    places.name(OWN)
    assert lbn("run", program=places.folder).code == 0
    assert places.move(places.other).code == 0


def test_what_the_ledger_got_since_a_broken_move_is_moved_too(places: Places, monkeypatch: pytest.MonkeyPatch):
    break_off_at_mark(places, monkeypatch)
    write_form(places.folder, [*rows(11), a_row(12), a_row(50), a_row(51)])
    assert lbn("run", program=places.folder).code == 0
    before = places.held(OWN)
    assert places.move(places.other).code == 0
    assert places.held(places.other) == before


def test_a_wrong_address_is_not_said_to_be_lbn_tomls(places: Places, tmp_path: Path):
    for url in (f"postgresql+psycopg://lbn@/x?host={tmp_path}", "sqlite:///Counts.csv"):
        for options in ((), ("--forget",)):
            ended = places.move(url, *options)
            assert (ended.code, "that the call names" in ended.words, "lbn.toml" in ended.words) == (1, True, False)
    assert lbn("status", program=places.folder).code == 0


@pytest.mark.parametrize("table", [table.name for table in MOVED if table.name not in LED_TO])
def test_a_copy_without_a_row_is_not_put_into_use(table: str, places: Places, monkeypatch: pytest.MonkeyPatch):
    def copy(old: Connection, new: Connection, *rest: Any) -> None:
        copy_program(old, new, *rest)
        first = metadata.tables[table].primary_key.columns.values()
        row = new.execute(select(*first)).first()
        new.execute(delete(metadata.tables[table]).where(*map(eq, first, row or ())))

    monkeypatch.setattr("tasks.operations.migrate_store.copy_program", copy)
    ended = places.move(places.other)
    assert (ended.code, ended.out, f": {table}. " in ended.words) == (1, "", True)
    assert lbn("status", program=places.folder).code == 0
    monkeypatch.undo()
    assert places.move(places.other).code == 0


def test_rows_in_another_order_are_not_the_same(places: Places):
    with open_program(places.folder).database.reading() as connection:
        whole = digest_tables(connection, "own")
    with closing(sqlite3.connect(places.folder / "lbn.db")) as connection:
        connection.execute("update counts set id = id + 100 where id = (select min(id) from counts)")
        connection.execute("update distributions set id = id + 100 where id = (select min(id) from distributions)")
        connection.commit()
    with looking(places.folder, OWN) as connection:
        changed = digest_tables(connection, "own")
    assert {name for name in whole if whole[name] != changed[name]} == {"distributions"}, "one count has no order"


def test_a_place_that_has_the_program_is_refused(places: Places, tmp_path: Path):
    other = a_history(tmp_path / "other", places.other)
    key = (places.folder / "secret.key").read_text("ascii")
    before = (places.held(OWN), places.held(places.other))
    ended = places.move(places.other)
    assert (ended.code, "not read with the key" in ended.words) == (1, True), "another program's"
    assert lbn("status", program=other).code == 0
    (tmp_path / "other.db").unlink()
    (other / "secret.key").write_text(key, encoding="ascii")
    assert lbn("ingest", program=other).code == 0
    before = (places.held(OWN), places.held(places.other))
    for options in ((), ("--forget",)):
        ended = places.move(places.other, *options)
        assert (ended.code, "cannot be put together" in ended.words) == (1 + bool(options), True)
    assert (places.held(OWN), places.held(places.other)) == before
    assert lbn("status", program=places.folder).code == 0


def test_what_is_closed_before_and_after_a_move_goes_together(tmp_path: Path):
    """Rows get other numbers in the other place, and those that were closed keep what stood for their own."""
    spread = [a_row(24 * day) for day in range(60)]
    folder = write_program(tmp_path / "program", spread, settings_at(OWN))
    assert lbn("ingest", program=folder).code == 0
    write_form(folder, spread[3:])
    assert lbn("backfill", "2024-01", "2024-12", program=folder).code == 0
    assert lbn("purge", "--before", "2024-02-01", program=folder).code == 0
    places = Places(folder, f"sqlite:///{tmp_path / 'other.db'}")
    assert places.move(places.other).code == 0
    places.name(places.other)
    before = lbn("figures", "2024", "--json", program=folder).json
    assert lbn("purge", "--before", "2024-03-01", program=folder).words == ""
    assert lbn("figures", "2024", "--json", program=folder).json == before
    assert before["measures"]["kits_distributed"] == len(spread) - 3


def test_the_former_ledger_is_in_the_way_until_it_is_forgotten(places: Places):
    assert places.move(places.other).code == 0
    assert places.move(places.other, "--forget").code == 1, "the one that lbn.toml names has left: this is the only one"
    places.name(places.other)
    ended = places.move(OWN)
    assert (ended.code, "--forget" in ended.words) == (1, True)
    secret = b"A123"
    assert secret in (places.folder / "lbn.db").read_bytes()
    assert places.move(OWN, "--forget").code == 0
    assert secret not in (places.folder / "lbn.db").read_bytes()
    assert places.move(OWN, "--forget").code == 2, "nothing is there"
    assert places.move("sqlite:///typo.db", "--forget").code == 2
    assert not (places.folder / "typo.db").exists(), "nothing was done"


def test_it_is_used_again_where_the_other_is_lost(places: Places, tmp_path: Path):
    before = lbn("status", "--json", program=places.folder).json
    assert places.move(places.other, "--take-back").code == 2, "it has not left"
    assert places.move(places.other).code == 0
    ended = places.move(places.other, "--take-back")
    assert (ended.code, "in use" in ended.words) == (1, True)
    (tmp_path / "other.db").write_bytes(b"not a ledger any more")
    assert places.move(places.other).code == 1
    ended = places.move(places.other, "--take-back")
    assert (ended.code, str(tmp_path / "other.db") in ended.out) == (0, True)
    assert lbn("status", "--json", program=places.folder).json == before


def test_a_ledger_of_an_earlier_version_is_moved_at_once(places: Places):
    """Its rows have neither seals nor digests before the move, and the copy has both."""
    with closing(sqlite3.connect(places.folder / "lbn.db")) as connection:
        connection.execute("delete from seals")
        for name in ("editions", "artifacts", "messages"):
            connection.execute(f"update {name} set digest = null")  # noqa: S608 - names of ours
        connection.commit()
    assert places.move(places.other).code == 0
    places.name(places.other)
    assert lbn("check", program=places.folder).code == 0


def test_a_damaged_edition_goes_on_to_be_damaged(places: Places):
    with closing(sqlite3.connect(places.folder / "lbn.db")) as connection:
        connection.execute(
            "update editions set figures = cast(replace(figures, '1', '2') as blob) where report = 'public-summary'"
        )
        connection.commit()
    damaged = lbn("check", program=places.folder).out
    assert "edition 1 of public-summary for 2024" in damaged
    assert places.move(places.other).code == 0
    places.name(places.other)
    assert "edition 1 of public-summary for 2024" in lbn("check", program=places.folder).out


def test_what_cannot_be_moved(tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(3), settings_at(OWN))
    places = Places(folder, f"sqlite:///{tmp_path / 'other.db'}")
    assert "nothing to move" in places.move(places.other).words
    assert lbn("ingest", program=folder).code == 0
    for url in (OWN, "sqlite:///./lbn.db", "mysql://nowhere/lbn", ""):
        ended = places.move(url)
        assert (ended.code, ended.out) == (2, ""), url
    (folder / "lbn.toml").write_text(write_settings(), encoding="utf-8")
    ended = places.move(places.other)
    assert (ended.code, "program.id is missing" in ended.words) == (2, True)
    assert places.move(places.other, "--forget", "--roles").code == 2


def test_lbn_toml_names_the_new_place_before_the_move(places: Places):
    """Nobody is told to read the tabs there: that would begin a new ledger."""
    places.name(places.other)
    for options in ((), ("--forget",)):
        ended = places.move(OWN, *options)
        assert (ended.code, "lbn ingest" in ended.words, "is in use" in ended.words) == (1, False, True)
    places.name(OWN)
    assert places.move(places.other).code == 0


def test_a_ledger_of_the_first_version_is_read_first(tmp_path: Path):
    """It has no check value of the key yet, and isn't nothing."""
    folder = write_program(tmp_path / "program", AS_READ, settings_at(OWN))
    (folder / "secret.key").write_text(KEY, encoding="ascii")
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        connection.executescript(FIRST_LEDGER.read_text(encoding="utf-8"))
    places = Places(folder, f"sqlite:///{tmp_path / 'other.db'}")
    ended = places.move(places.other)
    assert (ended.code, "nothing to move" in ended.words, "lbn ingest" in ended.words) == (1, False, True)
    assert lbn("ingest", program=folder).code == 0
    assert places.move(places.other).code == 0


def test_it_waits_for_a_run_that_sends(places: Places):
    with open_program(places.folder).database.sending():
        ended = places.move(places.other)
    assert (ended.code, "is sending" in ended.words) == (1, True)
    assert lbn("status", program=places.folder).code == 0


def test_no_password_is_written_out():
    url = "postgresql+psycopg://lbn:Canary-password@{}.example.gov:5432/lbn"
    words = summarize_moved(Moved("there", url.format("old"), {}), url.format("new"), Path())
    assert "Canary" not in words
    for server in ("old", "new"):
        assert f"postgresql+psycopg://lbn@{server}.example.gov:5432/lbn" in words
