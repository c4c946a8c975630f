"""What the pages say of figures is held to the program: every measure is explained, every example comes out."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from schemas.figures import Figures, Table
from schemas.finding import FLAGS
from schemas.labels import UNKNOWN
from schemas.report import TableDefinition
from schemas.tabs import Tab
from schemas.tracked import EVERYTHING, Tracked
from tasks.rules.intake.dates import DateStyle
from tasks.rules.intake.duplicates import find_repeats, group_close_in_time
from tasks.rules.intake.fields_asked import OPTIONAL
from tasks.rules.intake.normalize import normalize_day, normalize_instant
from tasks.rules.intake.stock_cells import read_expiry
from tasks.rules.intake.validate import FormValidator
from tasks.rules.intake.zip_codes import find_county
from tasks.rules.reporting import figures
from tasks.rules.reporting.disclosure import ALL_OTHERS
from tasks.rules.reporting.editions import list_changes
from tasks.rules.reporting.freshness import find_silence
from tasks.rules.reporting.measures import GROUPINGS, MEASURES
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.places import find_borough
from tasks.rules.reporting.released_rows import choose_rows
from tasks.rules.reporting.tracked import is_grouping_tracked, is_measure_tracked
from tasks.rules.stock.reconcile import list_shortfalls
from tests.support.builders import a_distribution, a_form_row, a_history, a_ledger, shelf, some_words
from tests.test_docs import DOCS, blocks, rows_of

FIGURES = DOCS / "figures.md"
EXAMPLE = re.compile(r"^<!-- example: (.*) -->\n((?:\|.*\n)+)", re.MULTILINE)
EXAMPLES = {
    title: rows_of(table)
    for page in (DOCS / "reading.md", FIGURES, DOCS / "not-known.md")
    for title, table in EXAMPLE.findall(page.read_text("utf-8"))
}
STOCK = blocks(FIGURES, "stock")


NEW_YORK = DateStyle(ZoneInfo("America/New_York"))


def explained(first: str) -> set[str]:
    """The names in the first column of the page's table that begins with this title."""
    table = FIGURES.read_text("utf-8").partition(f"\n| {first} |")[2].partition("\n\n")[0]
    return {name for row in rows_of(table) for name in re.findall(r"`(\w+)`", row[0])}


@pytest.mark.parametrize(("first", "names"), [("measure", MEASURES), ("grouping", GROUPINGS)])
def test_every_measure_and_grouping_is_explained(first: str, names: dict[str, object]):
    missing = [name for name in names if name not in explained(first)]
    assert not missing, f"docs/figures.md does not say what these are: {', '.join(missing)}"


def told(codes: tuple[object, ...]) -> str:
    """The findings of a cell as the page says them."""
    return ", ".join(f"{'flagged' if code in FLAGS else 'held'} {code}" for code in codes)


def test_periods():
    for written, first, last, later in EXAMPLES["periods"]:
        period = parse_period(written)
        days = (period.first_on, period.last_on, period.last_on + timedelta(days=10))
        assert tuple(map(str, days)) == (first, last, later)


def test_dates():
    for cell, day, otherwise in EXAMPLES["dates"]:
        validated = FormValidator(some_words()).validate(
            a_form_row(date=normalize_day(cell, NEW_YORK), submitted="2026-09-30T14:03:22")
        )
        found = str(validated.distribution.distributed_on) if validated.distribution else ""
        assert (found, told(validated.codes)) == (day, otherwise), cell


def test_kits():
    for cell, kits, otherwise in EXAMPLES["kits"]:
        validated = FormValidator(some_words()).validate(a_form_row(kits=cell))
        assert (str(validated.distribution.kits) if validated.distribution else "", told(validated.codes)) == (
            kits,
            otherwise,
        ), cell


def test_zips():
    for cell, *expected in EXAMPLES["zips"]:
        validated = FormValidator(some_words()).validate(a_form_row(zip=cell))
        assert validated.distribution
        index = (validated.distribution.zip, validated.distribution.county, find_borough(validated.distribution.county))
        assert [*(part or UNKNOWN for part in index), told(validated.codes)] == expected, cell


def test_expiries():
    for cell, day in EXAMPLES["expiries"]:
        assert str(read_expiry(normalize_day(cell, NEW_YORK))) == day


def test_duplicates():
    clocks = [clock for clock, _ in EXAMPLES["duplicates"]]
    rows = [a_form_row(submitted=normalize_instant(f"9/30/2026 {clock}", NEW_YORK)) for clock in clocks]
    held = {index for group in group_close_in_time(rows, NEW_YORK.zone) for index in find_repeats(group)}
    assert [index in held for index in range(len(rows))] == [said != "counted" for _, said in EXAMPLES["duplicates"]]


@pytest.fixture(scope="module")
def ledger():
    """Build the distributions of the page's example."""
    return a_ledger(
        *(
            a_distribution(
                distributed_on=date.fromisoformat(day), unit=unit or None, zip=zip_code or None,
                county=find_county(zip_code), kits=int(kits), trained=int(people) if people else None,
            )
            for day, unit, zip_code, kits, people in EXAMPLES["distributions"]
        )
    )  # fmt: skip


def test_sums(ledger):
    quarter = ledger.within(parse_period("2026-Q3"))
    expected = {measure: int(value) for measure, value in EXAMPLES["sums 2026-Q3"]}
    assert figures.sum_measures(quarter, tuple(expected)) == expected


@pytest.mark.parametrize("title", [title for title in EXAMPLES if title.startswith("table ")])
def test_tables(ledger, title: str):
    _, measure, _, grouping, _, period = title.split()
    found = figures.tabulate(
        ledger.within(parse_period(period)), TableDefinition(title="-", by=(grouping,), measures=(measure,))
    )
    assert [tuple(map(str, row)) for row in found.rows] == EXAMPLES[title]


@pytest.mark.parametrize("number", range(len(STOCK)))
def test_stock(number: int):
    written, _, said = STOCK[number].partition("=>\n")
    stock_replay = a_history(written).stock_replay
    lacking = list_shortfalls(stock_replay.lines)
    outcome = {
        "on hand": shelf(stock_replay),
        "shortfall": [f"{row.date:%m-%d} {row.location} {row.lot or '-'} {row.quantity}" for row in lacking],
        "variance": [
            f"{row.date:%m-%d} {row.location} {row.lot or '-'} expected {row.expected} counted {row.counted}"
            for row in stock_replay.variances
        ],
    }  # fmt: skip
    assert {what: ", ".join(rows) for what, rows in outcome.items() if rows} == dict(
        line.split(": ", 1) for line in said.splitlines()
    )


def test_editions():
    def edition(index: int) -> Figures:
        (kits, *rows) = EXAMPLES["editions"]
        table = [(title.partition(": ")[2], int(values[index])) for title, *values in rows]
        return Figures(
            report="supplier", period="2026-Q3", edition=1, supersedes=None, agency="A",
            measures={kits[0]: int(kits[1 + index])}, excluded={"held": index}, unverified=True,
            tables=(Table(title="By county", by=("county",), measures=("kits_distributed",), rows=tuple(table)),),
        )  # fmt: skip

    assert [
        (change.measure or change.row, change.was, change.now) for change in list_changes(edition(0), edition(1))
    ] == [
        ("kits_distributed", 40, 42),
        ("Albany", 28, 30),
    ]


def test_small_cells():
    rows = EXAMPLES["small cells 11"]
    counts = {county: int(distributions) for county, distributions, _ in rows}
    made = choose_rows(counts, ("Albany", "Rensselaer", "Schenectady", "Saratoga"), 11, categories=len(counts))
    assert [shown for _, _, shown in rows] == [county if county in made.rows else ALL_OTHERS for county in counts]
    assert made.others == 16


def without(name: str) -> Tracked:
    """Return what a program tracks that has everything but a tab, or a question of the form."""
    tabs = frozenset(tab for tab in EVERYTHING.tabs if tab.value != name)
    return Tracked(tabs, EVERYTHING.fields - {name})


def test_not_tracked():
    for name, measures, groupings in EXAMPLES["not tracked"]:
        tracked = without(name)
        assert [one for one in MEASURES if not is_measure_tracked(one, tracked)] == measures.split(), name
        assert [one for one in GROUPINGS if not is_grouping_tracked(one, tracked)] == groupings.split(), name


def test_nothing_else_is_not_tracked():
    everything = {*(tab.value for tab in Tab if tab is not Tab.RESPONSES), *(column.field for column in OPTIONAL)}
    rest = [without(name) for name in everything - {row[0] for row in EXAMPLES["not tracked"]}]
    assert all(is_measure_tracked(one, tracked) for one in MEASURES for tracked in rest)
    assert all(is_grouping_tracked(one, tracked) for one in GROUPINGS for tracked in rest)


def is_asked_about(newest: date, distribution_count: int, gap_days: int) -> bool:
    """Tell whether a gap is asked about, in a program of years with so many distributions in the one before it."""
    year = 365
    days = [newest - timedelta(days=index * year // distribution_count) for index in range(distribution_count)]
    read_on = newest + timedelta(days=gap_days)
    started = newest - timedelta(days=5 * year)
    return find_silence(sorted(days), parse_period(str(read_on.year)), started, read_on) is not None


def test_silence():
    newest = date(2026, 1, 5)
    for count, said in EXAMPLES["silence"]:
        asked_from = next((gap for gap in range(1, 361) if is_asked_about(newest, int(count), gap)), None)
        assert said == ("never" if asked_from is None else f"{asked_from} days"), count
