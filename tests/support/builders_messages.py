"""Messages for tests, with defaults that read like a usual quarter; a test names only what matters to it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from schemas.family import Family
from schemas.figures import Change, Figures, ReleasedFigures, Table
from schemas.message import (
    Comparison,
    LotOnHand,
    ReleasedMessage,
    Rendered,
    ReportMessage,
    RowsSince,
    Trend,
)
from schemas.report import ReportDefinition, TableDefinition
from tasks.messages.render import render_report
from tasks.program_folder.report_definitions import find_definition, find_template_folders
from tasks.rules.reporting.disclosure import ALL_OTHERS
from tasks.rules.reporting.measures import GROUPINGS, MEASURES
from tasks.rules.reporting.months import show_every_month
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.whole_agency import add_up_lots
from tasks.rules.stock.expiring import find_warning

FEW = 12
"""Of fewer distributions than this there is no table for other eyes."""
NO_PROGRAM = Path("no-such-program")
AGENCY = "Village of Example Police Department"
MADE_AT = datetime(2026, 10, 6, 8, 0, tzinfo=ZoneInfo("America/New_York"))
READ_BEFORE = timedelta(minutes=90)
"""A message may be made long after the tabs were read: what it says is as of then."""

PERIODS = {
    "nysdoh-quarterly": ("2026-Q3", "2026-Q2"),
    "nycdoh-monthly": ("2026-09", "2026-08"),
    "supplier": ("2026-09", "2026-08"),
    "program-review": ("2026-Q3", "2026-Q2"),
    "public-summary": ("2026-Q3", "2026-Q2"),
}
USUAL = {
    "distributions": 409, "kits_distributed": 412, "doses_distributed": 824, "nyc_units_distributed": 412,
    "people_trained": 377, "personnel_trained": 64, "fts_distributed": 120, "xts_distributed": 0,
    "kits_on_hand_start": 142, "kits_received": 600, "kits_returned": 0, "kits_damaged": 3, "kits_lost": 0,
    "kits_expired": 8, "kits_recalled": 0, "kits_count_adjustment": -2, "kits_shortfall": 0, "kits_on_hand_end": 317,
}  # fmt: skip
BEFORE = USUAL | {
    "distributions": 368, "kits_distributed": 371, "doses_distributed": 742, "nyc_units_distributed": 371,
    "people_trained": 377, "personnel_trained": 70, "kits_received": 400, "kits_on_hand_end": 142,
}  # fmt: skip
NOTHING = dict.fromkeys(USUAL, 0) | {"kits_on_hand_start": 142, "kits_on_hand_end": 142}
LABELS = {
    "unit": ("Central", "Patrol", "Harbor", "Community Affairs", "Unassigned"),
    "zip": ("12202", "12203", "12206", "12047", "12180", "Unknown"),
    "county": ("Albany", "Rensselaer", "Schenectady", "Unknown"),
    "borough": ("Bronx", "Brooklyn", "Manhattan", "Queens", "Staten Island"),
    "jurisdiction": ("City of Albany", "Town of Colonie", "Unknown"),
    "recipient": ("Survivor", "Family or friend", "Bystander", "Other", "Not recorded"),
    "reason": ("Overdose, not transported", "At risk", "Requested", "Public event"),
    "item": ("Naloxone 4 mg nasal spray kit", "Naloxone 3 mg nasal spray kit"),
    "lot": ("A2207", "B3115", "C4420"),
    "course": ("Naloxone administration", "Leave-behind program", "Refresher"),
}
LOTS = (
    ("Central", "A2207", date(2026, 12, 31), 40),
    ("Patrol", "B3115", date(2027, 6, 30), 96),
    ("Harbor", "0042-7", date(2026, 9, 30), 6),
    ("Central", "C4420", date(2028, 3, 31), 175),
)


def a_table(declared: TableDefinition, measures: dict[str, Any], months: tuple[str, ...]) -> Table:
    """Each measure dealt out over the usual labels of the first grouping, most to the first; others take turns."""
    first, *others = (months if name == "month" else LABELS[name] for name in declared.by)
    labels = [(label, *(other[index % len(other)] for other in others)) for index, label in enumerate(first)]
    columns = [_dealt_out(measures[name], len(labels)) for name in declared.measures]
    rows = [(*label, *numbers) for label, *numbers in zip(labels, *columns, strict=True) if any(numbers)]
    return Table(title=declared.title, by=declared.by, measures=declared.measures, rows=tuple(rows))


def a_quoted_table(declared: TableDefinition, measures: dict[str, Any]) -> Table:
    """Three months like this one, with the last label's row among all others; of very few there are no rows."""
    count = measures["distributions"] * 3
    rows = a_table(declared, {"distributions": count}, ()).rows if count >= FEW else ()
    others = ((ALL_OTHERS, rows[-1][-1]),) if rows else ()
    return Table(title=declared.title, by=declared.by, measures=declared.measures, rows=(*rows[:-1], *others))


def as_released(tables: Iterable[Table]) -> tuple[dict[str, Any], ...]:
    """Tables as other eyes see them: those by place, unit, recipient and reason are of the quarter, and made once."""
    quoted = {"period": "2026-Q3", "made_on": date(2026, 10, 1)}
    return tuple(
        table.model_dump() | ({"title": f"{table.title} (2026-Q3)"} | quoted if _is_to_quote(table) else {})
        for table in tables
    )


def _is_to_quote(table: Table) -> bool:
    return bool({*table.by} & {*Family}) and table.made_on is None


def list_months(slug: str) -> tuple[str, ...]:
    """Of the report's usual period."""
    period, _ = PERIODS.get(slug, PERIODS["supplier"])
    return ("2026-07", "2026-08", "2026-09") if "Q" in period else (period,)


def some_figures(slug: str, declared: ReportDefinition, measures: dict[str, Any], **changes: Any) -> Figures:
    """Figures as the report's definition asks for them."""
    values: dict[str, Any] = {
        "report": slug, "period": PERIODS.get(slug, PERIODS["supplier"])[0], "edition": 1, "supersedes": None,
        "agency": AGENCY, "measures": {name: measures[name] for name in declared.measures},
        "tables": tuple(
            a_quoted_table(one, measures)
            if declared.audience.is_for_other_eyes and {*one.by} & {*Family}
            else a_table(one, measures, list_months(slug))
            for one in declared.tables if not one.only_without
        ),
        "excluded": {"held": 0}, "unverified": True,
    }  # fmt: skip
    values |= changes
    if not declared.audience.is_for_other_eyes:
        return Figures.model_validate(values)
    told = [one for one in map(_as_told, values.get("changes", ())) if "table" not in one]
    return ReleasedFigures.model_validate(values | {"tables": as_released(values["tables"]), "changes": told})


def _as_told(change: Change | dict[str, Any]) -> dict[str, Any]:
    return change.model_dump(by_alias=True) if isinstance(change, Change) else change


def a_report(slug: str = "nysdoh-quarterly", measures: dict[str, Any] = USUAL, **changes: Any) -> ReportMessage:
    """Return a usual report's message; keywords named like a figure's field change the figures, others the message."""
    declared = changes.pop("definition", None) or find_definition(slug, NO_PROGRAM)
    for_figures = {name: changes.pop(name) for name in [*changes] if name in Figures.model_fields}
    period_name, before_period = PERIODS.get(slug, PERIODS["supplier"])
    period = parse_period(period_name)
    made_at = changes.get("made_at", MADE_AT)
    values: dict[str, Any] = {
        "read_at": made_at - READ_BEFORE, "newest_entry": made_at.date() - timedelta(days=1),
        "slug": slug, "definition": declared,
        "figures": some_figures(slug, declared, measures, **for_figures),
        "first_on": period.first_on, "last_on": period.last_on, "due_on": date(2026, 10, 15), "made_at": MADE_AT,
        "replaced_on": None, "before": {name: BEFORE[name] for name in declared.measures},
        "before_period": before_period, "rows_since": None,
        "trends": tuple(a_trend(name, measures[name], period_name) for name in declared.drawn),
        "lots": tuple(
            LotOnHand(
                location=where, item="Naloxone 4 mg nasal spray kit", lot=lot, expires_on=expires, on_hand=left,
                warning_days=find_warning(expires, left, min(period.last_on, made_at.date())),
            )
            for where, lot, expires, left in LOTS
        ),
        "silent_units": ("Marine Unit",), "checked": None,
        "measure_titles": {name: measure.title for name, measure in MEASURES.items()},
        "grouping_titles": {name: grouping.title for name, grouping in GROUPINGS.items()},
    }  # fmt: skip
    values |= for_supplier(slug) | changes
    if not declared.audience.is_for_other_eyes:
        return ReportMessage.model_validate(values)
    lots = [one.model_dump() for one in add_up_lots(map(LotOnHand.model_validate, values["lots"]))]
    return ReleasedMessage.model_validate(values | {"lots": lots, "silent_units": (), "rows_since": None})


def a_trend(measure: str, last: int, period_name: str) -> Trend:
    """Four periods that end with this one; stock on hand beside its par levels."""
    names = ("2025-Q4", "2026-Q1", "2026-Q2") if "Q" in period_name else ("2026-06", "2026-07", "2026-08")
    earlier = (round(BEFORE[measure] * 0.8), round(BEFORE[measure] * 0.87), BEFORE[measure])
    points = [*zip(names, earlier, strict=True), (period_name, last)]
    return Trend(
        measure=measure,
        points=tuple(Comparison(period=period, value=value) for period, value in points),
        target=240 if measure == "kits_on_hand_end" else None,
    )


def an_amended_report(slug: str = "nysdoh-quarterly") -> ReportMessage:
    """Edition 2, with a late distribution of seven kits at Harbor."""
    told = [{"measure": "kits_distributed", "was": 405, "is": 412}, {"measure": "distributions", "was": 408, "is": 409}]
    told += [{"table": "By county", "row": "Rensselaer", "was": 96, "is": 103}]
    told += [{"table": "By unit", "row": "Harbor", "column": "kits_distributed", "was": None, "is": 7}]
    known = {table.title for table in find_definition(slug, NO_PROGRAM).tables}
    changes = tuple(Change.model_validate(one) for one in told if one.get("table") in {None, *known})
    since = some_rows_since(distributions_added=1)
    return a_report(slug, edition=2, supersedes=1, changes=changes, replaced_on=date(2026, 10, 5), rows_since=since)


HOSTILE = (
    '<script>alert("1")</script> & \'quotes\'', '=HYPERLINK("//example.org","click")', "-1+1", "@SUM(A1)",
    "turned \u202egnp.exe", "شرطة القرية", "🚓 Harbor 🚑", "line\r\n- Kits distributed: 9,999", "{{ 7 * 7 }}",
    "W" * 120, "Ω" * 120, "bell \x07 and nul \x00",
)  # fmt: skip
"""Names that a settings file may hold, and that a message must survive."""


def a_hostile_report(slug: str = "nysdoh-quarterly") -> ReportMessage:
    """Every name is a trap."""
    return a_relabelled_report(slug, HOSTILE, agency=HOSTILE[0])


def a_large_report(slug: str = "nysdoh-quarterly", count: int = 300) -> ReportMessage:
    """Return an agency of very many units, more than a mail can show."""
    names = tuple(f"Unit {number:03d}, Division of Patrol" for number in range(1, count + 1))
    return a_relabelled_report(slug, names, groupings=("unit",))


def a_relabelled_report(
    slug: str, names: tuple[str, ...], groupings: Collection[str] = tuple(GROUPINGS), **changes: Any
) -> ReportMessage:
    """Return the usual report with other labels in tables, lots and list of units; numbers rise from 1."""
    tables = [
        Table(
            title=table.title, by=table.by, measures=table.measures,
            rows=tuple(
                (*[name] * len(table.by), *[number] * len(table.measures)) for number, name in enumerate(names, 1)
            ),
        ) if table.by[0] in groupings else a_table(table, USUAL, list_months(slug))
        for table in find_definition(slug, NO_PROGRAM).tables
    ]  # fmt: skip
    lots = [
        LotOnHand(
            location=name,
            item=names[0],
            lot=f"LOT-{number}",
            expires_on=date(2027, 1, 1),
            on_hand=number,
            warning_days=90,
        )
        for number, name in enumerate(names, 1)
    ]
    values: dict[str, Any] = {"tables": tuple(tables), "lots": tuple(lots), "silent_units": names}
    return a_report(slug, **values | changes)


def a_preview(slug: str = "nysdoh-quarterly") -> ReportMessage:
    """Return the usual report, asked for before its period has ended."""
    return a_report(slug, edition=None, preliminary=True, made_at=MADE_AT.replace(month=9, day=12))


def an_empty_report(slug: str = "nysdoh-quarterly") -> ReportMessage:
    """Return a first period in which nobody left a kit."""
    names = ("Patrol", "Harbor", "Marine Unit")
    return a_report(slug, NOTHING, newest_entry=None, before=None, before_period=None, trends=(), silent_units=names)


def a_report_of_one_row(slug: str = "nysdoh-quarterly") -> ReportMessage:
    """One kit, left once, by one unit."""
    once = NOTHING | {"distributions": 1, "kits_distributed": 1, "doses_distributed": 2, "nyc_units_distributed": 1}
    return a_report(slug, once | {"kits_on_hand_end": 141}, silent_units=(), lots=a_report(slug).lots[:1])


NOT_TRACKED = {name for name in USUAL if name.startswith("kits_") and name != "kits_distributed"} | {"people_trained"}
"""By a program that has no Inventory tab, and whose form does not ask who was shown how to use a kit."""


def an_untracked_report(slug: str = "nysdoh-quarterly") -> ReportMessage:
    """Return a program without an Inventory tab, ZIP codes, or the question who was shown how to use a kit."""
    usual = a_report(slug)
    left_out = tuple(table.title for table in usual.definition.tables if {"zip", "county", "lot"} & {*table.by})
    measures = {name: None if name in NOT_TRACKED else value for name, value in usual.figures.measures.items()}
    tables = tuple(
        table for table in usual.figures.tables if table.title not in left_out and not NOT_TRACKED & {*table.measures}
    )
    return usual.model_copy(
        update={
            "figures": usual.figures.model_copy(update={"measures": measures, "tables": tables}),
            "tables_not_tracked": left_out, "lots": (),
            "before": {name: None if name in NOT_TRACKED else BEFORE[name] for name in measures},
            "trends": tuple(trend for trend in usual.trends if trend.measure not in NOT_TRACKED),
        }
    )  # fmt: skip


def a_doubtful_report(slug: str = "nysdoh-quarterly") -> ReportMessage:
    """Half of the rows are held, of the other tabs some too, and since September 4 no form has been read."""
    excluded = {"held": 19, "inventory": 2, "counts": 1, "training": 1}
    told = [{"measure": "kits_distributed", "was": 42, "is": 12}, {"measure": "distributions", "was": 40, "is": 11}]
    few = {"kits_distributed": 12, "doses_distributed": 24, "distributions": 11, "nyc_units_distributed": 12}
    few |= {"people_trained": 5, "kits_received": 200}
    return a_report(
        slug, USUAL | few, excluded=excluded, newest_entry=date(2026, 9, 4), edition=2, supersedes=1,
        changes=tuple(map(Change.model_validate, told)), replaced_on=date(2026, 10, 2),
        silence={"since": date(2026, 9, 4), "until": None},
        falls=tuple({"measure": one["measure"], "was": one["was"], "now": one["is"]} for one in told),
        rows_since=some_rows_since(distributions_held=17, distributions_removed=1, stock_rows_removed=3),
    )  # fmt: skip


def a_renamed_report(slug: str = "nysdoh-quarterly") -> ReportMessage:
    """A unit was given another name, and distributions of the quarter before came in late."""
    told = [{"table": "By unit", "row": "Harbor", "column": "kits_distributed", "was": 7, "is": None}]
    told += [{"table": "By unit", "row": "Marine", "column": "kits_distributed", "was": None, "is": 7}]
    told += [{"measure": "kits_on_hand_start", "was": 154, "is": 142}]
    return a_report(
        slug, edition=2, supersedes=1, changes=tuple(map(Change.model_validate, told)), replaced_on=date(2026, 10, 5),
        rows_since=some_rows_since(distributions_reread=4, earlier_distributions=12),
    )  # fmt: skip


def some_rows_since(**counts: int) -> RowsSince:
    """Return what happened to the rows since the edition before; a test names only what matters to it."""
    none = dict.fromkeys(("distributions_added", "distributions_removed", "stock_rows_added", "stock_rows_removed"), 0)
    return RowsSince(**none | counts)


def for_supplier(slug: str) -> dict[str, str]:
    """Return whom a supplier's report is for."""
    if slug != "supplier":
        return {}
    return {"addressee": "Example Regional EMS Program", "contact": "orders@supplier.example"}


CASES = {
    "typical": a_report,
    "empty": an_empty_report,
    "one-row": a_report_of_one_row,
    "amended": an_amended_report,
    "preliminary": a_preview,
    "hostile": a_hostile_report,
    "300-units": a_large_report,
    "not-tracked": an_untracked_report,
    "doubtful": a_doubtful_report,
    "renamed": a_renamed_report,
}


def rendered(message: ReportMessage) -> Rendered:
    """Render a report's message in its forms, by the shipped templates, with every month as the program has it."""
    shown = show_every_month(message.figures, message.read_at.date(), message.started_on or date.min)
    message = message.model_copy(update={"figures": shown})
    return render_report(message, find_template_folders(message.slug, NO_PROGRAM))


def _dealt_out(total: int, parts: int) -> list[int]:
    """Split a number in parts that add up to it, each about half of the one before."""
    dealt = []
    for _ in range(parts - 1):
        dealt.append((total + 1) // 2 if total > 0 else 0)
        total -= dealt[-1]
    return [*dealt, total]
