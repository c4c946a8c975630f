"""Tabs into the ledger: one reading, one transaction. A row of a tab lives only inside these functions."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import islice

from sqlalchemy import Connection

from schemas.finding import Code, HeldRow
from schemas.inventory import Movement
from schemas.outcome import IngestCounts
from schemas.settings import Settings
from schemas.tabs import Tab, TabRows
from tasks.attention import write_needs_attention
from tasks.decisions import kept_refs
from tasks.program.opening import Program
from tasks.rules import changes, duplicates, stock_rows
from tasks.rules.fingerprint import VERSION, Identity, fingerprints, identities
from tasks.rules.validate import Judgement, Vocabulary, judge, vocabulary
from tasks.sources.raw import tab_rows
from tasks.store import rows as ledger
from tasks.store.rows import FoundCodes, State, Stored

RULES_VERSION = 1
"""Raised when a rule judges differently, so that rows that are in the ledger are judged again."""

_BATCH = 10_000


def ingest(program: Program, *, accept_withdrawals: bool = False) -> IngestCounts:
    """Read the tabs and bring the ledger to what they say.

    The lock is taken before the tabs are read, so that an older reading can never overwrite a newer one.

    Raises:
        CannotGoOn: a tab cannot be read, or too many entries would be withdrawn; nothing was changed.
    """
    with program.database.writing() as connection:
        sync = _Sync(program, connection, accept_withdrawals)
        counts = sync.run()
        findings = ledger.listed_findings(connection, program.slug)
    write_needs_attention(program.folder, findings)
    return counts


class _Sync:
    """One reading of the tabs into the ledger."""

    def __init__(self, program: Program, connection: Connection, accept_withdrawals: bool) -> None:
        self._program = program
        self._settings: Settings = program.settings
        self._name = program.slug
        self._connection = connection
        self._accepts_withdrawals = accept_withdrawals
        self._number: int | None = None
        self._state = ledger.open_state(connection, self._name)
        self._key = program.key()

    def run(self) -> IngestCounts:
        raw = self._program.source.read()
        tabs = {tab: tab_rows(tab, raw.pop(tab), self._settings) for tab in list(raw)}
        ledger.add_words(self._connection, self._name, _words(self._settings))
        lots: set[str] = set()
        for tab, judge_tab in (
            (Tab.INVENTORY, stock_rows.judge_movements),
            (Tab.COUNTS, stock_rows.judge_counts),
            (Tab.TRAINING, stock_rows.judge_trainings),
        ):
            rows = tabs.get(tab, TabRows([], []))
            judged = judge_tab(rows.cells, stock_rows.places(self._settings))
            lots |= self._put_stock_rows(tab, rows, judged)
        counts, context = self._put_entries(tabs[Tab.RESPONSES], frozenset(lots))
        ledger.save_state(self._connection, self._name, State(self._program.now(), context))
        return counts

    def _put_stock_rows(self, tab: Tab, rows: TabRows, judged: Sequence[Stored]) -> set[str]:
        """Bring a tab of the stock up to date; the kit lots that its movements name."""
        found = identities(fingerprints(tab, rows.cells, self._key))
        known = ledger.accepted(self._connection, self._name, tab) | ledger.held(self._connection, self._name, tab)
        self._refuse_losses(tab, len(known), len(known.difference(found)), len(found))
        self._replace(tab, list(known), dict(zip(found, judged, strict=True)))
        codes = {
            identity: (number, value.codes)
            for identity, number, value in zip(found, rows.numbers, judged, strict=True)
            if isinstance(value, HeldRow)
        }
        self._save_findings(tab, codes)
        kit = self._settings.kit.code
        return {row.lot for row in judged if isinstance(row, Movement) and row.item == kit}

    def _put_entries(self, rows: TabRows, lots: frozenset[str]) -> tuple[IngestCounts, bytes]:
        """Bring the form's responses up to date; only rows that are new, or whose surroundings changed, are judged."""
        tab = Tab.RESPONSES
        found = identities(fingerprints(tab, rows.cells, self._key))
        accepted = ledger.accepted(self._connection, self._name, tab)
        held = ledger.held(self._connection, self._name, tab)
        difference = changes.difference(accepted | held, found)
        self._refuse_losses(tab, len(accepted), len(accepted & difference.vanished), len(found))

        words, kept = vocabulary(self._settings, lots), kept_refs(self._program.folder)
        context = _context(words, kept)
        is_same = context == self._state.context
        codes = ledger.load_findings(self._connection, self._name, tab)
        if difference.new or difference.vanished or not is_same:
            places = _to_judge(found, difference.new, is_all=not is_same)
            judged = _judged(rows, found, places, words, kept)
            wanted = {
                identity: judgement.entry or HeldRow((), judgement.counted_on) for identity, judgement in judged.items()
            }
            self._replace(tab, [*difference.vanished, *(judged.keys() & (accepted | held))], wanted)
            accepted = (accepted - difference.vanished - judged.keys()) | {
                row for row, value in judged.items() if value.entry
            }
            codes = _current(codes, difference.vanished, judged)
        codes = _renumbered(codes, found, rows.numbers)
        self._save_findings(tab, codes)
        counts = IngestCounts(
            read=len(found),
            accepted=len(accepted),
            flagged=len(codes.keys() & accepted),
            held=len(found) - len(accepted),
            new=len(difference.new),
            withdrawn=len(difference.vanished),
            unchanged=difference.unchanged_count,
        )
        return counts, context

    def _replace(self, tab: Tab, known: Sequence[Identity], wanted: Mapping[Identity, Stored]) -> None:
        """Close what is no longer so, and open what is so now."""
        bare = {
            identity: value._replace(codes=()) if isinstance(value, HeldRow) else value
            for identity, value in wanted.items()
        }
        stored = ledger.stored_values(self._connection, self._name, tab, known)
        closed, opened = changes.replacement(stored, bare)
        if not closed and not opened:
            return
        self._number = self._number or ledger.add_sync(self._connection, self._name, self._program.now())
        ledger.add_words(self._connection, self._name, _words_of(bare.values()))
        ledger.close(self._connection, self._name, tab, closed, self._number)
        left = iter(opened)
        while batch := list(islice(left, _BATCH)):
            some = {identity: bare[identity] for identity in batch}
            ledger.add(self._connection, self._name, tab, some, self._number)

    def _save_findings(self, tab: Tab, codes: FoundCodes) -> None:
        before = ledger.load_findings(self._connection, self._name, tab)
        if _sorted_codes(before) != _sorted_codes(codes):
            ledger.save_findings(self._connection, self._name, tab, codes)

    def _refuse_losses(self, tab: Tab, in_force_count: int, withdrawn_count: int, found_count: int) -> None:
        if not self._accepts_withdrawals:
            changes.refuse_losses(tab, in_force_count, withdrawn_count, found_count)


def _words(settings: Settings) -> set[str]:
    """What a text of the ledger may say, lots apart."""
    return {*settings.locations, *settings.places.jurisdictions, *(item.code for item in settings.items)}


def _words_of(values: Iterable[Stored]) -> set[str]:
    """Lots and counties that passed their rules."""
    words = (getattr(value, field, None) for value in values for field in ("lot", "county"))
    return {word for word in words if word}


def _context(words: Vocabulary, kept: frozenset[str]) -> bytes:
    """A digest of everything but the rows themselves that decides how rows are judged."""
    said = (RULES_VERSION, VERSION, words.started, sorted(words.units.items()), sorted(words.jurisdictions.items()))
    return blake2b(repr((said, sorted(words.lots), sorted(kept))).encode(), digest_size=16).digest()


def _to_judge(found: Sequence[Identity], new: frozenset[Identity], *, is_all: bool) -> list[int]:
    """The places of the rows to judge: new ones, and all where what they are judged by has changed."""
    return [place for place, identity in enumerate(found) if is_all or identity in new]


def _judged(
    rows: TabRows, found: Sequence[Identity], places: Sequence[int], words: Vocabulary, kept: frozenset[str]
) -> dict[Identity, Judgement]:
    """Judgements of some rows, and of all that may be one form sent twice: those depend on their neighbours."""
    judged = {place: judge(rows.cells[place], words) for place in places}
    for group in duplicates.close_in_time(rows.cells):
        for sent in group:
            judged.setdefault(sent.place, judge(rows.cells[sent.place], words))
        counted = [sent for sent in group if judged[sent.place].entry]
        for place in duplicates.repeats(counted):
            if found[place].ref not in kept:
                judged[place] = judged[place].hold(Code.POSSIBLE_DUPLICATE)
    return {found[place]: judgement for place, judgement in judged.items()}


def _current(codes: FoundCodes, vanished: frozenset[Identity], judged: Mapping[Identity, Judgement]) -> FoundCodes:
    """The findings after a sync: those of rows that were not judged again stay."""
    kept = {identity: found for identity, found in codes.items() if identity not in vanished and identity not in judged}
    return kept | {identity: (0, judgement.codes) for identity, judgement in judged.items() if judgement.codes}


def _renumbered(codes: FoundCodes, found: Sequence[Identity], numbers: Sequence[int]) -> FoundCodes:
    """The findings with the numbers that their rows have in the tab now."""
    if not codes:
        return {}
    number_of = dict(zip(found, numbers, strict=True))
    return {identity: (number_of[identity], these) for identity, (_, these) in codes.items()}


def _sorted_codes(codes: FoundCodes) -> dict[Identity, tuple[int, list[str]]]:
    return {identity: (number, sorted(these)) for identity, (number, these) in codes.items()}
