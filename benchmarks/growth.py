"""What a run costs as a program grows older and larger, as ratios within one run, in seconds of the processor.

Cost is to follow the change and not the history: a run of a ten-year program in which nothing has changed is to cost
hardly more than that of a one-year one, and one changed row hardly more than reading the tabs. Aims: ten years at most
1.3 × one year; a run at most 0.8 s and `lbn status` at most 0.5 s on a quiet machine, told beside `python -c pass`;
a backfill of ten years at most 20 s beyond drawing its messages; the first sync at most 10 × the floor, and under 1 GB
for a million rows. Arguments measure syncs of other sizes alone:

    PYTHONPATH=. python benchmarks/growth.py 100000 1000000
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import zipcodes
from sync_100k import add_one_row, compare_bare, measure_seconds, write_busy_program

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from schemas.message import Rendered, ReportMessage
from tasks.context import open_program
from tasks.operations import make_editions
from tasks.operations.backfill_reports import backfill_reports
from tasks.operations.ingest_entries import ingest_entries
from tasks.rules.reporting.periods import find_period_before, parse_period
from tasks.sample import write_sample
from tests.support.machine import clean_environment

TODAY = date.today()  # noqa: DTZ011 - a sample that ends today, as its reader's would
YEARS = (1, 10)
ROW_COUNTS = (1_000, 10_000, 100_000)
TRIES = 3
FIRST_SYNC, BACKFILL = "--first-sync", "--backfill"
ROW = ",coordinator@example.gov,{day},Patrol,12207,,1,,1,,,,,,\r\n"


def main() -> None:
    """Measure, and print a line per figure."""
    if len(sys.argv) > 1:
        with tempfile.TemporaryDirectory() as scratch:
            for count in map(int, sys.argv[1:]):
                _measure_rows(Path(scratch) / f"rows-{count}", count)
        return
    bare = min(_run_python("-c", "pass") for _ in range(TRIES))
    print(f"python -c pass            {bare:6.2f} s")
    with tempfile.TemporaryDirectory() as scratch:
        _measure_years(Path(scratch), bare)
        for count in ROW_COUNTS:
            _measure_rows(Path(scratch) / f"rows-{count}", count)


def _measure_years(scratch: Path, bare: float) -> None:
    """Measure runs of an old program beside those of a young one; each has an edition of every report it ever owed."""
    costs: dict[str, list[float]] = {}
    for years in YEARS:
        folder = scratch / f"years-{years}"
        write_sample(folder, TODAY, round(years * 365.25))
        drawing, all_of_it = _make_all_editions(folder, years)
        print(f"backfill of {years:>2} years: drawing {drawing:.1f} s, all else {all_of_it - drawing:.1f} s")
        costs.setdefault("run, nothing new", []).append(_measure_command(folder, "run"))
        costs.setdefault("status", []).append(_measure_command(folder, "status"))
        _append_row(folder)
        costs.setdefault("run, one new row", []).append(_run_lbn(folder, "run"))
    for what, (young, old) in costs.items():
        print(
            f"{what:<18} 1 year {young:6.2f} s {young / bare:5.1f} × pass   "
            f"10 years {old:6.2f} s {old / young:5.2f} × one year"
        )


def _make_all_editions(folder: Path, years: int) -> tuple[float, float]:
    """Make every report owed so far, and run once more, so that nothing is left to do.

    Returns:
        The seconds that drawing their messages took, and all seconds.
    """
    last = find_period_before(parse_period(f"{TODAY:%Y-%m}"))
    first = (TODAY - timedelta(days=round(years * 365.25))).strftime("%Y-%m")
    call = (sys.executable, __file__, BACKFILL, str(folder), first, last.name)
    rendering, all_of_it = json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE).stdout)
    for _ in range(2):
        _run_lbn(folder, "run")
    return rendering, all_of_it


def _backfill(folder: Path, first: str, last: str) -> None:
    spent: list[float] = []
    draw = make_editions.render_report

    def draw_clocked(message: ReportMessage, folders: list[Path]) -> Rendered:
        made: list[Rendered] = []
        spent.append(measure_seconds(lambda: made.append(draw(message, folders))))
        return made[0]

    make_editions.render_report = draw_clocked
    program = open_program(folder)
    months = {"first_month": first, "last_month": last}
    all_of_it = measure_seconds(lambda: backfill_reports(program, **months))
    print(json.dumps([sum(spent), all_of_it]))


def _append_row(folder: Path) -> None:
    """Add a form of today to the sample's tab, with the columns that it has more."""
    tab = folder / "Form Responses 1.csv"
    sent = f"{TODAY.month}/{TODAY.day}/{TODAY.year}"
    with tab.open("a", encoding="utf-8", newline="") as file:
        file.write(f"{sent} 5:00:00{ROW.format(day=sent)}")


def _measure_rows(folder: Path, count: int) -> None:
    """Measure syncs of a program of a size, beside what none can do without."""
    rows = write_busy_program(folder, count)
    first, peak = _measure_first_sync(folder)
    program = open_program(folder)
    floor = min(measure_seconds(lambda: compare_bare(rows)) for _ in range(TRIES))
    same = min(measure_seconds(lambda: ingest_entries(program)) for _ in range(TRIES))
    add_one_row(folder)
    one_new = measure_seconds(lambda: ingest_entries(program))
    print(
        f"{count:>9,} rows: floor {floor:7.3f} s, first sync {first:7.3f} s {first / floor:6.1f} × and {peak:5.0f} MB, "
        f"nothing new {same:6.3f} s {same / floor:5.1f} ×, one new row {one_new:6.3f} s {one_new / floor:5.1f} ×",
        flush=True,
    )


def _measure_first_sync(folder: Path) -> tuple[float, float]:
    """Measure a first sync in a process of its own: its seconds, and its peak in MB, which no other raised."""
    call = (sys.executable, __file__, FIRST_SYNC, str(folder))
    seconds, peak = json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE).stdout)
    return seconds, peak


def _sync_first(folder: Path) -> None:
    zipcodes.is_real("12207")  # reads its table, which takes as long for one row as for a million
    program = open_program(folder)
    seconds = measure_seconds(lambda: ingest_entries(program))
    most = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    print(json.dumps([seconds, int(most[1]) / 1024 if most else 0]))


def _measure_command(folder: Path, command: str) -> float:
    return min(_run_lbn(folder, command) for _ in range(TRIES))


def _run_lbn(folder: Path, command: str, *asked: str) -> float:
    return _run_python(str(ROOT / "lbn.py"), command, *asked, "--program", str(folder))


def _run_python(*arguments: str) -> float:
    """Run Python in a process of its own; the seconds of the processor that it took."""
    call: Sequence[str] = (sys.executable, *arguments)
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, env=clean_environment())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, call)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    match sys.argv[1:]:
        case [str(what), folder] if what == FIRST_SYNC:
            _sync_first(Path(folder))
        case [str(what), folder, first, last] if what == BACKFILL:
            _backfill(Path(folder), first, last)
        case _:
            main()
