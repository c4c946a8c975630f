"""Lists that are closed: each has one home, and a word that is added there must be known in all these places.

A failure names the list, the words and the place. Movement kinds and what they do to the stock stand with the stock.
"""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest

from schemas import delivery, distribution, finding, inventory, mail, settings, source, tabs
from schemas.agency import ItemKind, Oopp, SupplierCadence, SupplierKind
from schemas.delivery import DeliveryReason, DeliveryState
from schemas.distribution import Distribution, Reason, Recipient
from schemas.finding import Code
from schemas.inventory import Course
from schemas.mail import Transport
from schemas.source import SourceKind
from schemas.tabs import COLUMNS, Kind, Tab
from tasks.context import open_program
from tasks.form.questions import Ask, list_form_items
from tasks.form.sheet_columns import FILLED_IN_BY_HAND, Takes, list_sheet_tabs
from tasks.messages import delivery_words, finding_words
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.summarize_status import summarize_status
from tasks.rules.intake.validate import NAMES, list_rules
from tasks.rules.reporting.measures import GROUPINGS
from tasks.sample import write_sample
from tasks.sample.write import TAB_FILES
from tasks.store import tables
from tests.support.builders import some_words
from tests.support.closed_lists import (
    DICTIONARY,
    OLD_LEDGER,
    ROOT,
    Words,
    as_init_writes_it,
    kept_in,
    named_in,
    old_ledger,
    on_the_page,
    texts_in,
    told_apart_in,
)
from tests.support.programs import USUAL_ANSWERS
from tests.support.settings import some_settings

INIT = "tasks/sample/settings_file.py (the lbn.toml of `lbn init`)"

FORM_FIELDS = [column.field for column in COLUMNS[Tab.RESPONSES]]
NOT_ASKED = {"submitted"}
"""The form stamps the time of sending by itself."""

NOT_IN_THE_SAMPLE = {Code.ITEM_UNKNOWN, Code.LOT_INVALID, Code.LOCATION_UNKNOWN, Code.COURSE_INVALID} | {
    Code.ANSWERS_CONFLICT
}
"""The sample's stock tabs show some of what can be wrong with them; its form asks no question twice."""


class ClosedList(NamedTuple):
    """Where the words of a list are added, which they are, and the places that must know each."""

    home: str
    words: Words
    places: dict[str, Callable[[], Words]]


def fields_of(names: Iterable[str]) -> Words:
    """The form's fields whose names in the ledger are among these."""
    return {field for field in FORM_FIELDS if NAMES.get(field, field) in set(names)}


@cache
def found_in_the_sample() -> Words:
    """The codes of the rows that the sample program holds for a person."""
    with TemporaryDirectory() as folder:
        write_sample(Path(folder), date(2026, 11, 22))
        program = open_program(Path(folder))
        ingest_entries(program)
        return {item.code for item in summarize_status(program).attention} | NOT_IN_THE_SAMPLE


def choices_of_the_form() -> Words:
    """Every choice that a question of the form offers."""
    return {choice for item in list_form_items(some_settings()) for choice in item.choices}


def choices_of_the_sheet() -> Words:
    """Every choice that a column of the Sheet offers."""
    return {choice for tab in list_sheet_tabs(some_settings()) for column in tab.columns for choice in column.choices}


def codes_offered(choices: dict[str, Any], offered: Callable[[], Words]) -> Callable[[], Words]:
    """The codes of the choices that are offered."""
    return lambda: {code.value for choice, code in choices.items() if choice in offered()}


PAGE = {DICTIONARY: on_the_page}
CHOSEN = {**PAGE, INIT: as_init_writes_it}

LISTS = {
    "finding codes": ClosedList(
        "schemas/finding.py, Code", list(Code), {
            "tasks/messages/finding_words.py, WHAT_TO_DO": lambda: finding_words.WHAT_TO_DO,
            "tasks/rules/intake (a rule that gives it)": named_in(Code, "tasks/rules/intake"),
            "the sample program (tasks/sample/dirt.py)": found_in_the_sample,
            **kept_in((tables.findings, "code")), **PAGE,
        },
    ),
    "tabs": ClosedList(
        "schemas/tabs.py, Tab", list(Tab), {
            "schemas/tabs.py, COLUMNS": lambda: COLUMNS,
            "schemas/source.py, Source.titles": named_in(Tab, "schemas/source.py"),
            "tasks/operations/sync_tabs.py": named_in(Tab, "tasks/operations/sync_tabs.py"),
            "tasks/store/rows.py": named_in(Tab, "tasks/store/rows.py"),
            "tasks/store/tables.py, ROWS_OF": lambda: tables.ROWS_OF,
            "tasks/form/sheet_columns.py": lambda: {Tab.RESPONSES, *FILLED_IN_BY_HAND},
            "tasks/sample/write.py, TAB_FILES": lambda: TAB_FILES,
            **kept_in((tables.findings, "tab"), (tables.held_rows, "tab")), **PAGE,
        },
    ),
    "fields of the form": ClosedList(
        "schemas/tabs.py, COLUMNS[Tab.RESPONSES]", FORM_FIELDS, {
            "tasks/rules/intake/validate.py, list_rules": lambda: {"submitted", "date", *list_rules(some_words())},
            "schemas/distribution.py, Distribution": lambda: fields_of(Distribution.model_fields),
            "tasks/store/tables.py, distributions": lambda: fields_of(tables.distributions.c.keys()),
            f"{OLD_LEDGER}, distributions": lambda: fields_of(old_ledger()["distributions"]["columns"]),
            "tasks/form/questions.py (a question)": lambda: NOT_ASKED | {
                column.field
                for column in COLUMNS[Tab.RESPONSES]
                for item in list_form_items(some_settings())
                if item.titles[0] == column.titles[0]
            },
            "tests/support/programs.py, USUAL_ANSWERS (a cell in which the privacy test plants words)": lambda: {
                column.field
                for column in COLUMNS[Tab.RESPONSES]
                if column.titles[0] in (*USUAL_ANSWERS, "Timestamp")
            },
            **PAGE,
        },
    ),
    **{
        f"fields of the tab {tab}": ClosedList(
            f"schemas/tabs.py, COLUMNS[Tab.{tab.name}]", [column.field for column in COLUMNS[tab]], {
                "tasks/rules/intake/validate_stock.py": texts_in("tasks/rules/intake/validate_stock.py"), **PAGE,
            },
        )
        for tab in FILLED_IN_BY_HAND
    },
    "kinds of cell": ClosedList(
        "schemas/tabs.py, Kind", list(Kind), {
            "tasks/rules/intake/normalize.py": named_in(Kind, "tasks/rules/intake/normalize.py"),
            DICTIONARY: lambda: {cell.strip() for cell in (ROOT / DICTIONARY).read_text("utf-8").split("|")},
        },
    ),
    "recipients": ClosedList(
        "schemas/distribution.py, Recipient", list(Recipient), {
            "schemas/distribution.py, RECIPIENT_CHOICES": lambda: set(distribution.RECIPIENT_CHOICES.values()),
            "tasks/form/questions.py": codes_offered(distribution.RECIPIENT_CHOICES, choices_of_the_form),
            "tasks/rules/reporting/measures.py, GROUPINGS":
                codes_offered(distribution.RECIPIENT_CHOICES, lambda: GROUPINGS["recipient"].order),
            **kept_in((tables.distributions, "recipient")), **PAGE,
        },
    ),
    "reasons": ClosedList(
        "schemas/distribution.py, Reason", list(Reason), {
            "schemas/distribution.py, REASON_CHOICES": lambda: set(distribution.REASON_CHOICES.values()),
            "tasks/form/questions.py": codes_offered(distribution.REASON_CHOICES, choices_of_the_form),
            "tasks/rules/reporting/measures.py, GROUPINGS":
                codes_offered(distribution.REASON_CHOICES, lambda: GROUPINGS["reason"].order),
            **kept_in((tables.distributions, "reason")), **PAGE,
        },
    ),
    "courses": ClosedList(
        "schemas/inventory.py, Course", list(Course), {
            "schemas/inventory.py, COURSE_CHOICES": lambda: set(inventory.COURSE_CHOICES.values()),
            "tasks/form/sheet_columns.py": codes_offered(inventory.COURSE_CHOICES, choices_of_the_sheet),
            **kept_in((tables.trainings, "course")), **PAGE,
        },
    ),
    "delivery states": ClosedList(
        "schemas/delivery.py, DeliveryState", list(DeliveryState), {
            "tasks/operations/send_queue.py":
                named_in(DeliveryState, "tasks/operations/send_queue.py"),
            "tasks/messages/run_page/sections.py":
                lambda: {"sent", *named_in(DeliveryState, "tasks/messages/run_page/sections.py")()},
            "tasks/console/unsent.py":
                lambda: {"sent", "in_doubt", *named_in(DeliveryState, "tasks/console/unsent.py")()},
            **kept_in((tables.messages, "state")),
        },
    ),
    "delivery reasons": ClosedList(
        "schemas/delivery.py, DeliveryReason", list(DeliveryReason), {
            "tasks/messages/delivery_words.py, WHAT_TO_DO": lambda: delivery_words.WHAT_TO_DO,
            "tasks/delivery or tasks/operations/send_queue.py (a way that it can fail)":
                named_in(DeliveryReason, "tasks/delivery", "tasks/operations/send_queue.py"),
            **kept_in((tables.messages, "reason")),
        },
    ),
    "ways of sending": ClosedList(
        "schemas/mail.py, Transport", list(Transport), {
            "schemas/mail.py, KEYS_OF": lambda: mail.KEYS_OF,
            "tasks/delivery/registry.py": named_in(Transport, "tasks/delivery/registry.py"),
            "tests/delivery/test_registry.py": named_in(Transport, "tests/delivery/test_registry.py"), **CHOSEN,
        },
    ),
    "sources": ClosedList(
        "schemas/source.py, SourceKind", list(SourceKind), {
            "schemas/source.py, KEYS_OF": lambda: source.KEYS_OF,
            "tasks/sources/registry.py": named_in(SourceKind, "tasks/sources/registry.py"), **CHOSEN,
        },
    ),
    "kinds of item": ClosedList("schemas/settings.py, ItemKind", list(ItemKind), CHOSEN),
    "registrations": ClosedList("schemas/settings.py, Oopp", list(Oopp), CHOSEN),
    "kinds of supplier": ClosedList("schemas/settings.py, SupplierKind", list(SupplierKind), CHOSEN),
    "supplier's cadences": ClosedList("schemas/settings.py, SupplierCadence", list(SupplierCadence), CHOSEN),
    "ways of asking": ClosedList(
        "tasks/form/questions.py, Ask", list(Ask), {"tasks/form/script.js": told_apart_in("tasks/form/script.js")}
    ),
    "what a cell of the Sheet takes": ClosedList(
        "tasks/form/sheet_columns.py, Takes", list(Takes), {"tasks/form/sheet.js": told_apart_in("tasks/form/sheet.js")}
    ),
}  # fmt: skip

ENUMS_ELSEWHERE = {"MovementKind"}
"""Closed lists of these schemas that have a test of their own."""


@pytest.mark.parametrize(
    ("name", "place"),
    [pytest.param(name, one, id=f"{name}: {one}") for name, closed in LISTS.items() for one in closed.places],
)
def test_every_word_of_a_list_is_known_everywhere(name: str, place: str):
    closed = LISTS[name]
    known = closed.places[place]()
    missing = [str(word) for word in closed.words if word not in known]
    assert not missing, f"{name} ({closed.home}): {', '.join(missing)} is missing in {place}"


def test_every_list_of_these_schemas_is_held_to_this():
    modules = (delivery, distribution, finding, inventory, mail, settings, source, tabs)
    lists = {
        name
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == module.__name__
    }
    assert lists - ENUMS_ELSEWHERE == {closed.home.rpartition(" ")[2] for closed in LISTS.values()} & lists
