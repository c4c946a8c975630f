"""What editions tell: totals, rows and the rest of tables, what was said before; and which periods overlap."""

from schemas.family import Family
from schemas.period import Period
from tasks.rules.reporting.disclosure import ALL_OTHERS
from tasks.rules.reporting.told import Claim, Made, list_blocks, list_rows, list_totals
from tests.support.editions_told import a_change, a_table, quoted, told

Q1, JANUARY = Period.from_name("2026-Q1"), Period.from_name("2026-01")


def rows_of(*made: Made) -> list[Claim]:
    """What was told of ZIP codes."""
    return list(list_rows(made, "distributions", Family.ZIP))


def row(label: str, number: int, period: Period = Q1, at: int = 1) -> Claim:
    """A row of a table."""
    return Claim(period, at, number, frozenset([label]), is_of_the_rest=False)


def rest(number: int, *shown: str, period: Period = Q1, at: int = 1) -> Claim:
    """What is behind the rows of a table."""
    return Claim(period, at, number, frozenset(shown))


def test_a_table_tells_its_rows_and_what_is_behind_them():
    table = a_table({"A": 40, "B": 25, ALL_OTHERS: 12})
    assert rows_of(told("2026-Q1", 77, table)) == [row("A", 40), row("B", 25), rest(12, "A", "B")]


def test_a_table_without_others_tells_that_there_are_none():
    assert rows_of(told("2026-Q1", 40, a_table({"A": 40}))) == [row("A", 40), rest(0, "A")]


def test_a_table_without_rows_tells_nothing():
    assert rows_of(told("2026-Q1", 9, a_table({}))) == []


def test_other_tables_tell_nothing_of_places():
    others = [a_table({"A123": 40}, by=("lot",)), a_table({"A": 40}, measures=("people_trained",))]
    assert rows_of(told("2026-Q1", 40, *others)) == []


def test_a_table_that_is_quoted_again_says_nothing_new():
    table = quoted({"A": 40}, "2026-Q1")
    first, again = told("2026-03", 20, table), told("2026-04", 20, table, as_of=2)
    assert rows_of(first, again) == [row("A", 40), rest(0, "A")]


def test_a_table_of_the_earlier_rule_speaks_as_of_each_edition():
    made = [told("2026-Q1", 40 + more, a_table({"A": 40 + more}), as_of=more, edition=more) for more in (1, 2)]
    assert rows_of(*made) == [row("A", 41), rest(0, "A"), row("A", 42, at=2), rest(0, "A", at=2)]


def test_what_changed_tells_of_the_edition_before():
    """That one may be damaged by now."""
    damaged = Made("supplier", Q1, 1, 7, None)
    changes = (
        a_change(50, 52, measure="distributions"),
        a_change(39, 40, table="By ZIP code", row="A"),
        a_change(11, 12, table="By ZIP code", row=ALL_OTHERS),
        a_change(None, 12, table="By ZIP code", row="B"),
        a_change(3, 4, table="By lot", row="A123"),
        a_change(60, 61, table="By ZIP code", row="A", column="kits_distributed"),
        a_change(1, 2, measure="people_trained"),
    )
    made = [damaged, told("2026-Q1", 52, a_table({"A": 40, ALL_OTHERS: 12}), as_of=8, edition=2, changes=changes)]
    assert rows_of(*made)[-1] == row("A", 39, at=7)
    assert len(rows_of(*made)) == 3
    assert list(list_totals(made, "distributions")) == [Claim(Q1, 8, 52), Claim(Q1, 7, 50)]


def test_a_change_from_an_edition_that_is_gone_tells_nothing():
    changes = (a_change(50, 52, measure="distributions"), a_change(39, 40, table="By ZIP code", row="A"))
    made = told("2026-Q1", 52, a_table({"A": 52}), edition=2, changes=changes)
    assert rows_of(made) == [row("A", 52), rest(0, "A")]
    assert list(list_totals([made], "distributions")) == [Claim(Q1, 1, 52)]


def test_totals_are_of_the_period_and_of_its_months():
    months = a_table({"2026-01": 30, ALL_OTHERS: 22}, by=("month",))
    assert list(list_totals([told("2026-Q1", 52, months)], "distributions")) == [
        Claim(Q1, 1, 52),
        Claim(JANUARY, 1, 30),
    ]


def test_what_is_not_tracked_is_no_total():
    assert list(list_totals([told("2026-Q1", None, a_table({"A": 1}, by=("lot",)))], "distributions")) == []


def test_a_claim_is_about_its_labels_or_about_all_others():
    assert (row("A", 1).is_about("A"), row("A", 1).is_about("B")) == (True, False)
    assert (rest(1, "A").is_about("A"), rest(1, "A").is_about("B")) == (False, True)


def test_periods_that_overlap_are_one_block():
    names = ("2026-05", "2026-Q1", "2026-02", "2025", "2026-Q3", "2026-08", "2026-09")
    blocks = list_blocks([row("A", 1, Period.from_name(name)) for name in names])
    assert [[str(one.period) for one in block] for block in blocks] == [
        ["2025"],
        ["2026-Q1", "2026-02"],
        ["2026-05"],
        ["2026-Q3", "2026-08", "2026-09"],
    ]
    assert list(list_blocks([])) == []
