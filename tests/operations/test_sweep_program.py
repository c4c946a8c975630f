"""The search for people's identifiers: found by place and line wherever they are, and never repeated."""

import zipfile
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter

from tests.support.audited import PERSON, PHONE, close, look, write
from tests.support.small_program import lbn, rows, write_form, write_settings


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A file of identifiers."""
    path = tmp_path / "people.txt"
    path.write_text(f"Nobody Whatsoever\nDoe\n\n{PERSON}\n{PHONE}\n", encoding="utf-8")
    return path


def test_nothing_is_found_and_it_says_what_cannot_be(folder: Path, listed: Path):
    found = look(folder, "find", listed)
    assert found.is_ok
    assert found.words.startswith("None of 3 lines of people.txt is in ")
    assert "What the file doesn't list isn't found" in found.words
    assert "not searched for: line 2." in found.words
    listed.write_text(f"Doe\nRoe\n{PERSON}\n", encoding="utf-8")
    assert "not searched for: lines 1, 2." in look(folder, "find", listed).words


def pack(path: Path) -> None:
    """Pack a name into an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("it.txt", f"{PERSON} " + "and so on, " * 50)


def print_paper(path: Path) -> None:
    """Put a name into what a PDF says of itself."""
    paper = PdfWriter()
    paper.add_metadata({"/Author": PERSON})
    paper.write(path)


INSERTED = "insert into {} values ({}'%s')" % PERSON  # noqa: S608, UP031 - it is filled in further
PLANTED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a row": (
        lambda at: write(at, INSERTED.format("vocabulary", "'own', ")), "line 4 in the ledger, vocabulary.word.",
    ),
    "a table of its own": (
        lambda at: write(at, "create table notes (it)", INSERTED.format("notes", "")),
        "line 4 in the ledger, notes.it.",
    ),
    "a table's name": (
        lambda at: write(at, f"create table 'of {PERSON}' (it)"), "line 4 in the ledger, sqlite_master.name.",
    ),
    "a file": (lambda at: (at / "it.log").write_text(f"....{PERSON.upper()}"), "line 4 in it.log, byte 4."),
    "a number by other marks": (lambda at: (at / "it.log").write_text("(518) 555-0199"), "line 5 in it.log, byte 0."),
    "a name turned round": (lambda at: (at / "it.log").write_text("Vantreight, Quillon"), "line 4 in it.log, byte 0."),
    "a file's name": (lambda at: (at / f"{PERSON}.log").touch(), "line 4 in the name of …."),
    "a file's name in two lines": (
        lambda at: (at / f"{PERSON.replace(' ', chr(10))}.log").touch(), "line 4 in the name of ….",
    ),
    "a file's name in encoded signs": (
        lambda at: (at / "Quillon%20Vantreight.log").touch(), "line 4 in the name of ….",
    ),
    "a file's name as a head's word": (
        lambda at: (at / "=?utf-8?q?Quillon_Vantreight?=.eml").touch(), "line 4 in the name of ….",
    ),
    "a file's name with signs that aren't seen": (
        lambda at: (at / "Quil\u00adlon\u200b Vantreight.log").touch(), "line 4 in the name of ….",
    ),
    "signs that aren't seen": (
        lambda at: (at / "it.log").write_text("Quil\u00adlon\u200b Vantreight"),
        "line 4 in it.log, packed or written otherwise.",
    ),
    "signs that aren't seen in a row": (
        lambda at: write(at, INSERTED.replace(PERSON, "Quillon\u200b Vantreight").format("vocabulary", "'own', ")),
        "line 4 in the ledger, vocabulary.word.",
    ),
    "a mail's subject": (
        lambda at: (at / "it.eml").write_text("Subject: =?utf-8?q?Quillon_Van?=\r\n =?utf-8?q?treight?=\r\n\r\nit"),
        "line 4 in it.eml, packed or written otherwise.",
    ),
    "an archive": (lambda at: pack(at / "it.zip"), "line 4 in it.zip, packed or written otherwise."),
    "a paper": (lambda at: print_paper(at / "it.pdf"), "line 4 in it.pdf"),
    "a ledger of before": (
        lambda at: (at / "lbn.db-damaged").write_bytes(PERSON.encode("utf-16-le")), "line 4 in lbn.db-damaged, byte 0.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("plant", "words"), PLANTED.values(), ids=PLANTED.keys())
def test_what_is_found_is_told_by_place_and_line(
    plant: Callable[[Path], object], words: str, folder: Path, listed: Path
):
    plant(folder)
    found = look(folder, "find", listed)
    assert not found.is_ok
    assert words.rstrip(".") in found.words
    assert not [part for part in (PERSON, PERSON.upper(), "Vantreight", "0199") if part in found.words]


def test_what_lies_in_no_row_any_more_is_found(folder: Path, listed: Path):
    with (folder / "lbn.db").open("ab") as file:
        file.write(f"{PERSON}".encode())
    assert "line 4 in lbn.db, in no row, byte " in look(folder, "find", listed).words


def test_unseen_signs_hide_nothing_in_no_row(folder: Path, listed: Path):
    with (folder / "lbn.db").open("ab") as file:
        file.write(bytes(9) + "Quillon\u200b Vantreight".encode() + bytes(9))
    assert "line 4 in lbn.db, in no row, packed or written otherwise" in look(folder, "find", listed).words


def test_a_name_that_two_parts_of_a_path_give_is_hidden(folder: Path, listed: Path):
    first, last = b64encode("Quil\ufff9lon Vantreight".encode()).decode().split("/")
    (folder / f"=?utf-8?b?{first}").mkdir()
    (folder / f"=?utf-8?b?{first}" / f"{last}?=").touch()
    found = look(folder, "find", listed).words
    assert "line 4 in the name of …, packed or written otherwise." in found
    assert last not in found


def test_tabs_and_the_list_itself_are_not_searched(folder: Path, listed: Path):
    write_form(folder, [dict(row, unit=PERSON) for row in rows(2)])
    (folder / "people.txt").write_bytes(listed.read_bytes())
    assert look(folder, "find", folder / "people.txt").is_ok


def test_a_shared_ledger_is_searched_for_the_program_s_own_rows(folder: Path, listed: Path, tmp_path: Path):
    places = {"jurisdictions": [PERSON]}
    own = {"store": {"url": f"sqlite:///{tmp_path / 'shared.db'}"}, "program": {"id": "k7qm2d9x"}}
    (folder / "lbn.toml").write_text(write_settings(places=places, **own), "utf-8")
    assert lbn("ingest", "--accept-withdrawals", program=folder).code == 0
    found = look(folder, "find", listed).words
    assert "line 4 in lbn.toml, byte " in found
    assert "line 4 in the ledger, vocabulary.word" in found
    (folder / "lbn.toml").write_text(write_settings(**own | {"program": {"id": "another2"}}), "utf-8")
    assert look(folder, "find", listed).is_ok


def test_a_file_that_cannot_be_read_is_told(folder: Path, listed: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tasks.sweep.look_at_files.LARGEST", 9_000)
    (folder / "it.log").write_bytes(bytes(9_001))
    assert "Not read: it.log is too large: more than 9 kB" in look(folder, "find", listed).words


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "is not there"),
        (b"\n Doe\n", "holds no line of at least 8 letters"),
        (b"\xff\xfe\x00", "isn't text in UTF-8"),
        (b"a line of them\n" * 1_001, "has more than 1,000 lines"),
        (b"a" * 100_001, "is too large"),
    ],
)
def test_a_list_that_is_none_is_a_wrong_call(content: bytes | None, why: str, folder: Path, listed: Path):
    listed.unlink() if content is None else listed.write_bytes(content)
    found = look(folder, "find", listed)
    assert (found.is_ok, found.is_wrong_call) == (False, True)
    assert why in found.words


def test_the_exit_code_says_what_was_found(folder: Path, listed: Path):
    assert lbn("audit", program=folder).code == 0
    (folder / "it.log").write_text(PERSON)
    close(folder)
    ended = lbn("audit", "--find", listed, program=folder)
    assert (ended.code, "find      TO DO  Lines of people.txt were found: line 4" in ended.out) == (1, True)
    assert lbn("audit", "--find", listed.with_name("other.txt"), program=folder).code == 2
