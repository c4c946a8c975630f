"""What `lbn init` writes for a department to replace: names that no department has."""

from collections.abc import Iterator

from schemas.settings import Settings
from tasks.errors import UsageError

AGENCY = "Your Police Department"
COORDINATOR = "coordinator@your-department.example"
SENDER = "lbn@your-department.example"
SUPPLIER = "Your Regional EMS Program Agency"
JURISDICTIONS = ("Your City", "Your Town")
UNIT = ("Patrol", ("Patrol Division",), 12)

IN_REPORTS = ("agency.name", "agency.coordinator", "program.supplier.name")
"""The keys that stand in a report, or say who gets it."""


def find_placeholders(settings: Settings) -> list[str]:
    """Find the keys that are still as `lbn init` wrote them.

    A department may well have one unit named Patrol, so units are named only where other keys show that nobody has
    filled in the file yet.
    """
    found = list(_find_names(settings))
    units = [(unit.name, unit.aliases, unit.par_level) for unit in settings.units]
    return [*found, "units"] if found and units == [UNIT] else found


def list_sent_placeholders(settings: Settings) -> list[str]:
    """List those of these keys that stand in a report or in the head of a mail that leaves."""
    heads = () if settings.mail.is_outbox else ("mail.from",)
    return [key for key in find_placeholders(settings) if key in (*IN_REPORTS, *heads)]


def check_filled_in(settings: Settings) -> None:
    """Stop what would go out under a name that nobody has.

    Raises:
        UsageError: keys of lbn.toml are still as `lbn init` wrote them; it names them.
    """
    if placeholders := list_sent_placeholders(settings):
        msg = (
            f"lbn.toml still has what `lbn init` wrote at {', '.join(placeholders)}, so no report is made and no "
            "message sent. Write your own there, then run this again; `lbn check` says whether anything is left."
        )
        raise UsageError(msg)


def _find_names(settings: Settings) -> Iterator[str]:
    if settings.agency.name == AGENCY:
        yield "agency.name"
    if COORDINATOR in settings.agency.coordinator:
        yield "agency.coordinator"
    if settings.program.supplier.name == SUPPLIER:
        yield "program.supplier.name"
    if set(settings.places.jurisdictions) & set(JURISDICTIONS):
        yield "places.jurisdictions"
    if settings.mail.sender == SENDER:
        yield "mail.from"
