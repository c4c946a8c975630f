"""A random program from a seed: its settings, its tabs, and what the tabs become after some weeks of work."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from tests.generator.model import FormRow, Generated, Row, Said, UnitSettings
from tests.generator.random_form import FormMaker
from tests.generator.random_settings import random_settings
from tests.generator.random_stock import StockMaker

SomeRow = TypeVar("SomeRow", bound=Row)

OPTIONAL_QUESTIONS = ("lot", "trained", "recipient", "reason", "fts", "xts", "low")


class ProgramMaker:
    """Makes the program of a seed, and its later states."""

    def __init__(self, seed: int) -> None:
        """Make the same program of the same seed, and the same history of it."""
        self.rng = Random(seed)
        settings = random_settings(self.rng)
        last_day = settings.started + timedelta(days=self.rng.randint(40, 450))
        last_day = min(last_day, date(2026, 9, 30))
        stock = StockMaker(self.rng, settings, last_day)
        inventory, counts = stock.inventory(), stock.counts()
        lots = stock.lots[settings.kit.code] * 5 + sorted({lot for lots in stock.lots.values() for lot in lots})
        self._form = FormMaker(self.rng, settings, last_day, lots, _days_of((*inventory, *counts)))
        left_out = self._left_out()
        number = self.rng.choice((30, 60, 150, 400))
        self.first = Generated(
            settings=settings,
            last_day=last_day,
            responses=self._form.rows(number, left_out),
            inventory=inventory,
            counts=counts,
            training=stock.training(),
            columns_left_out=left_out,
        )

    def later(self, program: Generated) -> Generated:
        """Make the program some weeks on: rows added, edited and deleted, the tab sorted, stock rows among them."""
        rows = [self._lived_on(row, program.columns_left_out) for row in program.responses]
        kept = [row for row in rows if row is not None]
        kept += [self._form.one_more(program.columns_left_out) for _ in range(self.rng.randint(0, 15))]
        if self.rng.random() < 0.5:
            self.rng.shuffle(kept)
        return replace(
            program,
            responses=tuple(kept),
            inventory=tuple(row for row in program.inventory if self.rng.random() < 0.9),
            counts=tuple(row for row in program.counts if self.rng.random() < 0.9),
        )

    def with_more_names(self, program: Generated) -> Generated:
        """Make the program once its settings know more: a unit, a jurisdiction, and an earlier start."""
        settings = program.settings
        wider = replace(
            settings,
            started=date(2010, 1, 1),
            units=(*settings.units, UnitSettings("Dogs", ("K-9",), None)),
            jurisdictions=(*settings.jurisdictions, "Atlantis"),
        )
        return replace(
            program,
            settings=wider,
            responses=tuple(_now_known(row) for row in program.responses),
            inventory=tuple(_now_known(row) for row in program.inventory),
            counts=tuple(_now_known(row) for row in program.counts),
            training=tuple(_now_known(row) for row in program.training),
        )

    def _lived_on(self, row: FormRow, left_out: frozenset[str]) -> FormRow | None:
        """Most rows stay as they are, a few are fixed, a few deleted."""
        fate = self.rng.random()
        if fate < 0.04:
            return None
        if fate < 0.1 and not row.is_empty:
            return self._form.edited(row, left_out)
        return row

    def _left_out(self) -> frozenset[str]:
        """Draw optional questions that this program's form does not ask."""
        if self.rng.random() < 0.6:
            return frozenset()
        return frozenset(self.rng.sample(OPTIONAL_QUESTIONS, self.rng.randint(1, 4)))


def random_program(seed: int) -> Generated:
    """Make the program of a seed, in its first state."""
    return ProgramMaker(seed).first


def _days_of(rows: Iterable[Row]) -> list[date]:
    """Days on which stock moves, is counted or expires: the order within a day decides most there."""
    said_of_all = [said for row in rows for said in row.answers.values() if not said.code]
    return [said.means for said in said_of_all if isinstance(said.means, date)]


def _now_known(row: SomeRow) -> SomeRow:
    """Give the row the meaning that the wider settings give it."""
    return replace(row, answers={name: _now_said(name, said) for name, said in row.answers.items()})


def _now_said(name: str, said: Said) -> Said:
    if name in {"unit", "location", "from", "to"} and said.cell == "K-9":
        return Said("K-9", "Dogs")
    if name == "jurisdiction" and said.cell == "Atlantis":
        return Said("Atlantis", "Atlantis")
    return said._replace(code="") if said.code == "date_before_program" else said
