"""Numbers, days and periods in words, lists that are cut, and colours that can be told apart."""

import re
from datetime import UTC, date, datetime

import pytest

from tasks.messages import formatting as words
from tasks.messages.lists import cut_list, cut_to_largest
from tasks.program_folder.report_definitions import SHIPPED
from tests.support.builders_messages import MADE_AT


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (1234567, "1,234,567"), (-3, "−3"), (1.5, "1.5"), (2.0, "2"), (None, "—"), ("few", "few")],
)
def test_a_number(value: float | str | None, written: str):
    assert words.format_number(value) == written


@pytest.mark.parametrize(("value", "written"), [(41, "+41"), (0, "0"), (-3, "−3"), (0.5, "+0.5")])
def test_a_number_with_its_sign(value: float, written: str):
    assert words.format_signed(value) == written


@pytest.mark.parametrize(
    ("share", "written"), [(0, "0%"), (0.001, "<1%"), (0.005, "<1%"), (0.11, "11%"), (0.999, "99%"), (1, "100%")]
)
def test_a_share(share: float, written: str):
    assert words.format_share(share) == written


@pytest.mark.parametrize(("count", "written"), [(0, "0 kits"), (1, "1 kit"), (0.5, "0.5 kits"), (1200, "1,200 kits")])
def test_a_number_and_its_noun(count: float, written: str):
    assert words.format_count(count, "kit") == written


def test_days_and_times():
    assert words.format_date(date(2026, 7, 1)) == "Jul 1, 2026"
    assert words.format_long_date(date(2026, 3, 31)) == "March 31, 2026"
    assert words.format_near_date(date(2026, 9, 4), date(2026, 10, 6)) == "Sep 4"
    assert words.format_near_date(date(2025, 9, 4), date(2026, 10, 6)) == "Sep 4, 2025"
    assert words.format_day(date(2026, 10, 15)) == "Thu, Oct 15, 2026"
    assert words.format_time(MADE_AT) == "Oct 6, 2026, 8:00 AM EDT"
    assert words.format_time(datetime(2026, 1, 1, 0, 5, tzinfo=UTC)) == "Jan 1, 2026, 12:05 AM UTC"
    assert words.format_time(datetime(2026, 1, 1, 12, 5)) == "Jan 1, 2026, 12:05 PM"  # noqa: DTZ001


@pytest.mark.parametrize(
    ("name", "written", "short"),
    [("2026-Q3", "Q3 2026", "Q3 26"), ("2026-09", "September 2026", "Sep 26"), ("2026", "2026", "2026")],
)
def test_a_period(name: str, written: str, short: str):
    assert words.format_period(name) == written
    assert words.format_short_period(name) == short


def test_things_in_a_sentence():
    assert words.join_words(("one",)) == "one"
    assert words.join_words(("one", "two", "three")) == "one, two and three"


def test_a_title_within_a_sentence():
    assert words.lower_first("Kits distributed") == "kits distributed"
    assert words.lower_first("NYC units distributed") == "NYC units distributed"
    assert words.lower_first("") == ""


def test_a_list_that_fits_is_left_alone():
    assert cut_list("ab", 2) == (("a", "b"), None)
    assert cut_to_largest([1, 3, 2], 3, size=int) == ((1, 3, 2), None)


def test_a_list_that_is_too_long_says_what_is_missing():
    assert cut_list("abc", 2) == (("a", "b"), "2 of 3 shown; the rest is in the attached workbook.")
    assert cut_to_largest([1, 3, 2], 2, size=int) == ((3, 2), "2 of 3 shown; the rest is in the attached workbook.")


TEXT_ON = {
    "body": "card", "foot": "card", "small": "card", "head": "card", "h2": "card", "tag": "card",
    "tile-name": "card", "tile-than": "card", "tile-value": "card",
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [*TEXT_ON.items(), ("body", "box"), ("body", "warn")])
def test_text_can_be_read(text: str, ground: str, scheme: str):
    assert contrast(colour(text, "color", scheme), colour(ground, "background-color", scheme)) >= 4.5


def test_bars_can_be_told_from_their_ground_in_the_dark():
    assert contrast(colour("fill", "background-color", "dark"), colour("card", "background-color", "dark")) >= 3


def test_what_is_drawn_can_be_told_from_its_white_ground():
    drawing = (SHIPPED / "_chart.svg.j2").read_text("utf-8")
    colours = set(re.findall(r"#[0-9a-f]{6}", drawing)) - {"#ffffff"}
    assert all(contrast(one, "#ffffff") >= 3 for one in (*colours, "#0072b2"))
    written = re.findall(r'<text[^>]*fill="(#\w+)"', drawing) + re.findall(r"label\(.*?(#[0-9a-f]{6})", drawing)
    assert all(contrast(one, "#ffffff") >= 4.5 for one in written if one != "#ffffff")


def colour(name: str, key: str, scheme: str) -> str:
    """What the style sheets say; what the dark one does not say stays light."""
    sheets = [(SHIPPED / "_style.css").read_text("utf-8")]
    if scheme == "dark":
        sheets.append((SHIPPED / "_screens.css").read_text("utf-8").partition("dark) {")[2])
    rules = [rule for sheet in sheets for rule in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)]
    selector = name if name == "h2" else f".{name}"
    fitting = [body for selectors, body in rules if selector in [one.strip() for one in selectors.split(",")]]
    found = [re.search(rf"(?:^|;|\s){key}: (#\w{{6}})", body) for body in fitting]
    return [match[1] for match in found if match][-1]


def contrast(one: str, two: str) -> float:
    """The ratio of WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def luminance(written: str) -> float:
    channels = [int(written[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
