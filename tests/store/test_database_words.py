"""What is said of a database that fails claims nothing about what was done before it."""

from pathlib import Path

import pytest

from tasks.store.database_words import NOT_DONE, write_sentence


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("database or disk is full", "The disk is full: the ledger lbn.db could not be written."),
        ("disk i/o error", "The disk failed while the ledger lbn.db was used."),
        ("attempt to write a readonly database", "The ledger lbn.db cannot be written"),
        ("something else", "The ledger lbn.db cannot be used"),
    ],
)
def test_only_the_step_is_said_not_to_be_done(reason: str, said: str):
    words = write_sentence(reason, Path("lbn.db"))
    assert words.startswith(said)
    assert words.endswith(NOT_DONE)
    assert "Nothing was changed" not in words
