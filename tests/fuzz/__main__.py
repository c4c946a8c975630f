"""Fuzz targets one after the other: `python -m tests.fuzz SECONDS [NAME …]`, or `make fuzz SECONDS=600`.

Inputs that reach new code are kept in .fuzz/NAME/corpus, for the next run to go on from, and those that fail in
.fuzz/NAME/found. A failure ends a run of libFuzzer; then the next begins, until the target's time is up.
"""

import hashlib
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.targets import TARGETS, load_target

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".fuzz"
MEMORY = 1_000
"""In megabytes; a run that takes more has found something."""

SECONDS_AN_INPUT = 20
LONGEST = 65_536
MISSING = (
    "Fuzzing needs atheris, which isn't installed here: `.venv/bin/python -m pip install atheris` (Linux, where it has "
    "a wheel for this Python). Nothing was fuzzed."
)


def write_inputs(folder: Path, inputs: list[bytes]) -> None:
    """Write each input under a name that follows from it, as libFuzzer does."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in inputs:
        (folder / hashlib.sha1(one).hexdigest()).write_bytes(one)  # noqa: S324 - a name, as libFuzzer makes it


def write_words(path: Path, words: list[bytes]) -> None:
    """Write the pieces that are put in, as libFuzzer reads them."""
    lines = ["".join(rf"\x{byte:02x}" for byte in word) for word in words]
    path.write_text("".join(f'"{line}"\n' for line in lines), "ascii")


def fuzz(name: str, seconds: int) -> int:
    """Fuzz one target for so long, and count the inputs that fail."""
    target, folder = load_target(name), KEPT / name
    corpus, found, words = folder / "corpus", folder / "found", folder / "words"
    write_inputs(corpus, target.SEEDS)
    found.mkdir(exist_ok=True)
    write_words(words, target.WORDS)
    options = [
        f"-dict={words}", f"-artifact_prefix={found}/", f"-timeout={SECONDS_AN_INPUT}", f"-rss_limit_mb={MEMORY}",
        f"-max_len={LONGEST}", "-print_final_stats=1", "-reload=0", str(corpus),
    ]  # fmt: skip
    end = time.monotonic() + seconds
    with (folder / "log").open("ab") as log:
        while (left := int(end - time.monotonic())) > 0:
            command = [sys.executable, "-m", "tests.fuzz.once", name, f"-max_total_time={left}", *options]
            subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, check=False)
    return len([*found.iterdir()])


def main(seconds: int, names: list[str]) -> int:
    """Fuzz the targets named, or all; the exit code is 1 where something was found."""
    if not find_spec("atheris"):
        print(MISSING)  # noqa: T201 - a tool says what it did
        return 0
    counts = {name: fuzz(name, seconds) for name in names or TARGETS}
    for name, count in counts.items():
        print(f"{name}: {count} found, in {KEPT / name / 'found'}" if count else f"{name}: nothing found")  # noqa: T201
    return int(any(counts.values()))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
