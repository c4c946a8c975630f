"""One lot, two expiration dates: the earlier counts for every use, and a person is asked to look at the carton."""

from tests.cases.program import Case, form, received

EARLY, LATE = (received("1/2/2026", "A1", 10, expires=day) for day in ("2026-10-31", "2028-06"))
SAID = "Lot A1 (kit) has 2 expiration dates in Inventory, Oct 31, 2026 and Jun 30, 2028: the earliest counts."


def test_the_earlier_date_counts_whatever_the_order_of_rows(case: Case):
    for rows in ([EARLY, LATE], [LATE, EARLY]):
        case.write(form("9/1/2026"), inventory=rows).ingest()
        (lot,) = case.ask("reconcile")["expiring"]
        assert (lot["expires"], lot["on_hand"], lot["within"]) == ("2026-10-31", 19, 0)


def test_check_and_digest_name_lot_and_dates(case: Case):
    case.write(form("9/1/2026"), inventory=[EARLY, LATE]).ask("run")
    check = case.lbn("check")
    assert SAID in check.out
    assert check.code == 1
    (digest,) = case.mails("attention")
    assert "1 lot has two expiration dates" in digest.splitlines()[0]
    assert SAID in digest


def test_a_lot_with_one_date_is_no_matter(case: Case):
    case.write(form("9/1/2026"), inventory=[LATE, LATE, received("1/2/2026", "A2", 5, expires="2027-01")]).ask("run")
    assert "expiration dates" not in case.lbn("check").out
    assert not any("expiration dates" in mail for mail in case.mails("attention"))
