"""Losses told apart: rows that are gone, rows nobody can read, rows written otherwise; and editions that fall."""

import re

import pytest

from tests.cases.program import Answers, Case, forms, received

DAILY = forms(20)


def spoil(rows: list[Answers], count: int, **cells: str) -> list[Answers]:
    """The rows, with these cells in the first so many."""
    return [row | cells if number < count else row for number, row in enumerate(rows)]


@pytest.fixture
def known(case: Case) -> Case:
    """Twenty forms of September, read."""
    case.write(*DAILY).ingest()
    return case


# -- many at once change nothing --------------------------------------------------------------------------------------


def test_rows_that_are_gone_have_their_own_flag(known: Case):
    known.write_form(*DAILY[6:])
    words = known.be_refused()
    assert "--accept-withdrawals" in words
    assert "--accept-held" not in words
    known.be_refused("ingest", "--accept-held")
    assert known.ask("status")["entries"] == 20
    assert known.ingest("--accept-withdrawals")["withdrawn"] == 6


UNREADABLE = {
    # a column that somebody spoiled: the cells, its title, the code, and what was read before
    "emptied": ({"kits": ""}, "Kits left", "kits_missing"),
    "words for numbers": ({"kits": "one"}, "Kits left", "kits_not_a_number"),
    "dates emptied": ({"date": ""}, "Date of distribution", "date_missing"),
    "dates in words": ({"date": "last week"}, "Date of distribution", "date_unreadable"),
    "years of the next century": ({"date": "9/1/2126"}, "Date of distribution", "date_in_future"),
    "times in words": ({"submitted": "in the morning"}, "Timestamp", "timestamp_unreadable"),
}


@pytest.mark.parametrize(("cells", "title", "code"), UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("count", [6, 20])
def test_rows_nobody_can_read_have_another(cells: Answers, title: str, code: str, count: int, known: Case):
    known.write_form(*spoil(DAILY, count, **cells))
    words = known.be_refused()
    assert title in words
    assert code in words or code.replace("_", " ") in words
    assert "--accept-held" in words
    assert "--accept-withdrawals" not in words
    assert "no longer in the tab" not in words
    known.be_refused("ingest", "--accept-withdrawals")
    assert known.ask("status")["entries"] == 20


def test_accepting_them_holds_them(known: Case):
    known.write_form(*spoil(DAILY, 6, kits=""))
    counts = known.ingest("--accept-held")
    assert (counts["accepted"], counts["held"]) == (14, 6)
    assert known.codes() == ["kits_missing"] * 6


def test_both_at_once_are_both_told(known: Case):
    known.write_form(*spoil(DAILY[6:], 6, kits=""))
    known.be_refused("ingest", "--accept-held")
    known.be_refused("ingest", "--accept-withdrawals")
    assert known.ask("status")["entries"] == 20
    assert known.ingest("--accept-held", "--accept-withdrawals")["accepted"] == 8


MOVED = [received("1/2/2026", f"A{number}", 10) for number in range(20)]


def test_accepting_held_rows_says_before_what_else_goes(case: Case):
    spoiled = [received("1/2/2026", f"A{number}", 10, expires="see carton") for number in range(12, 18)]
    case.write(*DAILY, inventory=MOVED).ingest()
    case.write(*DAILY, inventory=[*MOVED[:12], *spoiled])
    words = case.be_refused()
    assert "6 of the 20 movements counted until now are still in the tab Inventory, or others in their place," in words
    assert "2 more are gone from it: so few are taken for corrections, and are removed with it." in words
    assert "run `lbn ingest --accept-held`" in words


@pytest.mark.parametrize("count", [1, 5])
def test_a_few_are_corrections(count: int, known: Case):
    known.write_form(*spoil(DAILY, count, kits=""))
    assert known.ingest()["held"] == count
    known.write_form(*DAILY[count:])
    assert known.ingest()["accepted"] == 20 - count


def test_many_new_rows_that_are_unreadable_are_no_loss(known: Case):
    known.write_form(*DAILY, *spoil(forms(10, "2026-10-01"), 10, kits=""))
    assert known.ingest()["held"] == 10


def test_a_unit_renamed_with_its_old_name_kept_is_no_loss(known: Case):
    known.settle(units=[{"name": "Road Patrol", "aliases": ["Patrol"]}, {"name": "Traffic"}])
    counts = known.ingest()
    assert (counts["new"], counts["withdrawn"]) == (0, 0)
    assert known.table("unit") == {"Road Patrol": 20}


def test_an_emptied_tab_changes_nothing(known: Case):
    known.write_form()
    assert "--accept-withdrawals" in known.be_refused()
    assert known.ask("status")["entries"] == 20


def test_an_empty_tab_of_a_new_program_is_no_refusal(case: Case):
    case.write()
    assert case.ingest()["accepted"] == 0
    assert case.ask("run")["ingest"]["accepted"] == 0


# -- an edition that falls --------------------------------------------------------------------------------------------

EIGHT = [*forms(8), *forms(2, "2026-10-01")]


def report_twice(case: Case, before: list[Answers], after: list[Answers]) -> str:
    """What a person reads first in the second edition of the third quarter."""
    case.write(*before)
    assert case.report().figures["edition"] == 1
    case.write_form(*after)
    made = case.report()
    assert made.figures["edition"] == 2
    return made.first


FELL = re.compile(
    r"\b(fell|falls?|fallen|drop(s|ped)?|down|lower|less than half|instead of|no longer|to zero|was \d+)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("left", [3, 2])
def test_a_fall_by_more_than_half_is_said_first(left: int, case: Case):
    first = report_twice(case, forms(7) + EIGHT[8:], forms(left) + EIGHT[8:])
    subject, _, rest = first.partition("\n")
    assert FELL.search(subject) or "heck first" in subject, first
    assert FELL.search(rest), first


def test_a_fall_to_zero_is_said_first(case: Case):
    first = report_twice(case, [*forms(3, kits="9"), *EIGHT[8:]], EIGHT[8:])
    subject, _, rest = first.partition("\n")
    assert FELL.search(subject) or "heck first" in subject, first
    assert FELL.search(rest), first
    assert re.search(r"1\. [^\n]*([Cc]heck|[Ll]ook|[Aa]sk|[Ff]ind out|[Mm]ake sure|why)", rest), first


def test_a_fall_through_rows_on_hold_names_them(case: Case):
    first = report_twice(case, EIGHT, spoil(EIGHT, 5, kits=""))
    subject, _, rest = first.partition("\n")
    assert re.search(r"5 rows (are )?(on hold|held)", subject), first
    assert re.search(r"1\. [^\n]*(5 rows|on hold|held)", rest), first


def test_a_small_correction_is_no_alarm(case: Case):
    first = report_twice(case, EIGHT, EIGHT[1:])
    assert "heck first" not in first
    assert "less than half" not in first


def test_why_an_edition_changed_tells_rows_from_settings(case: Case):
    case.write(*EIGHT).report()
    case.settle(items=[{"code": "kit", "name": "Kit", "kind": "naloxone", "doses": 1}])
    made = case.report()
    assert made.figures["edition"] == 2
    assert re.search(r"setting|lbn\.toml", made.text.partition("AT A GLANCE")[0] + made.text)


# -- what was taken away is told --------------------------------------------------------------------------------------

STOCK = [received("9/1/2026", f"LOT-{number}", 10) for number in range(8)]


@pytest.mark.parametrize(("left", "is_refused"), [(6, True), (7, False), (12, False)])
def test_movements_that_are_gone_are_many_or_corrections(left: int, is_refused: bool, case: Case):
    """Kits that were received would be on no shelf, and no form says so."""
    many = [received("9/1/2026", f"LOT-{number}", 10) for number in range(12)]
    case.write(*DAILY, inventory=many).ingest()
    case.write(*DAILY, inventory=many[:left])
    if not is_refused:
        case.ingest()
        return
    words = "6 of the 12 movements counted until now are no longer in the tab Inventory, nor are any that look like"
    assert words in case.be_refused()
    assert f"Inventory {12 - left}." in case.lbn("ingest", "--accept-withdrawals").out


def test_movements_of_another_program_are_no_corrections(case: Case):
    case.write(*DAILY, inventory=STOCK).ingest()
    case.write(*DAILY, inventory=[received("7/4/2026", f"OTHER-{number}", 48) for number in range(8)])
    assert "8 of the 8 movements counted until now are no longer in the tab Inventory" in case.be_refused()


def test_movements_that_were_corrected_are_not_gone(case: Case):
    case.write(*DAILY, inventory=STOCK).ingest()
    case.write(*DAILY, inventory=[received("9/2/2026", f"LOT-{number}", 11) for number in range(8)]).ingest()


@pytest.mark.parametrize(
    ("removed", "option", "said"),
    [
        (8, "--accept-withdrawals", "Accepted with --accept-withdrawals: Rows removed"),
        (2, "--accept-withdrawals", "Accepted with --accept-withdrawals: Rows removed"),
        (2, "", "\nRows removed"),
    ],
)
def test_rows_that_left_another_tab_are_told(removed: int, option: str, said: str, case: Case):
    case.write(*DAILY, inventory=STOCK).ingest()
    case.write(*DAILY, inventory=STOCK[removed:])
    words = case.lbn("ingest", *filter(None, [option])).out
    assert f"{said} from the other tabs, or changed there: Inventory {removed}." in words
    assert "removed from the other tabs" not in case.lbn("ingest").out, "told once"


def test_rows_that_lost_their_unit_or_place_are_told(case: Case):
    case.write(*DAILY, places={"jurisdictions": ["City of Albany"]}).ingest()
    case.write(
        *[one | {"jurisdiction": "City of Albany"} for one in DAILY], places={"jurisdictions": ["City of Albany"]}
    )
    case.ingest("--accept-withdrawals")
    case.settle(places={"jurisdictions": ["Elsewhere"]}, units=[{"name": "Traffic", "par_level": 4}])
    case.be_refused()
    words = case.lbn("ingest", "--accept-withdrawals").out
    told = "Accepted with --accept-withdrawals: 20 distributions"
    assert f"{told} became “Unassigned”: lbn.toml no longer has the name (unit_unknown)." in words
    assert f"{told} lost the jurisdiction: lbn.toml no longer has the name (jurisdiction_unknown)." in words
    assert case.ask("ingest").keys() == {"read", "accepted", "flagged", "held", "new", "withdrawn", "unchanged"}
