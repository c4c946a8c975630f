"""Nothing that somebody typed leaves the rules, except as a number, a date or a word of a closed list."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache, partial

import zipcodes
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.finding import FLAGS, Code, HeldRow
from schemas.tabs import COLUMNS, Cells, Tab
from tasks.rules.intake.normalize import BOTH
from tasks.rules.intake.stock_vocabulary import StockVocabulary, build_stock_vocabulary
from tasks.rules.intake.validate import FormValidator
from tasks.rules.intake.validate_stock import (
    StockRow,
    validate_counts,
    validate_movements,
    validate_trainings,
)
from tasks.rules.intake.zip_codes import find_county
from tests.support.builders import FORM_ANSWERS, a_form_row, cells, some_words
from tests.support.settings import some_settings

WORDS = some_words()
HOSTILE = (
    "Jane Doe, 518-555-0100", "12207 Jane Doe", "jane@example.org", '=HYPERLINK("//example.org","x")', "<b>Patrol</b>",
    "Patrol\n", "\u202ePatrol", "City of Albany (Jane)", "A123'; DROP TABLE distributions", "２", "x" * 5000,
)  # fmt: skip
TEXTS = (
    st.text().filter(lambda text: BOTH not in text)
    | st.sampled_from(HOSTILE)
    | st.sampled_from([*FORM_ANSWERS.values(), "A123", "6390", "Survivor"])
)
MANY = tuple(tuple([text] * len(FORM_ANSWERS)) for text in HOSTILE)
ROWS = st.tuples(*[TEXTS] * len(FORM_ANSWERS)).map(
    lambda row: tuple(given or usual for given, usual in zip(row, a_form_row(), strict=True))
)


@cache
def list_closed() -> dict[str, Collection[str | None]]:
    """What a field may hold; the table of ZIP codes takes seconds to list."""
    return {
        "unit": set(WORDS.units.values()),
        "zip": {one["zip_code"] for one in zipcodes.list_all()},
        "county": {find_county(one["zip_code"]) for one in zipcodes.filter_by(state="NY")},
        "jurisdiction": set(WORDS.jurisdictions.values()),
        "lot": WORDS.lots,
    }


@given(ROWS)
@example(MANY[0])
@example(MANY[3])
def test_an_distribution_holds_only_closed_words(row: Cells):
    validated = FormValidator(WORDS).validate(row)
    for name, value in validated.distribution or ():
        is_closed = isinstance(value, int | date | datetime | StrEnum) or value is None
        assert is_closed or value in list_closed()[name], name
    assert all(type(code) is Code for code in validated.codes)


@given(ROWS)
def test_a_row_is_counted_or_held_never_both_nor_neither(row: Cells):
    validated = FormValidator(WORDS).validate(row)
    assert (validated.distribution is not None) == FLAGS.issuperset(validated.codes)
    assert len(set(validated.codes)) == len(validated.codes)


@given(st.sampled_from([name for name in FORM_ANSWERS if name not in ("submitted", "date", "kits")]), TEXTS)
def test_a_distribution_is_never_refused_for_other_answers(field: str, text: str):
    assert FormValidator(WORDS).validate(a_form_row(**{field: text})).distribution


STOCK_TABS = (Tab.INVENTORY, Tab.COUNTS, Tab.TRAINING)
STOCK_ROWS = {
    Tab.INVENTORY: cells("2026-06-01 | received | kit | A123 | 2028-06 | 10 | | Central"),
    Tab.COUNTS: cells("2026-06-01 | Patrol | kit | A123 | 5"),
    Tab.TRAINING: cells("2026-06-01 | Patrol | Refresher | 5"),
}
SETTINGS = some_settings()
NAMES = {*SETTINGS.locations, *(item.code for item in SETTINGS.items)}


@given(st.data(), st.sampled_from(STOCK_TABS))
def test_a_row_of_the_stock_holds_only_closed_words_and_a_lot(data: st.DataObject, tab: Tab):
    usual = STOCK_ROWS[tab]
    row = list(usual)
    for index in range(len(row)):
        row[index] = data.draw(st.just(usual[index]) | TEXTS, label=COLUMNS[tab][index].field)
    words = build_stock_vocabulary(SETTINGS, date(2026, 10, 1))
    rules: dict[Tab, Callable[[Sequence[Cells], StockVocabulary], Sequence[StockRow]]] = {
        Tab.INVENTORY: validate_movements,
        Tab.COUNTS: partial(validate_counts, received={("kit", "A123")}),
        Tab.TRAINING: validate_trainings,
    }
    (validated,) = rules[tab]([tuple(row)], words)
    if isinstance(validated, HeldRow):
        assert all(type(code) is Code for code in validated.codes)
        assert validated.codes
        return
    for name, value in validated:
        is_closed = isinstance(value, int | date | StrEnum) or value is None or value in NAMES
        assert is_closed or (name == "lot" and set(value) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")), name


@given(st.lists(ROWS, max_size=4))
def test_a_row_is_validated_alike_alone_and_among_others(rows: list[Cells]):
    """A validator remembers what it has read; that must show in its speed only."""
    one_for_all = FormValidator(WORDS)
    assert [one_for_all.validate(row) for row in rows] == [FormValidator(WORDS).validate(row) for row in rows]
