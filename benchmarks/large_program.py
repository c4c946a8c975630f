"""What a program with 1,000 units and 5,000 lots costs: its messages, and the memory of its daily run.

All is given as ratios to the usual sample, measured beside it. Aims: no message over 2.5 MB, a run under 600 MB. The
large program is made of the sample's parts: its settings, items and places, with units and lots by number. Every
unit holds lots that expire soon or have expired, some are low and some were miscounted, so that each list is long.
"""

import csv
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES
from schemas.tabs import COLUMNS, Tab
from tasks.sample import write_sample
from tasks.sample.places import KIT, UPSTATE, SampleUnit
from tasks.sample.settings_file import UnitWritten, write_settings_text
from tasks.sample.write import DAYS_LIVED, TAB_FILES, _settings
from tests.support.machine import clean_environment

TODAY = date.today()  # noqa: DTZ011 - a sample that ends today, as its reader's would
UNITS, LOTS, ROWS = 1_000, 5_000, 20_000
PER_LOT = 40
MEGABYTE = 1_000_000
MOST_BYTES, MOST_MEMORY = 2.5, 600

Row = dict[str, object]


class Cost(NamedTuple):
    """What a run cost: its time, its peak memory, and its messages by name, in bytes."""

    seconds: float
    memory: float
    messages: dict[str, int]


def main() -> None:
    """Measure, and print a line per figure."""
    with tempfile.TemporaryDirectory() as scratch:
        usual, large = Path(scratch) / "usual", Path(scratch) / "large"
        write_sample(usual, TODAY)
        write_large_program(large)
        costs = [_run(usual), _run(large)]
        again = [_run(usual), _run(large)]
    _say("the first run", *costs)
    _say("the run after it", *again)
    for slug in sorted({_find_slug(name) for name in costs[1].messages}):
        small, most = (_find_largest(cost, slug) / MEGABYTE for cost in costs)
        ratio = f"{most / small:6.1f} ×" if small else "     –  "
        print(f"{slug:<18} {most:6.2f} MB {ratio} the sample's {small:.2f} MB (aim: {MOST_BYTES})")


def _say(what: str, usual: Cost, large: Cost) -> None:
    seconds, memory = large.seconds / usual.seconds, large.memory / usual.memory
    print(f"{what:<18} {large.seconds:6.1f} s  {seconds:6.1f} × the sample's {usual.seconds:.1f} s")
    print(f"{'… peak memory':<18} {large.memory:6.0f} MB {memory:6.1f} × {usual.memory:.0f} MB (aim: {MOST_MEMORY})")


def _find_slug(name: str) -> str:
    return next(slug for slug in _SLUGS if name.startswith(slug))


_SLUGS = ("supplier", "nysdoh-quarterly", "nycdoh-monthly", "program-review", "attention", "not-running")


def _find_largest(cost: Cost, slug: str) -> int:
    return max((size for name, size in cost.messages.items() if name.startswith(slug)), default=0)


def _run(folder: Path) -> Cost:
    """Run the program, in a process of its own, of which the kernel tells the peak."""
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, ROOT / "lbn.py", "run", "--program", folder],
        stdout=subprocess.DEVNULL,
        env=clean_environment(),
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit("The run could not be done.")
    sizes = {path.name: path.stat().st_size for path in (folder / "outbox").glob("*.eml")}
    return Cost(perf_counter() - began, usage.ru_maxrss / 1024, sizes)


def write_large_program(folder: Path, units: int = UNITS, lots: int = LOTS, rows: int = ROWS) -> None:
    """Write the large program: settings, and a year and a half of rows."""
    folder.mkdir(parents=True)
    chance, started = Random(1), TODAY - timedelta(days=DAYS_LIVED)
    names = [f"Sample Precinct {number:04d}" for number in range(1, units + 1)]
    program = UPSTATE._replace(units=tuple(SampleUnit(UnitWritten(name, (), 12), 1) for name in names))
    (folder / "lbn.toml").write_text(write_settings_text(_settings(program, started)), encoding="utf-8")
    (folder / "decisions.csv").write_text("ref,decision\n", encoding="utf-8")
    _write(folder, Tab.INVENTORY, _move_lots(names, lots, started))
    _write(folder, Tab.COUNTS, [_count(name, chance) for name in names])
    _write(folder, Tab.TRAINING, [])
    _write(folder, Tab.RESPONSES, [_give_out(names, number, rows, started, chance) for number in range(rows)])


def _write(folder: Path, tab: Tab, rows: list[Row]) -> None:
    titles = {column.field: column.titles[0] for column in COLUMNS[tab]}
    with (folder / TAB_FILES[tab]).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([titles.values(), *([row.get(field, "") for field in titles] for row in rows)])


def _move_lots(names: list[str], lots: int, started: date) -> list[Row]:
    """Receive each lot at the central store, send most of it to a unit, and recall one in twenty."""
    moved: list[Row] = []
    for number in range(lots):
        day, lot = started + timedelta(days=number % 200), f"SMP-{number + 1:05d}"
        expires = TODAY + timedelta(days=number % 900 - 30)
        common = {"item": KIT.code, "lot": lot}
        box = {"date": day, "quantity": PER_LOT, "expires": f"{expires:%Y-%m}", "to": "Central"}
        moved.append(common | box | {"movement": "received"})
        sent = {"date": day, "quantity": PER_LOT - 5, "from": "Central", "to": names[number % len(names)]}
        moved.append(common | sent | {"movement": "transferred"})
        if number % 20 == 0:
            moved.append(
                common | {"date": TODAY - timedelta(days=2), "movement": "recalled", "quantity": 1, "from": "Central"}
            )
    return moved


def _count(name: str, chance: Random) -> Row:
    day = TODAY - timedelta(days=chance.randrange(1, 60))
    return {"date": day, "location": name, "item": KIT.code, "lot": "", "counted": chance.randrange(4, 40)}


def _give_out(names: list[str], number: int, rows: int, started: date, chance: Random) -> Row:
    day = started + timedelta(days=number * (DAYS_LIVED - 1) // rows)
    place = chance.choice(UPSTATE.places)
    unit = chance.randrange(len(names))
    lot = next(islice(range(unit, LOTS, len(names)), chance.randrange(3), None))
    return {
        "submitted": f"{day.month}/{day.day}/{day.year} {number % 24}:{number % 60:02}:{number % 59:02}",
        "date": f"{day.month}/{day.day}/{day.year}",
        "unit": names[unit],
        "zip": place.zip,
        "jurisdiction": place.jurisdiction,
        "kits": 1 + number % 3,
        "lot": f"SMP-{lot + 1:05d}" if number % 2 else "",
        "reason": chance.choice(list(REASON_CHOICES)),
        "recipient": chance.choice(list(RECIPIENT_CHOICES)),
    }


if __name__ == "__main__":
    main()
