"""Make editions: figures, edition and message in one transaction; files and mail follow from what it kept."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from sqlalchemy import Connection

from schemas.figures import Figures
from schemas.outcome import BackfillItem, ReportOutcome
from schemas.period import ReportPeriod
from schemas.report import Audience
from schemas.suppliers import Suppliers
from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.messages.render import render_report
from tasks.operations.editions_in_force import keep_number, load_in_force
from tasks.operations.figures_file import dump_figures
from tasks.operations.load_ledger import LoadedLedger, load_ledger
from tasks.operations.queue_edition import queue_again, queue_edition
from tasks.operations.read_as_of import read_as_of
from tasks.operations.release_tables import TableReleases
from tasks.operations.report_figures import Replaced, ReportFigures
from tasks.operations.tables_for_others import TablesForOthers
from tasks.operations.told_before import keep_editions_told, list_told_before
from tasks.operations.unchanged_editions import UnchangedEditions
from tasks.program_folder.paths import ADDRESSEE, find_edition_folder
from tasks.program_folder.placeholders import check_filled_in
from tasks.program_folder.report_definitions import find_definition, find_template_folders
from tasks.rules.reporting.editions import has_same_figures, is_other_supplier, make_next_edition
from tasks.rules.reporting.lot_names import name_lots
from tasks.rules.reporting.renamed import rename_units
from tasks.store.editions import (
    Edition,
    add_edition,
    check_edition,
    holds_files,
    load_one_file,
)
from tasks.store.findings import count_answers
from tasks.store.releases import add_releases, load_releases
from tasks.store.rows import find_last_sync, open_state
from tasks.store.rows_since import count_rows_since


def make_editions(
    program: ProgramContext, wanted: Iterable[ReportPeriod], *, is_asked: bool = False
) -> list[BackfillItem]:
    """Make editions of several reports from one reading of the ledger and queue their messages.

    Unchanged figures make none; nor does a report that holds other figures than before, or whose last edition was for
    another supplier, unless a person asks for it.
    """
    with program.database.writing() as connection:
        maker = EditionMaker(program, connection)
        # A damaged edition keeps no other report waiting; what delivers the editions says so at its end.
        whole = [one for one in wanted if not maker.is_damaged(one, is_asked=is_asked)]
        unchanged = maker.find_unchanged()
        items = [_make_or_leave(maker, unchanged, one, is_asked=is_asked) for one in whole]
        unchanged.save()
    return items


def _make_or_leave(
    maker: "EditionMaker", unchanged: UnchangedEditions, wanted: ReportPeriod, *, is_asked: bool
) -> BackfillItem:
    """Make an edition where its figures are new; one that certainly holds what the ledger says is left alone.

    Whoever asks may get figures that a report did not hold before, so then every edition is compared.
    """
    number = maker.find_number(wanted)
    if number and not is_asked and unchanged.has(wanted, number):
        return BackfillItem(report=wanted.report, period=wanted.period.name, edition=number, is_new=False)
    outcome = maker.make(wanted, send=True, resend=False, is_asked=is_asked)
    if number := outcome.figures.edition:
        unchanged.note(wanted, number, is_settled=outcome.supplier is None and maker.has_all_tables())
    return BackfillItem(
        report=wanted.report,
        period=wanted.period.name,
        edition=number,
        is_new=outcome.is_new,
        supplier=outcome.supplier,
    )


class EditionMaker:
    """Makes editions in one transaction."""

    def __init__(self, program: ProgramContext, connection: Connection) -> None:
        self._program = program
        self._connection = connection
        check_filled_in(program.settings)
        if open_state(connection, program.slug).read_at is None:
            msg = "No tab has been read yet, so there is nothing to report. Run `lbn ingest` first."
            raise OperationError(msg)
        keep_editions_told(connection, program)
        self._last = load_in_force(connection, program)
        self._released = load_releases(connection, program.slug)
        self._releases = TableReleases(
            program.settings, program.today(), self._released, lambda: list_told_before(connection, program)
        )
        self._as_of_sync = find_last_sync(connection, program.slug)

    @cached_property
    def _loaded(self) -> LoadedLedger:
        """Load the ledger, once and only if an edition has to be compared with it."""
        return load_ledger(self._connection, self._program.slug, self._program.settings)

    @cached_property
    def _figures(self) -> ReportFigures:
        program = self._program
        tables = TablesForOthers(program.settings.privacy.smallest_cell, self._loaded.ledger, self._releases)
        return ReportFigures(program, self._loaded, read_as_of(self._connection, program), tables)

    def find_unchanged(self) -> UnchangedEditions:
        """Find which editions hold what the ledger says without being compared."""
        return UnchangedEditions(self._program, self._connection, self._last, self._released, lambda: self._loaded)

    def find_number(self, wanted: ReportPeriod) -> int | None:
        """Find the number of the edition in force; none: there is none yet."""
        last = self._last.get((wanted.report, wanted.period.name))
        return last.edition if last else None

    def has_all_tables(self) -> bool:
        """Tell whether the last edition made or compared quoted every table that it ever can."""
        return self._releases.has_all

    def is_damaged(self, wanted: ReportPeriod, *, is_asked: bool) -> bool:
        """Tell whether nothing can be compared with the edition in force; one that is lost is replaced if asked for.

        One that the ledger doesn't know is replaced by a run as well: what others were told is kept by number before
        that (keep_editions_told), so that it can only be a health department's or the agency's own.
        """
        last = self._last.get((wanted.report, wanted.period.name))
        return last is not None and not last.is_whole and last.is_known and not (last.is_lost and is_asked)

    def is_current(self, wanted: ReportPeriod) -> bool:
        """Tell whether the edition in force has the ledger's figures, so that it's sent again where that's asked."""
        last = self._last.get((wanted.report, wanted.period.name))
        if last is None or not last.is_whole:
            return False
        self._releases.start_edition()
        known = self._name_as_today(Figures.model_validate_json(last.figures), is_asked=True)
        return has_same_figures(known, self._figures.of(wanted))

    def make(self, wanted: ReportPeriod, *, send: bool, resend: bool, is_asked: bool) -> ReportOutcome:
        """Make an edition where its figures are new; the edition in force after that."""
        self._releases.start_edition()
        figures = self._figures.of(wanted)
        last = self._last.get((wanted.report, wanted.period.name))
        if last and not last.is_whole:
            is_left = resend or (last.is_known and not is_asked)
            return self._make_in_place_of(check_edition(last) if is_left else last, wanted, send=send)
        before_this = Figures.model_validate_json(last.figures) if last else None
        known = self._name_as_today(before_this, is_asked=is_asked) if before_this else None
        suppliers = self._find_suppliers(wanted, last) if last else None
        is_kept = resend or not is_asked or not last or holds_files(self._connection, self._program.slug, last)
        if last and before_this and known and is_kept and has_same_figures(known, figures, is_asked=is_asked):
            queued = (queue_again(self._program, self._connection, last),) if resend else ()
            return self._outcome(before_this, False, queued, suppliers if is_asked else None)
        if before_this and suppliers and not is_asked:
            return self._outcome(before_this, False, (), suppliers)
        figures = make_next_edition(known, figures)
        replaced = self._replaced(wanted, last, suppliers) if last else None
        messages = self._keep(wanted, figures, replaced, send=send)
        return self._outcome(figures, True, messages, suppliers)

    def _name_as_today(self, before: Figures, *, is_asked: bool) -> Figures:
        """Name units and lots of an edition as today, for that alone amends none; who asks gets lots named anew."""
        renamed = rename_units(before, self._program.settings.units)
        return renamed if is_asked else name_lots(renamed)

    def _find_suppliers(self, wanted: ReportPeriod, last: Edition) -> Suppliers | None:
        """Find for whom the last edition was made, and who is the supplier now; none where that is the same."""
        present = self._find_supplier(wanted)
        kept = load_one_file(self._connection, self._program.slug, last, ADDRESSEE) if present else None
        former = kept.decode().strip() if kept else None
        return Suppliers(former=former, present=present) if former and is_other_supplier(former, present) else None

    def _find_supplier(self, wanted: ReportPeriod) -> str:
        """Find the supplier who is to get a report; empty where it is for others."""
        definition = find_definition(wanted.report, self._program.folder)
        return self._program.settings.program.supplier.name if definition.audience is Audience.SUPPLIER else ""

    def _make_in_place_of(self, damaged: Edition, wanted: ReportPeriod, *, send: bool) -> ReportOutcome:
        """Make the next edition where the last is lost or damaged; nobody can tell what changed since."""
        keep_number(self._connection, self._program, damaged)
        numbers = {"edition": damaged.edition + 1, "supersedes": damaged.edition}
        figures = self._figures.of(wanted).model_copy(update=numbers | {"compared": False})
        messages = self._keep(wanted, figures, None, send=send)
        return self._outcome(figures, True, messages)

    def _replaced(self, wanted: ReportPeriod, last: Edition, suppliers: Suppliers | None) -> Replaced:
        since = count_rows_since(self._connection, self._program.slug, last.as_of_sync, wanted.period)
        return Replaced(self._program.local(last.made_at).date(), since, suppliers.former if suppliers else None)

    def _keep(
        self, wanted: ReportPeriod, figures: Figures, replaced: Replaced | None, *, send: bool
    ) -> tuple[str, ...]:
        program, now = self._program, self._program.now()
        answers = count_answers(self._connection, program.slug, wanted.period.first_on, wanted.period.last_on)
        message = self._figures.message(wanted, figures, replaced, answers)
        rendered = render_report(message, find_template_folders(wanted.report, program.folder))
        files = {
            "figures.json": dump_figures(figures),
            "figures.csv": rendered.csv or b"",
            "report.pdf": rendered.pdf or b"",
            "report.xlsx": rendered.xlsx or b"",
            "email.html": rendered.html.encode(),
            "email.txt": rendered.text.encode(),
            "subject.txt": rendered.subject.encode(),
            **rendered.png,
        }
        if message.definition.audience.is_for_other_eyes:
            files[ADDRESSEE] = f"{message.addressee}\n".encode()
        edition_key = (wanted.report, wanted.period.name, figures.edition or 1)
        edition = Edition(*edition_key, now, files["figures.json"], self._as_of_sync)
        add_edition(self._connection, program.slug, edition, files)
        add_releases(self._connection, program.slug, self._releases.take_new())
        return (queue_edition(program, self._connection, edition, files),) if send else ()

    def _outcome(
        self, figures: Figures, is_new: bool, messages: Sequence[str], suppliers: Suppliers | None = None
    ) -> ReportOutcome:
        folder = str(find_edition_folder(figures.report, figures.period, figures.edition))
        as_kept = Figures.model_validate_json(dump_figures(figures))  # the same whether it is new or was there already
        return ReportOutcome(
            figures=as_kept, is_new=is_new, messages=tuple(messages), folder=folder, supplier=suppliers
        )
