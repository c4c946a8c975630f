"""A form's tab that people go on changing: rows, titles, ends of lines; and what a sync makes of it each time."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from tasks.context import open_program
from tasks.errors import OperationError
from tasks.operations.ingest_entries import ingest_entries
from tests.support.small_program import (
    FIELDS,
    HEADER,
    RESPONSES,
    SECRET,
    a_row,
    rows,
    tables,
    write_settings,
)  # fmt: skip
from tests.support.watched import clock_after

Answers = list[dict[str, str]]

OTHERS = [
    a_row(0, kits="two"),
    a_row(0, zip="99999", reason="=1+1"),
    a_row(0, submitted="1/2/2024 10:03:10"),
    a_row(0, submitted="1/2/2024 10:03:40"),
    a_row(0, submitted="1/2/2024 10:04:20"),
    a_row(0, submitted="1/2/2024 10:03"),
    a_row(0, submitted="2024-01-02 10:03:10", date="2024-01-02"),
    a_row(0, unit="Nobody's", date=""),
    a_row(0, lot='A\n"123"\r\nof two lines'),
    a_row(0, jurisdiction="Fonda, Village of"),
    a_row(0, date="4/3/2024"),
    a_row(0, date="4/4/2024"),
    a_row(0, date="20/1/2024"),
    dict.fromkeys(FIELDS.values(), ""),
]
"""Rows that are held, flagged, empty, of several lines, of days to come, or may be one form sent twice."""

SETTINGS = (
    write_settings(),
    write_settings(program={"started": date(2024, 1, 3)}),
    write_settings(source={"dates": "dmy"}),
)
HEADERS = (HEADER, ("A title",) * 3 + HEADER[3:], (*HEADER[:7], "A title", *HEADER[8:]))


class State(NamedTuple):
    """What a program's files say, and the day on which they are read."""

    answers: Answers
    header: tuple[str, ...] = HEADER
    settings: str = SETTINGS[0]
    end: str = "\r\n"
    is_ended: bool = True
    has_seconds: bool = True
    days: int = 0


def edit(answers: Answers, chance: Random) -> Answers:
    """The rows after one edit, at any place."""
    at, row = chance.randrange(len(answers) + 1), chance.choice([*OTHERS, *rows(8)])
    before, after, one = answers[:at], answers[at:], answers[at : at + 1]
    return chance.choice(
        (
            [*before, row, *after],
            [*answers, row],
            before + after[1:],
            before + after[6:],
            [*before, row, *after[1:]],
            [*one, *before, *after[1:]],
            answers + one,
            after + before,
            sorted(answers, key=lambda its: its.get("submitted", ""), reverse=at % 2 == 0),
        )
    )


CHANGES: dict[str, Callable[[State, Random], State]] = {
    "rows": lambda state, chance: state._replace(answers=edit(state.answers, chance)),
    "a few rows": lambda state, chance: state._replace(answers=edit(edit(state.answers, chance), chance)),
    "header": lambda state, chance: state._replace(header=chance.choice(HEADERS)),
    "settings": lambda state, chance: state._replace(settings=chance.choice(SETTINGS)),
    "end of lines": lambda state, chance: state._replace(end=chance.choice(("\n", "\r\n", "\r"))),
    "end of file": lambda state, _: state._replace(is_ended=not state.is_ended),
    "seconds": lambda state, _: state._replace(has_seconds=not state.has_seconds),
    "day": lambda state, _: state._replace(days=state.days + 1),
}


def write(folder: Path, state: State) -> None:
    """Write settings and the form's tab; a spreadsheet may drop the seconds."""
    (folder / "lbn.toml").write_text(state.settings, encoding="utf-8")
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator=state.end)
    writer.writerow(state.header)
    for row in state.answers:
        sent = row["submitted"]
        shown = row if state.has_seconds else row | {"submitted": sent.rpartition(":")[0] or sent}
        writer.writerow([shown.get(FIELDS[title], "") if title in FIELDS else SECRET for title in HEADER])
    text = file.getvalue()
    (folder / RESPONSES).write_bytes((text if state.is_ended else text.removesuffix(state.end)).encode())


def sync(folder: Path, state: State, *, accepts: bool) -> tuple[object, object]:
    """What a sync answers, and the ledger after it."""
    write(folder, state)
    program = open_program(folder, clock_after(state.days))
    try:
        answer: object = ingest_entries(program, accept_withdrawals=accepts, accept_held=accepts)
    except OperationError as why:
        answer = str(why)
    return answer, tables(folder)
