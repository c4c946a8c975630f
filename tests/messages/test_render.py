"""Messages as people get them: golden files of every case, and what holds for all of them."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import fields
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import meta
from pytest_regressions.file_regression import FileRegressionFixture

from schemas.figures import Table
from schemas.message import Rendered
from schemas.report import MOST_TABLES
from tasks.messages.desk.view import DeskView
from tasks.messages.digest.view import DigestView
from tasks.messages.engine.templates import make_environment
from tasks.messages.not_running.view import NotRunningView
from tasks.messages.render import LARGEST_HTML, render_report
from tasks.messages.report.view import ReportView
from tasks.messages.sanitizing import sanitize
from tasks.program_folder.report_definitions import SHIPPED, find_definition, find_template_folders
from tests.support.builders_messages import (
    CASES,
    HOSTILE,
    a_hostile_report,
    a_large_report,
    a_relabelled_report,
    a_report,
    rendered,
)
from tests.support.cases_messages import EVERY, NOT_BY_NATURE, OWN_CASES, SLUGS, TO_READ, message_of
from tests.support.goldens import FOLDER, USUAL, compare_case

FORMS: dict[str, Callable[[Rendered], bytes | None]] = {
    "email.html": lambda made: made.html.encode(),
    "email.txt": lambda made: made.text.encode(),
    "figures.csv": lambda made: made.csv,
}
FAR_TOO_LONG = {("300-units", "figures.csv")}
"""Nobody reads it; that every row is in it, the tests below say."""

TEMPLATES = sorted(path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.j2"))
# A preview is the usual mail with a box above it: one report's is enough to be read.
GOLDENS = [one for one in TO_READ if one[1] != "preliminary" or one[0] == "nysdoh-quarterly"]


def test_every_message_has_every_case_or_a_reason_to_have_none():
    slugs = (*SLUGS, "attention", "not-running")
    every = {(slug, case) for slug in slugs for case in CASES}
    assert {*EVERY} | NOT_BY_NATURE.keys() == every | OWN_CASES
    assert not {*EVERY} & NOT_BY_NATURE.keys()


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(("slug", "case"), GOLDENS)
def test_a_message_looks_as_it_did(slug: str, case: str, name: str, file_regression: FileRegressionFixture):
    made, usual = (FORMS[name](message_of(slug, one)) for one in (case, USUAL))
    if made is not None and usual is not None and (case, name) not in FAR_TOO_LONG:
        compare_case(file_regression, slug, case, name, made=made, usual=usual)


def test_golden_files_stay_few_enough_to_be_read():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 1_650_000


@pytest.mark.parametrize(("slug", "case"), EVERY)
def test_every_message_renders_in_every_case_and_stays_small(slug: str, case: str):
    assert len(message_of(slug, case).html.encode()) < LARGEST_HTML


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_parses_and_names_only_what_it_is_given(name: str):
    templates = make_environment([SHIPPED])
    source = (SHIPPED / name).read_text("utf-8")
    summarize_report, of_digest, of_notice = (
        {field.name for field in fields(view)} for view in (ReportView, DigestView, NotRunningView)
    )
    given_to = {
        "attention": of_digest, "not-running": of_notice, "_chart.svg.j2": {"chart"},
        "desk": {field.name for field in fields(DeskView)},
    }  # fmt: skip
    of_all = summarize_report & of_digest & of_notice
    given_names = of_all if name.startswith("_base") else given_to.get(name.partition("/")[0], summarize_report)
    assert meta.find_undeclared_variables(templates.parse(source)) - {"part"} <= given_names  # the macros' own


def test_the_largest_report_that_can_be_declared_stays_small():
    rows = tuple((HOSTILE[0], name, 10**6, 10**6) for name in HOSTILE * 30)
    tables = tuple(
        Table(
            title=f"{'🚓' * 115}{number}",
            by=("unit", "jurisdiction"),
            measures=("kits_distributed", "people_trained"),
            rows=rows,
        )
        for number in range(MOST_TABLES)
    )
    made = rendered(a_relabelled_report("supplier", HOSTILE * 30, tables=tables))
    assert len(made.html.encode()) < LARGEST_HTML
    assert "0 of 360 shown" in made.text


def test_a_report_with_a_declaration_only_renders(tmp_path: Path):
    folder = tmp_path / "report_templates" / "county-board"
    folder.mkdir(parents=True)
    (folder / "report.toml").write_text(
        'title = "County board report"\naddressee = "the county board"\naudience = "agency"\ncadences = ["quarterly"]\n'
        'due_days = 30\nsubmit_to = "Send it to the clerk"\nmeasures = ["personnel_trained", "kits_lost"]\n'
        '[[tables]]\ntitle = "Officers by unit"\nby = ["unit"]\nmeasures = ["personnel_trained"]\n'
    )
    message = a_report("county-board", definition=find_definition("county-board", tmp_path))
    sent = render_report(message, find_template_folders("county-board", tmp_path))
    assert sent.subject == "[Naloxone] County board report, September 2026"
    assert "Training attendances: 64 in September 2026." in sent.text
    assert "OFFICERS BY UNIT" in sent.text
    assert "<strong>To do by Thu, Oct 15, 2026</strong>" in sent.html
    assert "Send it to the clerk." in sent.html


def test_a_program_overrides_a_template(tmp_path: Path):
    folder = tmp_path / "report_templates" / "supplier"
    folder.mkdir(parents=True)
    (folder / "email.txt.j2").write_text('{% extends "_report.txt.j2" %}{% block notes %}Our own words.{% endblock %}')
    sent = render_report(a_report("supplier"), find_template_folders("supplier", tmp_path))
    assert "Our own words." in sent.text
    assert "To order:" in sent.html


class Outline(HTMLParser):
    """What a reader of the screen would meet: header cells with their scope and text, tables, tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headers: list[str] = []
        self._in_header = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag; a header cell begins empty."""
        self.tags.append((tag, dict(attrs)))
        if tag == "th":
            self.headers.append("")
            self._in_header = True

    def handle_endtag(self, tag: str) -> None:
        """A header cell ends."""
        self._in_header = self._in_header and tag != "th"

    def handle_data(self, data: str) -> None:
        """Text counts where it stands in a header cell."""
        if self._in_header:
            self.headers[-1] += data.strip()


@pytest.mark.parametrize(
    "html",
    [message_of(slug, "typical").html for slug in ("nysdoh-quarterly", "attention")],
    ids=["report", "digest"],
)
def test_a_screen_reader_finds_its_way(html: str):
    outline = Outline(html)
    tags = outline.tags
    assert ("html", {"lang": "en"}) in tags
    assert all(attributes.get("scope") for tag, attributes in tags if tag == "th")
    assert all(outline.headers)
    layouts = [
        attributes.get("role") for tag, attributes in tags if tag == "table" and attributes.get("class") != "grid"
    ]
    assert set(layouts) <= {"presentation"}


@pytest.mark.parametrize(("slug", "case"), EVERY)
def test_nothing_is_fetched_and_nothing_runs(slug: str, case: str):
    made = message_of(slug, case)
    tags = Outline(made.html).tags
    pictures = {attributes["src"] for tag, attributes in tags if tag == "img"}
    assert pictures == set(made.png)
    assert all(attributes["alt"] for tag, attributes in tags if tag == "img")
    assert not {tag for tag, _ in tags} & {"script", "a", "link", "iframe", "form"}
    assert not [attributes for _, attributes in tags if "url(" in (attributes.get("style") or "")]


def test_hostile_names_are_shown_as_they_are_and_do_nothing():
    message = rendered(a_hostile_report())
    assert "&lt;script&gt;" in message.html
    assert '<script>alert("1")</script>' in message.text
    assert "{{ 7 * 7 }}" in message.text
    assert "\n- Kits distributed: 9,999" not in message.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", message.text + message.html)


def test_no_text_of_the_csv_is_a_formula():
    rows = list(csv.reader(io.StringIO((rendered(a_hostile_report()).csv or b"").decode("utf-8-sig"), newline="")))
    texts = [cell for row in rows[1:] for cell in row if not re.fullmatch(r"-?\d+(\.\d+)?", cell)]
    assert '\'=HYPERLINK("//example.org","click")' in texts
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_the_csv_holds_what_the_mail_leaves_out():
    message = rendered(a_large_report())
    content = message.csv or b""
    assert content.startswith(b"\xef\xbb\xbfsection,label_1,label_2,label_3,label_4,measure,value\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b'By unit,"Unit 007, Division of Patrol",,,,kits_distributed,7\r\n' in content
    assert "25 of 300 shown; the rest is in the attached workbook." in message.text
    shown = re.findall(r"^- Unit (\d+), Division of Patrol: Kits", message.text, re.MULTILINE)
    assert [int(number) for number in shown] == [*range(300, 275, -1)]
    assert "Unit 007" not in message.text.partition("BY UNIT")[2].partition("25 of 300")[0]


@given(st.text())
def test_no_text_can_break_a_line(text: str):
    shown = sanitize(a_report(agency=text or "x")).figures.agency
    assert len(shown.splitlines()) == 1
    assert shown.encode()


def test_the_same_message_gives_the_same_bytes():
    assert rendered(a_report()) == rendered(a_report())


def test_a_message_that_stays_too_large_is_sent_without_lists(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tasks.messages.render.LARGEST_HTML", 0)
    assert "0 of 300 shown; the rest is in the attached workbook." in rendered(a_large_report("supplier")).text
