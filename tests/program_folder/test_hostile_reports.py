"""A report.toml of a program's own that isn't text for people: a sentence, as of lbn.toml, and none of its orders."""

from pathlib import Path

import pytest

from tests.program_folder.test_report_definitions import WHOLE, mistake


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "Invalid value"),
        ("title = " + "[" * 2000, "lie too deep"),
        (".".join("a" * 300_000) + " = 1", "lie too deep"),
        ("due_days = " + "1" * 5000, "too many digits at due_days (line 1)"),
        (
            WHOLE.replace("County", "\\u001b[31mCounty"),
            "at title holds a character that can't be seen (U+001B)",
        ),
        (WHOLE.replace("By county", "By \\u202ecounty"), "the text at tables.1.title holds"),
        ('"\\u0007" = 1', "the name at ? holds"),
    ],
)
def test_what_is_no_text_for_people_is_one_sentence(tmp_path: Path, text: str, said: str):
    """As in lbn.toml: read by the same reader, soon, and never handed on to a terminal or a mail's subject."""
    words = mistake(tmp_path, text)
    assert words.startswith("report_templates/county-board/report.toml")
    assert said in words
    assert words.isprintable()
    assert words.endswith(".")
