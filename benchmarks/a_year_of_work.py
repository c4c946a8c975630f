"""A coordinator's year: the mails that come, what they ask for, and the minutes that following them takes.

The product itself is played day by day, through its commands and its mails alone, so that an older checkout plays by
the same rules: `--before CHECKOUT` names one. docs/digest-year.md says what is assumed and what came of it. Without
arguments a few weeks of one department are played, which only shows that nothing broke; published are whole years:

    PYTHONPATH=. python benchmarks/a_year_of_work.py --weeks 52 --warm-up 26 --sizes 50 200 1000 --before ../older
"""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.ordering_world.world import DAYS_A_WEEK, Program, draw_program
from benchmarks.work_year.coordinator import Coordinator, recall_largest_lot, receive_deliveries
from benchmarks.work_year.department import Department
from benchmarks.work_year.paper import PaperLog
from benchmarks.work_year.product import Product
from benchmarks.work_year.tabs import save_settings
from benchmarks.work_year.tally import Line, Tally, find_line

FIRST_MONDAY = date(2026, 1, 5)
RECALL_WEEK = 27
COURSE_DAY = 17
PAR_LEVEL = 12
YOUNG_DAYS = 90
"""A younger program has no rate yet, so that every way begins with par levels."""

TITLES = (
    "mails a week",
    "at most",
    "weeks without",
    "things asked a week",
    "steps a year",
    "of these rows",
    "minutes a week",
    "refused",
    "unit-days empty",
    "expired",
    "average stock",
    "orders",
)


class Task(NamedTuple):
    """A year to be played."""

    way: str
    checkout: Path | None
    """None: on paper."""

    par_level: int | None
    size: int
    seed: int
    weeks: int
    warm_up: int


class Played(NamedTuple):
    """What came of it."""

    task: Task
    line: Line
    tally: Tally


def play(task: Task) -> Played:
    """Play a year, after some weeks that don't count."""
    program, tally = draw_program(task.size, task.seed), Tally()
    department = Department(program, task.seed, FIRST_MONDAY - timedelta(weeks=task.warm_up), tally)
    with TemporaryDirectory() as folder:
        if task.checkout is None:
            log = PaperLog(department, tally)
            _play_days(task, department, tally, log.work, department.receive)
        else:
            _play_product(task, task.checkout, Path(folder), program, department, tally)
    return Played(task, find_line(tally, task.weeks, len(program.rates)), tally)


def _play_product(
    task: Task, checkout: Path, folder: Path, program: Program, department: Department, tally: Tally
) -> None:
    product = Product(checkout, folder)
    started = department.today
    coordinator = Coordinator(department, product, tally, must_count_by_itself=task.way == "before")

    def work() -> None:
        coordinator.work()
        receive_deliveries(department, tally)
        if department.today.day == COURSE_DAY and department.today.month % 2 == 0:
            department.tabs.enter_course(department.today, department.names[1], 8)

    def run() -> None:
        department.tabs.save(folder)
        is_young = department.day < YOUNG_DAYS
        levels = dict.fromkeys(department.names[1:], PAR_LEVEL if is_young else task.par_level)
        save_settings(folder, started, department.reviewed_on, program.lead_days, levels)
        product.call(datetime.fromisoformat(f"{department.today}T10:30:00+00:00"), "run")

    _play_days(task, department, tally, work, run)
    product.close()


def _play_days(
    task: Task, department: Department, tally: Tally, work: Callable[[], None], run: Callable[[], object]
) -> None:
    """Let each day begin with the run that the schedule makes, then a working day's work, then the officers' shifts."""
    for day in range((task.warm_up + task.weeks) * DAYS_A_WEEK):
        week, weekday = divmod(day, DAYS_A_WEEK)
        if day == task.warm_up * DAYS_A_WEEK:
            tally.clear()
        department.begin_day()
        run()
        if weekday < 5:
            if (week, weekday) == (task.warm_up + RECALL_WEEK, 2):
                recall_largest_lot(department, tally)
            work()
        department.end_day()


def main() -> None:
    """Play, and print a row for each year, then what was asked for in it."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=2)
    parser.add_argument("--warm-up", type=int, default=1, help="weeks before that, which don't count")
    parser.add_argument("--sizes", nargs="+", type=int, default=[200], help="kits a year")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--before", type=Path, help="an older checkout")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    ways: list[tuple[str, Path | None, int | None]] = [("digest", ROOT, None)]
    ways += [("before", given.before.resolve(), PAR_LEVEL)] if given.before else []
    ways.append(("paper", None, PAR_LEVEL))
    years = [(size, seed) for size in given.sizes for seed in given.seeds]
    tasks = [Task(*way, size, seed, given.weeks, given.warm_up) for size, seed in years for way in ways]
    print("| kits a year | way | " + " | ".join(TITLES) + " |")
    print("| --- " * (len(TITLES) + 2) + "|")
    with ProcessPoolExecutor(given.processes) as pool:
        played = []
        for one in pool.map(play, tasks):
            print(f"| {one.task.size} | {one.task.way} | {_write(one.line)} |", flush=True)
            played.append(one)
    for one in played:
        _print_asks(one)


def _write(line: Line) -> str:
    """Write what came of a year as a row of a table."""
    cells = (
        f"{line.mails_a_week:.1f}",
        line.most_mails_a_week,
        line.weeks_without,
        f"{line.asks_a_week:.1f}",
        line.steps,
        line.rows,
        f"{line.minutes_a_week:.0f}",
        f"{line.refused:.1%}",
        f"{line.empty:.1%}",
        line.expired,
        f"{line.stock:.0f}",
        line.orders,
    )
    return " | ".join(map(str, cells))


def _print_asks(one: Played) -> None:
    """Print what was asked for, what of it came back or couldn't be done, and what wasn't understood."""
    lists = {
        "mails": one.tally.mails,
        "asked": one.tally.asks,
        "came back": one.tally.came_back,
        "not doable": one.tally.not_doable,
        "not understood": one.tally.unknown,
        "kits": one.tally.sums,
    }
    print(f"\n{one.task.size} kits a year, {one.task.way}")
    for title, counted in lists.items():
        print(f"  {title}: {', '.join(f'{name} {count}' for name, count in sorted(counted.items()) if count)}")


if __name__ == "__main__":
    main()
