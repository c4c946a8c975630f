"""One word per thing: a word that docs/glossary.md rules out is in no name and in no sentence of the project.

Names, sentences, docstrings, comments, templates and pages are searched alike. What must keep a word, because users,
programs or databases know it, is listed once in KEPT, with its reason.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
SEARCHED = (
    "lbn.py",
    "schemas",
    "tasks",
    "flows",
    "report_templates",
    "docs",
    "tests",
    "tools",
    "benchmarks",
    "README.md",
)
ENDINGS = {".py", ".j2", ".typ", ".toml", ".md", ".js", ".css"}

LEFT_OUT = {
    "tests/golden": "is written by the code that is searched",
    "tests/mail_lint/node_modules": "is somebody else's",
    "tests/google_script/node_modules": "is somebody else's",
    "tasks/store/migrations/versions": "is frozen: databases in use were made by these words",
    "tests/test_glossary.py": "names every word that is ruled out",
    "docs/glossary.md": "names every word that is ruled out",
}


class Word(NamedTuple):
    """A word that is ruled out, as a pattern, and what to say instead."""

    pattern: str
    instead: str


def word(letters: str) -> str:
    """Find a word by its letters, in a sentence, between underscores and in CamelCase's first place."""
    return rf"(?<![A-Za-z])(?:{letters})(?![A-Za-z])"


RULED_OUT = {
    "hand-out": Word(word(r"hand(?:s|ed|ing)?[ _-]?outs?"), "distribution, distributed"),
    "left behind": Word(word(r"left[ _-]behind"), "distributed"),
    "entry": Word(word(r"entry|entries"), "distribution (an accepted row), row (any row)"),
    "books": Word(word(r"books"), "recorded stock"),
    "mend": Word(word(r"mend(?:s|ed|ing)?"), "fix"),
    "judge": Word(word(r"judge(?:s|d|ment|ments)?|judging"), "validate, decide"),
    "reckon": Word(word(r"reckon(?:s|ed|ing)?"), "compute, work out"),
    "noughts": Word(word(r"noughts?"), "zeros"),
    "pace": Word(word(r"pace"), "rate"),
    "blank": Word(word(r"blanks?|blanked"), "empty, spaces"),
    "is none of": Word(word(r"(?:is|are) none of"), "isn't one of"),
    "that is none": Word(word(r"(?:is|are) (?-i:none)(?= *[;,.:)\"'])"), "isn't one"),
    "is no": Word(r"(?<![Tt]here )(?<![A-Za-z])(?:is|are) no(?= (?!longer|more\b|other way)[a-z])", "isn't a"),
    "protect": Word(word(r"protect(?:s|ed|ing|ion)?"), "disclosure control"),
    "telling": Word(word(r"telling (?:column|title|grouping|table)s?"), "identifying"),
    "for ever": Word(word(r"for ever"), "forever"),
    "lest": Word(word(r"lest"), "so that … not"),
    "whole_files": Word(word(r"whole_files?"), "atomic_write"),
    "CannotGoOn": Word(r"CannotGoOn|WrongCall", "OperationError, UsageError"),
    "obstacle": Word(r"[Oo]bstacle", "reason (of a delivery)"),
    "NotTaken": Word(r"NotTaken|InDoubt", "DeliveryFailure, DeliveryUnknown"),
    "known_in": Word(word(r"(?<!is_)known_in|withdrawn_in"), "valid_from_sync, valid_to_sync"),
    "came and gone": Word(word(r"came_and_gone|(?:rows|entries)_(?:came|gone)"), "added, removed"),
    "place as a number": Word(word(r"for place(?=,| in)"), "index, column, location, edition_key"),
}

KEPT = {
    r"\"entries\"|'entries'|`entries`|\bentries=|\bentries: int|(?:state|status)\.entries": "a JSON key of lbn status",
    r"newest_entry": "a JSON key of lbn status",
    r"summarize_status\(program\)\.entries": "the same key, as an attribute",
    r"entry\.\d+": "Google's name for a question in a link that fills in the form",
    r"ingest_entries|ingest-entries": "the flow's name, which Prefect's page and its history know",
    r"\"obstacle\"|\"known_in\"|\"withdrawn_in\"": "columns of the first ledgers, before migration 0004",
    r"Good Samaritan Law protects": "what a law does",
    r"in_doubt": "a state in every ledger's database",
    r"entry ?points?": "Python's and Prefect's own word",
    r"google\.books|\.books\[|self\.books": "Google's workbooks, of the test server",
}
"""What keeps a word that is ruled out, as a pattern, and why."""


class Line(NamedTuple):
    """A line of a file, without what may keep its words; the file's name is line 0."""

    path: str
    number: int
    text: str


def list_files(left_out: Iterable[str]) -> Iterator[Path]:
    for name in SEARCHED:
        top = ROOT / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            where = path.relative_to(ROOT).as_posix()
            if path.suffix in ENDINGS and path.is_file() and not where.startswith(tuple(left_out)):
                yield path


def list_lines() -> Iterator[Line]:
    kept = re.compile("|".join(KEPT))
    for path in list_files(LEFT_OUT):
        where = path.relative_to(ROOT).as_posix()
        for number, text in enumerate([where, *path.read_text("utf-8").splitlines()]):
            yield Line(where, number, kept.sub("", text))


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return list(list_lines())


@pytest.mark.parametrize("name", RULED_OUT)
def test_a_word_that_is_ruled_out_is_nowhere(lines: list[Line], name: str):
    pattern, instead = RULED_OUT[name]
    found = [f"{line.path}:{line.number}" for line in lines if re.search(pattern, line.text, re.IGNORECASE)]
    assert not found, f"say “{instead}” instead"


@pytest.mark.parametrize("pattern", KEPT)
def test_what_keeps_its_word_is_still_there(pattern: str):
    everywhere = (path.read_text("utf-8") for path in list_files(LEFT_OUT))
    assert any(re.search(pattern, text) for text in everywhere)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("three hand-outs", "hand-out"), ("handed_out = 3", "hand-out"), ("kits left behind", "left behind"),
        ("an_entry()", "entry"), ("until it is mended", "mend"), ("The unit is none of lbn.toml", "is none of"),
        ("is no whole number", "is no"), ("DeliveryObstacle", "obstacle"), ("for place, row in x", "place as a number"),
    ],
)  # fmt: skip
def test_a_word_is_found_in_names_and_in_sentences(text: str, name: str):
    assert re.search(RULED_OUT[name].pattern, text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("leave-behind naloxone", "left behind"), ("an amended report", "mend"), ("there is no report", "is no"),
        ("a carpenter's workbooks", "books"), ("the entrance", "entry"), ("is no longer owed", "is no"),
    ],
)  # fmt: skip
def test_a_word_is_not_found_in_another(text: str, name: str):
    assert not re.search(RULED_OUT[name].pattern, text, re.IGNORECASE)
