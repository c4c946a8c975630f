"""The four tabs as files, as a Sheet exports them, and lbn.toml."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

Row = dict[str, str]

FORM, INVENTORY, COUNTS, TRAINING = "Form responses", "Inventory", "Counts", "Training"
TITLES = {
    FORM: (
        "Timestamp",
        "Date of distribution",
        "Unit",
        "ZIP code",
        "Jurisdiction",
        "Kits left",
        "Lot number (optional)",
        "Kits running low? (optional)",
    ),
    INVENTORY: ("Date", "Movement", "Item", "Lot", "Expires", "Quantity", "From", "To"),
    COUNTS: ("Date", "Location", "Item", "Lot (optional)", "Counted"),
    TRAINING: ("Date", "Unit", "Course", "People trained"),
}
ITEM = "kit"


class Tabs:
    """What people wrote, and for each form what it should have said."""

    def __init__(self) -> None:
        """Begin with empty tabs."""
        self.rows: dict[str, list[Row]] = {tab: [] for tab in TITLES}
        self._true: list[Row] = []

    def send_form(self, true: Row, sent: Iterable[Row]) -> None:
        """Add what an officer sent."""
        for row in sent:
            self.rows[FORM].append(row)
            self._true.append(true)

    def correct_form(self, row_number: int) -> None:
        """Correct a form by its row in the tab, or delete one that was sent twice."""
        index = row_number - 2
        if self.rows[FORM][index] != self._true[index]:
            self.rows[FORM][index] = self._true[index]
        elif self.rows[FORM].count(self._true[index]) > 1:
            del self.rows[FORM][index], self._true[index]

    def enter(self, movement: str, on: date, lot: str, quantity: int, origin: str = "", destination: str = "") -> None:
        """Enter a movement."""
        self._append(INVENTORY, on.isoformat(), movement, ITEM, lot, "", str(quantity), origin, destination)

    def enter_received(self, on: date, lot: str, expires: date, quantity: int) -> None:
        """Enter a delivery."""
        cells = (on.isoformat(), "received", ITEM, lot, expires.isoformat(), str(quantity), "", "Central")
        self._append(INVENTORY, *cells)

    def enter_count(self, on: date, location: str, lot: str, counted: int) -> None:
        """Enter a count."""
        self._append(COUNTS, on.isoformat(), location, ITEM, lot, str(counted))

    def enter_course(self, on: date, unit: str, people: int) -> None:
        """Enter a course."""
        self._append(TRAINING, on.isoformat(), unit, "Leave-behind program", str(people))

    def _append(self, tab: str, *cells: str) -> None:
        self.rows[tab].append(dict(zip(TITLES[tab], cells, strict=True)))

    def save(self, folder: Path) -> None:
        """Write the tabs as files."""
        for tab, titles in TITLES.items():
            with (folder / f"{tab}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, titles)
                writer.writeheader()
                writer.writerows(self.rows[tab])


SETTINGS = """\
[agency]
name        = "Village of Example Police Department"
timezone    = "America/New_York"
coordinator = "coordinator@example.gov"

[program]
id       = "k7qm2d9x"
started  = {started}
oopp     = "none"
supplier = {{ kind = "regional-ems", name = "Example Regional EMS Program", cadence = "monthly" }}

[source]
kind      = "files"
responses = "Form responses.csv"
inventory = "Inventory.csv"
counts    = "Counts.csv"
training  = "Training.csv"
not_asked = ["trained", "recipient", "reason", "fts", "xts"]

{units}
[[items]]
code  = "kit"
name  = "Naloxone 4 mg nasal spray kit"
kind  = "naloxone"
doses = 2

[places]
jurisdictions = ["City of Albany"]

[ordering]
lead_days = {lead_days}

[procedure]
reviewed = {reviewed}

[mail]
transport = "outbox"
from      = "lbn@example.gov"
"""


def save_settings(
    folder: Path, started: date, reviewed: date, lead_days: int, par_levels: Mapping[str, int | None]
) -> None:
    """Write lbn.toml; a unit may have no par level."""
    units = "\n".join(
        f'[[units]]\nname = "{name}"\n' + (f"par_level = {level}\n" if level is not None else "")
        for name, level in par_levels.items()
    )
    text = SETTINGS.format(started=started, reviewed=reviewed, lead_days=lead_days, units=units)
    (folder / "lbn.toml").write_text(text, encoding="utf-8")
