"""Days, numbers and words of a call: what can't be meant ends in one sentence of ours with an example."""

from pathlib import Path

import pytest

from tasks.context import read_clock
from tests.support.small_program import find_today, its_clock, lbn, rows, write_program


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that has not been read yet."""
    return write_program(tmp_path / "program", rows(2))


with its_clock():
    TODAY = read_clock().astimezone().date()
DAY = "takes a day, written as year, month and day, such as"
NUMBER = "takes a whole number"

REFUSED = [
    *(
        (("filed", "supplier", "2026-08", "--on", day), f"--on {DAY} --on {TODAY}.")
        for day in ("10/5/2026", "2026-02-30", "yesterday", "", "20261005")
    ),
    (("purge", "--before", "1/1/2026"), f"--before {DAY} --before {TODAY.year - 1}-01-01."),
    *(
        (("report", "supplier", "2026-08", "--edition", number),
         f"--edition {NUMBER} of 1 or more, in digits, such as --edition 2.")
        for number in ("two", "0", "-1", "1.5", "1_0", "２", "9" * 12, "")
    ),
    (("filed", "supplier", "2026-08", "--edition", "x"),
     f"--edition {NUMBER} of 1 or more, in digits, such as --edition 2."),
    *(
        (("serve", "--port", port), f"--port {NUMBER} from 1 to 65535, in digits, such as --port 4200.")
        for port in ("x", "0", "65536")
    ),
    *(
        (("hosted", ".", "run", "--workers", number),
         f"--workers {NUMBER} from 0 to 256, in digits, such as --workers 4.")
        for number in ("many", "257")
    ),
    *(
        (("hosted", ".", "run", "--most-minutes", minutes),
         "--most-minutes takes a number of 0.01 or more, in digits, such as --most-minutes 30.")
        for minutes in ("0", "nan", "inf", "-3", "1e3", "half")
    ),
    (("hosted", ".", "go"), "lbn hosted DIR takes run, status, check or backfill, such as lbn hosted DIR run."),
    (("hosted", ".", "backfill", "1/2026", "2026-02"),
     "“1/2026” isn't a month: write year and month, such as 2026-09."),
    (("sheet", "all"), "lbn sheet takes counts, kit or review, such as lbn sheet counts."),
]  # fmt: skip


@pytest.mark.parametrize(("call", "said"), REFUSED, ids=[" ".join(call) for call, _ in REFUSED])
def test_what_cannot_be_meant_is_one_sentence(call: tuple[str, ...], said: str, tmp_path: Path):
    ended = lbn(*call, program=None if call[0] == "hosted" else tmp_path)
    assert (ended.code, ended.out, ended.words.strip()) == (2, "", said)


@pytest.mark.parametrize("call", [("backfill", "{}", "2026-09"), ("backfill", "2026-01", "{}")])
@pytest.mark.parametrize("month", ["1/2026", "2026-Q1", "2026", "2026-13"])
def test_a_backfill_is_told_months(call: tuple[str, ...], month: str, program: Path):
    ended = lbn(*(one.format(month) for one in call), program=program)
    said = f"“{month}” isn't a month: write year and month, such as 2026-09."
    assert (ended.code, ended.words.strip()) == (2, said)


def test_months_in_the_wrong_order_are_told(program: Path):
    ended = lbn("backfill", "2026-09", "2026-01", program=program)
    said = "2026-09 comes after 2026-01: write the first month before the last, such as 2026-01 2026-09."
    assert (ended.code, ended.words.strip()) == (2, said)


def test_a_day_is_taken_as_it_is_written(program: Path):
    ended = lbn("filed", "nysdoh-quarterly", "2024-Q1", "--on", find_today().isoformat(), program=program)
    assert (ended.code, "was handed in on" in ended.out) == (0, True), ended.words
