"""A row of the form becomes a distribution, or is held: one small function a field (contract, section "Tabs").

Nothing of what a cell holds leaves this file except as a number, a date or a word of a closed list. Vocabularies are
matched exactly, but for case, spaces and hyphens: a fuzzy match would take one identifying text in five for a
jurisdiction.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from schemas.distribution import MOST_KITS, MOST_PEOPLE, MOST_STRIPS, Distribution
from schemas.finding import Code
from schemas.plain_text import fold_name
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Cells, Tab
from tasks.rules.intake.choices import REASONS, RECIPIENTS, read_choice
from tasks.rules.intake.distinct import Distinct
from tasks.rules.intake.normalize import BOTH
from tasks.rules.intake.whole_number import read_whole_number
from tasks.rules.intake.zip_codes import find_county, normalize_zip

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[+-][0-9]{2}:[0-9]{2})?")
"""With its distance from UTC only in the hour that comes twice."""

_TIME_LENGTH = len("2026-09-30T14:03:22")
ONE_DAY = timedelta(days=1)
"""How far another time zone may be ahead."""
_INDEX = {column.field: index for index, column in enumerate(COLUMNS[Tab.RESPONSES])}
_SUBMITTED, _DATE = _INDEX["submitted"], _INDEX["date"]

Codes = tuple[Code, ...]


class Vocabulary(NamedTuple):
    """What a row is validated against: if this changes, every row is validated again."""

    started: date
    units: Mapping[str, str]
    jurisdictions: Mapping[str, str]
    lots: frozenset[str] | None
    """Those received; none where the program keeps no stock of kits, and any lot may be named."""
    zone: ZoneInfo
    today: date = date.max
    """No kit can have been left on a later day."""


def build_vocabulary(settings: Settings, lots: frozenset[str] | None, today: date = date.max) -> Vocabulary:
    """Collect the closed lists of a program; `lots` are those of naloxone received; none where none was."""
    units = {fold_name(name): unit.name for unit in settings.units for name in (unit.name, *unit.aliases)}
    jurisdictions = {fold_name(name): name for name in settings.places.jurisdictions}
    return Vocabulary(settings.program.started, units, jurisdictions, lots, settings.agency.zone, today)


class ValidatedRow(NamedTuple):
    """A distribution with its flags, or none with the codes that hold it."""

    distribution: Distribution | None
    codes: Codes
    counted_on: date | None

    def hold(self, code: Code) -> "ValidatedRow":
        """Return the same row, held for one more reason."""
        return ValidatedRow(None, (*self.codes, code), self.counted_on)


class FormValidator:
    """Validates the rows of a form by the closed lists of a program.

    Answers repeat: each distinct cell of a column is read once. A validator lives as long as the sync that made it.
    """

    def __init__(self, words: Vocabulary) -> None:
        self._started, self._today = words.started, words.today
        self._days = Distinct(read_day)
        self._counties = Distinct(find_county)
        rules = list_rules(words).items()
        self._rules = [
            (NAMES.get(field, field), _INDEX[field], Distinct(partial(read_unless_both, rule=rule)))
            for field, rule in rules
        ]

    def validate(self, cells: Cells) -> ValidatedRow:
        """Make a distribution with its flags, or name the codes that hold the row.

        Args:
            cells: the row, in the order of COLUMNS[Tab.RESPONSES].
        """
        submitted_at, codes = read_submitted(cells[_SUBMITTED])
        text = cells[_DATE]
        distributed_on, date_codes = read_date(text, self._days[text], submitted_at, (self._started, self._today))
        codes += date_codes
        answers: dict[str, Any] = {}
        for name, index, rule in self._rules:
            answers[name], answer_codes = rule[cells[index]]
            if answer_codes:
                codes += answer_codes
        differ = bool(codes) and Code.ANSWERS_CONFLICT in codes
        if not answers["zip"] and not answers["jurisdiction"] and not differ:
            codes += (Code.PLACE_MISSING,)
        codes = _put_in_order(codes)
        if differ or submitted_at is None or distributed_on is None or answers["kits"] is None:
            return ValidatedRow(None, codes, distributed_on or (submitted_at.date() if submitted_at else None))
        answers |= {
            NAMES["submitted"]: submitted_at.date(),
            NAMES["date"]: distributed_on,
            "county": self._counties[answers["zip"]],
        }
        distribution = Distribution.model_validate(answers)  # which is quicker than to hand over each answer
        return ValidatedRow(distribution, codes, distributed_on)


Rule = Callable[[str], tuple[Any, Codes]]
"""What follows from a cell: what the ledger keeps of it, and what is wrong with it."""

NAMES = {"submitted": "sent_on", "date": "distributed_on", "low": "is_low"}
"""What the ledger calls a field, where that isn't its name in the tab."""


def list_rules(words: Vocabulary) -> dict[str, Rule]:
    """List the rule of each field of the form, but for the two times, which depend on each other."""
    strips = partial(read_optional, most=MOST_STRIPS, code=Code.STRIPS_INVALID)
    return {
        "unit": partial(read_unit, words=words),
        "zip": read_zip,
        "jurisdiction": partial(read_jurisdiction, words=words),
        "kits": read_kits,
        "lot": partial(read_lot, words=words),
        "trained": partial(read_optional, most=MOST_PEOPLE, code=Code.TRAINED_INVALID),
        "recipient": partial(read_choice, choices=RECIPIENTS),
        "reason": partial(read_choice, choices=REASONS),
        "fts": strips,
        "xts": strips,
        "low": read_yes,
    }


def _put_in_order(codes: Codes) -> Codes:
    """Keep each code once, in the order in which they are listed."""
    return tuple(code for code in Code if code in codes) if len(codes) > 1 else codes


def read_unless_both(text: str, rule: Rule) -> tuple[Any, Codes]:
    """Read a cell by its rule, unless it holds two different answers to one question."""
    return (None, (Code.ANSWERS_CONFLICT,)) if BOTH in text else rule(text)


def read_submitted(text: str) -> tuple[datetime | None, Codes]:
    """Read when the form was sent: the sheet's local time."""
    if BOTH in text:
        return None, (Code.ANSWERS_CONFLICT,)
    try:
        moment = datetime.fromisoformat(text[:_TIME_LENGTH]) if _INSTANT.fullmatch(text) else None
    except ValueError:
        moment = None
    return moment, () if moment else (Code.TIMESTAMP_UNREADABLE,)


def read_date(
    text: str, day: date | None, submitted_at: datetime | None, of_program: tuple[date, date]
) -> tuple[date | None, Codes]:
    """Read the day of the distribution: not before the program started, not after the form was sent, and not to come.

    Args:
        text: the cell.
        day: the day that it says, as read_day gives it.
        submitted_at: when the form was sent, if that can be read.
        of_program: when the program started, and today.
    """
    started, today = of_program
    if not text:
        return None, (Code.DATE_MISSING,)
    if day is None:
        return None, (Code.ANSWERS_CONFLICT if BOTH in text else Code.DATE_UNREADABLE,)
    if day < started:
        return None, (Code.DATE_BEFORE_PROGRAM,)
    if day - ONE_DAY > today or (submitted_at and day > submitted_at.date()):
        return None, (Code.DATE_IN_FUTURE,)
    return day, ()


def read_day(text: str) -> date | None:
    """Read a day in the one form of cells."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_unit(text: str, words: Vocabulary) -> tuple[str | None, Codes]:
    """Read the unit; one that is not known is counted at Unassigned."""
    unit = words.units.get(text.casefold())
    return unit, () if unit else (Code.UNIT_UNKNOWN,)


def read_zip(text: str) -> tuple[str | None, Codes]:
    """Read the ZIP code; an empty one is fine where there is a jurisdiction."""
    zip_code = normalize_zip(text)
    return zip_code, (Code.ZIP_INVALID,) if text and not zip_code else ()


def read_jurisdiction(text: str, words: Vocabulary) -> tuple[str | None, Codes]:
    """Read the jurisdiction; either it or the ZIP is enough (the procedure: "jurisdiction or zip code").

    Where the program lists none, none is wrong.
    """
    jurisdiction = words.jurisdictions.get(text.casefold())
    is_wrong = text and not jurisdiction and words.jurisdictions
    return jurisdiction, (Code.JURISDICTION_UNKNOWN,) if is_wrong else ()


def read_kits(text: str) -> tuple[int | None, Codes]:
    """Read how many kits were left: 1 to 500."""
    if not text:
        return None, (Code.KITS_MISSING,)
    number = read_whole_number(text)
    if number is None:
        return None, (Code.KITS_NOT_A_NUMBER,)
    if not 1 <= number <= MOST_KITS:
        return None, (Code.KITS_OUT_OF_RANGE,)
    return number, ()


def read_lot(text: str, words: Vocabulary) -> tuple[str | None, Codes]:
    """Read the lot, if the inventory knows it; where the program tracks no inventory, none is wrong."""
    if not text or words.lots is None:
        return None, ()
    lot = text.upper() if text.isascii() else ""  # a long s becomes an S
    return (lot, ()) if lot in words.lots else (None, (Code.LOT_UNKNOWN,))


def read_optional(text: str, most: int, code: Code) -> tuple[int | None, Codes]:
    """Read an optional number from 0 on; an empty cell is not recorded, nor is one that cannot be read."""
    if not text:
        return None, ()
    number = read_whole_number(text)
    return (number, ()) if number is not None and 0 <= number <= most else (None, (code,))


def read_yes(text: str) -> tuple[bool, Codes]:
    """Read Yes, or anything else."""
    return text.casefold() == "yes", ()
