"""Bits that turn on a disk: no wrong figure without a word, no traceback, and one command heals what the tabs hold.

LBN_FLIPS raises how many damaged copies are tried; LBN_FLIPS_FILE names a file to which what came of each is added, of
which `python -m tests.support.bit_flips FILE` makes the table.
"""

import os
from pathlib import Path

import pytest

from tests.support.bit_flips import BUT_LOST, HEALED, RIGHT, TRACEBACK, WRONG, list_copies, make_original, try_copy

FLIPS = int(os.environ.get("LBN_FLIPS", "12"))
PARTS = max(1, FLIPS // 50)


@pytest.mark.parametrize("part", range(PARTS))
def test_turned_bits_never_give_a_wrong_figure(part: int, tmp_path: Path):
    original = make_original(tmp_path / "original")
    numbers = range(part * FLIPS // PARTS, (part + 1) * FLIPS // PARTS)
    copies = list_copies(original, tmp_path / "copies", numbers)
    outcomes = [try_copy(original, kind, folder) for kind, folder in copies]
    if named := os.environ.get("LBN_FLIPS_FILE"):
        with Path(named).open("a", encoding="utf-8") as file:
            lines = zip(numbers, outcomes, strict=True)
            file.writelines(f"{number}\t{one.kind}\t{one.outcome}\n" for number, one in lines)
    bad = [(number, one) for number, one in zip(numbers, outcomes, strict=True) if one.outcome in {WRONG, TRACEBACK}]
    assert not bad
    well = [one for one in outcomes if one.outcome in {RIGHT, HEALED, BUT_LOST}]
    assert len(well) > len(outcomes) * 3 / 4, "most of what is damaged is healed"
