"""What a mail cannot hold is left out, the least needed first, and named on its top with where it lies."""

import pytest

from schemas.message import Rendered
from tasks.messages.mime import compose
from tasks.messages.too_large import LARGEST_MESSAGE, leave_out_too_large
from tests.messages.test_mime import ENVELOPE, NAME

FOLDER = "reports/supplier/2026-09/edition-1"
HTML = '<html><body class="x">\n<div style="display:none;mso-hide:all">Preview</div>\n<p>Kits</p></body></html>'
ALL = {"csv", "xlsx", "pdf"}
SMALL, HALF, WHOLE = 10, LARGEST_MESSAGE // 2, LARGEST_MESSAGE


def a_mail(**sizes: int) -> Rendered:
    files = {name: b"x" * size for name, size in sizes.items()}
    return Rendered(subject="Kits", html=HTML, text="Kits\n", **files)


def kept(mail: Rendered) -> set[str]:
    return {name for name in ALL if getattr(mail, name) is not None}


@pytest.mark.parametrize(
    ("sizes", "left_out", "said"),
    [
        ({"csv": SMALL, "xlsx": SMALL, "pdf": SMALL}, set(), ""),
        ({"csv": HALF, "xlsx": SMALL, "pdf": HALF}, {"csv"}, "figures.csv is not attached"),
        ({"csv": SMALL, "xlsx": WHOLE, "pdf": SMALL}, {"csv", "xlsx"}, "figures.csv and report.xlsx are not attached"),
        ({"csv": SMALL, "pdf": WHOLE}, {"csv", "pdf"}, "figures.csv and report.pdf are not attached"),
        (dict.fromkeys(ALL, WHOLE), ALL, "figures.csv, report.xlsx and report.pdf are not attached"),
        ({}, set(), ""),
    ],
)
def test_the_least_needed_is_left_out_first_and_named(sizes: dict[str, int], left_out: set[str], said: str):
    mail = leave_out_too_large(a_mail(**sizes), FOLDER)
    assert kept(mail) == sizes.keys() - left_out
    assert (FOLDER in mail.text, FOLDER in mail.html) == (bool(said), bool(said))
    assert said in mail.text
    assert said in mail.html


def test_it_says_so_first_and_the_preview_of_a_mailbox_stays():
    mail = leave_out_too_large(a_mail(csv=WHOLE), FOLDER)
    assert mail.text.startswith("*** figures.csv is not attached: the message would be too large. Find it in")
    assert mail.html.index("Preview</div>") < mail.html.index("figures.csv") < mail.html.index("<p>Kits")


def test_a_template_without_a_body_says_it_too():
    mail = leave_out_too_large(a_mail(csv=WHOLE).model_copy(update={"html": "<p>Kits</p>"}), FOLDER)
    assert mail.html.index("figures.csv") < mail.html.index("<p>Kits")


@pytest.mark.parametrize("size", [HALF, LARGEST_MESSAGE * 7 // 10, LARGEST_MESSAGE * 8 // 10, WHOLE])
def test_no_message_leaves_larger_than_the_limit(size: int):
    mail = leave_out_too_large(a_mail(csv=SMALL, xlsx=size, pdf=SMALL), FOLDER)
    assert len(compose(NAME, ENVELOPE, mail)) < LARGEST_MESSAGE + 5_000  # headers
