"""What is said of a report whose last edition was for another supplier."""

from schemas.digest import NotAmended
from schemas.suppliers import Suppliers
from tasks.messages.report.steps import list_steps
from tasks.messages.supplier_words import describe_not_amended, describe_suppliers
from tests.support.builders_messages import a_report

BOTH = Suppliers(former="Former", present="Present")


def test_what_is_not_amended_says_how_it_can_be():
    one = NotAmended(report="supplier", title="Supplier report", period="2026-09", supplier=BOTH)
    assert describe_not_amended(one).endswith("to go to Present, ask for it by hand: lbn report supplier 2026-09")


def test_who_asks_is_told_whose_it_is():
    assert describe_suppliers(BOTH, is_new=True) == "It is for Present; the edition before was made for Former."
    assert describe_suppliers(BOTH, is_new=False) == "It was made for Former, and the supplier is Present now."


def test_the_steps_of_an_edition_for_another_say_whose_it_is():
    made = a_report("supplier", edition=2, supersedes=1, former_addressee="Former", addressee="Present")
    assert list_steps(made)[-1] == (
        "Edition 1 was made for Former, and this one is for Present: hand it in only if Present is to have this period."
    )
