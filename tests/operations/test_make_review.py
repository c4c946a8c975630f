"""The sheet of the yearly review, from a small program: its figures are those of the commands, and no row is in it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from schemas.review import MadeAgain, Review
from tasks.context import ProgramContext, open_program
from tasks.errors import OperationError
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.make_editions import make_editions
from tasks.operations.make_review import find_reviewed_period, gather_review, make_review_sheet
from tasks.operations.note_filing import Handed, note_filing
from tasks.rules.reporting.periods import parse_period
from tasks.store.editions import keep_lost_edition
from tests.operations.test_make_editions import QUARTER
from tests.support.papers import text_of
from tests.support.small_program import DAY_OF_RUNS, STOCK, a_row, lbn, rows, write_form, write_program, write_settings
from tests.support.watched import clock_after

YEAR = parse_period("2024")


def words_of(folder: Path, period: str = "2024") -> str:
    """The words of the sheet, without the spaces: a line may break at any of them, and at a hyphen."""
    return close_up(" ".join(text_of((folder / f"sheets/review-{period}.pdf").read_bytes())))


def close_up(words: str) -> str:
    """Leave out the spaces."""
    return re.sub(r"\s+", "", words)


def review_of(program: ProgramContext, days: float = 300) -> Review:
    """What the ledger knows of the year, a while after it."""
    return gather_review(program._replace(clock=clock_after(days)), YEAR).review


def write_tab(folder: Path, name: str, *added: str) -> None:
    """Write a tab of the stock with some rows more."""
    (folder / name).write_text(STOCK[name] + "".join(f"{row}\r\n" for row in added), encoding="utf-8", newline="")


@pytest.fixture
def busy(program: ProgramContext) -> ProgramContext:
    """A program with rows of every kind in its first year, and some after it."""
    people = {"Patrol": 12, "Detectives": 7}
    units = [{"name": "Patrol", "par_level": 12}, {"name": "Detectives", "par_level": 9}]
    settings = write_settings(
        training={"people": people, "refresher_months": 6}, units=units, procedure={"reviewed": date(2024, 2, 1)}
    )
    (program.folder / "lbn.toml").write_text(settings, encoding="utf-8")
    answers = [
        *rows(12),
        a_row(12, kits="3", trained="4", reason="Requested by the person or the family", low="Yes"),
        a_row(13, unit="Detectives", kits="2", low="Yes"),
        a_row(14, unit="Nobody knows"),
        a_row(15, kits="two"),
        a_row(16, date="1/2/2025", submitted="1/2/2025 8:00:00", low="Yes"),
    ]
    write_form(program.folder, answers)
    write_tab(
        program.folder, "Inventory.csv", "2/1/2024,ordered,kit,,,40,,,", "1/5/2025,ordered,kit,,,7,,,",
        "3/1/2024,recalled,kit,A123,2028-06,5,Central,,", "3/2/2024,damaged,kit,A123,2028-06,1,Patrol,,",
        "3/3/2024,lost,kit,A123,2028-06,once,Patrol,,",
    )  # fmt: skip
    write_tab(program.folder, "Counts.csv", "4/1/2024,Patrol,kit,A123,1480", "4/2/2024,Central,kit,A123,490")
    write_tab(program.folder, "Training.csv", "6/15/2024,Patrol,Refresher,3")
    opened = open_program(program.folder, clock_after(300))
    ingest_entries(opened)
    return opened


def test_its_figures_are_those_of_the_commands(busy: ProgramContext):
    folder = busy.folder
    assert lbn("sheet", "review", program=folder).code == 0
    said = words_of(folder)
    expected = [line for list_lines in (by_figures, by_status, by_reconcile) for line in list_lines(folder)]
    assert [line for line in expected if close_up(line) not in said] == []


def by_figures(folder: Path) -> Iterator[str]:
    """What `lbn figures` says of the year, in the words of the sheet."""
    answer = lbn("figures", "2024", "--by", "course", "--by", "unit", "--json", program=folder).json
    of, (by_course, by_unit) = answer["measures"], answer["tables"]
    assert (of["distributions"], of["kits_distributed"], of["kits_on_order"], of["kits_recalled"]) == (15, 18, 40, 5)
    yield f"{of['distributions']} distributions, with {of['kits_distributed']} kits."
    yield f"Kits received {of['kits_received']:,}; returned {of['kits_returned']};"
    yield f"on order at the end {of['kits_on_order']}."
    yield f"Kits on hand at the end: {of['kits_on_hand_end']:,}."
    yield f"recalled {of['kits_recalled']}; expired {of['kits_expired']}; damaged {of['kits_damaged']}; lost 0."
    yield f"Kits corrected by −{-of['kits_count_adjustment']}; shortfalls {of['kits_shortfall']}."
    yield f"People shown how to use it, by the forms: {of['people_trained']} (14 forms left it empty)."
    courses = " and ".join(f"{course} {people}" for course, people in by_course["rows"])
    yield f"{of['personnel_trained']} attendances: {courses}."
    index = by_unit["measures"].index("distributions") + 1
    unassigned = {row[0]: row[index] for row in by_unit["rows"]}["Unassigned"]
    yield f"2 of 2 units gave out kits. Counted at Unassigned: {unassigned} distribution"


def by_status(folder: Path) -> Iterator[str]:
    """What `lbn status` says now."""
    status, words = lbn("status", "--json", program=folder).json, lbn("status", program=folder).out
    assert (status["held"], status["duties"]["review"]["pack"]) == (1, "2024")
    yield f"Rows on hold now: {status['held']} of the form, 1 of other tabs."
    lacking = [one["unit"] for one in status["duties"]["trainings"] if not one["is_refresher"]]
    yield f"Units that still lack training now, by attendances: {' and '.join(lacking)}."
    yield f"{len(status['due'])} owed: 0 made, 0 noted as handed in, {len(status['due'])} overdue."
    silent = [f"{one['unit']} ({one['days']} days)" for one in status["duties"]["silent_units"]]
    yield f"Units silent now: {' and '.join(silent) or 'none that is known'}."
    for title in ("Reports due", "To do", "Held rows: not counted until fixed"):
        yield from list_lines(words, title)


def list_lines(words: str, title: str) -> list[str]:
    """The lines of a section."""
    _, _, rest = words.partition(f"{title}:\n")
    lines = rest.split("\n")
    length = next(index for index, line in enumerate(lines) if not line.startswith("  "))
    assert length, title
    return [line.strip() for line in lines[:length]]


def by_reconcile(folder: Path) -> Iterator[str]:
    """What `lbn reconcile` says now."""
    stock = lbn("reconcile", "--json", program=folder).json
    low = [f"{one['location']} ({one['on_hand']:,})" for one in stock["low"]]
    assert low
    yield f"Now {len(low)} {'shelf is' if len(low) == 1 else 'shelves are'} low: {' and '.join(low)}."
    yield f"To be counted now: {len(stock['counts'])} shelves."
    lots = {one["lot"] for one in stock["recalled"] if one["on_hand"]}
    yield f"On shelves now: {len(lots)} recalled lot."


def test_what_is_entered_is_counted_in_the_year_only(busy: ProgramContext):
    review = review_of(busy)
    assert (review.counts, review.orders, review.low_reports) == ((3, 2), (1, 40), 2)
    assert (
        review.tables["reason"] == {"Not recorded": 15, "Requested": 3} or sum(review.tables["reason"].values()) == 18
    )
    assert (review.reviewed_on, review.due_on) == (date(2024, 2, 1), date(2025, 2, 1))


def test_a_young_program_reviews_its_quarter(program: ProgramContext):
    made = make_review_sheet(program)
    assert made.path == Path("sheets/review-2024-Q1.pdf")
    assert [path.stat().st_mode & 0o777 for path in (program.folder / "sheets", program.folder / made.path)] == [
        0o700, 0o600,
    ]  # fmt: skip
    pdf = (program.folder / made.path).read_bytes()
    assert b"pdfuaid" in pdf
    assert close_up("Yearly review of the procedure: Q1 2024") in words_of(program.folder, "2024-Q1")


def test_where_no_quarter_has_ended_there_is_nothing_to_review(program: ProgramContext):
    with pytest.raises(OperationError, match=r"No quarter has ended since the program started \(2024-01-01\)"):
        find_reviewed_period(program._replace(clock=clock_after(-10)))


def test_tabs_that_were_never_read_have_no_review(unread: ProgramContext):
    with pytest.raises(OperationError, match="not been read yet"):
        make_review_sheet(unread)


def test_an_old_reading_is_said_first(program: ProgramContext):
    later = program._replace(clock=clock_after(300))
    make_review_sheet(later)
    said = words_of(program.folder)
    first = ("What you see is old: the tabs were last read Apr 2, 2024", "before 2024 ended", "Duties of the procedure")
    places = [said.index(close_up(words)) for words in first]
    assert places == sorted(places)
    assert close_up("As read on Apr 2, 2024") in said


def test_forms_that_the_year_may_miss_are_told_as_by_figures(unread: ProgramContext):
    late = a_row(0, submitted="1/20/2025 9:00:00", date="1/20/2025")
    write_form(unread.folder, [*(a_row(24 * day) for day in range(60)), late])
    assert lbn("ingest", program=unread.folder).code == 0
    asked = "No form between Mar 1, 2024 and Jan 20: are rows missing?"
    assert asked in lbn("figures", "2024", program=unread.folder).out
    assert lbn("sheet", "review", program=unread.folder).code == 0
    assert close_up(asked) in words_of(unread.folder)


def test_a_unit_renamed_since_the_reading_gave_out_its_kits(program: ProgramContext):
    patrol = review_of(program).tables["unit"]["Patrol"]
    settings = write_settings(units=[{"name": "Road", "aliases": ["Patrol"]}])
    (program.folder / "lbn.toml").write_text(settings, encoding="utf-8")
    assert review_of(open_program(program.folder)).tables["unit"] == {"Road": patrol}


def test_what_nobody_records_is_not_tracked(tmp_path: Path):
    settings = re.sub(r"^(inventory|counts|training) .*\n", "", write_settings(), flags=re.MULTILINE)
    folder = write_program(tmp_path / "bare", rows(3), settings)
    for name in STOCK:
        (folder / name).unlink()
    header = ("Timestamp", "Date of distribution", "Unit", "ZIP code", "Jurisdiction", "Kits left")
    write_form(folder, rows(3), header)
    bare = open_program(folder, clock_after(300))
    ingest_entries(bare)
    review = gather_review(bare, YEAR).review
    assert {name for name, value in review.measures.items() if value is not None} == {
        "distributions", "kits_distributed", "doses_distributed", "nyc_units_distributed",
    }  # fmt: skip
    assert (review.counts, review.orders, review.low_reports) == (None, None, None)
    assert list(review.tables) == ["unit"]


def amend(program: ProgramContext, *added: dict[str, str]) -> None:
    """Make the quarter's report once more, with other rows."""
    write_form(program.folder, [*rows(12), *added])
    ingest_entries(program)
    make_editions(program, [QUARTER])


def test_what_was_made_again_and_handed_in_before_is_told(program: ProgramContext):
    make_editions(program, [QUARTER])
    note_filing(program, Handed("nysdoh-quarterly", QUARTER.period, None, 1))
    amend(program, a_row(12, kits="7"))
    review = review_of(program)
    assert review.made_again == (MadeAgain("nysdoh-quarterly", "2024-Q1", 2, date(2024, 4, 2), 7),)
    assert [(one.period, one.filed_edition, one.newest_edition, one.kits) for one in review.filings] == [
        ("2024-Q1", 1, 2, 7)
    ]
    assert (review.filed_count, review.is_any_made, review.is_any_lost) == (1, True, False)
    assert gather_review(program._replace(clock=clock_after(700)), parse_period("2025")).review.made_again == ()


def test_what_a_lost_ledger_made_is_not_known(program: ProgramContext):
    assert (review_of(program).is_any_made, review_of(program).is_any_lost) == (False, False)
    with program.database.writing() as connection:
        keep_lost_edition(connection, program.slug, ("nysdoh-quarterly", "2024-Q1", 2), program.now())
    review = review_of(program)
    assert (review.made_again, review.is_any_made, review.is_any_lost) == ((), False, True)
    assert lbn("report", "nysdoh-quarterly", "2024-Q1", "--no-send", program=program.folder).code == 0
    assert review_of(program).made_again == (MadeAgain("nysdoh-quarterly", "2024-Q1", 3, DAY_OF_RUNS, None),)


def test_program_reviews_of_the_year_are_named(program: ProgramContext):
    assert review_of(program).program_reviews == ()
    make_editions(program, [QUARTER._replace(report="program-review")])
    assert review_of(program).program_reviews == ("2024-Q1",)


def test_the_command_says_what_else_to_bring(program: ProgramContext):
    ended = lbn("sheet", "review", program=program.folder)
    assert "Made sheets/review-2024.pdf" in ended.out
    assert ended.out.endswith("Bring with it what `lbn report program-review 2024` makes.\n")
