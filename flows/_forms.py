"""What Prefect's page asks a person: each box with a title and help, and a choice where the answers are known.

An empty box stands for what its help says. The page checks little and can be told to check nothing, so the flows check
again, in words.
"""

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from flows._settings import FOLDER
from tasks.errors import OperationError
from tasks.program_folder.report_definitions import SHIPPED, load_definitions
from tasks.program_folder.settings import load_settings

EVERY_REPORT = "every report owed"


def box(title: str, help_text: str, **more: Any) -> Any:
    """Describe a box of the form: Prefect shows only what stands in the schema's own words."""
    return Field(json_schema_extra={"title": title, "description": help_text, **more})


Program = Annotated[
    str, box("Program", "The name of the program's folder. Left empty: the one program that is served here.")
]
AcceptWithdrawals = Annotated[
    bool,
    box(
        "Many rows were deleted on purpose",
        "Switch this on only after a run has refused because many rows are missing from the Sheet, and they are "
        "meant to be: their distributions are then counted no more.",
    ),
]
AcceptHeld = Annotated[
    bool,
    box(
        "Many rows may wait on hold",
        "Switch this on only after a run has refused because many rows can no longer be counted, and you will fix them "
        "later: until then they are left out of every figure.",
    ),
]
Period = Annotated[
    str,
    box("Period", "A month 2026-09, a quarter 2026-Q3 or a year 2026. Left empty: the last one that is over."),
]
Send = Annotated[bool, box("Send the message", "Mail the report if it is new. Off: make it and mail nothing.")]
Resend = Annotated[
    bool, box("Mail it once more", "Mail the report again though nothing in it has changed, if a mail was lost.")
]
AsKnown = Annotated[
    bool,
    box("Do not read the Sheet first", "Report what was read last. The report says when that was."),
]
DateKnown = Annotated[
    bool,
    box(
        "The date is right",
        "Switch this on only after a run has refused because the machine's clock seems to have jumped, and the date "
        "that it named is the right one.",
    ),
]
FirstMonth = Annotated[str, box("First month", "The first month to look at, such as 2026-01.")]
LastMonth = Annotated[str, box("Last month", "The last month to look at, such as 2026-09.")]
DryRun = Annotated[
    bool, box("Only show what it would make", "Make and mail nothing; the run's page lists what would be made.")
]


def report_box(*, or_every: bool) -> Any:
    """Describe the box for a report: a choice where one program is served, else its name in letters.

    The programs of a host may each have reports of their own, which one list could not offer.
    """
    served = os.environ.get(FOLDER)
    more = f"“{EVERY_REPORT}”, or only one." if or_every else "Which report to make."
    if not served:
        empty = f" Left empty: {EVERY_REPORT}." if or_every else ""
        return box("Report", f"The report's name: {', '.join(load_definitions(SHIPPED.parent))}.{empty}")
    choices = [*([EVERY_REPORT] if or_every else []), *_reports_of(Path(served))]
    return box("Report", more, enum=choices)


def _reports_of(folder: Path) -> list[str]:
    """List the reports that a program can make; all that are shipped while its settings can't be read."""
    try:
        oopp = load_settings(folder).program.oopp
        return [slug for slug, declared in load_definitions(folder).items() if declared.only_for in (None, oopp)]
    except OperationError:
        return list(load_definitions(SHIPPED.parent))
