"""The sentences of a report's message, the same in its html, its text, its PDF and its workbook."""

from datetime import date

from schemas.figures import Number
from schemas.message import ReleasedMessage, ReportMessage
from schemas.report import Audience
from tasks.messages.formatting import (
    format_count,
    format_date,
    format_number,
    format_period,
    format_share,
    format_signed,
    format_time,
    write_are,
    write_were,
)
from tasks.messages.report.held import is_incomplete, is_lacking, note_held
from tasks.messages.report.start_words import is_partial, name_since_start, write_start

SMALLEST_BASE = 10
"""Of less than so many kits a share says nothing: one kit more is a lot of percent."""
UNOFFICIAL = "This is not the official form: check against it."


def write_result(message: ReportMessage) -> str:
    """Say what came out in a sentence or two, the kits first; never as complete where rows are or may be missing."""
    if not has_begun(message):
        return f"{_period(message)} has not begun."
    measures = message.figures.measures
    kits, people = measures.get("kits_distributed"), measures.get("people_trained")
    if kits is None:
        return _tell_first_figure(message)
    so_far = _so_far(message)
    if not kits:
        return f"No kits {_are_distributed(2, message)} in {_period(message)}{so_far}.{_compared(message)}"
    said = f"{format_count(kits, 'naloxone kit')} {_are_distributed(kits, message)} in {_period(message)}"
    said += f"{_how_often(message)}{so_far}.{_compared(message)}"
    if people:
        said += f" {format_count(people, 'person', 'people')} {write_were(people)} shown how to use them."
    return said


def write_preliminary(message: ReportMessage) -> str:
    """Say that the period has not ended, or not begun."""
    if not has_begun(message):
        return "The period has not begun, so there are no figures yet."
    return "The period has not ended, so these figures will change. This is a preview, not an edition."


def write_standing(message: ReportMessage) -> str:
    """Say whether anyone has compared the report with the addressee's own form."""
    if message.definition.addressee is None:
        return "This report is for the agency itself and isn't copied to any official form."
    if is_for_public(message):
        return "This is the agency's own summary, not the official form of a health department."
    if is_checked(message) and message.checked:
        return (
            f"{message.checked.by} compared this report with the form of {name_addressee(message)} "
            f"on {format_date(message.checked.on)}."
        )
    return UNOFFICIAL


def write_standing_for_mail(message: ReportMessage) -> str:
    """Say the same to the coordinator, with where to note that it was compared."""
    said = write_standing(message)
    if said != UNOFFICIAL:
        return said
    return f"{said} Once you have, write who checked it and when in lbn.toml under [checked.{message.slug}]."


def write_name(message: ReportMessage) -> str:
    """Write the name by which the edition is found again: nysdoh-quarterly, 2026-Q3, edition 1."""
    figures = message.figures
    edition = "preview" if figures.edition is None else f"edition {figures.edition}"
    return f"{message.slug}, {figures.period}, {edition}"


def name_addressee(message: ReportMessage) -> str | None:
    """Name whom the report goes to; none where that is the agency itself."""
    return (message.addressee or message.definition.addressee) if message.definition.addressee else None


def write_addressee(message: ReportMessage) -> str:
    """Write the line of a paper that says for whom it is: To: Example Regional EMS Program, orders@supplier.example."""
    name = name_addressee(message)
    if not name:
        return "For the agency's own use"
    return f"To: {', '.join(part for part in (name, message.contact) if part)}"


def is_for_public(message: ReportMessage) -> bool:
    """Tell whether a report is for the public: it's copied to no form, and owed to nobody by a day."""
    return message.definition.audience is Audience.PUBLIC


def has_form(message: ReportMessage) -> bool:
    """Tell whether a report feeds its addressee's own form."""
    return message.definition.addressee is not None and not is_for_public(message)


def write_silent(message: ReportMessage) -> str | None:
    """Say how many units may have forgotten to report; nothing to a supplier, for none is a number too."""
    if isinstance(message, ReleasedMessage):
        return None
    if not message.silent_units:
        return f"Every unit recorded a distribution in {_period(message)}."
    whom = "the unit" if len(message.silent_units) == 1 else "each of them"
    return f"{count_silent(message)} Ask {whom} whether no kit was left, or a form was not sent."


def count_silent(message: ReportMessage) -> str:
    """Say how many units recorded nothing."""
    units = format_count(len(message.silent_units), "unit")
    return f"{units} recorded no distributions in {_period(message)}{_so_far(message)}."


def write_as_of(message: ReportMessage) -> str:
    """Say when the tabs were last read, and how new what they held is: a tab may be read and not have been written.

    The public is told no day of any distribution.
    """
    newest = "" if is_for_public(message) else write_newest_distribution(message.newest_entry)
    said = (
        f"Data as of {format_time(message.read_at)}.",
        newest,
        write_start(message.figures.period, message.started_on),
    )
    return " ".join(filter(None, said))


def write_newest_distribution(day: date | None) -> str:
    """Say how new the newest distribution is."""
    return f"Newest distribution: {format_date(day)}." if day else "No distributions yet."


def is_checked(message: ReportMessage) -> bool:
    """Tell whether someone has compared the report with the addressee's own form."""
    return message.checked is not None and not message.figures.unverified


def has_begun(message: ReportMessage) -> bool:
    """Tell whether the period had begun when the report was made."""
    return message.first_on <= message.made_at.date()


def _tell_first_figure(message: ReportMessage) -> str:
    name = _find_first(message)
    note = note_held(name, message.figures, message.earlier_held) if name else None
    return f"{write_first_figure(message)} in {_period(message)}{f', {note}' if note else ''}."


def write_first_figure(message: ReportMessage) -> str:
    """Write the figure that matters most: kits, where the report counts them."""
    name = _find_first(message)
    if name is None:
        return "No figure of this report is tracked"
    return f"{message.measure_titles[name]}: {format_number(message.figures.measures[name])}"


def _find_first(message: ReportMessage) -> str | None:
    tracked = [name for name, value in message.figures.measures.items() if value is not None]
    return "kits_distributed" if "kits_distributed" in tracked else next(iter(tracked), None)


def _are_distributed(count: Number, message: ReportMessage) -> str:
    if not is_incomplete(message.figures, message.silence):
        return f"{write_were(count)} distributed"
    return f"{write_are(count)} recorded so far as distributed"


def _period(message: ReportMessage) -> str:
    return format_period(message.figures.period)


def _so_far(message: ReportMessage) -> str:
    return f", as far as was known on {format_date(message.read_at)}" if message.figures.preliminary else ""


def _how_often(message: ReportMessage) -> str:
    distributions = message.figures.measures.get("distributions")
    return "" if distributions is None else f" ({format_count(distributions, 'distribution')})"


def _compared(message: ReportMessage) -> str:
    """Compare with the period before; where one of the two lacks rows, or this one has not ended, with nothing."""
    is_whole = not message.figures.preliminary and not is_incomplete(message.figures, message.silence)
    is_whole = is_whole and not is_lacking("kits_distributed", message.before_excluded)
    if not is_whole or message.before is None or message.before_period is None:
        return ""
    kits, before = message.figures.measures["kits_distributed"], message.before.get("kits_distributed")
    if kits is None or before is None:
        return ""
    named = name_since_start(message.before_period, message.started_on)
    if kits == before:
        as_many = "That is as many kits as" if kits else "Nor were any"
        return f" {as_many} in {named}."
    sign = format_signed(kits - before)[0]
    is_base = before >= SMALLEST_BASE and not is_partial(message.before_period, message.started_on)
    share = f" ({sign}{format_share(abs(kits - before) / before)})" if is_base and kits else ""
    kits_more = format_count(abs(kits - before), f"{'more' if kits > before else 'fewer'} kit")
    return f" That is {kits_more} than in {named}{share}."
