"""Attack all editions for other eyes that the ledger keeps, as their reader could."""

import os
import sys
from collections.abc import Iterator

from sqlalchemy import Connection

from schemas.family import Family
from schemas.figures import Figures
from schemas.period import Period
from tasks.context import ProgramContext
from tasks.operations.load_ledger import load_ledger
from tasks.program_folder.report_definitions import load_definitions
from tasks.rules.reporting.attack import Attacked, attack_editions
from tasks.rules.reporting.family_labels import list_labels
from tasks.rules.reporting.renamed import rename_units
from tasks.rules.reporting.told import Made
from tasks.store.editions import Edition, list_editions, load_editions_of


def attack_releases(program: ProgramContext, connection: Connection) -> Attacked:
    """Work out what a reader can who has every edition for other eyes, and knows the rules and the labels."""
    made = list(_list_made(program, connection))
    if not made:
        return Attacked(0, 0, ())
    ledger = load_ledger(connection, program.slug, program.settings).ledger
    labels = {family: list_labels(family, ledger, program.settings, program.today()) for family in Family}
    load_solver_quietly()
    return attack_editions(made, labels, program.settings.privacy.smallest_cell)


def _list_made(program: ProgramContext, connection: Connection) -> Iterator[Made]:
    """List editions in the order in which they were made; a report that nobody declares any more may be anybody's."""
    definitions = load_definitions(program.folder)
    slugs = dict.fromkeys(report for report, _, _ in list_editions(connection, program.slug))
    for_others = (slug for slug in slugs if slug not in definitions or definitions[slug].audience.is_for_other_eyes)
    kept = [one for slug in for_others for one in load_editions_of(connection, program.slug, slug)]
    as_of, before = 0, None
    for one in sorted(kept, key=lambda one: (one.made_at, one.edition)):
        as_of += one.as_of_sync is None or one.as_of_sync != before
        before = one.as_of_sync
        yield Made(one.report, Period.from_name(one.period), one.edition, as_of, _read(one, program))


def _read(edition: Edition, program: ProgramContext) -> Figures | None:
    if not edition.is_whole:
        return None
    return rename_units(Figures.model_validate_json(edition.figures), program.settings.units)


def load_solver_quietly() -> None:
    """Load the solver, which writes its name to standard output when it is first used, past all of Python."""
    import highspy  # noqa: PLC0415 - a command that attacks nothing doesn't load it

    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
