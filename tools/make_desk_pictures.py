"""Pictures of the desk for its page: `python tools/make_desk_pictures.py` writes docs/pictures/. Needs Chromium.

All are cases of the tests: an ordinary morning on a screen, and the other cases side by side on phones, light and dark.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.browser import Page, a_page, chromium
from tests.support.builders_desk import page_of
from tools.make_message_pictures import keep, set_side_by_side

SCREEN, PHONE = 1280, 375
ON_PHONES = {"quiet": False, "not-tracked": False, "bad-day": True, "300-units": True}
"""Each case, and whether the phone is dark."""
TALLEST = 1500


def main() -> None:
    """Draw both, or say that there is no browser."""
    browser = chromium()
    if not browser:
        sys.exit("No Chromium here: install it, and try again.")
    with tempfile.TemporaryDirectory() as scratch, a_page(browser) as page:
        folder = Path(scratch)
        # Set on a page of its own, for the desk's policy lets no script look at a picture.
        screen = draw(page, folder, "typical", SCREEN, is_dark=False)
        keep(page, "desk", set_side_by_side(page, folder, [screen]))
        phones = [draw(page, folder, case, PHONE, is_dark=is_dark) for case, is_dark in ON_PHONES.items()]
        keep(page, "desk-on-phones", set_side_by_side(page, folder, phones))


def draw(page: Page, folder: Path, case: str, width: int, *, is_dark: bool) -> bytes:
    """Draw the top of a case on a screen."""
    (folder / "desk.html").write_text(page_of(case), "utf-8")
    page.show(folder / "desk.html", width=width, is_dark=is_dark)
    return page.picture(TALLEST)


if __name__ == "__main__":
    main()
