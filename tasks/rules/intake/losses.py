"""What a reading would take away from the distributions in force, told apart: gone, changed, or there and on hold.

A wrong file, a cleared tab, a column in another format are likelier than that many corrections at once, so such a sync
stops. What it says must lead to the cause: rows that are all there must not be called gone.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from schemas.distribution import Distribution
from schemas.finding import Code, is_flag
from schemas.losses import Losses
from schemas.tabs import COLUMNS, Cells, Tab
from tasks.rules.intake.fingerprint import Identity
from tasks.rules.intake.sending_mark import MINUTE_LENGTH, Marker
from tasks.rules.intake.validate import NAMES, ValidatedRow

Key = TypeVar("Key", bound=Hashable)

TITLES = {NAMES.get(column.field, column.field): column.titles[0] for column in COLUMNS[Tab.RESPONSES]}
"""The titles of the form's columns, by the ledger's name of the field."""

_SENT = NAMES["submitted"]
_DAY_LENGTH = len("2026-09-03")


class KnownRow(NamedTuple):
    """A distribution in force, and the mark of the minute in which its form was sent; none: not known."""

    distribution: Distribution
    sent_mark: bytes | None


class NewRow(NamedTuple):
    """A row of the tab that the ledger does not know."""

    cells: Cells
    row: ValidatedRow

    @property
    def submitted(self) -> str:
        """When the form was sent, as the tab says it."""
        return self.cells[0]


def find_losses(
    removed: Mapping[Identity, KnownRow],
    new: Mapping[Identity, NewRow],
    held: Collection[ValidatedRow],
    mark: Marker,
    fields_changed: Collection[str] = (),
    unnamed: Collection[Collection[Code]] = (),
) -> Losses:
    """Find what becomes of the distributions that a reading would take away.

    Args:
        removed: those in force that the tab does not have as they were, by identity.
        new: the rows of the tab that the ledger does not know.
        held: rows that are there as they were, counted until now, and do not count any more.
        mark: marks the minute of a time.
        fields_changed: the form's fields that only one of this reading and the last found asked.
        unnamed: of each row that is there as it was, the codes by which it loses its unit or place.
    """
    pairs = _pair_rows(removed, new, mark)
    named = {NAMES.get(field, field) for field in fields_changed}
    counted = [
        _list_changed(removed[old], now, new[one].submitted, mark)
        for old, one in pairs
        if (now := new[one].row.distribution)
    ]
    changed = [names for names in counted if not named.issuperset(names)]
    renamed = [list_unnamed(removed[old].distribution, new[one].row) for old, one in pairs if new[one].row.distribution]
    on_hold = [new[one].row for _, one in pairs if not new[one].row.distribution] + list(held)
    return Losses(
        gone_count=len(removed) - len(pairs),
        changed_count=len(changed),
        changed=_count_columns(changed),
        same_count=len(counted) - len(changed),
        held_count=len(on_hold),
        held=count_codes(row.codes for row in on_hold),
        renamed=_count_names(renamed),
        unnamed_count=len(unnamed),
        unnamed=_count_names(unnamed),
    )


def _count_names(lost: Iterable[Collection[Code]]) -> dict[Code, int]:
    return dict(Counter(code for codes in lost for code in codes).most_common())


def lacks_name(row: ValidatedRow) -> bool:
    """Tell whether a row names a unit or a jurisdiction that lbn.toml doesn't have."""
    return Code.UNIT_UNKNOWN in row.codes or Code.JURISDICTION_UNKNOWN in row.codes


def list_unnamed(before: Distribution, now: ValidatedRow) -> list[Code]:
    """List by which codes a row that is there as it was loses a name: lbn.toml had it, and has it no longer."""
    names = {Code.UNIT_UNKNOWN: before.unit, Code.JURISDICTION_UNKNOWN: before.jurisdiction}
    return [code for code, name in names.items() if name and code in now.codes]


def count_codes(codes: Iterable[Collection[Code]], tab: Tab = Tab.RESPONSES) -> dict[Code, int]:
    """Count the codes that hold rows of a tab, most first."""
    return dict(Counter(code for these in codes for code in these if not is_flag(tab, code)).most_common())


def _count_columns(changed: Iterable[Collection[str]]) -> dict[str, int]:
    """Count the titles of the columns in which rows differ, in the order of the tab."""
    found = Counter(name for names in changed for name in names)
    return {title: found[name] for name, title in TITLES.items() if name in found}


def _list_changed(before: KnownRow, now: Distribution, submitted: str, mark: Marker) -> list[str]:
    """List the fields in which a distribution differs from what it has become; seconds aside."""
    answers = (name for name in TITLES if name != _SENT)
    names = [name for name in answers if getattr(before.distribution, name) != getattr(now, name)]
    return names if _is_same_minute(before, submitted, mark) else [*names, _SENT]


def _is_same_minute(before: KnownRow, submitted: str, mark: Marker) -> bool:
    """Tell whether a form was sent in the same minute; on the same day, where the ledger has no mark."""
    if before.sent_mark:
        return before.sent_mark == mark(submitted)
    return before.distribution.sent_on.isoformat() == submitted[:_DAY_LENGTH]


def _pair_rows(
    removed: Mapping[Identity, KnownRow], new: Mapping[Identity, NewRow], mark: Marker
) -> list[tuple[Identity, Identity]]:
    """Pair each removed row with what it has become, by the first key that the two have in common."""
    old, left = dict(removed), dict(new)
    pairs: list[tuple[Identity, Identity]] = []
    for key_before, key_now in _list_keys(mark):
        before = {one: key for one, row in old.items() if (key := key_before(row)) is not None}
        now = {one: key for one, row in left.items() if (key := key_now(row)) is not None}
        for old_one, new_one in _match_keys(before, now):
            pairs.append((old_one, new_one))
            del old[old_one], left[new_one]
    return pairs


def _list_keys(mark: Marker) -> Sequence[tuple[Callable[[KnownRow], Hashable], Callable[[NewRow], Hashable]]]:
    """List by what a removed row is known again, best first.

    Its minute and all else; its minute; all but its time; its minute with month and day in the other order; its day, in
    either order, where the ledger has no mark of the minute. Rows whose time can't be read are known by their number
    only.
    """
    return (
        (lambda row: (row.sent_mark, _without_time(row.distribution)),
         lambda row: (mark(row.submitted), _without_time(row.row.distribution))),
        (lambda row: row.sent_mark, lambda row: mark(row.submitted)),
        (lambda row: _without_time(row.distribution), lambda row: _without_time(row.row.distribution)),
        (lambda row: row.sent_mark, lambda row: mark(_swap_month_and_day(row.submitted))),
        (_find_unmarked_day, lambda row: row.submitted[:_DAY_LENGTH]),
        (_find_unmarked_day, lambda row: _swap_month_and_day(row.submitted)[:_DAY_LENGTH]),
        (lambda _: "", lambda row: "" if Code.TIMESTAMP_UNREADABLE in row.row.codes else None),
    )  # fmt: skip


def _match_keys(before: Mapping[Identity, Key], now: Mapping[Identity, Key]) -> list[tuple[Identity, Identity]]:
    """Match identities by equal keys, each of them once."""
    waiting: dict[Key, deque[Identity]] = defaultdict(deque)
    for identity, key in before.items():
        waiting[key].append(identity)
    return [(waiting[key].popleft(), identity) for identity, key in now.items() if waiting.get(key)]


def _without_time(row: Distribution | None) -> Hashable:
    return tuple(value for name, value in row.__dict__.items() if name != _SENT) if row else None


def _find_unmarked_day(row: KnownRow) -> str | None:
    """Find the day of sending of a row that has no mark of the minute."""
    return None if row.sent_mark else row.distribution.sent_on.isoformat()


def _swap_month_and_day(submitted: str) -> str:
    """Return a time to the minute, as it would be had its day been read as the month and its month as the day."""
    return f"{submitted[:5]}{submitted[8:10]}-{submitted[5:7]}{submitted[10:MINUTE_LENGTH]}"
