"""The officers' form: what it asks, how, and which answers it takes.

Titles and order are those of the tab's columns, choices and bounds those by which the answers are validated, units and
jurisdictions those of lbn.toml: what changes there changes the form too.

The procedure asks for the date and the jurisdiction or ZIP code only. So what is asked must be done in under a minute
on a phone, what else is of use is optional and comes last, and nothing is asked that says who anyone is.
"""

from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from schemas.agency import ItemKind
from schemas.base import Lot
from schemas.distribution import MOST_KITS, MOST_PEOPLE, MOST_STRIPS, REASON_CHOICES, RECIPIENT_CHOICES, Zip
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Column, Tab

YES_NO = ("Yes", "No")


class Ask(StrEnum):
    """How an item of the form looks on the phone."""

    HEADING = "heading"
    DAY = "day"
    LIST = "list"
    TAP = "tap"
    NUMBER = "number"
    PATTERN = "pattern"
    NOTE = "note"


class FormItem(NamedTuple):
    """A question of the form, or the heading over some of them."""

    ask: Ask
    help: str
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    pattern: str = ""
    refusal: str = ""
    titles: tuple[str, ...] = ()
    is_required: bool = False


OPTIONAL = FormItem(
    Ask.HEADING, "In a hurry? Leave all of it empty, scroll down and send.", titles=("From here on all is optional",)
)
NOTE = FormItem(
    Ask.NOTE,
    "No report and no figure is made from this note: only your coordinator sees it. Please write no names, addresses "
    "or case numbers.",
    titles=("Anything else",),
)


def list_form_items(settings: Settings) -> tuple[FormItem, ...]:
    """List all of the form, in the order in which it asks."""
    questions = _questions(settings)
    asked = [column for column in COLUMNS[Tab.RESPONSES] if column.field in questions]
    required, optional = (
        [_titled(column, questions[column.field], settings) for column in asked if column.is_required is is_required]
        for is_required in (True, False)
    )
    return (*required, OPTIONAL, *optional, NOTE)


def list_titles(field: str, settings: Settings) -> tuple[str, ...]:
    """List the titles of a question: the one it gets, then those that lbn.toml adds."""
    column = next(column for column in COLUMNS[Tab.RESPONSES] if column.field == field)
    return (column.titles[0], *settings.source.columns.get(field, ()))


def _titled(column: Column, question: FormItem, settings: Settings) -> FormItem:
    """Give a question its titles; ZIP or jurisdiction is enough, so the ZIP is required only where it is alone."""
    can_be_left_out = column.field == "zip" and settings.places.jurisdictions
    return question._replace(
        titles=list_titles(column.field, settings), is_required=column.is_required and not can_be_left_out
    )


def _questions(settings: Settings) -> dict[str, FormItem]:
    """Word the question of each field; the form stamps the time itself, and what a program does not have is left out.

    A list is one line on the phone, however many choices it has: so the button that sends stays near.
    """
    questions = {
        "date": FormItem(Ask.DAY, "The day on which the kits were left."),
        "unit": FormItem(
            Ask.LIST,
            "Whose kits they were. The code on the poster fills it in.",
            choices=tuple(unit.name for unit in settings.units),
        ),
        "zip": _zip(settings),
        "kits": _number("How many kits you left.", 1, MOST_KITS),
        "lot": _lot(),
        "trained": _number("To how many people you showed how to use it.", 0, MOST_PEOPLE),
        "recipient": FormItem(Ask.LIST, "What fits best; never a name.", choices=tuple(RECIPIENT_CHOICES)),
        "reason": FormItem(Ask.LIST, "What fits best.", choices=tuple(REASON_CHOICES)),
        "low": FormItem(Ask.TAP, "Yes, if your unit’s shelf should be filled up.", choices=YES_NO),
    }
    if settings.places.jurisdictions:
        questions["jurisdiction"] = FormItem(
            Ask.LIST, "Where the kits were left.", choices=settings.places.jurisdictions
        )
    for field, kind in (("fts", ItemKind.FTS), ("xts", ItemKind.XTS)):
        if settings.first_of(kind):
            questions[field] = _number("How many strips you left.", 0, MOST_STRIPS)
    return questions


def _zip(settings: Settings) -> FormItem:
    unknown = " If you do not know it, leave it empty." if settings.places.jurisdictions else ""
    return FormItem(
        Ask.PATTERN,
        f"Of the place where the kits were left: five digits.{unknown}",
        pattern=_pattern_of(Zip),
        refusal="A ZIP code has five digits, such as 12207.",
    )


def _lot() -> FormItem:
    """Ask for the lot; phones write small letters more easily, so they are taken, and made large by the rule."""
    return FormItem(
        Ask.PATTERN,
        "As printed on the carton. One lot: send the form again for kits of another.",
        pattern=_pattern_of(Lot).replace("A-Z", "A-Za-z"),
        refusal="A lot number has 2 to 20 letters, digits and hyphens, and no spaces.",
    )


def _number(asks: str, least: int, most: int) -> FormItem:
    bounds = f"a number from {least} to {most}"
    return FormItem(
        Ask.NUMBER, f"{asks} {bounds.capitalize()}.", least=least, most=most, refusal=f"Please write {bounds}."
    )


def _pattern_of(word: Any) -> str:
    """Return the pattern of the ledger's own type."""
    return str(TypeAdapter(word).json_schema()["pattern"])
