"""Bringing a cell into one form, whatever export it came from.

The same answer reaches us as `9/30/2026` (Google Sheets' CSV), `2026-09-30` (Google Forms' own CSV), a real date
(Excel) or a serial number. Fingerprints and rules see one text for all of them; a cell that cannot be read as its
kind stays as it is, as plain text, and its rule says what is wrong with it. Digits are ASCII digits everywhere.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, assert_never

from schemas.plain_text import to_plain_text
from schemas.tabs import Cells, Column, Kind
from tasks.rules.intake.dates import DateStyle, format_moment, read_moment
from tasks.rules.intake.distinct import Distinct
from tasks.rules.intake.zip_codes import restore_zeros

Cell = Any
"""What a reader finds in a cell: str, int, float, bool, date, datetime or None."""

_Form = tuple[int, Callable[[Sequence[Cell]], list[str]]]
"""Where a column stands, and what brings its cells into form."""

BOTH = "\x1e"
"""Stands between two answers of a row to one question. No cell holds it: plain text has spaces in its place."""

_PLAIN_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?", re.ASCII)
_WHOLE_CLOCK = len("14:03:22")
_WITHOUT_SECONDS = len("14:03")
_ROWS_AT_ONCE = 10_000
_WHOLE_FLOAT = re.compile(r"(-?\d{1,15})\.0+", re.ASCII)
_ON_CARTONS = re.compile(r"\d{1,2}[ -][A-Za-z]{3,9}\.?[ -]\d{4}", re.ASCII)
"""Such as 01 DEC 2028: the rule of expiries reads it, and ledgers in use know such rows by their text."""


def normalize_text(cell: Cell) -> str:
    """Return a cell as plain text; whole numbers without a point, TRUE and FALSE."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = to_plain_text(cell)
        whole = _WHOLE_FLOAT.fullmatch(text)
        return whole[1] if whole else text
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat()
    return str(cell).upper() if isinstance(cell, bool) else str(cell)


def normalize_day(cell: Cell, style: DateStyle) -> str:
    """Return a cell as an ISO date where it is a date or a date-time, in the agency's zone; else as it stands."""
    text = normalize_text(cell)
    moment = read_moment(text if isinstance(cell, str) else cell, style)
    return moment.date().isoformat() if moment else text


def normalize_expiry(cell: Cell, style: DateStyle) -> str:
    """Return a cell as an ISO date where it is a date; else, and where it is written as on cartons, as it stands."""
    text = normalize_text(cell) if isinstance(cell, str) else ""
    return text if _ON_CARTONS.fullmatch(text) else normalize_day(cell, style)


def normalize_instant(cell: Cell, style: DateStyle) -> str:
    """Return a cell as an ISO date-time in the agency's time, to the second, where it is one; else as it stands."""
    text = normalize_text(cell)
    if isinstance(cell, str) and ":" not in text:
        return text
    # A real date without a time is midnight: Excel's reader tells the two not apart.
    moment = read_moment(text if isinstance(cell, str) else cell, style)
    return format_moment(moment, style.zone) if moment else text


def normalize_rows(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    indexes: Sequence[Sequence[int]],
    style: DateStyle,
    unclear: Collection[int] = (),
) -> Iterable[Cells]:
    """Normalize rows of cells: in the order of a tab's columns, each cell in its one form.

    Args:
        columns: the tab's columns.
        rows: the cells as read; a row may be shorter than the header.
        indexes: for each column its indexes in a row: none where the tab lacks it, several for a question asked again.
        style: how dates are read.
        unclear: indexes at which dates in digits are not read.

    Each distinct cell is brought into form once: most answers repeat. The rows come piece by piece, so that no other
    copy of all of them is made.
    """
    piece = NormalizedPieces(columns, indexes, style, unclear)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield from piece.normalize(rows[start : start + _ROWS_AT_ONCE])


class NormalizedPieces:
    """Brings rows into form piece by piece, and knows the cells of the pieces before."""

    def __init__(
        self,
        columns: Sequence[Column],
        indexes: Sequence[Sequence[int]],
        style: DateStyle,
        unclear: Collection[int] = (),
    ) -> None:
        unread = style._replace(order=None)
        self._width = max((index for these in indexes for index in these), default=-1) + 1
        self._forms: list[list[_Form]] = [
            [(index, _choose_form(column.kind, unread if index in unclear else style)) for index in these]
            for column, these in zip(columns, indexes, strict=True)
        ]

    def normalize(self, rows: Sequence[Sequence[Cell]]) -> Iterable[Cells]:
        """Bring some rows, one at least, into form: a text per column."""
        width = self._width
        whole = [row if len(row) >= width else [*row, *[None] * (width - len(row))] for row in rows]
        read = list(zip(*whole, strict=False)) if width else []  # what stands behind the last column is nobody's
        texts = [_merge([form(read[index]) for index, form in these], len(whole)) for these in self._forms]
        return zip(*texts, strict=True)


def _merge(asked: Sequence[list[str]], count: int) -> list[str]:
    """Make one column of those of one question: of each row the filled cell, or both where two of them differ."""
    if len(asked) <= 1:
        return asked[0] if asked else [""] * count
    return [_merge_answers(answers) for answers in zip(*asked, strict=True)]


def _merge_answers(answers: Iterable[str]) -> str:
    different: dict[str, str] = {}
    for answer in filter(None, answers):
        different.setdefault(answer.casefold(), answer)
    return BOTH.join(different.values())


def _choose_form(kind: Kind, style: DateStyle) -> Callable[[Sequence[Cell]], list[str]]:
    """Choose what brings the cells of a column into form, and knows those that it has seen."""
    match kind:
        case Kind.INSTANT:
            return _form_instants(style)
        case Kind.DAY:
            return _form_distinct(lambda cell: normalize_day(cell, style))
        case Kind.EXPIRY:
            return _form_distinct(lambda cell: normalize_expiry(cell, style))
        case Kind.ZIP:
            return _form_distinct(lambda cell: restore_zeros(normalize_text(cell)))
        case Kind.TEXT:
            return _form_distinct(normalize_text)
        case _:
            assert_never(kind)


def _form_distinct(normalize_cell: Callable[[Cell], str]) -> Callable[[Sequence[Cell]], list[str]]:
    texts = Distinct(normalize_cell)

    def form(cells: Sequence[Cell]) -> list[str]:
        formed = list(map(texts.__getitem__, cells))
        if (1 not in texts and 0 not in texts) or bool not in set(map(type, cells)):
            return formed
        # True equals 1 as a key, but is not the answer 1.
        for either in (1, 0):
            texts.pop(either, None)
        return [texts[cell] if type(cell) is not bool else normalize_cell(cell) for cell in cells]

    return form


def _form_instants(style: DateStyle) -> Callable[[Sequence[Cell]], list[str]]:
    """Form date-times: they hardly ever repeat, but their days do; a plain clock beside a known day is quick."""
    days = Distinct(lambda day: _plain_day(day, style))

    def form(cells: Sequence[Cell]) -> list[str]:
        texts = []
        for cell in cells:
            day, _, clock = cell.partition(" ") if isinstance(cell, str) else ("", "", "")
            if _PLAIN_CLOCK.fullmatch(clock) and (iso := days[day]):
                texts.append(f"{iso}T{clock}" if len(clock) == _WHOLE_CLOCK else f"{iso}T{_fill_clock(clock)}")
            else:
                texts.append(normalize_instant(cell, style))
        return texts

    return form


def _fill_clock(clock: str) -> str:
    """Return 9:03 as 09:03:00."""
    whole = clock if len(clock) > _WITHOUT_SECONDS else f"{clock}:00"
    return whole.rjust(_WHOLE_CLOCK, "0")


def _plain_day(cell: str, style: DateStyle) -> str:
    """Return a day as an ISO date, or nothing."""
    moment = None if ":" in cell else read_moment(cell, style)
    return moment.date().isoformat() if moment else ""
