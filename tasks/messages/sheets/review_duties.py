"""The duties of the procedure in the yearly review: what the record says was done, and what only people can say."""

from collections.abc import Callable, Iterator, Mapping

from schemas.desk import TrainingDue
from schemas.inventory import COURSE_CHOICES, Course
from schemas.labels import UNASSIGNED
from schemas.review import ProcedureDuty
from schemas.tabs import Tab
from tasks.messages.as_of_words import format_as_of
from tasks.messages.formatting import (
    NOT_TRACKED,
    format_count,
    format_date,
    format_number,
    format_period,
    format_signed,
    join_words,
)
from tasks.messages.sheets.review_facts import (
    ReviewFacts,
    name_some,
    write_asked,
    write_low,
    write_measure,
    write_unknown,
)
from tasks.messages.sheets.review_reports import write_missing, write_right, write_tally

Words = Callable[[ReviewFacts], str]

BY_PEOPLE = "People: "
REFRESHER = next(label for label, course in COURSE_CHOICES.items() if course is Course.REFRESHER)


def list_duty_rows(facts: ReviewFacts) -> Iterator[tuple[str, str, str]]:
    """List each duty, what was done in the period, and an empty cell to write in."""
    yield from ((duty.value, _WORDS[duty](facts), "") for duty in ProcedureDuty)


def write_reviewed(facts: ReviewFacts) -> str:
    """Say when the procedure was last reviewed, and when it is due."""
    reviewed_on, due_on = facts.review.reviewed_on, facts.review.due_on
    if reviewed_on is None or due_on is None:
        return "lbn.toml doesn't say when the procedure was last reviewed (procedure.reviewed)."
    due = f"{'was' if due_on < facts.desk.made_at.date() else 'is'} due {format_date(due_on)}"
    return f"The procedure was last reviewed on {format_date(reviewed_on)}; the next review {due}."


def _say_read(facts: ReviewFacts) -> str:
    return format_as_of(facts.state.last_read, facts.state.newest_entry)


def _write_units(facts: ReviewFacts) -> str:
    given, units = facts.review.tables["unit"], [unit.name for unit in facts.settings.units]
    without = [name for name in units if not given.get(name)]
    former = sum(count for name, count in given.items() if name not in {*units, UNASSIGNED})
    said = (
        f"{format_number(len(units) - len(without))} of {format_count(len(units), 'unit')} gave out kits.",
        f"None by {name_some(without)}." if without else "",
        f"Counted at Unassigned: {format_count(given.get(UNASSIGNED, 0), 'distribution')}.",
        f"At units that lbn.toml no longer has: {format_count(former, 'distribution')}." if former else "",
    )
    return " ".join(filter(None, said))


def _write_training(facts: ReviewFacts) -> str:
    if facts.review.measures["personnel_trained"] is None:
        return write_unknown(Tab.TRAINING, facts)
    attended = _write_by(facts.review.tables["course"], "attendance")
    if not facts.settings.training.people:
        return f"{attended} Who still lacks it: {NOT_TRACKED} (training.people in lbn.toml)."
    lacking = [due for due in facts.state.duties.trainings if not due.is_refresher]
    return f"{attended} {_write_lacking(lacking, 'still lack training')}"


def _write_refreshers(facts: ReviewFacts) -> str:
    if facts.review.measures["personnel_trained"] is None:
        return write_unknown(Tab.TRAINING, facts)
    attended = f"Refreshers: {format_count(facts.review.tables['course'].get(REFRESHER, 0), 'attendance')}."
    if not (facts.settings.training.people and facts.settings.training.refresher_months):
        return f"{attended} Whom to refresh: {NOT_TRACKED} (training.people and refresher_months in lbn.toml)."
    lacking = [due for due in facts.state.duties.trainings if due.is_refresher]
    return f"{attended} {_write_lacking(lacking, 'are to be refreshed')}"


def _write_lacking(lacking: list[TrainingDue], what: str) -> str:
    """Say which units lack a training now; attendances tell no more than that."""
    units = tuple(dict.fromkeys(due.unit for due in lacking))
    return f"Units that {what} now, by attendances: {name_some(units) if units else 'none'}."


def _write_by(counted: Mapping[str, float], noun: str) -> str:
    """Write how many there were in all, and by what."""
    by = join_words(tuple(f"{label} {format_number(count)}" for label, count in counted.items()))
    return f"{format_count(sum(counted.values()), noun)}{f': {by}' if by else ''}."


def _write_records(facts: ReviewFacts) -> str:
    measures = facts.review.measures
    given = format_count(measures["distributions"] or 0, "distribution")
    kits = format_count(measures["kits_distributed"] or 0, "kit")
    other = len({(one.tab, one.ref) for one in facts.state.attention if one.is_held and one.tab != Tab.RESPONSES})
    return (
        f"{given}, with {kits}. Rows on hold now: {format_number(facts.state.held)} of the form, "
        f"{format_number(other)} of other tabs."
    )


def _write_supplier(facts: ReviewFacts) -> str:
    if facts.review.orders is None:
        return write_unknown(Tab.INVENTORY, facts)
    orders, kits = facts.review.orders
    ordered = f" ({format_count(kits, 'kit')})" if orders else ""
    moved = "; ".join(f"{what} {write_measure(name, facts)}" for what, name in _DEALT.items())
    return f"Orders entered: {format_number(orders)}{ordered}. Kits {moved}."


_DEALT = {"received": "kits_received", "returned": "kits_returned", "on order at the end": "kits_on_order"}


def _write_kits(facts: ReviewFacts) -> str:
    if facts.review.measures["kits_on_hand_end"] is None:
        return write_unknown(Tab.INVENTORY, facts)
    return f"Kits on hand at the end: {write_measure('kits_on_hand_end', facts)}. {write_low(facts.kits, facts)}"


def _write_storage(facts: ReviewFacts) -> str:
    people = f"{BY_PEOPLE}how kits are stored is ticked on count sheets, which stay on paper."
    if facts.review.measures["kits_recalled"] is None:
        return f"{write_unknown(Tab.INVENTORY, facts)} {people}"
    lots = {one.lot for one in facts.stock.recalled if one.on_hand}
    taken = "; ".join(f"{what} {write_measure(f'kits_{what}', facts)}" for what in _TAKEN_OFF)
    on_shelf = format_count(len(lots), "recalled lot", "recalled lots")
    return f"Kits taken off: {taken}. On shelves now: {on_shelf}. {people}"


_TAKEN_OFF = ("recalled", "expired", "damaged", "lost")


def _write_counts(facts: ReviewFacts) -> str:
    if facts.review.counts is None or Tab.COUNTS in facts.desk.unusable_tabs:
        short = facts.review.measures["kits_shortfall"]
        told = f" Shortfalls in the records: {format_count(short, 'kit')}." if short else ""
        return f"{write_unknown(Tab.COUNTS, facts)}{told}"
    counts, locations = facts.review.counts
    of_all = format_count(len(facts.settings.locations), "location")
    said = f"{format_count(counts, 'count')} entered, at {format_number(locations)} of {of_all}."
    adjusted = facts.review.measures["kits_count_adjustment"]
    if adjusted is None:
        return f"{said} What they should have found: {NOT_TRACKED}."
    return (
        f"{said} Kits corrected by {format_signed(adjusted)}; shortfalls {write_measure('kits_shortfall', facts)}. "
        f"To be counted now: {format_count(len(facts.stock.counts), 'shelf', 'shelves')}."
    )


def _write_occasions(facts: ReviewFacts) -> str:
    by_reason = facts.review.tables.get("reason")
    return f"{NOT_TRACKED.capitalize()}." if by_reason is None else _write_by(by_reason, "kit")


def _write_shown(facts: ReviewFacts) -> str:
    if facts.review.measures["people_trained"] is None:
        return f"{NOT_TRACKED.capitalize()}."
    return f"People shown how to use it, by the forms: {write_asked('people_trained', facts)}."


def _write_silence(facts: ReviewFacts) -> str:
    if facts.desk.silence and facts.desk.silence.until is None:
        return "Which units are silent isn't known: nothing was reported by any for long."
    silent = facts.state.duties.silent_units
    named = name_some(f"{one.unit} ({format_count(one.days, 'day')})" for one in silent)
    return f"Units silent now: {named or 'none that is known'}."


def _write_low_reports(facts: ReviewFacts) -> str:
    count = facts.review.low_reports
    if count is None:
        return f"{NOT_TRACKED.capitalize()}."
    return f"{format_count(count, 'form')} said that kits are running low."


def _write_looks(facts: ReviewFacts) -> str:
    periods = join_words(tuple(map(format_period, facts.review.program_reviews)))
    return f"Program reviews in the ledger: {periods or 'none'}. {BY_PEOPLE}whether they were read."


def _write_strips(facts: ReviewFacts) -> str:
    names = {"fentanyl": "fts_distributed", "xylazine": "xts_distributed"}
    if all(facts.review.measures[name] is None for name in names.values()):
        return f"{NOT_TRACKED.capitalize()}."
    given = "; ".join(f"{kind} {write_asked(name, facts)}" for kind, name in names.items())
    strips = {shelf.item for shelf in facts.stock.shelves} - facts.kits
    return f"Strips given out: {given}.{f' {write_low(strips, facts)}' if strips else ''}"


def _leave_to_people(what: str) -> Words:
    return lambda _: f"{BY_PEOPLE}{what}"


_WORDS: dict[ProcedureDuty, Words] = {
    ProcedureDuty.RUN: _say_read,
    ProcedureDuty.UNITS: _write_units,
    ProcedureDuty.TRAIN: _write_training,
    ProcedureDuty.REFRESH: _write_refreshers,
    ProcedureDuty.RECORDS: _write_records,
    ProcedureDuty.SUPPLIER: _write_supplier,
    ProcedureDuty.KITS: _write_kits,
    ProcedureDuty.STORAGE: _write_storage,
    ProcedureDuty.COUNT: _write_counts,
    ProcedureDuty.REPORT_SUPPLIER: lambda facts: write_tally("supplier", facts),
    ProcedureDuty.REPORT_NYSDOH: lambda facts: write_tally("nysdoh-quarterly", facts),
    ProcedureDuty.REPORT_NYC: lambda facts: write_tally("nycdoh-monthly", facts),
    ProcedureDuty.REPORT_MISSING: write_missing,
    ProcedureDuty.REPORT_RIGHT: write_right,
    ProcedureDuty.OCCASIONS: _write_occasions,
    ProcedureDuty.SHOW: _write_shown,
    ProcedureDuty.WRITE_DOWN: _write_silence,
    ProcedureDuty.NO_PERSON: _leave_to_people("run “lbn audit”, and look at what it says."),
    ProcedureDuty.LOW: _write_low_reports,
    ProcedureDuty.LOOK: _write_looks,
    ProcedureDuty.REVIEW: write_reviewed,
    ProcedureDuty.STRIPS: _write_strips,
    ProcedureDuty.CONTENTS: _leave_to_people("compare a packed kit with its checklist (“lbn sheet kit”)."),
    ProcedureDuty.NO_NAME: _leave_to_people("look whether officers ask for or write down any name."),
    ProcedureDuty.FOLLOW: _leave_to_people("no record can say it."),
}
