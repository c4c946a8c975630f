"""The desk in a real browser: it fits every screen, everybody can read it, and a keyboard is enough.

`make lint-mail` fetches axe; all of it needs Chromium. Where one is missing, its tests are skipped and say so.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.mail_lint.test_messages import AXE, RULES, needs_chromium, needs_tools
from tests.support.browser import Page, a_page, chromium
from tests.support.builders_desk import CASES, page_of

LINKS = "[...document.querySelectorAll('a[href], summary')].filter(one => one.checkVisibility())"
SEEN = "document.activeElement.getBoundingClientRect()"
pytestmark = needs_chromium


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with a_page(chromium() or "") as opened:
        yield opened


@pytest.fixture
def show(page: Page, tmp_path: Path) -> Any:
    """Show a case on a screen."""

    def show(case: str, width: int = 1280, *, is_dark: bool = False) -> Page:
        (tmp_path / "desk.html").write_text(page_of(case), "utf-8")
        page.show(tmp_path / "desk.html", width=width, is_dark=is_dark)
        return page

    return show


@needs_tools
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("case", CASES)
def test_everybody_can_read_it(case: str, width: int, is_dark: bool, show: Any):
    page = show(case, width, is_dark=is_dark)
    page.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.run(AXE.read_text("utf-8"))
    rules = json.dumps({"runOnly": {"type": "tag", "values": [*RULES, "best-practice"]}})
    found = page.run(f"axe.run(document, {rules}).then(said => said.violations.map(one => one.id + ': ' + one.help))")
    assert found == []


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 799, 800, 1100, 1280, 2560])
@pytest.mark.parametrize("case", CASES)
def test_nothing_is_wider_than_the_screen(case: str, width: int, is_dark: bool, show: Any):
    page = show(case, width, is_dark=is_dark)
    page.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.run("document.documentElement.scrollWidth") <= width
    cut_off = "[...document.querySelectorAll('p, li, td, th, h1, h2, .value, .kits, .month')]"
    assert page.run(f"{cut_off}.filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth).length") == 0


IN_TWO = """[...document.querySelectorAll('.trend .kits, .trend .year')].filter(one => {
    const text = document.createRange()
    text.selectNodeContents(one)
    return new Set([...text.getClientRects()].map(line => line.top)).size > 1
}).map(one => one.textContent)"""


@pytest.mark.parametrize("width", [320, 800, 900, 1099, 1100, 1280])
@pytest.mark.parametrize("case", CASES)
def test_no_number_of_a_month_is_broken_in_two(case: str, width: int, show: Any):
    assert show(case, width).run(IN_TWO) == []


LINES_BEYOND_WORDS = """[...document.querySelectorAll('.trend .note')].filter(one => {
    const text = document.createRange()
    text.selectNodeContents(one)
    const lines = new Set([...text.getClientRects()].map(line => line.top)).size
    return lines > one.textContent.split(' ').length
}).map(one => one.textContent)"""


@pytest.mark.parametrize("width", [320, 1099, 1100, 1280])
@pytest.mark.parametrize("case", ["typical", "bad-day"])
def test_no_word_under_a_month_is_broken_in_two(case: str, width: int, show: Any):
    assert show(case, width).run(LINES_BEYOND_WORDS) == []


def test_a_keyboard_reaches_all_that_opens(show: Any):
    page = show("300-units")
    reached = []
    for _ in range(page.run(f"{LINKS}.length")):
        page.press("Tab")
        reached.append(page.run(f"{LINKS}.indexOf(document.activeElement)"))
        assert page.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert page.run(f"{SEEN}.width * {SEEN}.height") > 0
    assert reached == [*range(len(reached))]
    page.run("document.querySelector('summary').focus()")
    page.press("Enter")
    assert page.run("document.querySelector('details').open")


def test_a_number_at_the_top_leads_to_its_section(show: Any):
    page = show("typical", 375)
    page.press("Tab")
    page.press("Tab")
    page.press("Enter")
    assert page.run("location.hash") == "#due"
    assert 0 <= page.run("document.querySelector('#due').getBoundingClientRect().top") < 900


def test_a_screen_reader_hears_every_figure_of_a_bar(show: Any):
    heard = show("typical").hear()
    for words in (("cell", "0 of 8"), ("rowheader", "Harbor Empty"), ("cell", "9 days"), ("heading", "On the shelves")):
        assert words in heard, words
    assert ("table", "Kits") in heard
    months = [name for role, name in heard if role == "StaticText" and name in ("Mar", "2026", "0", "27", "so far")]
    assert {"Mar", "0", "27", "so far"} <= {*months}
    assert sum(role == "region" for role, _ in heard) >= 5


@pytest.mark.parametrize("width", [375, 1280])
def test_the_picture_says_what_the_words_say(width: int, show: Any):
    """A bar is as long as its figures, and one that stands is as high."""
    page = show("typical", width)
    shelves = page.run(
        "[...document.querySelectorAll('.shelves .bar:not(.none)')].map(one => "
        "[one.closest('tr').cells[1].innerText, one.firstChild.offsetWidth / one.offsetWidth])"
    )
    for words, share in shelves:
        usable, should_be = map(int, words.split(" of "))
        assert share == pytest.approx(min(1, usable / should_be), abs=0.02), words
    side = "Width" if width < 800 else "Height"
    months = page.run(
        "[...document.querySelectorAll('.trend li')].map(one => [+one.querySelector('.kits').innerText, "
        f"one.querySelector('.bar span').offset{side} / one.querySelector('.bar').offset{side}])"
    )
    highest = max(kits for kits, _ in months)
    for kits, share in months:
        assert share == pytest.approx(kits / highest, abs=0.03), kits


def test_nothing_is_asked_of_the_network(show: Any):
    assert show("typical").run("performance.getEntriesByType('resource').length") == 0


def test_it_prints_on_few_pages_and_in_black_on_white(show: Any):
    page = show("typical", is_dark=True)
    paper = page.print()
    assert paper.startswith(b"%PDF")
    assert 1 <= paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page/") <= 4
    page.as_paper()
    assert page.run("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    assert page.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
