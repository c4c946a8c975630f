"""Command-level tests of a sync: a file of answers written, `lbn ingest` run, and what it counts or refuses."""

from pathlib import Path

from tests.support.small_program import Ended, files, lbn, tables, write_settings

Answers = list[dict[str, str]]


def refuse(program: Path) -> str:
    """Return the sentence that stops a sync; nothing is changed."""
    before = tables(program), files(program)
    ended = lbn("ingest", program=program)
    assert ended.code == 1, ended
    assert (tables(program), files(program)) == before
    assert "12207" not in ended.words
    return ended.words


def ingest(program: Path, *options: str) -> tuple[Ended, dict[str, int]]:
    """Sync with these options; return how it ended, and its counts."""
    ended = lbn("ingest", "--json", *options, program=program)
    assert ended.code == 0, ended
    return ended, ended.json


def set_up(folder: Path, /, **sections: dict[str, object]) -> None:
    """Write lbn.toml anew, some sections with other keys."""
    (folder / "lbn.toml").write_text(write_settings(**sections), encoding="utf-8")
