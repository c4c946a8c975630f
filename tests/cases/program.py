"""The program of a case: builders whose defaults are ordinary, a clock that stands still, and the commands.

A case says only what is peculiar about it. Unless it says otherwise, today is TODAY, the program began on January 1,
2026, two units hold kits, every tab is there with its header, and a form is one kit that Patrol left in Albany.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from tests.support.settings import KIT, PATROL, lbn_toml, name_tabs, write_toml
from tests.support.small_program import Ended, lbn

TODAY = "2026-11-26"
NEW_YORK = ZoneInfo("America/New_York")
RESPONSES = "Form Responses 1.csv"
TITLES = {
    "submitted": "Timestamp", "date": "Date of distribution", "unit": "Unit", "zip": "ZIP code",
    "jurisdiction": "Jurisdiction", "kits": "Kits left", "lot": "Lot number (optional)",
    "trained": "People shown how to use it (optional)", "recipient": "Who took the kit (optional)",
    "reason": "Why it was offered (optional)", "fts": "Fentanyl test strips (optional)",
    "xts": "Xylazine test strips (optional)", "low": "Kits running low? (optional)", "notes": "Anything else",
}  # fmt: skip
OF_STOCK = {
    "Inventory.csv": ("Date", "Movement", "Item", "Lot", "Expires", "Quantity", "From", "To"),
    "Counts.csv": ("Date", "Location", "Item", "Lot (optional)", "Counted"),
    "Training.csv": ("Date", "Unit", "Course", "People trained"),
}
UPSTATE = {"kind": "regional-ems", "name": "Example Supplier", "cadence": "on-request"}
OF_A_CASE = {
    "program": {"started": date(2026, 1, 1), "oopp": "upstate", "supplier": UPSTATE},
    "source": name_tabs(".csv"),
    "units": [PATROL, {"name": "Traffic", "par_level": 4}],
    "items": [KIT, {"code": "fts", "name": "Fentanyl test strip", "kind": "fts"}],
}
Answers = dict[str, str]
Grid = list[list[str]]


def form(day: str = "9/10/2026", **answers: str) -> Answers:
    """One form, sent at noon of the day it is about."""
    return {"submitted": f"{day} 12:00:00", "date": day, "unit": "Patrol", "zip": "12207", "kits": "1"} | answers


def forms(count: int, first: str = "2026-09-01", **answers: str) -> list[Answers]:
    """So many forms, one a day."""
    days = [date.fromisoformat(first) + timedelta(days=number) for number in range(count)]
    return [form(american(day), **answers) for day in days]


def american(day: date) -> str:
    """A day as Google Sheets writes it."""
    return f"{day.month}/{day.day}/{day.year}"


def received(day: str, lot: str, quantity: str | int, **other: str) -> list[str]:
    """A row of the inventory: kits that came to Patrol, good until 2028."""
    row = {"item": "kit", "expires": "2028-06", "from": "", "to": "Patrol", "movement": "received"} | other
    return [day, row["movement"], row["item"], lot, row["expires"], str(quantity), row["from"], row["to"]]


def moved(day: str, movement: str, lot: str, quantity: str | int, **other: str) -> list[str]:
    """A row of the inventory for what happened to a lot later; `from_` is the place it left."""
    other = {name.rstrip("_"): value for name, value in other.items()}
    return received(day, lot, quantity, **{"movement": movement, "expires": "", "to": ""} | other)


def make_grid(answers: Iterable[Mapping[str, str]], without: Sequence[str], titles: Mapping[str, str]) -> Grid:
    """The form's tab: a header, and a row for each form."""
    fields = {field: title for field, title in {**TITLES, **titles}.items() if field not in without}
    return [[*fields.values()], *([row.get(field, "") for field in fields] for row in answers)]


def write_csv(path: Path, grid: Sequence[Sequence[str]], **dialect: Any) -> None:
    """Write a tab as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, **dialect).writerows(grid)


class Report(NamedTuple):
    """A report as it reached the coordinator."""

    figures: Any
    subject: str
    text: str
    pages: str

    @property
    def first(self) -> str:
        """The subject and what stands above the figures: what a person reads before acting."""
        return f"{self.subject}\n{re.split(r'AT A GLANCE', self.text, maxsplit=1)[0]}"

    @property
    def glance(self) -> str:
        """The few figures that stand first."""
        return re.split(r"\n\n[A-Z][A-Z ,]+\n", self.text.partition("AT A GLANCE")[2], maxsplit=1)[0]


class Case:
    """A program's folder, and what is done with it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Begin with an empty folder, at noon of TODAY."""
        self.folder, self._patch = folder, monkeypatch
        folder.mkdir()
        self.set_day(TODAY)

    def set_day(self, day: str | date) -> None:
        """Let the program's one clock say noon of this day, New York time."""
        now = datetime.combine(date.fromisoformat(str(day)), time(12), NEW_YORK)

        class Standing(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return now.astimezone(tz)

        self._patch.setattr("tasks.context.datetime", Standing)
        self._read = ""

    def write(self, *answers: Answers, **other: Any) -> "Case":
        """Write the whole folder: the forms, rows of the other tabs, and sections of lbn.toml that differ."""
        tabs = {name: other.pop(name.removesuffix(".csv").lower(), ()) for name in OF_STOCK}
        self.write_form(*answers, without=other.pop("without", ()), titles=other.pop("titles", {}))
        for name, rows in tabs.items():
            write_csv(self.folder / name, [OF_STOCK[name], *rows])
        return self.settle(**other)

    def settle(self, **sections: Any) -> "Case":
        """Write lbn.toml; a section adds to the usual one, a list takes its place; None leaves a key out."""
        merged = lbn_toml(lbn_toml(**OF_A_CASE), **sections)
        kept = {name: _without_nothing(value) for name, value in merged.items()}
        (self.folder / "lbn.toml").write_text(write_toml(kept), encoding="utf-8")
        return self

    def write_form(
        self, *answers: Answers, without: Sequence[str] = (), titles: Mapping[str, str] | None = None
    ) -> None:
        """Write the form's tab."""
        write_csv(self.folder / RESPONSES, make_grid(answers, without, titles or {}))

    def lbn(self, *arguments: str) -> Ended:
        """Run a command; a traceback fails the test."""
        return lbn(*arguments, program=self.folder)

    def ask(self, *arguments: str) -> Any:
        """Run a command that must work, and return its document."""
        ended = self.lbn(*arguments, "--json")
        assert ended.code == 0, ended.words
        return ended.json

    def ingest(self, *options: str) -> Any:
        """Read the tabs."""
        return self.ask("ingest", *options)

    def _read_what_is_new(self) -> None:
        """Read the tabs, unless nothing was written since they were read."""
        paths = [*self.folder.glob("*.csv"), *self.folder.glob("*.xlsx"), self.folder / "lbn.toml"]
        written = [path for path in sorted(paths) if path.name != "needs-attention.csv"]
        now = str([(path.name, path.stat().st_mtime_ns) for path in written])
        if now != self._read:
            self.ingest()
            self._read = now

    def be_refused(self, *arguments: str, code: int = 1) -> str:
        """Run a command that must not work, and return the sentence it says."""
        ended = self.lbn(*(arguments or ("ingest",)))
        assert ended.code == code, ended.out + ended.words
        return ended.words

    def attention(self) -> list[tuple[str, int, str]]:
        """Read the tabs, and list what needs a person."""
        self._read_what_is_new()
        return [(one["tab"], one["row"], one["code"]) for one in self.ask("status")["attention"]]

    def codes(self) -> list[str]:
        """The same without tab and row."""
        return [code for *_, code in self.attention()]

    def measures(self, period: str = "2026-Q3") -> Any:
        """Every measure of a period, of the tabs as they are now."""
        self._read_what_is_new()
        return self.ask("figures", period)["measures"]

    def table(self, by: str, measure: str = "kits_distributed", period: str = "2026-Q3") -> dict[str, Any]:
        """One measure by one grouping."""
        self._read_what_is_new()
        [table] = self.ask("figures", period, "--measure", measure, "--by", by)["tables"]
        return dict(table["rows"])

    def stock(self) -> dict[tuple[str, str], int]:
        """What is on hand today, by location and lot."""
        self._read_what_is_new()
        rows = self.ask("reconcile")["stock"]
        return {(row["location"], row["lot"]): row["on_hand"] for row in rows if row["on_hand"]}

    def report(self, period: str = "2026-Q3", slug: str = "nysdoh-quarterly") -> Report:
        """Make a report, and read what came of it."""
        figures = self.ask("report", slug, period)
        return self.read_report(slug, period, figures["edition"], figures)

    def read_report(self, slug: str, period: str, edition: int, figures: Any = None) -> Report:
        """Read a report that was made."""
        at = self.folder / f"reports/{slug}/{period}/edition-{edition}"
        subject, text = ((at / name).read_text("utf-8") for name in ("subject.txt", "email.txt"))
        return Report(figures, subject.strip(), text, (at / "email.html").read_text("utf-8"))

    def mails(self, name: str = "") -> Iterator[str]:
        """The messages of the outbox whose file name holds this, decoded."""
        for path in sorted((self.folder / "outbox").glob("*.eml")):
            if name in path.name:
                yield _decode(path)


def _decode(path: Path) -> str:
    from email import message_from_bytes  # noqa: PLC0415 - only a case that looks into the outbox needs it
    from email.policy import default  # noqa: PLC0415 - as above

    message = message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    return f"{message['Subject']}\n{body.get_content() if body else ''}"


def _without_nothing(section: Any) -> Any:
    if not isinstance(section, dict):
        return section
    return {name: value for name, value in section.items() if value is not None}
