"""Another supplier: what was made for the former one is not amended for the new one, unless a person asks."""

import pytest

from tests.cases.program import Case, form

FORMER = {"kind": "regional-ems", "name": "Former Supplier", "cadence": "monthly", "contact": "f@supplier.example"}
PRESENT = {"kind": "regional-ems", "name": "Present Supplier", "cadence": "monthly", "contact": "p@supplier.example"}
YEAR = [form(f"{month}/3/2026", kits="2") for month in (8, 9, 10)]
LATE = form("9/20/2026", kits="3")
SAID = (
    "Supplier report, September 2026: its figures changed. It was made for Former Supplier; if it's to go to Present "
    "Supplier, ask for it by hand: lbn report supplier 2026-09"
)


def editions(case: Case, period: str = "2026-09") -> list[int]:
    """The editions of the supplier's report for a month."""
    made = case.ask("status")["editions"]
    return [one["edition"] for one in made if (one["report"], one["period"]) == ("supplier", period)]


@pytest.fixture
def changed(case: Case) -> Case:
    """September was reported to the former supplier, and a late row changes it after lbn.toml names another."""
    case.write(*YEAR, program={"oopp": "none", "supplier": FORMER}).ask("backfill", "2026-08", "2026-10")
    return case.write(*YEAR, LATE, program={"oopp": "none", "supplier": PRESENT})


def test_a_run_amends_nothing_of_the_former_supplier(changed: Case):
    ended = changed.lbn("run")
    assert editions(changed) == [1]
    assert "Not amended: supplier 2026-09. It was made for Former Supplier, and the supplier is" in ended.out
    (digest,) = changed.mails("attention")
    assert "1 report to a former supplier changed" in digest.splitlines()[0]
    assert SAID in digest.replace("\n", " ").replace("  ", " ")
    assert not any("Present Supplier" in mail for mail in changed.mails("supplier-2026-09"))


def test_it_is_told_once(changed: Case):
    for _ in range(2):
        changed.ask("run")
    assert len([*changed.mails("attention")]) == 1


def test_a_person_who_asks_gets_it_and_is_told_whose_it_is(changed: Case):
    ended = changed.lbn("report", "supplier", "2026-09")
    assert "It is for Present Supplier; the edition before was made for Former Supplier." in ended.out
    made = changed.read_report("supplier", "2026-09", 2)
    assert "Edition 1 was made for Former Supplier, and this one is for Present Supplier" in made.text
    at = changed.folder / "reports/supplier/2026-09"
    assert [(at / f"edition-{number}/addressee.txt").read_text("utf-8") for number in (1, 2)] == [
        "Former Supplier\n", "Present Supplier\n",
    ]  # fmt: skip


def test_a_backfill_makes_it_too_and_says_whose_it_is(changed: Case):
    ended = changed.lbn("backfill", "2026-08", "2026-10")
    assert "supplier 2026-09. It is for Present Supplier; the edition before was made for Former Supplier." in ended.out
    assert [editions(changed, f"2026-{month}") for month in ("08", "09", "10")] == [[1], [1, 2], [1]]


def test_once_it_is_the_present_suppliers_a_run_amends_it(changed: Case):
    changed.lbn("report", "supplier", "2026-09")
    changed.write(*YEAR, program={"oopp": "none", "supplier": PRESENT}).ask("run")
    assert editions(changed) == [1, 2, 3]


def test_the_same_figures_are_not_made_anew_for_another(changed: Case):
    ended = changed.lbn("report", "supplier", "2026-08")
    assert "is current" in ended.out
    assert "It was made for Former Supplier, and the supplier is Present Supplier now." in ended.out


@pytest.mark.parametrize("supplier", [FORMER | {"name": "FORMER  supplier"}, FORMER | {"contact": "n@x.example"}])
def test_the_same_supplier_is_amended_as_ever(supplier: dict[str, str], changed: Case):
    changed.settle(program={"oopp": "none", "supplier": supplier}).ask("run")
    assert editions(changed) == [1, 2]


def test_a_health_departments_report_does_not_ask_who_supplies(case: Case):
    case.write(*YEAR, program={"supplier": FORMER}).ask("run")
    case.write(*YEAR, LATE, program={"supplier": PRESENT}).ask("run")
    made = [one for one in case.ask("status")["editions"] if one["report"] == "nysdoh-quarterly"]
    assert [one["edition"] for one in made if one["period"] == "2026-Q3"] == [1, 2]
    assert not (case.folder / "reports/nysdoh-quarterly/2026-Q3/edition-2/addressee.txt").exists()
