"""Read every workbook that was kept through the real process: `python -m tests.fuzz.replay`.

Each ends in rows or in a sentence; said are how many, the longest in seconds, and the most memory of one process.
"""

import resource
import sys
import time
from pathlib import Path

from tests.fuzz.__main__ import KEPT
from tests.fuzz.workbooks import read_one


def replay(folder: Path) -> tuple[int, float]:
    """Read the workbooks of a folder and those below it; how many there are, and the longest time of one."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in ("log", "words")]
    longest = 0.0
    for path in paths:
        began = time.monotonic()
        read_one(path.read_bytes())
        longest = max(longest, time.monotonic() - began)
    return len(paths), longest


if __name__ == "__main__":
    count, longest = replay(Path(sys.argv[1]) if len(sys.argv) > 1 else KEPT / "workbooks")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{count} workbooks, the longest {longest:.1f} s, the largest process {memory} MB")  # noqa: T201 - as above
