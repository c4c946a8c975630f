"""What a program does not have is not zero: null in JSON, “not tracked” in words, no flag, no alert, no section."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.cases.program import Case, Report, form, forms, received
from tests.support.settings import KIT

ON_HAND = ("kits_on_hand_start", "kits_received", "kits_returned", "kits_lost", "kits_shortfall", "kits_on_hand_end")
FTS = {"code": "fts", "name": "Fentanyl test strip", "kind": "fts"}
NO_TAB: dict[str, Any] = {"source": {"inventory": None, "counts": None}}

LACKING: dict[str, tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]] = {
    # what a program lacks: how it is written, the measures that are not tracked, and words of sections left out
    "no inventory tab": (NO_TAB, ON_HAND, ("KITS IN STOCK", "LOTS ON HAND", "accounted for")),
    "an inventory tab that was always empty": ({}, ON_HAND, ("KITS IN STOCK", "LOTS ON HAND", "accounted for")),
    "no training tab": ({"source": {"training": None}}, ("personnel_trained",), ()),
    "a training tab that was always empty": ({}, ("personnel_trained",), ()),
    "no strips among the items": ({"items": [KIT]}, ("fts_distributed", "xts_distributed"), ()),
    "one kind of strips": ({"items": [KIT, FTS]}, ("xts_distributed",), ()),
    "people trained not asked": (
        {"source": {"not_asked": ["trained"]}, "without": ["trained"]},
        ("people_trained",),
        (),
    ),
}
Written, Measures = dict[str, Any], tuple[str, ...]


class Lacking(NamedTuple):
    """What a program lacks, and what is said of it."""

    measures: Measures
    sections: Measures
    counted: dict[str, int | None]
    words: str
    review: Report


@pytest.fixture(scope="module", params=LACKING.values(), ids=LACKING)
def lacking(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lacking]:
    """Make the review of each case once, to be looked at from several sides."""
    written, measures, sections = request.param
    with pytest.MonkeyPatch.context() as patch:
        case = Case(tmp_path_factory.mktemp("lacking") / "program", patch).write(*forms(4), **written)
        review = case.report("2026-Q3", "program-review")
        yield Lacking(measures, sections, case.measures(), case.lbn("figures", "2026-Q3").out, review)


def test_a_measure_is_null_in_json(lacking: Lacking):
    assert {name: lacking.counted[name] for name in lacking.measures} == dict.fromkeys(lacking.measures)
    assert lacking.counted["kits_distributed"] == 4


def test_a_report_says_it_is_not_tracked(lacking: Lacking):
    told = {name: value for name, value in lacking.review.figures["measures"].items() if name in lacking.measures}
    assert told == dict.fromkeys(told)
    assert "not tracked" in lacking.review.text
    for section in lacking.sections:
        assert section not in lacking.review.text


def test_it_is_left_out_at_a_glance(lacking: Lacking):
    assert "- Kits distributed: 4" in lacking.review.glance
    assert "not tracked" not in lacking.review.glance
    zeros = re.findall(r"^- [^:\n]*(trained|hand)[^:\n]*: 0\b", lacking.review.glance, re.MULTILINE)
    assert len(zeros) == int("people_trained" not in lacking.measures), zeros


def test_the_commands_say_it_too(lacking: Lacking):
    assert lacking.words.count("not tracked") >= len(lacking.measures)


NO_STOCK = {"no tab": NO_TAB, "an empty tab": {}}
WITH_LOTS = [form(f"9/{day}/2026", lot=f"A{day}", low="Yes") for day in range(1, 10)]


@pytest.mark.parametrize("written", NO_STOCK.values(), ids=NO_STOCK)
def test_without_inventory_no_lot_is_flagged(written: Written, case: Case):
    assert case.write(*WITH_LOTS, **written).codes() == []
    assert case.ask("status")["flagged"] == 0


@pytest.mark.parametrize("written", NO_STOCK.values(), ids=NO_STOCK)
def test_without_inventory_nothing_is_low_or_ordered(written: Written, case: Case):
    case.write(*WITH_LOTS, **written).ingest()
    stock = case.ask("reconcile")
    assert {name: stock[name] for name in ("low", "order", "shortfalls", "expiring", "stock")} == {
        "low": [], "order": [], "shortfalls": [], "expiring": [], "stock": [],
    }  # fmt: skip


@pytest.mark.parametrize("written", NO_STOCK.values(), ids=NO_STOCK)
def test_without_inventory_no_alert_is_sent(written: Written, case: Case):
    case.write(*WITH_LOTS, **written).ask("run")
    subjects = [mail.splitlines()[0] for mail in case.mails()]
    assert not [one for one in subjects if re.search(r"stock|kit is left|thing", one, re.IGNORECASE)], subjects
    assert "shelf" not in case.report().text


def test_running_low_may_be_answered_without_inventory(case: Case):
    case.write(form("11/25/2026", low="Yes"), **NO_TAB)
    assert case.codes() == []


def test_no_jurisdictions_flag_nothing(case: Case):
    case.write(*forms(4, jurisdiction="Anywhere"), places={"jurisdictions": []})
    assert case.codes() == []
    assert case.ask("status")["flagged"] == 0


def test_strips_that_were_given_out_count_without_an_item(case: Case):
    case.write(*forms(4, fts="2"), items=[KIT])
    assert case.measures()["fts_distributed"] == 8
    assert case.measures()["xts_distributed"] is None
    assert case.codes() == []


def test_zero_is_zero_where_it_is_tracked(case: Case):
    case.write(
        *forms(4, trained="0"), inventory=[received("1/2/2026", "A1", 10)],
        training=[["2/2/2026", "Patrol", "Refresher", "5"]],
    )  # fmt: skip
    counted = case.measures()
    assert (counted["people_trained"], counted["personnel_trained"], counted["kits_received"]) == (0, 0, 0)
    assert counted["kits_on_hand_end"] == 6


# -- what stops being there -------------------------------------------------------------------------------------------

STOPS = {"inventory": received("1/2/2026", "A1", 10), "training": ["2/2/2026", "Patrol", "Refresher", "5"]}


@pytest.mark.parametrize(("tab", "row"), STOPS.items(), ids=STOPS)
def test_a_tab_that_is_emptied_is_told_or_stops_the_sync(tab: str, row: list[str], case: Case):
    case.write(*forms(4), **{tab: [row]}).ingest()
    case.write(*forms(4))
    ended = case.lbn("ingest")
    assert ended.code == 1 or tab in case.lbn("check").out.casefold()
    assert tab in (ended.out + ended.words).casefold()


@pytest.mark.parametrize(("tab", "row"), STOPS.items(), ids=STOPS)
def test_a_tab_taken_out_of_the_settings_is_told(tab: str, row: list[str], case: Case):
    case.write(*forms(4), **{tab: [row]}).ingest()
    case.settle(source={tab: None})
    ended = case.lbn("ingest")
    told = ended.out + ended.words + case.lbn("check").out
    assert ended.code == 0 or tab in ended.words.casefold()
    assert ended.code or re.search(
        rf"{tab}[^\n]*(no longer|not tracked|missing|taken out|stopped)", told, re.IGNORECASE
    ), told


# -- what starts to be there ------------------------------------------------------------------------------------------

STOCK, COUNTED = received("1/2/2026", "A1", 10), ["7/31/2026", "Patrol", "kit", "", "6"]
TRAINED = ["8/3/2026", "Patrol", "Refresher", "5"]


def test_the_quarter_before_has_no_zero_that_it_never_had(case: Case):
    answers, before = forms(4, first="2026-05-01"), "Figures of 2026-Q2,,,,,"
    case.set_day("2026-07-02")
    report = case.write(*answers, inventory=[STOCK]).report("2026-Q2")
    assert report.figures["measures"]["kits_count_adjustment"] is None
    case.set_day("2026-10-02")
    case.write(*answers, inventory=[STOCK], counts=[COUNTED]).report("2026-Q3")
    rows = (case.folder / "reports/nysdoh-quarterly/2026-Q3/edition-1/figures.csv").read_text("utf-8-sig").splitlines()
    assert f"{before}kits_count_adjustment,not tracked" in rows
    assert f"{before}kits_lost,0" in rows
    assert "Figures,,,,,kits_count_adjustment,0" in rows


def test_a_chart_begins_when_it_is_tracked(case: Case):
    case.write(*forms(4), inventory=[received("5/2/2026", "A1", 10)], training=[TRAINED])
    drawn = re.findall(r'alt="([^"]*)"', case.report("2026-Q3", "program-review").pages)
    points = {one.split(",")[0]: re.findall(r"(Q\d) 2026: (\d+)", one) for one in drawn}
    assert points == {
        "Kits distributed": [("Q1", "0"), ("Q2", "0"), ("Q3", "4")],
        "Individuals trained": [("Q1", "0"), ("Q2", "0"), ("Q3", "0")],
        "Kits on hand at end of period": [("Q2", "10"), ("Q3", "6")],  # trainings have one quarter: nothing to compare
    }
