"""What many programs cost by `lbn hosted DIR run`, beside the pure work: the same operations in one plain loop.

Each program has 18 months of rows, of its own number. Both ways work on copies of the same folders: the first run, in
which every report owed of the last period is made, and a run with the tabs as before.
Compared is the CPU time of all processes, in which other work on the machine shows least: one loop on one core against
a crew of two. The peak is that of the largest process. Aim: at most 1.5 times the pure work, and memory that does not
grow with the number of programs.

    PYTHONPATH=. .venv/bin/python benchmarks/hosted.py [PROGRAMS [URL]]

The ledgers are in SQLite, or all in the empty database of PostgreSQL that URL names. What PostgreSQL itself takes is in
neither column.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tasks.context import open_program
from tasks.operations.run_program import run_program
from tasks.program_folder.identity import make_id
from tasks.sample import write_sample

TODAY = date.today()  # noqa: DTZ011 - programs whose periods end now, as their readers' would
PROGRAMS = 60
MONTHS = 18
MOST_TIMES = 1.5
FEWER = 4
"""Memory is compared with a host of so many times fewer programs."""


class Cost(NamedTuple):
    """What processes have taken."""

    cpu_seconds: float
    peak_mb: float


def main() -> None:
    """Measure, and print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PROGRAMS
    url = sys.argv[2] if len(sys.argv) > 2 else ""
    with tempfile.TemporaryDirectory() as scratch:
        one, many, few = (Path(scratch) / name for name in ("loop", "host", "few"))
        _write_programs(one, count)
        shutil.copytree(one, many)
        _write_programs(few, max(1, count // FEWER))
        if url:
            for host in (one, many, few):
                _keep_ledgers_at(url, host)
        print(f"{count} programs, {MONTHS} months each, two workers, ledgers in {'PostgreSQL' if url else 'SQLite'}\n")
        print("| what | pure work, CPU | hosted, CPU | × (aim: 1.5) | a program | peak | peak, a quarter of them |")
        print("|---|---|---|---|---|---|---|")
        for what in ("first run", "unchanged run"):
            _compare(what, one, many, few, count)


def _compare(what: str, one: Path, many: Path, few: Path, count: int) -> None:
    pure = _measure([sys.executable, __file__, "--loop", str(one)])
    hosted, fewer = _measure(_host(many)), _measure(_host(few))
    times = hosted.cpu_seconds / pure.cpu_seconds
    each = hosted.cpu_seconds / count
    print(
        f"| {what} | {pure.cpu_seconds:.1f} s | {hosted.cpu_seconds:.1f} s | {times:.2f} | {each:.2f} s "
        f"| {hosted.peak_mb:.0f} MB | {fewer.peak_mb:.0f} MB |",
        flush=True,
    )


def _host(folder: Path) -> list[str]:
    return [sys.executable, str(ROOT / "lbn.py"), "hosted", str(folder), "run", "--workers", "2", "--json"]


def _measure(command: list[str]) -> Cost:
    """Run a command in a process whose children are measured, and none but they."""
    measured = [sys.executable, __file__, "--measure", *command]
    said = subprocess.run(measured, check=True, capture_output=True, text=True, env=_clean()).stdout
    return Cost(*json.loads(said))


def _measure_child(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))


def _loop(folder: Path) -> None:
    """Do the pure work: every program, one after another, and nothing else."""
    for one in sorted(folder.iterdir()):
        run_program(open_program(one))


def _write_programs(folder: Path, count: int) -> None:
    for number in range(count):
        one = folder / f"program-{number:03}"
        write_sample(one, TODAY)
        tab = one / "Form Responses 1.csv"
        header, *lines = tab.read_text("utf-8").splitlines(keepends=True)
        tab.write_text("".join([header, *lines[number % 50 :]]), encoding="utf-8", newline="")


def _keep_ledgers_at(url: str, host: Path) -> None:
    """Keep the ledgers of a host's programs in one database, each under an id of its own."""
    for folder in host.iterdir():
        settings = folder / "lbn.toml"
        written = settings.read_text("utf-8")
        written, ids = re.subn(r"(?m)^id( *)=.*$", rf'id\1= "{make_id()}"', written, count=1)
        written, urls = re.subn(r'(?m)^url = "sqlite:[^"]*"', lambda _: f"url = {json.dumps(url)}", written)
        if (ids, urls) != (1, 1):
            sys.exit(f"{settings} has no id or no store.url to replace")
        settings.write_text(written, encoding="utf-8")


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("LBN_", "PREFECT_"))}


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--loop", folder]:
            _loop(Path(folder))
        case ["--measure", *command]:
            _measure_child(command)
        case _:
            main()
