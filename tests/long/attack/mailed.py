"""Random sparse programs, run by the real commands month by month; and what their mails for other eyes say."""

import csv
import email
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

import zipcodes

from schemas.family import Family
from schemas.period import Period
from schemas.released import DrawnOrder
from tasks import context
from tasks.store.releases import load_releases
from tests.long.attack.worlds import Event, make_world
from tests.support.settings import KIT, PATROL, SUPPLIER, name_tabs
from tests.support.small_program import lbn, write_form, write_settings

DRAWN, TOLD = 2025, 2026
MOST = 0.93
RELEASED_ON = (
    date(2026, 2, 6), date(2026, 4, 6), date(2026, 5, 6), date(2026, 7, 6), date(2026, 10, 6), date(2026, 11, 6),
    date(2027, 1, 6), date(2027, 3, 4),
)  # fmt: skip
SUMMARIES = {
    date(2026, 4, 6): ("2025", "2026-Q1"), date(2026, 7, 6): ("2026-Q2",), date(2026, 10, 6): ("2026-Q3",),
    date(2027, 1, 6): ("2026-Q4", "2026"), date(2027, 3, 4): ("2026-Q2", "2026"),
}  # fmt: skip
TITLES = {
    "By ZIP code": Family.ZIP,
    "By unit": Family.UNIT,
    "Who took the kit": Family.RECIPIENT,
    "Why it was offered": Family.REASON,
}
PLACES = [one["zip_code"] for one in zipcodes.filter_by(state="NY", active=True) if one["zip_code_type"] == "STANDARD"]
_OF_A_PERIOD = re.compile(r"(.+) \((\d{4}(?:-Q\d)?)\)")


class Rows(NamedTuple):
    """A table as it was told: its rows in their order, and the others together."""

    family: Family
    period: Period
    rows: tuple[tuple[str, int], ...]
    others: int


@dataclass
class Mailed:
    """What left of a program."""

    events: tuple[Event, ...]
    tables: dict[tuple[Family, str], Rows] = field(default_factory=dict)
    made_on: dict[tuple[Family, str], date] = field(default_factory=dict)
    drawn_from: dict[Family, tuple[Period, date]] = field(default_factory=dict)
    """From which period each order was drawn, and on which day; the rules say it."""

    seen: set[Path] = field(default_factory=set)
    told: list[tuple[date, str, str, int]] = field(default_factory=list)
    """The totals: on which day, of which period, which measure, and how many."""

    lots: list[tuple[date, str, str, int]] = field(default_factory=list)
    """The stock: on which day, at the end of which period, of which lot, and how many kits."""

    def list_known(self, on: date) -> list[Event]:
        """List what the ledger holds on a day."""
        return [one for one in self.events if one.is_known(on)]


def list_events(seed: int, first: int, second: int, *, is_even: bool = False) -> tuple[Event, ...]:
    """List the events of two years, so many in each; places are of the US table, and alike or as they are."""
    made: list[Event] = []
    for year, count in ((DRAWN, first), (TOLD, second)):
        made += [one for one in make_world(seed, count, zips=(3, 14)).events if one.on.year == year]
    rng = Random(seed)
    names = sorted({one.zip for one in made})
    places = dict(zip(names, rng.sample(PLACES, len(names)), strict=True))
    even, few = rng.sample(PLACES, 9), rng.sample(PLACES, 8)
    return tuple(
        one._replace(zip=rng.choice(even if rng.random() < MOST else few) if is_even else places[one.zip])
        for one in made
    )


def send_mails(folder: Path, events: tuple[Event, ...]) -> Mailed:
    """Run the program on each day of release, as its schedule would, and ask for the summaries of periods just over."""
    _write_program(folder, events)
    mailed = Mailed(events)
    for on in RELEASED_ON:
        write_form(folder, [_write_row(number, one) for number, one in enumerate(events) if one.is_known(on)])
        with on_a_day(on):
            _run(folder, "ingest", "--accept-withdrawals")
            for period in SUMMARIES.get(on, ()):
                _run(folder, "report", "public-summary", period, "--no-send", "--as-known")
            _run(folder, "run")
        _read_editions(folder, mailed, on)
    program = context.open_program(folder)
    with program.database.reading() as connection:
        kept = load_releases(connection, program.slug)
    orders = [one for one in kept if isinstance(one.content, DrawnOrder)]
    mailed.drawn_from |= {one.family: (Period.from_name(one.period), one.made_on) for one in orders}
    return mailed


def _run(folder: Path, *words: str) -> None:
    ended = lbn(*words, program=folder)
    assert ended.code == 0, (words, ended.words[-500:])


def on_a_day(on: date) -> Any:
    """Let the program's clock say noon of a day."""

    class ThatDay(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(on.year, on.month, on.day, 17, tzinfo=UTC).astimezone(tz)

    return patch.object(context, "datetime", ThatDay)


def _write_program(folder: Path, events: Sequence[Event]) -> None:
    folder.mkdir(parents=True)
    units = [PATROL | {"name": name, "aliases": []} for name in sorted({one.unit for one in events})]
    program = {"started": date(DRAWN, 1, 1), "oopp": "none", "supplier": SUPPLIER}
    text = write_settings(
        units=units, program=program, source=name_tabs(".csv"), items=[KIT], places={"jurisdictions": []}
    )
    (folder / "lbn.toml").write_text(text, "utf-8")
    received = [
        ["1/1/2025", "received", "kit", lot, "2030-06", 2_000, "", unit]
        for lot, unit in sorted({(one.lot, one.unit) for one in events})
    ]
    _write(
        folder / "Inventory.csv", [["Date", "Movement", "Item", "Lot", "Expires", "Quantity", "From", "To"], *received]
    )
    _write(folder / "Counts.csv", [["Date", "Location", "Item", "Lot (optional)", "Counted"]])
    _write(folder / "Training.csv", [["Date", "Unit", "Course", "People trained"]])


def _write(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def _write_row(number: int, one: Event) -> Mapping[str, str]:
    sent = datetime(one.read_on.year, one.read_on.month, one.read_on.day) + timedelta(seconds=number * 61 % 80_000)  # noqa: DTZ001
    return {
        "submitted": f"{sent.month}/{sent.day}/{sent.year} {sent:%H:%M:%S}",
        "date": f"{one.on.month}/{one.on.day}/{one.on.year}",
        "unit": one.unit, "zip": one.zip, "kits": str(one.kits), "lot": one.lot,
        "recipient": one.recipient, "reason": one.reason,
    }  # fmt: skip


def _read_editions(folder: Path, mailed: Mailed, on: date) -> None:
    """Read the mails that left, and the files of summaries."""
    for path in sorted({*folder.glob("outbox/supplier-*.eml"), *folder.glob("reports/public-summary/*/*/figures.csv")}):
        if path not in mailed.seen:
            mailed.seen.add(path)
            for content in _list_attached(path):
                _read_figures(content, mailed, on)


def _list_attached(path: Path) -> list[bytes]:
    if path.suffix == ".csv":
        return [path.read_bytes()]
    parts = email.message_from_bytes(path.read_bytes()).walk()
    return [part.get_payload(decode=True) for part in parts if (part.get_filename() or "").endswith(".csv")]


def _read_figures(content: bytes, mailed: Mailed, on: date) -> None:
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]
    period = next(line[-1] for line in lines if line[:2] == ["Report", "Period"])
    tables: dict[tuple[Family, str], list[tuple[str, int]]] = defaultdict(list)
    for section, label, *_, measure, value in lines:
        if found := _OF_A_PERIOD.fullmatch(section):
            assert measure == "distributions", "months, kits or people of a family never leave in a table"
            tables[TITLES[found[1]], found[2]].append((label, int(value)))
        elif section == "Figures" and value != "not tracked":
            mailed.told.append((on, period, measure, int(value)))
        elif measure == "kits_on_hand_end" and section == "By lot":
            mailed.lots.append((on, period, label, int(value)))
        else:
            assert not section.startswith(tuple(TITLES)), section
    for key, rows in tables.items():
        others = dict(rows).get("All others together", 0)
        told = Rows(
            key[0], Period.from_name(key[1]), tuple(row for row in rows if row[0] != "All others together"), others
        )
        assert mailed.tables.setdefault(key, told) == told, "made once, and quoted"
        mailed.made_on.setdefault(key, on)


def list_alike(table: Rows, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """List the labels that are told of alike: each row, one that is hidden, and the other hidden ones."""
    shown = [label for label, _ in table.rows]
    hidden = [name for name in names if name not in shown]
    yield from ((label,) for label in shown)
    yield from (tuple(some) for some in (hidden[:1], hidden[1:]) if some)
