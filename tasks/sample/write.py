"""The sample programs of `lbn demo`, and the empty one of `lbn init`.

A sample is a year and a half of a department that never was, the same for the same last day. It is lived day
by day, so that its records, shelves and counts agree as far as those of real people do.
"""

import csv
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random

from schemas.tabs import COLUMNS, Tab
from tasks.errors import UsageError
from tasks.program_folder.bounded_file import NotReadable, read_bounded
from tasks.program_folder.identity import make_id
from tasks.program_folder.toml_text import LARGEST_BYTES
from tasks.sample.dirt import BAD_COUNT, BAD_INVENTORY, BAD_TRAINING, soil_last_row, soil_rows
from tasks.sample.officers import Officers
from tasks.sample.places import ITEMS, NYC, UPSTATE, SampleProgram
from tasks.sample.settings_file import PLACEHOLDERS, SAMPLE_HEADLINE, SettingsWritten, write_settings_text
from tasks.sample.shelves import Answers, Shelves
from tasks.sample.storekeeper import Storekeeper, hold_course, is_count_day, is_course_day, is_event_day

TAB_FILES = {
    Tab.RESPONSES: "Form Responses 1.csv",
    Tab.INVENTORY: "Inventory.csv",
    Tab.COUNTS: "Counts.csv",
    Tab.TRAINING: "Training.csv",
}
DAYS_LIVED = 548

_OLDER_THAN_ANY = (946_684_800, 946_684_800)
"""The year 2000: of the files that fit a name the newest is read, and an empty tab must never hide a download."""


def write_sample(folder: Path, today: date, days_lived: int = DAYS_LIVED) -> None:
    """Write the upstate sample: over 500 form rows of the year and a half up to `today`, or of more days.

    Raises:
        UsageError: the folder holds the settings of a real program, or can't be made.
    """
    _write_program(folder, UPSTATE, today, days_lived)


def write_nyc_sample(folder: Path, today: date) -> None:
    """Write the smaller sample of New York City: over 150 form rows of the same time.

    Raises:
        UsageError: the folder holds the settings of a real program, or can't be made.
    """
    _write_program(folder, NYC, today, DAYS_LIVED)


def write_empty_program(folder: Path) -> None:
    """Write what `lbn init` gives: lbn.toml with placeholders, and the headers of each tab not there yet.

    Raises:
        UsageError: the folder is a program already, or can't be made.
    """
    if (folder / "lbn.toml").exists():
        msg = "This folder already has an lbn.toml: edit that one, or name another folder."
        raise UsageError(msg)
    _make_folder(folder)
    _write_settings(folder, PLACEHOLDERS._replace(program_id=make_id()))
    for tab, name in TAB_FILES.items():
        if not (folder / name).exists():
            _write_csv(folder / name, _titles(tab).values(), [])
            os.utime(folder / name, _OLDER_THAN_ANY)
    if not (folder / "decisions.csv").exists():
        _write_decisions(folder)


def _write_program(folder: Path, program: SampleProgram, today: date, days_lived: int) -> None:
    _refuse_real_program(folder)
    if (folder / "lbn.toml").exists():
        return
    _make_folder(folder)
    started = today - timedelta(days=days_lived)
    _write_settings(folder, _settings(program, started))
    for tab, rows in _live(program, started, today).items():
        titles = _titles(tab) if tab is not Tab.RESPONSES else _form_titles()
        cells = ([row.get(field, "") for field in titles] for row in rows)
        _write_csv(folder / TAB_FILES[tab], titles.values(), cells)
    _write_decisions(folder)


def _make_folder(folder: Path) -> None:
    """Make it, and those above it; a file in its place is a wrong call."""
    problem = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"The folder {folder} cannot be made ({error.strerror}). Name another one."
    if problem:
        raise UsageError(problem)


def _refuse_real_program(folder: Path) -> None:
    """Refuse anyone's own program; a sample that is there stays as it is, for its last day was another one."""
    settings = folder / "lbn.toml"
    if settings.exists() and not _read_or_nothing(settings).startswith(SAMPLE_HEADLINE.encode()):
        msg = "This folder holds a program of your own: name another folder for the sample."
        raise UsageError(msg)


def _read_or_nothing(settings: Path) -> bytes:
    with suppress(NotReadable):  # then it is nothing that was written here
        return read_bounded(settings, LARGEST_BYTES)
    return b""


def _live(program: SampleProgram, started: date, today: date) -> dict[Tab, list[Answers]]:
    """Live every day from the first to `today`, and write down its rows."""
    rng = Random(program.seed)
    shelves = Shelves(program, rng)
    storekeeper = Storekeeper(program, shelves, started, today)
    officers = Officers(program, shelves, rng, today)
    trainings: list[Answers] = []
    for day in (started + timedelta(days=passed) for passed in range((today - started).days + 1)):
        storekeeper.work(day)
        officers.work(day)
        if day != today and is_event_day(program, day):
            officers.attend_event(day)
        if is_count_day(day):
            shelves.count(day)
        if is_course_day(day):
            trainings.append(hold_course(program, day, rng))
    soil_last_row(shelves.inventory, *BAD_INVENTORY)
    soil_last_row(shelves.counts, BAD_COUNT)
    soil_last_row(trainings, BAD_TRAINING)
    sent = sorted(officers.sent, key=lambda row: row[0])
    return {
        Tab.RESPONSES: [answers for _, answers in soil_rows(sent, today, rng)],
        Tab.INVENTORY: shelves.inventory,
        Tab.COUNTS: shelves.counts,
        Tab.TRAINING: trainings,
    }


def _settings(program: SampleProgram, started: date) -> SettingsWritten:
    return SettingsWritten(
        headline=SAMPLE_HEADLINE,
        agency=program.agency,
        coordinator=program.coordinator,
        program_id=program.program_id,
        started=started.isoformat(),
        oopp=program.oopp,
        supplier_kind=program.supplier_kind,
        supplier_name=program.supplier_name,
        supplier_cadence=program.supplier_cadence,
        units=tuple(unit.written for unit in program.units),
        items=ITEMS,
        jurisdictions=program.jurisdictions,
        sender=program.sender,
    )


def _titles(tab: Tab) -> dict[str, str]:
    """Return the title over each field of a tab."""
    return {column.field: column.titles[0] for column in COLUMNS[tab]}


def _form_titles() -> dict[str, str]:
    """Return the form's columns, with two more: the sample shows that they are never read."""
    (submitted, stamp), *answers = _titles(Tab.RESPONSES).items()
    return {submitted: stamp, "email": "Email Address", **dict(answers), "note": "Anything else"}


def _write_settings(folder: Path, settings: SettingsWritten) -> None:
    (folder / "lbn.toml").write_text(write_settings_text(settings), encoding="utf-8")


def _write_decisions(folder: Path) -> None:
    _write_csv(folder / "decisions.csv", ("ref", "decision"), [])


def _write_csv(path: Path, titles: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a file as Google Sheets does: UTF-8, Windows line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(titles)
        writer.writerows(rows)
