"""What a program's own templates run in: a second wall, the filters that work behind it, and the same bytes as ever."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.errors import UsageError
from tasks.messages.engine.compiled import KEPT
from tasks.messages.engine.own_templates import describe_end
from tasks.messages.render import render_report
from tasks.messages.sandbox import process as sandbox_process
from tasks.messages.sandbox.allowed import JINJA_FILTERS
from tasks.messages.sandbox.limits import MEMORY
from tasks.messages.sandbox.process import Process, start_process
from tasks.messages.sandbox.sources import Source
from tasks.program_folder.report_definitions import SHIPPED, find_template_folders
from tests.support.builders_messages import a_report

FOLDER = "report_templates"
OWN = f"{FOLDER}/supplier"
TEXT = f"{OWN}/email.txt.j2"


def write(program: Path, name: str, text: str) -> None:
    (program / name).parent.mkdir(parents=True, exist_ok=True)
    (program / name).write_text(text, "utf-8")


def test_behind_jinjas_wall_is_another(monkeypatch: pytest.MonkeyPatch):
    """What a template could do if it got through: read, write, talk, start something, or look for a secret."""
    for name in ("LBN_SECRET_KEY", "LBN_SMTP_PASSWORD", "PREFECT_API_KEY", "PGPASSWORD"):
        monkeypatch.setenv(name, "a secret")
    with start_process("tests.messages.sandbox.behind_the_wall", 10, MEMORY) as running:
        tried = running.ask()
    assert tried.pop("variables") == "none"
    assert set(tried.values()) == {"refused"}, tried


@pytest.mark.parametrize(
    ("module", "wait_seconds", "said"),
    [
        ("tasks.messages.sandbox.filling", 0, "takes too long"),
        ("no_such_module", 180, "needs more memory than a message"),
    ],
)
def test_a_process_that_ends_is_told_of_as_a_mistake(
    module: str, wait_seconds: int, said: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sandbox_process, "WAIT_SECONDS", wait_seconds)
    told = UsageError()
    with start_process(module, 10, MEMORY) as running:
        try:
            with describe_end(Source(TEXT, "", True, True)):
                while True:
                    running.ask(sources={})
        except UsageError as error:
            told = error
    assert str(told).startswith(f"{TEXT}: ")
    assert said in str(told)
    assert told.__cause__ is None


def test_compiled_templates_are_neither_taken_nor_kept(tmp_path: Path):
    """Compiled templates are code. Those that are kept lie in the checkout, and are of shipped templates only."""
    words = "Words that no shipped template has."
    write(tmp_path, TEXT, words)
    for cached in KEPT.glob("template-*.cache"):
        write(tmp_path, f"{OWN}/__pycache__/{cached.name}", "no code")
    render_report(a_report("supplier"), find_template_folders("supplier", tmp_path))
    assert not [path for path in KEPT.glob("template-*.cache") if words.encode() in path.read_bytes()]


def test_a_template_like_the_shipped_one_makes_the_same_bytes(tmp_path: Path):
    """Whether a message is made here or in the other process makes no difference to it."""
    shipped = render_report(a_report("supplier"), find_template_folders("supplier", tmp_path))
    for name in ("supplier/email.html.j2", "supplier/email.txt.j2", "_chart.svg.j2"):
        write(tmp_path, f"{FOLDER}/{name}", (SHIPPED / name).read_text("utf-8"))
    assert render_report(a_report("supplier"), find_template_folders("supplier", tmp_path)) == shipped


ARGUMENTS = {
    "batch": "(2)|list", "dictsort": "", "groupby": "('x')", "join": "('-')", "map": "('upper')|list",
    "reject": "('none')|list", "rejectattr": "('x')|list", "replace": "('1', '2')", "select": "('string')|list",
    "selectattr": "('x')|list", "slice": "(2)|list", "sum": "(start='')", "unique": "|list", "wordwrap": "(1)",
}  # fmt: skip


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    """One for all filters. Its doors are closed before the first, so that none can load anything for the next."""
    with start_process("tasks.messages.sandbox.filling", 10, MEMORY) as running:
        yield running


@pytest.mark.parametrize("name", sorted(JINJA_FILTERS))
def test_every_filter_of_templates_works_behind_closed_doors(name: str, process: Process):
    """None of them needs a file then, such as a part of Python that is loaded late."""
    given = "{'a': 1}" if name in {"dictsort", "items"} else "'a b'"
    template = f"{{{{ {given}|{name}{ARGUMENTS.get(name, '')} }}}}"
    said = ""
    process.ask(sources={name: Source(f"{name}.j2", template, True)})
    try:
        process.ask(names=[name], values={}, is_mail=False)
    except UsageError as refused:
        said = str(refused)
    assert "OSError" not in said
    assert "ImportError" not in said
    assert "AttributeError" not in said


USES = {
    "{{ agency.split()|first }}": "Village",
    "{{ made_at.year }}-{{ made_at.strftime('%m') }}": "2026-10",
    "{% for tile in tiles %}{{ loop.index }}{% endfor %}": "1234",
    "{% set n = namespace(all=0) %}{% for tile in tiles %}{% set n.all = n.all + 1 %}{% endfor %}{{ n.all }}": "4",
    "{{ {'a': 1}.get('a') }}{% for k, v in {'b': 2}.items() %}{{ k }}{{ v }}{% endfor %}": "1b2",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}": "ab",
    "{% import '_macros.txt.j2' as part %}{{ part.heading('in all') }}": "IN ALL",
    "{{ tiles|map(attribute='title')|list|length }}": "4",
    "{{ 1234|num }} {{ 'x'|upper }}": "1,234 X",
}
BETWEEN = "\n=====\n"  # of which a block before it takes the first newline


def test_a_template_may_use_what_reports_need(tmp_path: Path):
    write(tmp_path, TEXT, BETWEEN.join(USES))
    made = render_report(a_report("supplier"), find_template_folders("supplier", tmp_path))
    said = [text.strip() for text in made.text.split(BETWEEN.strip())]
    assert dict(zip(USES, said, strict=True)) == USES
