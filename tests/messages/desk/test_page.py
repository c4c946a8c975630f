"""The page as a browser gets it: golden files of every case, and what holds for all of them."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from tasks.messages.desk.page import render_desk
from tasks.program_folder.report_definitions import DESK, find_template_folders
from tests.messages.test_render import Outline
from tests.support.builders_desk import CASES, a_desk, page_of
from tests.support.goldens import USUAL, compare_case

NAME = "desk.html"
NOT_TO_READ = {"300-units", "hostile"}
"""The same again and again: what is cut, folded and escaped, tests of its own say."""


@pytest.mark.parametrize("case", [case for case in CASES if case not in NOT_TO_READ])
def test_the_page_looks_as_it_did(case: str, file_regression: FileRegressionFixture):
    made, usual = page_of(case).encode(), page_of(USUAL).encode()
    compare_case(file_regression, DESK, case, NAME, made=made, usual=usual)


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_fetched_and_nothing_runs(case: str):
    page = page_of(case)
    tags = Outline(page).tags
    assert not {tag for tag, _ in tags} & {"script", "img", "link", "iframe", "form", "object", "svg", "base"}
    assert not re.search(r"url\(|@import|@font-face|javascript:| on[a-z]+=\"", page)
    led_to = [attributes["href"] or "" for tag, attributes in tags if tag == "a"]
    assert {one[0] for one in led_to} <= {"#", "h"}
    assert all(one.startswith(("#", "https://docs.google.com/spreadsheets/")) for one in led_to)
    assert "default-src 'none'" in page.partition("<title>")[0]


@pytest.mark.parametrize("case", CASES)
def test_a_screen_reader_finds_its_way(case: str):
    tags = Outline(page_of(case)).tags
    assert ("html", {"lang": "en"}) in tags
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(attributes.get("scope") for tag, attributes in tags if tag == "th")
    names = [attributes["id"] for _, attributes in tags if attributes.get("id")]
    assert len(names) == len(set(names))
    pointed = [attributes[key] or "" for _, attributes in tags for key in ("aria-labelledby",) if key in attributes]
    led_to = [(attributes["href"] or "")[1:] for tag, attributes in tags if (attributes.get("href") or " ")[0] == "#"]
    assert {*pointed, *led_to} <= {*names}


@pytest.mark.parametrize("case", CASES)
def test_every_bar_is_hidden_from_those_who_hear_its_words(case: str):
    bars = [
        attributes
        for tag, attributes in Outline(page_of(case)).tags
        if "bar" in (attributes.get("class") or "").split()
    ]
    assert all(attributes.get("aria-hidden") == "true" for attributes in bars)


def test_hostile_names_are_shown_as_they_are_and_do_nothing():
    page = page_of("hostile")
    assert "&lt;script&gt;alert" in page
    assert "{{ 7 * 7 }}" in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", page)


def test_the_largest_page_opens_at_once():
    assert len(page_of("300-units").encode()) < 150_000


def test_the_same_desk_gives_the_same_bytes():
    folders = find_template_folders(DESK, Path("no-such-program"))
    assert render_desk(a_desk(), folders) == render_desk(a_desk(), folders)


def test_a_program_may_set_the_page_its_own_way(tmp_path: Path):
    folder = tmp_path / "report_templates" / DESK
    folder.mkdir(parents=True)
    (folder / "page.html.j2").write_text(
        "<h1>{{ headline }}</h1>{% for item in shelves %}{% for bar in item.shown %}<p>{{ bar.location }} "
        "{{ bar.holds }}{% endfor %}{% endfor %}"
    )
    page = render_desk(a_desk(agency="<b>"), find_template_folders(DESK, tmp_path))
    assert page.startswith("<h1>9 things to do, 2 reports to hand in and 5 rows to fix.</h1><p>Harbor 0 of 8<p>Patrol")
