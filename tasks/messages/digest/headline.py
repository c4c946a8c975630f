"""What heads the digest: its doubts, its subject, and its result in a sentence or two."""

from collections.abc import Iterator, Sequence

from schemas.digest import DigestMessage
from schemas.edition_made import EditionMade
from schemas.stock_actions import Urgency
from tasks.messages.finding_order import count_held_stock_rows
from tasks.messages.formatting import format_count, format_number, format_period, join_words, write_are
from tasks.messages.lists import cut_list
from tasks.messages.silence_words import ask_about_silence
from tasks.messages.unusable_words import describe_held_stock, describe_unusable_tab

MOST_TOO_EARLY = 6
REST_OF_EDITIONS = "the answer of “lbn status”"
ALL_CLEAR = "All clear: nothing to do"
ALL_COUNTED = "Every row that was read is counted."
NO_FORMS = "The tab of the form has no rows yet."
"""Other tabs may have some."""


def list_doubts(message: DigestMessage) -> tuple[str, ...]:
    """List what the reader must hear before anything else."""
    unusable = map(describe_unusable_tab, message.unusable_tabs)
    early = warn_of_too_early(message.made_too_early)
    return (*_ask_about_silence(message), *unusable, *early, *_warn_of_held_stock(message))


def _ask_about_silence(message: DigestMessage) -> tuple[str, ...]:
    return (ask_about_silence(message.silence, message.read_at.date()),) if message.silence else ()


def warn_of_too_early(made: Sequence[EditionMade]) -> tuple[str, ...]:
    """Name the editions that a wrong clock made, the first few of many; nothing where it made none."""
    early = cut_list(made, MOST_TOO_EARLY, REST_OF_EDITIONS)
    if not early.shown:
        return ()
    named = join_words(
        tuple(f"{one.title}, {format_period(one.period)} (edition {one.edition})" for one in early.shown)
    )
    rest = f" {early.rest}" if early.rest else ""
    return (f"A wrong clock made reports of periods that have not ended. Don't hand in: {named}.{rest}",)


def _warn_of_held_stock(message: DigestMessage) -> Iterator[str]:
    """Say of advice about the stock what it may lack; what is held of a tab that can't be used at all is said."""
    held = count_held_stock_rows(message.findings, message.unusable_tabs)
    if held and message.to_do:
        yield describe_held_stock(held)


def write_title(message: DigestMessage, headline: str) -> str:
    """Write the heading of the message itself: the subject names the first thing to do, which stands below."""
    if not message.to_do:
        return headline
    is_all_of_today = all(one.urgency is Urgency.TODAY for one in message.to_do)
    return "To do today" if message.is_urgent_only and is_all_of_today else "To do"


def write_headline(message: DigestMessage, first_action: str) -> str:
    """Say the action first: it is all that a full inbox shows."""
    asked = (*_ask_about_silence(message), *map(describe_unusable_tab, message.unusable_tabs))
    needs = (*_list_early(message), *(() if message.is_urgent_only else _list_needs(message)))
    others = len(message.to_do) - 1
    more = f"{format_number(others)} more to do" if others > 0 else ""
    said = [part for part in (first_action, more, join_words(needs) if needs else "") if part]
    return " ".join(filter(None, (*asked, "; ".join(said) or _write_nothing(message))))


def _write_nothing(message: DigestMessage) -> str:
    """Write that there's nothing to do; where only what can't wait was asked, nobody knows."""
    if message.is_urgent_only:
        return ""
    if message.silence or message.unusable_tabs:
        return "No rows need attention"
    if message.editions:
        return f"{format_count(len(message.editions), 'new edition')} made; no rows need attention"
    return ALL_CLEAR


def _list_early(message: DigestMessage) -> Iterator[str]:
    if early := len(message.made_too_early):
        yield f"{format_count(early, 'report')} {'was' if early == 1 else 'were'} made too early"


def _list_needs(message: DigestMessage) -> Iterator[str]:
    """List in a few words what a person has to do."""
    rows = message.held_count + message.flagged_count
    questions, refs = len(message.questions_missing), len(message.refs_not_understood)
    if rows:
        yield f"{format_count(rows, 'row')} {'needs' if rows == 1 else 'need'} attention"
    if lots := len(message.lot_conflicts):
        yield f"{format_count(lots, 'lot')} {'has' if lots == 1 else 'have'} two expiration dates"
    if doubtful := len(message.doubtful_lots):
        yield (
            "1 lot does not look like one"
            if doubtful == 1
            else f"{format_count(doubtful, 'lot')} do not look like lots"
        )
    if questions:
        yield f"{format_count(questions, 'question')} {write_are(questions)} missing from the form"
    if refs:
        yield f"{format_count(refs, 'decision')} {write_are(refs)} not understood"
    if changed := len(message.not_amended):
        yield f"{format_count(changed, 'report')} to a former supplier changed"


def write_result(message: DigestMessage, counted: str) -> str:
    """Say how much is to be done, as it was counted, and what of the rows is not counted."""
    to_do = [counted] if counted else []
    if message.is_urgent_only:
        return " ".join((*to_do, "Everything else waits for the week's digest."))
    held, flagged = message.held_count, message.flagged_count
    said = to_do
    if held:
        said.append(f"{format_count(held, 'row')} {write_are(held)} held: not counted until fixed.")
    if flagged:
        counted = "is counted, but part of it is" if flagged == 1 else "are counted, but part of each is"
        said.append(f"{format_count(flagged, 'row')} {counted} left out.")
    if not held and not flagged:
        said.append(ALL_COUNTED if message.newest_entry else NO_FORMS)
    return " ".join(said)
