"""When a reading is likelier to be the wrong file, or a column in another format, than so many corrections.

Each kind of loss has its sentence and its own option that goes on; accepting one kind does not accept another.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.finding import Code
from schemas.losses import Accepted, Losses
from schemas.tabs import COLUMNS, Tab
from tasks.errors import OperationError

FEW_LOSSES = 5
SHARE_OF_LOSSES = 0.02

ACCEPT_WITHDRAWALS = "--accept-withdrawals"
ACCEPT_HELD = "--accept-held"

ROWS_OF: Mapping[Tab, str] = {
    Tab.RESPONSES: "distributions",
    Tab.INVENTORY: "movements",
    Tab.COUNTS: "counts",
    Tab.TRAINING: "trainings",
}


def find_limit(in_force_count: int) -> int:
    """Find how many losses at once are taken for corrections: five, or two in a hundred."""
    return int(max(FEW_LOSSES, SHARE_OF_LOSSES * in_force_count))


class _Refusal(NamedTuple):
    """What would be lost of a tab, and what to do about it, a sentence each."""

    found: str
    remedies: tuple[str, ...] = ()


class Refusals:
    """What a sync would take away from the tabs, gathered so that all that is refused is told at once."""

    def __init__(self, accepted: Accepted) -> None:
        """Nothing was taken away yet.

        Args:
            accepted: what the coordinator has said is as it should be.
        """
        self._accepted = accepted
        self._found: dict[Tab, list[_Refusal]] = {}
        self._options: set[str] = set()

    def note_if_empty(self, tab: Tab, in_force_count: int, found_count: int, *, is_named: bool = True) -> None:
        """Note a tab that is cleared, or left out of lbn.toml; that of a new program may be empty.

        Args:
            tab: which tab.
            in_force_count: how many of its rows count in the ledger.
            found_count: how many rows it has now.
            is_named: whether lbn.toml names it.
        """
        if found_count or not in_force_count:
            return
        self._options.add(ACCEPT_WITHDRAWALS)
        if self._accepted.withdrawals:
            return
        found = f"The tab {tab.value} has no rows; the ledger holds {in_force_count}. "
        look = "Check that it is the right file and that its rows are still there."
        if not is_named:
            found = f"lbn.toml no longer names the tab {tab.value}, of which the ledger holds {in_force_count} rows. "
            look = "Without them what it is about is not tracked any more."
        self._found[tab] = [_Refusal(f"{found}{look}")]

    def note_losses(self, tab: Tab, in_force_count: int, losses: Losses) -> None:
        """Note what would become of a tab's rows in force, where it would become of many and isn't accepted.

        Many are more than max(5, 2 %) of them: to be withdrawn, to be held, or to lose unit or place.
        """
        if self._found.get(tab):  # that it is empty says it all
            return
        limit, accepted = find_limit(in_force_count), self._accepted
        kinds = (
            (ACCEPT_WITHDRAWALS, losses.withdrawn_count, accepted.withdrawals, _say_withdrawn),
            (ACCEPT_WITHDRAWALS, losses.unnamed_count, accepted.withdrawals, _say_unnamed),
            (ACCEPT_HELD, losses.held_count, accepted.held, _say_held),
        )
        many = [kind for kind in kinds if kind[1] > limit]
        self._options.update(option for option, *_ in many)
        self._found[tab] = [say(tab, in_force_count, losses) for _, _, is_accepted, say in many if not is_accepted]

    def check_losses(self) -> None:
        """Stop a sync that would take away many rows in force, and say what has become of them, tab by tab.

        Raises:
            OperationError: something was noted that isn't accepted.
        """
        found = [one for tab in Tab for one in self._found.get(tab, ())]
        if found:
            raise OperationError(" ".join([*_say_remedies_once(found), self._say_how_to_go_on()]))

    def _say_how_to_go_on(self) -> str:
        """Name all options that are needed: one that was given has to be given again."""
        options = [option for option in (ACCEPT_WITHDRAWALS, ACCEPT_HELD) if option in self._options]
        return f"Nothing was changed. If this is as it should be, run `lbn ingest {' '.join(options)}`."


def _say_remedies_once(found: Sequence[_Refusal]) -> Iterator[str]:
    """Say what was found, and each remedy behind the last loss that it is for."""
    for number, one in enumerate(found, 1):
        later = {remedy for other in found[number:] for remedy in other.remedies}
        yield from (one.found, *(remedy for remedy in one.remedies if remedy not in later))


def _say_withdrawn(tab: Tab, in_force_count: int, losses: Losses) -> _Refusal:
    rows = ROWS_OF[tab]
    at_most = f"so many at once are hardly corrections (the limit is {find_limit(in_force_count)})."
    gone = f"{losses.gone_count} of the {in_force_count} {rows} counted until now are no longer in the tab {tab.value}"
    if tab is not Tab.RESPONSES:
        gone += ", nor are any that look like them"
    if not losses.changed_count:
        return _Refusal(f"{gone}; {at_most}")
    changed = f"{losses.changed_count} rows changed {_name_columns(losses.changed)}"
    renamed = "".join(f" {_say_renamed(code, count)}" for code, count in losses.renamed.items())
    if losses.gone_count:
        return _Refusal(f"{gone}, and {changed}; {at_most}{renamed}")
    still = f"Of the {in_force_count} {rows} counted until now, all still in the tab {tab.value}, {changed}; {at_most}"
    saved = () if renamed else ("If they were changed by a program that saved the file, export it again.",)
    return _Refusal(f"{still}{renamed}", (*saved, *_ask_about_times(losses.changed)))


def _say_renamed(code: Code, count: int) -> str:
    """Say what to do where the Sheet has a new name of a unit or a place: then the rows are as they were."""
    if code is Code.UNIT_UNKNOWN:
        return (
            f"{count} of them name a unit that lbn.toml doesn't have (unit_unknown): if it has another name now, add "
            "the new one to the aliases of that unit under [[units]], and run again; nothing changes then."
        )
    return (
        f"{count} of them name a jurisdiction that lbn.toml doesn't have (jurisdiction_unknown): if it's meant, list "
        "the new name in places.jurisdictions, too."
    )


def _ask_about_times(changed: Mapping[str, int]) -> tuple[str, ...]:
    """Name what decides how times and dates are read, where they changed."""
    if not {"Timestamp", "Date of distribution"} & changed.keys():
        return ()
    return ("Check the time zone of the Sheet, and source.dates in lbn.toml.",)


def _name_columns(changed: Mapping[str, int]) -> str:
    """Name the columns in which rows changed, by their titles."""
    titles = [f"“{title}”" for title in changed]
    return f"in the column{'s' if len(titles) > 1 else ''} {' and '.join(titles)}"


def _say_held(tab: Tab, in_force_count: int, losses: Losses) -> _Refusal:
    rows = ROWS_OF[tab]
    codes = ", ".join(f"{count} {_name_code(tab, code)}" for code, count in losses.held.items())
    remedies = dict.fromkeys(REMEDIES[code] for code in losses.held if code in REMEDIES)
    where = f"{tab.value}, or others in their place," if losses.rewritten_count else f"{tab.value},"
    return _Refusal(
        f"{losses.held_count} of the {in_force_count} {rows} counted until now are still in the tab {where} but "
        f"could no longer be counted: {codes}.{_say_few_gone(in_force_count, losses)}",
        tuple(remedies) or ("Correct these cells.",),
    )


def _say_few_gone(in_force_count: int, losses: Losses) -> str:
    """Say how many rows would go with those that are to be held: too few to be refused themselves."""
    if not losses.gone_count or losses.withdrawn_count > find_limit(in_force_count):
        return ""
    are = "is" if losses.gone_count == 1 else "are"
    return f" {losses.gone_count} more {are} gone from it: so few are taken for corrections, and are removed with it."


def _say_unnamed(tab: Tab, in_force_count: int, losses: Losses) -> _Refusal:
    these = " ".join(f"{_count_unnamed(code, count)} {REMEDIES[code]}" for code, count in losses.unnamed.items())
    return _Refusal(
        f"{losses.unnamed_count} of the {in_force_count} {ROWS_OF[tab]} counted until now are still in the tab "
        f"{tab.value} as they were, but lbn.toml no longer has their names: {these}"
    )


def _count_unnamed(code: Code, count: int) -> str:
    where = "unit would be “Unassigned”" if code is Code.UNIT_UNKNOWN else "jurisdiction would be unknown"
    return f"of {count} the {where} ({code.value})."


def _name_code(tab: Tab, code: Code) -> str:
    """Name a code with the columns that it is about, as the tab calls them."""
    titles = [f"“{column.titles[0]}”" for column in COLUMNS[tab] if column.field in FIELDS.get(code, ())]
    if not titles:
        return f"for {code.value}"
    return f"for the column{'s' if len(titles) > 1 else ''} {' and '.join(titles)} ({code.value})"


FIELDS: Mapping[Code, tuple[str, ...]] = {
    Code.TIMESTAMP_UNREADABLE: ("submitted",),
    Code.DATE_MISSING: ("date",),
    Code.DATE_UNREADABLE: ("date",),
    Code.DATE_IN_FUTURE: ("date",),
    Code.DATE_BEFORE_PROGRAM: ("date",),
    Code.KITS_MISSING: ("kits",),
    Code.KITS_NOT_A_NUMBER: ("kits",),
    Code.KITS_OUT_OF_RANGE: ("kits",),
    Code.MOVEMENT_UNKNOWN: ("movement",),
    Code.ITEM_UNKNOWN: ("item",),
    Code.LOT_INVALID: ("lot",),
    Code.LOT_UNKNOWN: ("lot",),
    Code.EXPIRY_INVALID: ("expires",),
    Code.QUANTITY_INVALID: ("quantity",),
    Code.LOCATION_UNKNOWN: ("location", "unit", "from", "to"),
    Code.COUNT_INVALID: ("counted", "people"),
    Code.COURSE_INVALID: ("course",),
    Code.FROM_TO_CONFLICT: ("from", "to"),
}
"""The fields that a code is about, of whichever tab; a code that isn't here is about the whole row."""

_DATES = "Write dates such as 2026-09-30, and check source.dates in lbn.toml."
_NUMBERS = "Write digits only, such as 2."

REMEDIES: Mapping[Code, str] = {
    Code.UNIT_UNKNOWN: (
        "Where a unit has another name now, add its former one to the aliases of that unit under [[units]]; one that "
        "was closed stays listed there."
    ),
    Code.JURISDICTION_UNKNOWN: "List the former names in places.jurisdictions, too.",
    Code.TIMESTAMP_UNREADABLE: "Write times such as 2026-09-30 14:03:22, or export the tab again.",
    Code.DATE_MISSING: "Restore the dates from an earlier export.",
    Code.DATE_UNREADABLE: _DATES,
    Code.DATE_IN_FUTURE: _DATES,
    Code.DATE_BEFORE_PROGRAM: "Check program.started in lbn.toml: these days are before it.",
    Code.KITS_MISSING: "Restore the numbers from an earlier export.",
    Code.KITS_NOT_A_NUMBER: _NUMBERS,
    Code.KITS_OUT_OF_RANGE: _NUMBERS,
    Code.POSSIBLE_DUPLICATE: "Check that decisions.csv or the status tab still says “keep” beside their refs.",
    Code.ANSWERS_CONFLICT: "Delete the wrong one of two columns with the same question.",
    Code.ITEM_UNKNOWN: "Check [[items]] in lbn.toml.",
    Code.LOCATION_UNKNOWN: "Check [[units]] in lbn.toml.",
    Code.EXPIRY_INVALID: "Write expirations such as 2028-06-30 or 2028-06.",
    Code.QUANTITY_INVALID: _NUMBERS,
    Code.COUNT_INVALID: _NUMBERS,
    Code.FROM_TO_CONFLICT: "Check program.supplier.name in lbn.toml: what is returned goes to the supplier.",
    Code.LOT_UNKNOWN: "Check that the Inventory tab still has the rows by which these lots were received.",
}
