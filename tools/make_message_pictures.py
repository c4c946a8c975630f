"""Pictures of messages for the pages: `python tools/make_message_pictures.py` writes docs/pictures/.

Mails as a phone or a desk shows them, and pages of PDFs, most of them side by side. All are cases of the tests, but for
the quarterly e-mail of the sample program; `make preview` draws every case. Needs Chromium, and a font that is as wide
as Arial (on Debian and Ubuntu: fonts-liberation).
"""

import struct
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tasks.context import open_program
from tasks.operations.run_program import run_program
from tasks.sample import write_sample
from tests.support.browser import Page, a_page, chromium
from tests.support.builders_messages import MADE_AT, a_report, an_amended_report
from tests.support.cases_messages import message_of
from tests.support.papers import pictures_of
from tools.make_preview import WAYS, WIDTHS, write_files
from tools.palettes import reduce_colors

PICTURES = Path(__file__).resolve().parents[1] / "docs/pictures"
MARGIN = 16
DOTS_PER_INCH = 320
"""Four times what is shown: drawn any smaller, typst cuts letters of charts."""
NO_LIMIT = 10_000


class Mail(NamedTuple):
    """A mail of a case, and how it is looked at: on which screen, and in which way."""

    slug: str
    case: str
    screen: str = "phone"
    way: str = "light"


MAILS = {
    "amended-on-a-phone": (1900, [Mail("nysdoh-quarterly", "amended", way=way) for way in WAYS]),
    "hostile-names": (2000, [Mail("nysdoh-quarterly", "hostile"), Mail("attention", "hostile")]),
    "program-review-mail": (NO_LIMIT, [Mail("program-review", "typical", "desk")]),
    "digest-on-a-phone": (
        NO_LIMIT,
        [Mail("attention", "typical"), Mail("attention", "urgent"), Mail("attention", "empty")],
    ),
}
"""Each picture: how many pixels of its mails are shown, and the mails."""
PAPERS = {"program-review-paper": a_report("program-review"), "quarterly-paper": an_amended_report()}
ROW = """<!doctype html><style>
::-webkit-scrollbar {{ display: none }}
body {{ margin: 0; padding: {margin}px; display: flex; gap: {margin}px; align-items: start; background: #8b959f }}
</style>{images}"""


def main() -> None:
    """Draw all of them, or say that there is no browser."""
    browser = chromium()
    if not browser:
        sys.exit("No Chromium here: install it, and try again.")
    with tempfile.TemporaryDirectory() as scratch, a_page(browser) as page:
        folder = Path(scratch)
        keep(page, "quarterly-email", draw_sample(page, folder / "sample"))
        for name, (tallest, mails) in MAILS.items():
            drawn = [draw_mail(page, folder / mail.slug / mail.case, mail, tallest) for mail in mails]
            keep(page, name, set_side_by_side(page, folder, drawn))
        for name, message in PAPERS.items():
            keep(page, name, set_side_by_side(page, folder, pictures_of(message, DOTS_PER_INCH), scale=0.25))


def draw_sample(page: Page, program: Path) -> bytes:
    """Draw the top of the quarterly e-mail that the sample program makes."""
    write_sample(program, MADE_AT.date())
    run_program(open_program(program, clock=lambda: MADE_AT))
    (mail,) = program.glob("reports/nysdoh-quarterly/*/edition-1/email.html")
    page.show(mail, width=WIDTHS["desk"])
    return page.picture(1094)


def draw_mail(page: Page, folder: Path, mail: Mail, tallest: int) -> bytes:
    """Draw a mail on its screen."""
    write_files(folder, message_of(mail.slug, mail.case))
    page.show(folder / "email.html", width=WIDTHS[mail.screen], **WAYS[mail.way])
    return page.picture(tallest)


def set_side_by_side(page: Page, folder: Path, pictures: Sequence[bytes], scale: float = 1) -> bytes:
    """Set pictures in a row, on gray."""
    widths = [round(struct.unpack(">I", content[16:20])[0] * scale) for content in pictures]
    for number, content in enumerate(pictures):
        (folder / f"{number}.png").write_bytes(content)
    images = "".join(f'<img src="{number}.png" width="{width}">' for number, width in enumerate(widths))
    (folder / "row.html").write_text(ROW.format(margin=MARGIN, images=images), "utf-8")
    page.show(folder / "row.html", width=sum(widths) + MARGIN * (len(widths) + 1))
    return page.picture()


def keep(page: Page, name: str, picture: bytes) -> None:
    """Write a picture."""
    (PICTURES / f"{name}.png").write_bytes(reduce_colors(page, picture))


if __name__ == "__main__":
    main()
