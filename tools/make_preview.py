"""Pictures of every message in every case, to be looked at: `make preview` writes them to the folder preview/.

Mails as a phone (375 pixels) and a desk (700) show them: light, dark, and with images blocked, where Chromium is
installed; and the pages of every report's PDF.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from schemas.message import Rendered, ReportMessage
from tests.support.browser import Page, a_page, chromium
from tests.support.builders_messages import CASES
from tests.support.cases_messages import EVERY, SLUGS, message_of
from tests.support.papers import pictures_of

MOST_PAGES = 4
PREVIEW = Path("preview")
WIDTHS = {"phone": 375, "desk": 700}
WAYS = {"light": {}, "dark": {"is_dark": True}, "blocked": {"has_images": False}}


def main() -> None:
    """Write all of them, and say where they are."""
    for slug, case in EVERY:
        write_files(folder_of(slug, case), message_of(slug, case))
        if slug in SLUGS:
            write_pages(folder_of(slug, case), CASES[case](slug))
    browser = chromium()
    if browser:
        with a_page(browser) as page:
            for slug, case in EVERY:
                take_pictures(page, folder_of(slug, case))
    else:
        sys.stdout.write("No Chromium here: the messages and the pages of the PDFs, and no pictures of the mails.\n")
    sys.stdout.write(f"{len(EVERY)} messages are in {PREVIEW}/\n")


def folder_of(slug: str, case: str) -> Path:
    """Where a message's pictures go."""
    return PREVIEW / slug / case


def write_files(folder: Path, made: Rendered) -> None:
    """Return the message as it is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"email.html": made.html.encode(), "email.txt": made.text.encode(), **made.png}
    files |= {"report.pdf": made.pdf, "report.xlsx": made.xlsx} if made.pdf and made.xlsx else {}
    for name, content in files.items():
        (folder / name).write_bytes(content)


def write_pages(folder: Path, message: ReportMessage) -> None:
    """Draw the first pages of its PDF."""
    for number, content in enumerate(pictures_of(message)[:MOST_PAGES], 1):
        (folder / f"page-{number}.png").write_bytes(content)


def take_pictures(page: Page, folder: Path) -> None:
    """Draw the mail on both screens, in all ways."""
    for screen, width in WIDTHS.items():
        for way, settings in WAYS.items():
            page.show(folder / "email.html", width=width, **settings)
            (folder / f"{screen}-{way}.png").write_bytes(page.picture())


if __name__ == "__main__":
    main()
