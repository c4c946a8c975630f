"""A receipt's lot that looks like a phone number, a date or a word is told to the coordinator, and counted."""

from tests.cases.program import Case, form, received

LOTS = ("518-555-0100", "1990-01-31", "JOHN-DOE")
SAID = "A lot of kit received on Jan 2, 2026 looks like {}, and is counted all the same."


def test_check_and_digest_tell_it_and_repeat_no_lot(case: Case):
    case.write(form("9/1/2026"), inventory=[received("1/2/2026", lot, 10) for lot in LOTS]).ask("run")
    check = case.lbn("check")
    (digest,) = case.mails("attention")
    assert check.code == 1
    assert "3 lots do not look like lots" in digest.splitlines()[0]
    for likeness in ("a phone number", "a date", "a word"):
        assert SAID.format(likeness) in check.out
        assert SAID.format(likeness) in digest
    assert not any(lot in check.out + digest for lot in LOTS)


def test_such_a_lot_with_two_dates_is_not_repeated_in_the_mail(case: Case):
    both = [received("1/2/2026", "JOHN-DOE", 10, expires=expires) for expires in ("6/30/2028", "9/30/2028")]
    case.write(form("9/1/2026"), inventory=both).ask("run")
    (digest,) = case.mails("attention")
    assert "Lot [looks like a word] (kit) has 2 expiration dates" in digest
    assert "JOHN-DOE" not in digest


def test_the_desk_repeats_no_such_lot(case: Case):
    expired = received("1/2/2026", "JOHN-DOE", 10, expires="2/28/2026")
    case.write(form("9/1/2026"), inventory=[expired]).ask("run")
    page = (case.folder / "desk.html").read_text("utf-8")
    assert "Take expired lot [looks like a word] off the shelf at Patrol" in page
    assert "JOHN-DOE" not in page


def test_such_a_lot_is_counted_as_any_other(case: Case):
    case.write(form("9/1/2026", lot="JOHN-DOE"), inventory=[received("1/2/2026", lot, 10) for lot in LOTS]).ingest()
    figures = case.lbn("figures", "2026", "--measure", "kits_distributed", "--by", "lot", "--json")
    assert '"JOHN-DOE"' in figures.out, figures


def test_lots_as_suppliers_write_them_are_no_matter(case: Case):
    lots = ("A1234", "24-1187", "SMP-005", "1234567")
    case.write(form("9/1/2026"), inventory=[received("1/2/2026", lot, 10) for lot in lots]).ask("run")
    assert "looks like" not in case.lbn("check").out
    assert not any("look like" in mail for mail in case.mails("attention"))
