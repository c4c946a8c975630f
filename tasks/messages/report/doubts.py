"""What the reader of an edition must hear first: a silence, rows on hold, a fall. The weightiest comes first."""

from typing import NamedTuple

from schemas.finding import Code
from schemas.freshness import Fall, Silence
from schemas.message import ReportMessage, Unread
from schemas.tabs import Tab
from tasks.messages.formatting import NOT_TRACKED, format_count, format_number, write_were
from tasks.messages.report.held import count_held, list_held_by_tab
from tasks.messages.silence_words import ask_about_silence, write_silence_step
from tasks.messages.unusable_words import describe_unusable_tab


class Doubt(NamedTuple):
    """A doubt: in the subject, in a sentence at the top, and what to do about it."""

    short: str
    sentence: str
    step: str


def list_doubts(message: ReportMessage) -> tuple[Doubt, ...]:
    """List all of them, in the order of their weight."""
    silence = [_doubt_silence(message.silence, message)] if message.silence else []
    unusable = (_doubt_unusable_tab(tab, message) for tab in message.unusable_tabs)
    held = [_doubt_held(message)] if count_held(message.figures) else []
    shortfall = [_doubt_shortfall(message.large_shortfall, message)] if message.large_shortfall else []
    unread = (_doubt_unread(one) for one in message.unread)
    return (*silence, *unusable, *held, *shortfall, *unread, *(_doubt_fall(fall, message) for fall in message.falls))


def list_checks(message: ReportMessage) -> tuple[str, ...]:
    """List what to check, each once: figures that fell together have one cause."""
    return tuple(dict.fromkeys(doubt.step for doubt in list_doubts(message)))


def write_command(message: ReportMessage) -> str:
    """Write the command that makes the report anew."""
    return f"lbn report {message.slug} {message.figures.period}"


def _doubt_silence(silence: Silence, message: ReportMessage) -> Doubt:
    asked = ask_about_silence(silence, message.read_at.date())
    return Doubt(asked, asked, write_silence_step(silence, write_command(message)))


def _doubt_unusable_tab(tab: Tab, message: ReportMessage) -> Doubt:
    said = describe_unusable_tab(tab)
    step = (
        f"Fix the rows of {tab.value}: beside each of them in needs-attention.csv in the program folder is what to "
        f"write. Then run “{write_command(message)}”."
    )
    return Doubt(said, said, step)


def _doubt_held(message: ReportMessage) -> Doubt:
    count = count_held(message.figures)
    rows = format_count(count, "row")
    which, them = ("row that is", "it") if count == 1 else (f"{rows} that are", "each of them")
    step = (
        f"Fix the {which} held ({list_held_by_tab(message.figures.excluded)}): beside {them} in needs-attention.csv in "
        f"the program folder is what to write. Then run “{write_command(message)}”."
    )
    short = f"Check first: {rows} on hold."
    return Doubt(short, f"Check first: {rows} on hold, so the figures are not complete.", step)


def _doubt_shortfall(kits: int, message: ReportMessage) -> Doubt:
    """Doubt a stock that rests on a large shortfall of the period."""
    short = f"Check first: {format_count(kits, 'more kit')} went out than {write_were(kits)} there."
    said = (
        f"Check first: {format_count(kits, 'more kit')} went out than {write_were(kits)} recorded as there, so kits on "
        "hand can't be relied on."
    )
    step = (
        "Find out where more kits went out than were there: “lbn reconcile” names location and day. Look at the "
        f"Inventory rows and the forms of that day, or count. Then run “{write_command(message)}”."
    )
    return Doubt(short, said, step)


_UNREAD = {
    Code.TRAINED_INVALID: "the number of people shown how to use it can't be read: “Individuals trained” is too low",
    Code.STRIPS_INVALID: "a number of test strips can't be read: the strips distributed are too few",
    Code.UNIT_UNKNOWN: "the unit isn't one of those in lbn.toml: these kits are counted at no unit",
    Code.PLACE_MISSING: "the place can't be used: these kits are counted at no place",
}
"""What is wrong with rows that count all the same, and what follows from it for the figures."""


def _doubt_unread(unread: Unread) -> Doubt:
    rows = format_count(unread.count, "row")
    them = "it" if unread.count == 1 else "each of them"
    step = (
        f"Correct the {rows} with the code {unread.code}: beside {them} in needs-attention.csv in the program folder "
        f"is what to write."
    )
    short = f"Check first: {rows} with {unread.code}."
    return Doubt(short, f"Check first: in {rows}, {_UNREAD[unread.code]}.", step)


def _doubt_fall(fall: Fall, message: ReportMessage) -> Doubt:
    title, was = message.measure_titles.get(fall.measure, fall.measure), format_number(fall.was)
    before = f"edition {message.figures.supersedes}"
    if fall.now is None:
        said = f"{title}: was {was} in {before}, is {NOT_TRACKED} now."
        step = "Find out what is not tracked any more, and why: “lbn check” names tabs and columns that are missing."
    else:
        said = f"{title} fell from {was} to {format_number(fall.now)} against {before}."
        step = (
            f"Find out why figures fell against {before}: look in the form's tab for rows that were deleted, dates "
            f"that changed, and an export that isn't whole."
        )
    return Doubt(said, said, step)
