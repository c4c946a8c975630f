"""Settings that change after reports were made: the start of the program, since when it is an OOPP, par, units."""

import json
import re
from datetime import date
from typing import Any

import pytest

from tests.cases.program import Case, form, forms
from tests.support.settings import PATROL

YEAR = [
    form("2/3/2026"),
    form("5/3/2026", kits="4"),
    form("8/3/2026", kits="6", unit="Traffic"),
    form("10/3/2026", kits="2"),
]
MOVED = {"program": {"started": date(2026, 7, 1)}}
QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3")


def report_all(case: Case) -> None:
    """Make the reports of the year so far, as a program does that has been there all the time."""
    case.write(*YEAR).ask("backfill", "2026-01", "2026-09")


def edition_of(case: Case, period: str) -> Any:
    """The figures of the newest edition of a quarter."""
    made = [one for one in case.ask("status")["editions"] if one["period"] == period]
    at = case.folder / f"reports/nysdoh-quarterly/{period}/edition-{max(one['edition'] for one in made)}"
    return json.loads((at / "figures.json").read_text("utf-8"))


# -- program.started --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [("run",), ("ingest", "--accept-held"), ("ingest",)], ids=" ".join)
def test_a_start_moved_past_editions_never_disagrees_silently(command: tuple[str, ...], case: Case):
    report_all(case)
    case.settle(**MOVED)
    before = [*case.mails()]
    all_said = [one.words + one.out for one in (case.lbn(*command), case.lbn("run"))]
    said = "\n".join([*all_said, *(mail for mail in case.mails() if mail not in before)])
    for period in QUARTERS:
        now = case.ask("figures", period)["measures"]["kits_distributed"]
        told = edition_of(case, period)["measures"]["kits_distributed"]
        assert told == now or re.search(r"started|before the program", said), (period, told, now)


def test_a_start_moved_past_an_edition_is_said_by_its_report(case: Case):
    report_all(case)
    case.settle(**MOVED)
    ended = case.lbn("report", "nysdoh-quarterly", "2026-Q1")
    said = ended.words + ended.out
    assert ended.code or re.search(r"edition 2|on hold|held", said)
    assert re.search(r"started|before the program|edition 2", said)


def test_a_start_moved_back_brings_all_of_it_again(case: Case):
    report_all(case)
    case.settle(**MOVED)
    case.lbn("run")
    case.settle()
    case.ask("run")
    assert [edition_of(case, period)["measures"]["kits_distributed"] for period in QUARTERS] == [1, 4, 6]


def test_a_start_moved_earlier_amends_nothing(case: Case):
    report_all(case)
    before = case.ask("status")["editions"]
    case.settle(program={"started": date(2025, 12, 1)})
    case.ask("run")
    periods = {one["period"] for one in before}
    assert [one for one in case.ask("status")["editions"] if one["period"] in periods] == before


# -- since when it is an OOPP -----------------------------------------------------------------------------------------

NO_OOPP = {"program": {"oopp": "none"}}


@pytest.mark.parametrize(
    ("since", "owed"),
    [("2026-07-01", ["2026-Q3"]), ("2026-08-15", ["2026-Q3"]), ("2026-04-01", ["2026-Q2", "2026-Q3"])],
)
def test_a_health_departments_report_is_owed_since_then(since: str, owed: list[str], case: Case):
    case.write(*YEAR, **NO_OOPP).ask("run")
    case.settle(program={"oopp": "upstate", "oopp_since": date.fromisoformat(since)})
    case.ask("run")
    made = [one["period"] for one in case.ask("status")["editions"] if one["report"] == "nysdoh-quarterly"]
    assert sorted(made) in (owed, owed[-1:])
    assert {one["period"] for one in case.ask("status")["due"] if one["report"] == "nysdoh-quarterly"} <= set(owed)


def test_a_supplier_of_before_can_still_be_reported_to_by_hand(case: Case):
    case.write(*YEAR, program={"oopp": "upstate", "oopp_since": date(2026, 7, 1)})
    assert case.report("2026-Q1", "supplier").figures["measures"]["kits_distributed"] == 1


@pytest.mark.parametrize("wrong", ["2026-07", "July", 7])
def test_a_since_that_is_no_day_is_refused(wrong: object, case: Case):
    case.write(*YEAR, program={"oopp_since": wrong})
    assert "oopp_since" in case.be_refused(code=2)


# -- what amends nothing ----------------------------------------------------------------------------------------------

NO_AMENDMENT: dict[str, dict[str, Any]] = {
    "another par": {"units": [{**PATROL, "par_level": 40}, {"name": "Traffic", "par_level": 4}]},
    "a unit more": {"units": [PATROL, {"name": "Traffic", "par_level": 4}, {"name": "Harbor", "par_level": 2}]},
    "another order of units": {"units": [{"name": "Traffic", "par_level": 4}, PATROL]},
    "another day of delivery": {"ordering": {"lead_days": 10}},
    "another coordinator": {"agency": {"coordinator": ["coordinator@example.gov", "deputy@example.gov"]}},
}


@pytest.mark.parametrize("sections", NO_AMENDMENT.values(), ids=NO_AMENDMENT)
def test_a_setting_that_changes_no_figure_amends_nothing(sections: dict[str, Any], case: Case):
    case.write(*YEAR).ask("run")
    before = case.ask("status")["editions"]
    case.settle(**sections)
    case.ask("run")
    assert case.ask("status")["editions"] == before


def test_a_unit_renamed_is_not_new_and_withdrawn_rows(case: Case):
    case.write(*YEAR, *forms(3, "2026-07-01")).ask("run")
    case.settle(units=[{"name": "Road Patrol", "aliases": ["Patrol"]}, {"name": "Traffic", "par_level": 4}])
    counts = case.ingest()
    assert (counts["new"], counts["withdrawn"]) == (0, 0)
    case.ask("run")
    for mail in case.mails("edition-2"):
        assert not re.search(r"\d+ new[^.\n]*\d+ (withdrawn|removed)", mail), mail[:600]
