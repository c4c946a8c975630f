"""`lbn figures` reads no tab: it says what its figures lack, and how old they are; its document stays as it is."""

import pytest

from tests.cases.program import Case, form, forms, received

WRONG = [form("9/29/2026", kits="two"), form("9/30/2026", kits="none")]


def test_figures_say_how_many_rows_of_every_tab_are_held(case: Case):
    counts, training = [["9/30/2026", "Patrol", "kit", "", "?"]], [["9/1/2026", "Patrol", "Other", "some"]]
    inventory = [received("9/1/2026", "A1", "a box")]
    case.write(*forms(9), *WRONG, inventory=inventory, counts=counts, training=training).ingest()
    said = case.lbn("figures", "2026-09").out
    assert "5 rows are held: 2 in Form responses, 1 in Inventory, 1 in Counts and 1 in Training." in said
    assert case.lbn("figures", "2026-08").out.count("rows are held") == 0


def test_earlier_rows_on_hold_are_told_of_the_stock(case: Case):
    whole = [form(f"9/{day}/2026", trained="1", fts="0", xts="0") for day in range(1, 29)]
    held = form("8/29/2026", kits="two")
    said = "1 row of Form responses from before September 2026 is held: kits in stock don't include it."
    case.write(held, *whole, inventory=[received("8/1/2026", "A1", 200)]).ingest()
    assert said in case.lbn("figures", "2026-09").out
    report = case.report("2026-09", "supplier")
    assert said in report.text
    assert "Kits on hand at end of period: 172, with 1 row held" in report.text
    assert "every kit is accounted for" not in report.text
    assert "kits in stock" not in case.lbn("figures", "2026-08").out
    case.write(held, *whole).ingest("--accept-withdrawals")
    assert "kits in stock" not in case.lbn("figures", "2026-09").out


def test_the_document_of_figures_has_no_more_keys(case: Case):
    case.write(*forms(9), *WRONG).ingest()
    ended = case.lbn("figures", "2026-09", "--json")
    assert sorted(ended.json) == ["measures", "period", "tables"]
    assert "2 rows are held: 2 in Form responses." in ended.words


def test_figures_ask_about_a_silence(case: Case):
    case.write(*forms(30, "2026-09-01")).ingest()
    assert "No form since Sep 30: is the export current?" in case.lbn("figures", "2026-10").out


def test_figures_say_that_the_tabs_were_read_too_early(case: Case):
    case.set_day("2026-09-20")
    case.write(*forms(20, "2026-09-01")).ingest()
    case.set_day("2026-10-02")
    said = case.lbn("figures", "2026-09").out
    assert "last read before September 2026 ended: `lbn ingest` reads them again." in said
    assert "last read before" not in case.lbn("figures", "2026-08").out


def test_figures_of_a_ledger_that_is_whole_doubt_nothing(case: Case):
    case.write(*forms(30, "2026-09-01", trained="1", fts="0", xts="0")).ingest()
    said = case.lbn("figures", "2026-09").out.splitlines()
    assert said[1].startswith("Tabs last read on ")
    assert said[2] == "  Distributions: 30"


def test_figures_of_tabs_never_read_say_only_that(case: Case):
    said = case.write().lbn("figures", "2026-09")
    assert (said.code, said.out) == (1, "")
    assert said.words.startswith("The tabs have not been read yet")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_report_says_in_the_terminal_what_it_lacks(options: tuple[str, ...], case: Case):
    case.write(*forms(9), *WRONG).ingest()
    ended = case.lbn("report", "nysdoh-quarterly", "2026-Q3", *options)
    assert "2 rows are held: 2 in Form responses. These figures lack them until fixed" in (ended.words or ended.out)


EMPTY = [form("9/1/2026"), form("9/2/2026", trained="0"), form("9/3/2026", trained="2"), form("9/4/2026", trained="x")]


def test_an_empty_number_of_people_is_told_and_is_not_0(case: Case):
    case.write(*EMPTY).ingest()
    said = "Individuals trained: 1 form left the question empty, which does not mean none."
    assert said in case.lbn("figures", "2026-09").out
    assert "left the question empty" not in case.lbn("figures", "2026-08").out
    assert "Individuals trained: 2, 1 form left it empty" in case.report("2026-Q3").text
    supplied = case.report("2026-Q3", "supplier").text
    assert "Individuals trained: 2, some forms left it empty" in supplied


STRIPS = [
    form("9/1/2026", trained="1"), form("9/2/2026", trained="1", fts="0"), form("9/3/2026", trained="1", fts="2"),
    form("9/4/2026", trained="1", fts="x"),
]  # fmt: skip


def test_an_empty_number_of_strips_is_told_alike(case: Case):
    case.write(*STRIPS, without=["xts"]).ingest()
    said = "Fentanyl test strips distributed: 1 form left the question empty, which does not mean none."
    assert said in case.lbn("figures", "2026-09").out
    assert "Xylazine test strips distributed: 4 forms" not in case.lbn("figures", "2026-09").out, "it isn't asked"
    assert "left the question empty" not in case.lbn("figures", "2026-08").out
    assert "Fentanyl test strips distributed: 2, some forms left it empty" in case.report("2026-Q3", "supplier").text


def test_what_the_form_does_not_ask_is_not_left_empty(case: Case):
    asked = ("trained", "fts", "xts")
    case.write(*forms(9), source={"not_asked": list(asked)}, without=asked).ingest()
    assert "left the question empty" not in case.lbn("figures", "2026-09").out


def test_a_report_asks_in_the_terminal_about_a_silence(case: Case):
    case.write(*forms(30, "2026-09-01", trained="1")).ingest()
    october = case.lbn("report", "supplier", "2026-10", "--no-send")
    assert (october.code, "No form since Sep 30: is the export current?" in october.out) == (0, True)
    assert "export current" not in case.lbn("report", "nysdoh-quarterly", "2026-Q3", "--no-send").out


def test_a_report_doubts_what_it_shows_only(case: Case):
    training = [["9/1/2026", "Patrol", "Other", "some"]]
    case.write(*forms(30, "2026-09-01"), training=training).ingest()
    unusable, empty = "No row of Training can be used", "30 forms left the question empty"
    said = {slug: case.lbn("report", slug, "2026-Q3", "--no-send").out for slug in ("supplier", "program-review")}
    assert [unusable in said[slug] for slug in said] == [False, True]
    assert all(empty in words for words in said.values())


@pytest.mark.parametrize("command", ["status", "reconcile"])
def test_what_is_told_of_today_asks_about_a_silence(command: str, case: Case):
    case.write(*forms(60, "2026-08-01", trained="1"), inventory=[received("8/1/2026", "A1", 200)]).ingest()
    asked = "No form since Sep 29: is the export current?"
    assert asked in case.lbn(command).out
    case.write(*forms(117, "2026-08-01", trained="1"), inventory=[received("8/1/2026", "A1", 200)]).ingest()
    assert "is the export current" not in case.lbn(command).out
