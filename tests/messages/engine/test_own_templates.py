"""A mistake in a program's own template is a sentence for who wrote it; one in a shipped template is ours."""

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from tasks.errors import UsageError
from tasks.messages.engine import own_templates
from tasks.messages.render import render_digest, render_report
from tasks.messages.sandbox.process import Ended, Faulty, Process
from tasks.program_folder.report_definitions import find_template_folders
from tests.support.builders_messages import a_report
from tests.support.builders_notices import a_digest
from tests.support.small_program import lbn, rows, write_program

FOLDER = "report_templates"
OWN = f"{FOLDER}/supplier"
REMEDY = "; correct the template, or remove it to use the shipped one."
EXTENDS = '{% extends "_report.html.j2" %}\n'

MISTAKES: dict[str, tuple[str, str, str]] = {
    # what is wrong: the template, what stands in it, the place and the words
    "a name that is not there": (
        f"{OWN}/email.html.j2", "Hello\n{{ nosuch.x }}", ", line 2: names “nosuch”, which it isn't given",
    ),
    "a part that is not there": (
        f"{OWN}/email.txt.j2", "{{ figures[0].nosuch }}", ", line 1: names “nosuch”, which it isn't given",
    ),
    "a part that is computed": (
        f"{OWN}/email.txt.j2", "{{ figures[period] }}", ", line 1: names something, which it isn't given",
    ),
    "a block that never ends": (
        f"{OWN}/email.html.j2", EXTENDS + "{% block notes %}\nours",
        (
            ", line 3: unexpected end of template; Jinja was looking for the following tags: 'endblock'; "
            "the innermost block that needs to be closed is 'block'"
        ),
    ),
    "a filter that is not there": (
        f"{OWN}/email.txt.j2", "\n\n{{ period|shout }}", ", line 3: no filter named 'shout'",
    ),
    "a template that is not there": (
        f"{OWN}/email.html.j2", '{% extends "_reprot.j2" %}', ", line 1: uses “_reprot.j2”, which isn't there",
    ),
    "numbers and words": (f"{OWN}/email.txt.j2", "{{ 1 + period }}", ", line 1: cannot be filled in (TypeError)"),
    "a wrong call of a shipped part": (
        f"{OWN}/email.txt.j2", '{% extends "_report.txt.j2" %}{% block notes %}{{ part.nosuch() }}{% endblock %}',
        ", line 1: names “nosuch”, which it isn't given",
    ),
    "a shared part of one report": (
        f"{OWN}/_macros.html.j2", "", ": does not do what the templates that use it need (UndefinedError)",
    ),
    "a shared part of all reports": (
        f"{FOLDER}/_macros.html.j2", "", ": does not do what the templates that use it need (UndefinedError)",
    ),
    "a mistake in a shared part": (
        f"{FOLDER}/_base.html.j2", "{{ nosuch }}", ", line 1: names “nosuch”, which it isn't given",
    ),
    "a drawing that isn't one": (f"{OWN}/_chart.svg.j2", "<svg", ": doesn't make a drawing that can be shown"),
    "a template in another encoding": (f"{OWN}/email.txt.j2", "Se\udcf1or", ": is not UTF-8"),
}  # fmt: skip


def write(program: Path, name: str, text: str) -> None:
    (program / name).parent.mkdir(parents=True, exist_ok=True)
    (program / name).write_bytes(text.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize(("name", "text", "said"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_one_sentence_with_file_line_and_remedy(tmp_path: Path, name: str, text: str, said: str):
    write(tmp_path, name, text)
    with pytest.raises(UsageError) as caught:
        render_report(a_report("supplier"), find_template_folders("supplier", tmp_path))
    assert str(caught.value) == name + said + REMEDY


def test_a_mistake_in_the_digests_own_template_is_told_too(tmp_path: Path):
    write(tmp_path, f"{FOLDER}/attention/email.html.j2", "{{ nosuch }}")
    with pytest.raises(UsageError, match=r"attention/email\.html\.j2, line 1: names “nosuch”"):
        render_digest(a_digest(), find_template_folders("attention", tmp_path))


def test_a_mistake_in_a_shipped_template_is_not_the_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A shipped template with a mistake is played by a folder that is called shipped."""
    shipped = tmp_path / "shipped"
    monkeypatch.setattr(own_templates, "SHIPPED", shipped)
    write(shipped, "email.html.j2", "{{ nosuch }}")
    with pytest.raises(UndefinedError):
        render_report(a_report("supplier"), [shipped])
    write(tmp_path, f"{OWN}/email.txt.j2", "ours, and not to blame")
    with pytest.raises(Faulty, match="UndefinedError"):
        render_report(a_report("supplier"), [tmp_path / OWN, shipped, tmp_path / FOLDER])


def test_no_edition_is_made_until_the_template_is_fixed(tmp_path: Path):
    program = write_program(tmp_path, rows(3))
    template = f"{FOLDER}/nysdoh-quarterly/email.html.j2"
    report = ("report", "nysdoh-quarterly", "2024-Q1", "--json")
    assert lbn("ingest", program=program).code == 0
    for wrong, said in (("{{ nosuch.x }}{% endblock %}", "names “nosuch”"), ("ours", "unexpected end of template")):
        write(program, template, EXTENDS + "{% block notes %}" + wrong)
        stopped = lbn(*report, program=program)
        assert (stopped.code, stopped.out) == (2, "")
        assert stopped.words.startswith(f"{template}, line 2: {said}")
        assert len(stopped.words.splitlines()) == 1
    assert lbn("status", "--json", program=program).json["editions"] == []
    assert not (program / "reports").exists()
    assert not (program / "outbox").exists()
    write(program, template, EXTENDS + "{% block notes %}Our words.{% endblock %}")
    assert lbn(*report, program=program).json["edition"] == 1
    mail = program / "reports" / "nysdoh-quarterly" / "2024-Q1" / "edition-1" / "email.html"
    assert "Our words." in mail.read_text("utf-8")


def test_a_process_that_does_not_start_is_the_programs_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def end(_running: Process, **_request: object) -> None:
        raise Ended(by_time=False)

    monkeypatch.setattr(Process, "ask", end)
    template = tmp_path / OWN / "email.txt.j2"
    template.parent.mkdir(parents=True)
    template.write_text("Our own words.", "utf-8")
    with pytest.raises(RuntimeError, match="does not start"):
        render_report(a_report("supplier"), find_template_folders("supplier", tmp_path))
