"""What the coordinator is to do with an edition, in order: first what to check, then the handing in."""

from schemas.message import ReportMessage
from schemas.report import Audience
from tasks.messages.formatting import format_day, join_words
from tasks.messages.report.doubts import list_checks
from tasks.messages.report.not_tracked import has_lots
from tasks.messages.report.sentences import has_begun, has_form, is_checked, is_for_public, name_addressee


def write_to_do(message: ReportMessage) -> str:
    """Write what heads the steps: by when they are to be done."""
    if message.figures.preliminary or not has_form(message):
        return "To do"
    day = format_day(message.due_on)
    return f"To do: this was due on {day}" if message.made_at.date() > message.due_on else f"To do by {day}"


def list_steps(message: ReportMessage) -> tuple[str, ...]:
    """List what the coordinator is to do, in order."""
    if not has_begun(message):
        return (f"There is nothing to hand in yet: the period begins on {format_day(message.first_on)}.",)
    checks = list_checks(message)
    if message.figures.preliminary:
        return (*checks, f"Don't hand anything in yet: the period ends on {format_day(message.last_on)}.")
    return (*checks, *_list_handing_in(message))


def _list_handing_in(message: ReportMessage) -> list[str]:
    definition, figures, whose = message.definition, message.figures, name_addressee(message)
    todo = []
    if has_form(message) and not is_checked(message):
        todo.append(f"Compare the figures with the form of {whose} and confirm the due date.")
    todo.append(f"{_name_whose(definition.submit_to, message)}.")
    if figures.supersedes and whose and message.former_addressee:
        todo.append(
            f"Edition {figures.supersedes} was made for {message.former_addressee}, and this one is for {whose}: hand "
            f"it in only if {whose} is to have this period."
        )
    elif figures.supersedes and whose:
        todo.append(
            f"If you have already handed in edition {figures.supersedes}, hand in this one too "
            f"and say that it replaces edition {figures.supersedes}."
        )
    if is_for_public(message):
        todo.append(f"Note the day on which it was given out: lbn filed {message.slug} {figures.period}.")
    return todo


def _name_whose(submit_to: str, message: ReportMessage) -> str:
    """Put the supplier's name, and its address if lbn.toml has it, where the definition can only say whose it is."""
    general, name = message.definition.addressee, name_addressee(message)
    if not general or not name or general == name:
        return submit_to
    at = f" ({message.contact})" if message.contact else ""
    return submit_to.replace(general, f"{name}{at}")


def is_signed(message: ReportMessage) -> bool:
    """Tell whether the PDF has room to sign: a health department's has, once its period has ended."""
    return message.definition.audience is Audience.STATUTORY and not message.figures.preliminary


def write_attached(message: ReportMessage) -> str:
    """Say what is attached, and what each file is for."""
    pdf = "The PDF, to sign and file" if is_signed(message) else "The PDF, to print and file"
    in_order = ["the figures in the order of the form"] if has_form(message) else []
    lots = ["the lots"] if has_lots(message) else []
    holds = join_words((*in_order, "every table in full", *lots))
    return f"{pdf}; the workbook, with {holds}; and the figures as a CSV file."
