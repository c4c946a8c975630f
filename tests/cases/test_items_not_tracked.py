"""An item that the Inventory tab never names isn't tracked: what officers gave out of it counts as no shortfall.

Forms ask for kits and strips alike, and many programs record the stock of one of them only.
"""

import pytest

from tests.cases.program import Case, form, forms, moved, received

GIVEN_OUT = forms(40, first="2026-09-01", fts="2", lot="A1")
STRIPS = received("1/2/2026", "", 300, item="fts", expires="", to="Central")
KITS = received("1/2/2026", "A1", 300)
UNREADABLE = received("1/2/2026", "A1", "many")
OF_KITS = ("kits_on_hand_start", "kits_received", "kits_shortfall", "kits_on_hand_end", "kits_on_order")


@pytest.mark.parametrize("rows", [[STRIPS], [STRIPS, UNREADABLE]], ids=["strips alone", "no row of kits can be used"])
def test_with_strips_alone_recorded_kits_are_not_tracked(rows: list[list[str]], case: Case):
    counted = case.write(*GIVEN_OUT, inventory=rows).measures()
    assert {name: counted[name] for name in OF_KITS} == dict.fromkeys(OF_KITS)
    assert counted["kits_distributed"] == 30


def test_with_strips_alone_recorded_no_alert_is_of_kits(case: Case):
    case.write(*GIVEN_OUT, form("11/1/2026", low="Yes"), inventory=[STRIPS]).ask("run")
    stock = case.ask("reconcile")
    assert {one["item"] for of in ("shelves", "shortfalls", "low", "order", "moves") for one in stock[of]} == {"fts"}
    assert stock["counts"] == []
    (digest, *_) = (mail for mail in case.mails() if "TO DO" in mail)
    assert "kits to" not in digest
    assert "Ask Patrol how many kits it needs" in digest
    assert "An officer reported low stock on Nov 1, 2026" in digest
    assert "Order" not in digest
    assert "The stock is not tracked" in (case.folder / "desk.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("inventory", "is_asked"), [([], True), ([STRIPS], True), ([STRIPS, KITS], False)],
    ids=["an empty tab", "strips alone", "kits too"],
)  # fmt: skip
def test_an_officer_who_says_that_kits_run_low_is_heard(inventory: list[list[str]], is_asked: bool, case: Case):
    case.write(form("11/1/2026", low="Yes"), inventory=inventory).ingest()
    reported = [one["unit"] for one in case.ask("status")["duties"]["low_reports"]]
    assert reported == (["Patrol"] if is_asked else [])
    flagged = [one["location"] for one in case.ask("reconcile")["low"] if one["flagged_on"]]
    assert flagged == ([] if is_asked else ["Patrol"])


def test_with_strips_alone_recorded_their_lots_are_shown(case: Case):
    report = case.write(*GIVEN_OUT, inventory=[STRIPS]).report("2026-Q3")
    assert "LOTS ON HAND" in report.text
    assert "KITS IN STOCK" not in report.text


def test_with_kits_alone_recorded_no_strips_are_short(case: Case):
    case.write(*GIVEN_OUT, inventory=[KITS]).ingest()
    assert {one["item"] for one in case.ask("reconcile")["shortfalls"]} == {"fts"}  # in JSON all that went out
    said = case.lbn("reconcile").out
    assert "More went out" not in said
    assert "Not tracked, for none is recorded as received: fentanyl test strips." in said


def test_strips_once_received_can_be_short(case: Case):
    lost = moved("1/3/2026", "lost", "", 300, item="fts", from_="Central")
    case.write(*GIVEN_OUT, inventory=[KITS, STRIPS, lost]).ingest()
    assert {one["item"] for one in case.ask("reconcile")["shortfalls"]} == {"fts"}


def test_where_no_kits_were_received_no_lot_is_flagged(case: Case):
    assert case.write(*GIVEN_OUT, inventory=[STRIPS]).codes() == []


def test_where_strips_alone_are_counted_kits_are_not(case: Case):
    case.write(*GIVEN_OUT, inventory=[KITS, STRIPS], counts=[["9/30/2026", "Central", "fts", "", "290"]])
    assert (case.measures()["kits_count_adjustment"], case.measures()["kits_shortfall"]) == (None, 0)


@pytest.mark.parametrize(("recorded", "counted"), [(STRIPS, "kit"), (KITS, "fts")])
def test_a_count_of_what_is_not_tracked_differs_from_nothing(recorded: list[str], counted: str, case: Case):
    case.write(*GIVEN_OUT, inventory=[recorded], counts=[["11/1/2026", "Patrol", counted, "", "12"]]).ingest()
    assert "kit" not in {one["item"] for one in case.ask("reconcile")["variances"]}
    assert "differ from the recorded stock" not in case.lbn("reconcile").out


def test_an_officer_is_heard_where_no_row_of_a_tab_counts(case: Case):
    case.write(form("11/1/2026", low="Yes"), inventory=[UNREADABLE]).ingest()
    (low,) = case.ask("status")["duties"]["low_reports"]
    assert low["unit"] == "Patrol"
    assert "No row of the Inventory tab that counts is of kits" in case.lbn("status").out
