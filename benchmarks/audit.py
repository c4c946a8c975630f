"""What an audit of five years costs: as a ratio to reading and hashing each file once, which no search can do without.

The program is busy: a sample of five years with four forms for each of its own, every report that it ever owed,
summaries for the public, and an amendment of many editions. Aim: each call under 20 s on two processors that nobody
else uses; seconds by the clock count what else the machine does, seconds of the processor hardly do.
"""

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from schemas.period import Cadence
from tasks.rules.reporting.periods import list_periods_between
from tasks.sample import write_sample
from tests.support.machine import clean_environment

TODAY = date.today()  # noqa: DTZ011 - a sample that ends today, as its reader's would
YEARS = 5
DAYS = round(YEARS * 365.25)
RESPONSES = "Form Responses 1.csv"
STAMP = "%m/%d/%Y %H:%M:%S"
MORE = 3
LATE = 50
"""One form in so many comes late, and amends what was sent."""

AIM = 20
PEOPLE = "Quillon Vantreight\n518-555-0199\n24-001234\nVantreight, Bartholomew\n"

Row = list[str]


class Cost(NamedTuple):
    """Seconds by the clock, and of the processor, those of other processes too."""

    clock: float
    processor: float


def main() -> None:
    """Measure, and print a line per figure."""
    os.umask(0o077)  # an audit names what other accounts may open
    with tempfile.TemporaryDirectory() as scratch:
        folder, people = Path(scratch) / "program", Path(scratch) / "people.txt"
        people.write_text(PEOPLE, encoding="utf-8")
        write_busy_years(folder)
        files = sum(path.is_file() for path in folder.rglob("*"))
        floor = min((_read_and_hash(folder) for _ in range(2)), key=lambda cost: cost.processor)
        print(f"read and hash {files} files   {floor.clock:6.2f} s  {floor.processor:6.2f} s of the processor")
        for what in ((), ("--find", str(people))):
            cost = _run_lbn(folder, "audit", *what)
            print(
                f"lbn audit {' '.join(what[:1]):<16}  {cost.clock:6.2f} s  {cost.processor:6.2f} s of the processor  "
                f"{cost.processor / floor.processor:6.1f} × (aim: {AIM} s by the clock)"
            )


def write_busy_years(folder: Path) -> None:
    """Write the program, make all its editions, and amend some."""
    write_sample(folder, TODAY, DAYS)
    tab = folder / RESPONSES
    with tab.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    many = [one for row in rows for one in (row, *_write_more(row))]
    in_time = [row for number, row in enumerate(many) if number % LATE]
    first, last = TODAY - timedelta(days=DAYS), TODAY.replace(day=1) - timedelta(days=1)
    _save(tab, [header, *in_time])
    _run_lbn(folder, "backfill", f"{first:%Y-%m}", f"{last:%Y-%m}")
    for cadence in (Cadence.QUARTERLY, Cadence.YEARLY):
        for period in list_periods_between(first.replace(day=1), last, cadence):
            if period.first_on >= first:
                _run_lbn(folder, "report", "public-summary", period.name, "--no-send", "--as-known")
    _save(tab, [header, *many])
    _run_lbn(folder, "run")


def _write_more(row: Row) -> Iterator[Row]:
    """Write forms like one, sent some minutes later."""
    with suppress(ValueError):
        sent = datetime.strptime(row[0], STAMP)  # noqa: DTZ007 - as a tab says it
        yield from ([f"{sent + timedelta(minutes=7 * number):{STAMP}}", *row[1:]] for number in range(1, MORE + 1))


def _save(tab: Path, rows: Sequence[Row]) -> None:
    with tab.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _read_and_hash(folder: Path) -> Cost:
    """Do what no search can do without, with nothing to start."""
    clock, processor = perf_counter(), process_time()
    for path in folder.rglob("*"):
        if path.is_file():
            blake2b(path.read_bytes(), digest_size=16).digest()
    return Cost(perf_counter() - clock, process_time() - processor)


def _run_lbn(folder: Path, command: str, *asked: str) -> Cost:
    return _run_python(str(ROOT / "lbn.py"), command, *asked, "--program", str(folder))


def _run_python(*arguments: str) -> Cost:
    """Run Python in a process of its own, and wait for it and those that it started."""
    call: Sequence[str] = (sys.executable, *arguments)
    began = perf_counter()
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, env=clean_environment())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, call)
    return Cost(perf_counter() - began, usage.ru_utime + usage.ru_stime)


if __name__ == "__main__":
    main()
