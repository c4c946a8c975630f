"""Random responses of the form: good rows, every defect at least once, double taps, empty rows, any order."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from tests.generator.form_answers import (
    BAD_ANSWERS,
    UNKNOWN_LOTS,
    bad_dates,
    good_answers,
    random_submission,
)
from tests.generator.model import FormRow, Said, Settings

DOUBLE_TAPS = ((0,), (1,), (59,), (60,), (61,), (40, 80), (30, 60, 120), (50, 111), (0, 0))
"""Seconds after the first submission at which the same answers come again."""


class FormMaker:
    """Makes the rows of one program's form."""

    def __init__(self, rng: Random, settings: Settings, last_day: date, lots: list[str], busy_days: list[date]) -> None:
        """Lots are those of the inventory, of the kit and of other items alike; on busy days more happens to them."""
        self.rng = rng
        self.settings = settings
        self.last_day = last_day
        self.lots = lots
        self.busy_days = [day for day in busy_days if settings.started <= day <= last_day]
        self._taken: set[datetime] = set()

    def rows(self, number: int, left_out: frozenset[str]) -> tuple[FormRow, ...]:
        """So many good rows and all the dirt, in the order of submission or in none."""
        rows = [self._good_row() for _ in range(number)]
        rows += [self._spoiled(self._good_row(), name, bad) for name, bad in self._each_defect()]
        rows += [self._spoiled_several_times(self._good_row()) for _ in range(self.rng.randint(0, 6))]
        rows += [self._without_place(self._good_row()) for _ in range(2)]
        rows = [_leave_out(row, left_out) for row in rows]
        rows += [again for row in self.rng.sample(rows, 6) for again in self._doubles(row)]
        self._put_in_order(rows)
        for _ in range(self.rng.randint(0, 4)):
            rows.insert(self.rng.randint(0, len(rows)), self._empty_row(left_out))
        return tuple(rows)

    def one_more(self, left_out: frozenset[str]) -> FormRow:
        """Make a further good row."""
        return _leave_out(self._good_row(), left_out)

    def edited(self, row: FormRow, left_out: frozenset[str]) -> FormRow:
        """Give the row another number of kits, as a coordinator corrects it."""
        kits = self.rng.randint(1, 9)
        return _leave_out(_with(row, "kits", Said(str(kits), kits)), left_out)

    def _good_row(self) -> FormRow:
        submitted = self._submission()
        while submitted in self._taken:
            submitted = self._submission()
        self._taken.add(submitted)
        return FormRow(good_answers(self.rng, self.settings, submitted, self.lots))

    def _submission(self) -> datetime:
        return random_submission(self.rng, self.settings, self.last_day, self.busy_days)

    def _each_defect(self) -> list[tuple[str, Said]]:
        """One bad answer of every kind that the tables know, and a lot that no one received."""
        defects = [
            (name, self.rng.choice([bad for bad in bads if bad.code == code]))
            for name, bads in BAD_ANSWERS.items()
            for code in sorted({bad.code for bad in bads})
        ]
        return [*defects, ("lot", Said(self.rng.choice(UNKNOWN_LOTS))), ("date", Said("future or past"))]

    def _spoiled(self, row: FormRow, name: str, bad: Said) -> FormRow:
        if bad.cell == "future or past":
            assert row.submitted
            bad = bad_dates(self.rng, self.settings, row.submitted)
        return _with(row, name, bad)

    def _spoiled_several_times(self, row: FormRow) -> FormRow:
        for name, bad in self.rng.sample(self._each_defect(), self.rng.randint(2, 5)):
            if row.submitted:
                row = self._spoiled(row, name, bad)
        return row

    def _without_place(self, row: FormRow) -> FormRow:
        bad_zip = self.rng.choice((Said(""), *BAD_ANSWERS["zip"]))
        bad_jurisdiction = self.rng.choice((Said(""), *BAD_ANSWERS["jurisdiction"]))
        return _with(_with(row, "zip", bad_zip), "jurisdiction", bad_jurisdiction)

    def _doubles(self, row: FormRow) -> list[FormRow]:
        """Send the same answers again and again, and once other answers at the same time."""
        if row.submitted is None:
            return [row]
        moments = [row.submitted + timedelta(seconds=after) for after in self.rng.choice(DOUBLE_TAPS)]
        again = [_with(row, "submitted", Said(moment, moment)) for moment in moments]
        if self.rng.random() < 0.3:
            kits = self.rng.randint(101, 200)
            again.append(_with(again[0], "kits", Said(str(kits), kits)))
        return again

    def _put_in_order(self, rows: list[FormRow]) -> None:
        """By submission, as Google appends them, or sorted by somebody in some other way."""
        if self.rng.random() < 0.5:
            self.rng.shuffle(rows)
        else:
            rows.sort(key=lambda row: str(row.submitted or ""))

    def _empty_row(self, left_out: frozenset[str]) -> FormRow:
        empty = {name: Said("") for name in self._good_row().answers}
        return _leave_out(FormRow(empty), left_out)


def _with(row: FormRow, name: str, said: Said) -> FormRow:
    return replace(row, answers={**row.answers, name: said})


def _leave_out(row: FormRow, names: frozenset[str]) -> FormRow:
    return replace(row, answers={name: said for name, said in row.answers.items() if name not in names})
