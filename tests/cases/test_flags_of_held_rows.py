"""What else is wrong with a row on hold: it isn't counted, so nothing of it is said to count as anything."""

import re

from tests.cases.program import Case, form

WRONG = form("9/10/2026", kits="two", unit="The annex", zip="1220", trained="many")
"""Held for its kits; all else would only be flagged."""
COUNTED = re.compile(r"\b(it|place|distribution) counts\b|is counted, but", re.IGNORECASE)


def test_of_no_part_of_a_held_row_the_list_says_that_it_counts(case: Case):
    case.write(WRONG).ingest()
    needed = (case.folder / "needs-attention.csv").read_text("utf-8-sig")
    assert "unit_unknown" in needed
    assert needed.count("held for another reason, so it isn't counted") == needed.count("\n") - 2
    assert not COUNTED.search(needed)


def test_the_digest_lists_all_of_a_held_row_under_held(case: Case):
    case.write(WRONG).ask("run")
    (digest,) = case.mails("attention")
    assert digest.count("Held: ") == 5
    assert "Counted, flagged" not in digest
    assert not COUNTED.search(digest)


def test_a_row_that_is_counted_still_says_as_what(case: Case):
    case.write(form(unit="The annex")).ask("run")
    (digest,) = case.mails("attention")
    assert "Counted, flagged: The unit isn't one of those in lbn.toml, so the distribution counts under" in digest
