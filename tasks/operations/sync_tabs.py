"""Bring the ledger to what the tabs say: what is new is added, what is no longer there removed, the rest left alone.

A row of a tab lives only inside these functions.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain

from sqlalchemy import Connection

from schemas.finding import Code, HeldRow
from schemas.ingest_counts import IngestCounts
from schemas.inventory import Movement
from schemas.losses import Accepted
from schemas.stored_row import Stored
from schemas.tabs import Cells, Tab, TabRows
from tasks.context import ProgramContext
from tasks.operations.find_row_losses import find_row_losses
from tasks.operations.ledger_words import list_words_of_rows, list_words_of_settings
from tasks.operations.open_rows import OpenRows
from tasks.operations.reading_digest import digest_parts, digest_reading, list_validated_by
from tasks.rules.intake.fields_asked import (
    check_fields_kept,
    list_fields_changed,
    list_fields_found,
    list_fields_not_found,
)
from tasks.rules.intake.fingerprint import Identity, fingerprint_rows, number_identities
from tasks.rules.intake.form_rows import (
    FoundCodes,
    find_doubtful,
    find_rows_to_compare,
    find_waiting,
    merge_codes,
    pick_rows,
    renumber_codes,
    validate_in_parts,
)
from tasks.rules.intake.refusals import Refusals
from tasks.rules.intake.resaved import recognize_rows
from tasks.rules.intake.sending_mark import correct_marks, make_marker, mark_rows
from tasks.rules.intake.snapshot import Difference, plan_replacement
from tasks.rules.intake.stock_losses import StockRead, count_losses_of_stock
from tasks.rules.intake.stock_vocabulary import build_stock_vocabulary, find_naloxone_lots
from tasks.rules.intake.validate import ValidatedRow, Vocabulary, build_vocabulary
from tasks.rules.intake.validate_stock import (
    find_received_lots,
    validate_counts,
    validate_movements,
    validate_trainings,
)
from tasks.sources.source import FormInBlocks, RawTab
from tasks.store.changing_rows import add_rows, remove_rows
from tasks.store.closed_rows import rename_locations
from tasks.store.findings import count_ingested, load_findings, save_findings
from tasks.store.owners import keep_key_check
from tasks.store.rows import (
    State,
    add_sync,
    add_words,
    find_accepted,
    find_held,
    load_values,
    open_state,
    save_state,
)
from tasks.store.sending_marks import load_known_rows, load_marks, save_marks
from tasks.store.tab_numbers import save_tab_numbers

_LOST_NAMES = {"lost_unit": Code.UNIT_UNKNOWN, "lost_jurisdiction": Code.JURISDICTION_UNKNOWN}
_STOCK_TABS = (Tab.INVENTORY, Tab.COUNTS, Tab.TRAINING)


class TabSync:
    """One reading of the tabs into the ledger, in one transaction."""

    def __init__(
        self, program: ProgramContext, connection: Connection, kept: frozenset[str], accepted: Accepted
    ) -> None:
        self._program = program
        self._settings = program.settings
        self._name = program.slug
        self._connection = connection
        self._refusals = Refusals(accepted)
        self._number: int | None = None
        self._removed_elsewhere: dict[Tab, int] = {}
        self._unnamed: dict[str, int] = {}
        self._is_resaved = False
        self._state = open_state(connection, self._name)
        self._kept = kept
        key = program.key(is_first=self._state.source is None or accepted.withdrawals)
        keep_key_check(connection, self._name, key.check)
        self._key = key.value
        self._open_rows = OpenRows(connection, self._name, self._settings)

    def run(
        self, raw: dict[Tab, RawTab], blocks: FormInBlocks | None = None, *, is_from_scratch: bool = False
    ) -> IngestCounts:
        """Bring the ledger to what the tabs say; where they say what they said, only a sync from scratch looks on."""
        numbers = {tab: one.number for tab, one in raw.items() if one.number is not None}
        save_tab_numbers(self._connection, self._name, numbers)
        source = digest_reading(raw, self._key, self._settings, self._kept)
        if source == self._state.source and not (is_from_scratch or self._has_row_of_a_day_that_came()):
            return self._leave_as_it_is(raw[Tab.RESPONSES])
        lots = self._put_stock({tab: raw.pop(tab) for tab in _STOCK_TABS if tab in raw})
        context = digest_parts(repr(sorted(lots) if lots else lots), *list_validated_by(self._settings, self._kept))
        rows = self._open_rows.read_form(raw.pop(Tab.RESPONSES), blocks)
        check_fields_kept(rows.missing, self._state.fields_asked)
        words = build_vocabulary(self._settings, lots, self._program.today())
        difference = self._put_distributions(rows, words, is_all=is_from_scratch or context != self._state.context)
        self._refusals.check_losses()
        save_state(self._connection, self._name, State(self._program.moment(), source, context, " ".join(rows.fields)))
        if blocks and not self._is_resaved:
            blocks.source = source
        elsewhere = {tab: count for tab, count in self._removed_elsewhere.items() if count}
        counts = count_ingested(self._connection, self._name, difference)
        return counts.model_copy(update=self._unnamed | {"missing": rows.missing, "removed_elsewhere": elsewhere})

    def _leave_as_it_is(self, raw: RawTab) -> IngestCounts:
        """Note that the tabs were read and say what they said; an older ledger doesn't know yet what the form asks."""
        asked = self._state.fields_asked
        if asked is None:
            header = raw.take_apart(raw.body).header if raw.header is None else raw.header
            asked = " ".join(list_fields_found(header, self._settings))
        state = self._state._replace(read_at=self._program.moment(), fields_asked=asked)
        save_state(self._connection, self._name, state)
        missing = list_fields_not_found(asked.split(), self._settings)
        return count_ingested(self._connection, self._name).model_copy(update={"missing": missing})

    def _has_row_of_a_day_that_came(self) -> bool:
        """Tell whether a row may be held for a day that has come: the same tabs then say something new."""
        read_at = self._state.read_at
        if read_at is None or self._program.local(read_at).date() == self._program.today():
            return False
        return any(find_waiting(load_findings(self._connection, self._name, tab)) for tab in Tab)

    def _put_stock(self, raw: Mapping[Tab, RawTab]) -> frozenset[str] | None:
        """Bring the tabs of the stock up to date; return the lots of naloxone received, none where none was."""
        add_words(self._connection, self._name, list_words_of_settings(self._settings))
        words = build_stock_vocabulary(self._settings, self._program.today())
        if self._open_rows.closed_before:
            rename_locations(self._connection, self._name, words.locations)
        rows = {tab: self._open_rows.read_stock(tab, raw) for tab in _STOCK_TABS}
        movements = validate_movements(rows[Tab.INVENTORY].cells, words, self._open_rows.closed_lots)
        received = find_received_lots(row for row in movements if isinstance(row, Movement))
        received |= self._open_rows.closed_lots
        counts = validate_counts(rows[Tab.COUNTS].cells, words, received)
        self._put_stock_rows(Tab.INVENTORY, rows[Tab.INVENTORY], movements)
        self._put_stock_rows(Tab.COUNTS, rows[Tab.COUNTS], counts)
        self._put_stock_rows(Tab.TRAINING, rows[Tab.TRAINING], validate_trainings(rows[Tab.TRAINING].cells, words))
        return find_naloxone_lots(received, self._settings) or None

    def _put_stock_rows(self, tab: Tab, rows: TabRows, validated: Sequence[Stored]) -> None:
        found = number_identities(fingerprint_rows(tab, rows.cells, self._key))
        accepted = find_accepted(self._connection, self._name, tab)
        known = accepted | find_held(self._connection, self._name, tab)
        values = dict(zip(found, validated, strict=True))
        self._note_if_empty(tab, len(accepted), len(found))
        read, load = StockRead(accepted, known, values), partial(load_values, self._connection, self._name, tab)
        self._refusals.note_losses(tab, len(accepted), count_losses_of_stock(tab, read, load))
        bare = {one: row._replace(codes=()) if isinstance(row, HeldRow) else row for one, row in values.items()}
        self._removed_elsewhere[tab] = len(known - values.keys())
        self._replace(tab, list(known), bare, {})
        lines = zip(found, rows.numbers, validated, strict=True)
        codes = {one: (number, row.codes) for one, number, row in lines if isinstance(row, HeldRow)}
        self._note(tab, load_findings(self._connection, self._name, tab), codes)

    def _put_distributions(self, rows: TabRows, words: Vocabulary, *, is_all: bool) -> Difference:
        """Bring the form's rows up to date; only those that are new, or whose surroundings changed, are validated."""
        tab = Tab.RESPONSES
        accepted = find_accepted(self._connection, self._name, tab)
        known = accepted | find_held(self._connection, self._name, tab)
        load = partial(load_marks, self._connection, self._name)
        recognized = recognize_rows(rows.cells, known, load, self._key, rows.known)
        cells, found, difference, self._is_resaved = recognized
        self._note_if_empty(tab, len(accepted), len(found))
        before = codes = load_findings(self._connection, self._name, tab)
        waiting = find_waiting(codes)
        if is_all or self._is_resaved or waiting or difference.new or difference.removed:
            whole = pick_rows(found, cells, found) if is_all or not known else {}
            wanted = whole.keys() if is_all else difference.new | find_doubtful(codes) | waiting
            is_part = not is_all and not self._is_resaved
            among = find_rows_to_compare(rows.known, found, wanted, self._state.source) if is_part else None
            parts = validate_in_parts(cells, found, wanted, words, self._kept, among)
            if known:
                validated = dict(chain.from_iterable(part.items() for part in parts))
                read = whole or pick_rows(found, cells, validated)
                fields = list_fields_changed(rows.fields, self._state.fields_asked)
                self._note_losses(accepted, difference, read, validated, fields)
                self._put_validated(validated, read, [*difference.removed, *(validated.keys() & known)])
                codes = merge_codes(codes, difference.removed, validated)
            else:
                codes = self._put_first(parts, whole)
            if is_all:
                save_marks(self._connection, self._name, correct_marks(load(accepted), whole, self._key))
        self._note(tab, before, renumber_codes(codes, found, rows.numbers))
        return difference

    def _put_first(
        self, parts: Iterable[Mapping[Identity, ValidatedRow]], read: Mapping[Identity, Cells]
    ) -> FoundCodes:
        """Put rows into a tab that has no row yet, part by part: nothing can be lost, each part is forgotten then."""
        codes: FoundCodes = {}
        for validated in parts:
            self._put_validated(validated, read, ())
            codes |= merge_codes({}, (), validated)
        return codes

    def _put_validated(
        self, validated: Mapping[Identity, ValidatedRow], read: Mapping[Identity, Cells], again: Sequence[Identity]
    ) -> None:
        values = {row: value.distribution or HeldRow((), value.counted_on) for row, value in validated.items()}
        self._replace(Tab.RESPONSES, again, values, mark_rows(read, validated, self._key))

    def _note_losses(
        self,
        accepted: set[Identity],
        difference: Difference,
        read: Mapping[Identity, Cells],
        validated: Mapping[Identity, ValidatedRow],
        fields_changed: Collection[str],
    ) -> None:
        """Note how many distributions would be withdrawn, held or lose a name, and what has become of them."""
        compare = partial(find_row_losses, fields_changed=fields_changed, mark=make_marker(self._key))
        load = partial(load_known_rows, self._connection, self._name)
        if losses := compare(accepted, difference, read, validated, load_known=load):
            self._refusals.note_losses(Tab.RESPONSES, len(accepted), losses)
            self._unnamed = {name: losses.unnamed.get(code, 0) for name, code in _LOST_NAMES.items()}

    def _replace(
        self, tab: Tab, known: Sequence[Identity], wanted: Mapping[Identity, Stored], marks: Mapping[Identity, bytes]
    ) -> None:
        """Close what is no longer so, and open what is so now."""
        stored = load_values(self._connection, self._name, tab, known)
        closed, opened = plan_replacement(stored, wanted)
        if not closed and not opened:
            return
        self._number = self._number or add_sync(self._connection, self._name, self._program.now())
        add_words(self._connection, self._name, list_words_of_rows(wanted.values()))
        remove_rows(self._connection, self._name, tab, closed, self._number)
        add_rows(self._connection, self._name, tab, ((row, wanted[row]) for row in opened), self._number, marks)

    def _note(self, tab: Tab, before: FoundCodes, now: FoundCodes) -> None:
        """Keep the findings of a tab."""
        if before != {row: (number, tuple(sorted(codes))) for row, (number, codes) in now.items()}:
            save_findings(self._connection, self._name, tab, now)

    def _note_if_empty(self, tab: Tab, count_in_force: int, found_count: int) -> None:
        self._refusals.note_if_empty(tab, count_in_force, found_count, is_named=tab in self._settings.source.titles)
