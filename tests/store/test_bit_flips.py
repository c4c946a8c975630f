"""Bits that turn on a disk: no wrong figure without a word, no traceback, and one command heals what the tabs hold.

LBN_FLIPS raises how many damaged copies are tried; LBN_FLIPS_FILE names a file for the table of what came of them.
"""

import os
from collections import Counter
from pathlib import Path

from tests.support.bit_flips import list_copies, make_original, try_copy

FLIPS = int(os.environ.get("LBN_FLIPS", "40"))
NEVER = {"wrong", "traceback"}


def test_turned_bits_never_give_a_wrong_figure(tmp_path: Path):
    original = make_original(tmp_path / "original")
    outcomes = [try_copy(original, folder) for folder in list_copies(original, tmp_path / "copies", FLIPS)]
    counted = Counter((one.asked, one.healed) for one in outcomes)
    if named := os.environ.get("LBN_FLIPS_FILE"):
        lines = [f"{asked:<10} then {healed:<10} {count}" for (asked, healed), count in sorted(counted.items())]
        Path(named).write_text("\n".join([*lines, ""]), encoding="utf-8")
    bad = {number: one for number, one in enumerate(outcomes) if NEVER & {one.asked, one.healed}}
    assert not bad
    assert counted["refused", "right"] > counted["refused", "refused"], "most of what is damaged is healed"
