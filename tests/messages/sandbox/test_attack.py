"""A program's own templates can neither reach out nor stay: each try ends in one sentence, and tells nothing.

The neighbour is another program that the same worker serves. Its key is what every attack here is after.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.errors import UsageError
from tasks.messages.engine import own_drawings, own_templates
from tasks.messages.render import render_report
from tasks.program_folder.report_definitions import find_template_folders, load_definitions
from tests.support.builders_messages import a_report
from tests.support.small_program import lbn, rows, write_program

KEY = "5ec7e7" * 10 + "feed"
FOLDER = "report_templates"
OWN = f"{FOLDER}/supplier"
TEXT = f"{OWN}/email.txt.j2"
TAKES_LONG = "takes too long: a message is filled in within 10 seconds, or not at all"
NEEDS_MEMORY = "needs more memory than a message can"

NEVER_ENDING: dict[str, tuple[str, tuple[str, ...]]] = {
    "loops in loops": ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", (TAKES_LONG,)),
    "a filter over them": ("{% for a in range(99999) %}{{ range(99999)|sum }}{% endfor %}", (TAKES_LONG,)),
    "a power of a power": ("{{ 10 ** (10 ** 10) }}", (TAKES_LONG, NEEDS_MEMORY)),
    "a power again and again": ("{% for a in range(999) %}{{ ((7 + a) ** 999999) % 3 }}{% endfor %}", (TAKES_LONG,)),
    "a macro that calls itself": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", ("uses itself without end",)),
    "a template in itself": ("{% include 'email.txt.j2' %}", ("uses itself without end",)),
    "a template that extends itself": ("{% extends 'email.txt.j2' %}", ("uses itself without end",)),
    "a long range": ("{{ range(10 ** 9)|list }}", ("counts higher than a template can",)),
    "a repeated word": ("{{ 'a' * 10 ** 10 }}", (NEEDS_MEMORY,)),
    "a repeated list": ("{{ ([1] * 10 ** 10)|length }}", (NEEDS_MEMORY,)),
    "a centred word": ("{{ 'a'|center(10 ** 10) }}", (NEEDS_MEMORY,)),
    "an indented word": ("{{ 'a\n'|indent(10 ** 10) }}", (NEEDS_MEMORY,)),
    "a wide format": ("{{ '%09999999999d'|format(1) }}", (NEEDS_MEMORY, "counts higher", "(ValueError)")),
    "a word that doubles": (
        "{% set n = namespace(a='x' * 999) %}{% for i in range(60) %}{% set n.a = n.a ~ n.a %}{% endfor %}",
        (NEEDS_MEMORY,),
    ),
    "a text without end": ("{% for i in range(99999) %}{{ 'x' * 999 }}{% endfor %}", ("of more than 2 MB",)),
    "brackets without end": ("{{ " + "(" * 50_000 + ")" * 50_000 + " }}", ("uses itself", "is nested too deeply")),
    "lists in lists": ("{{ " + "[" * 50_000 + "]" * 50_000 + " }}", ("uses itself", "is nested too deeply")),
}  # fmt: skip

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
CLOUDS = (
    '<filter id="f"><feTurbulence baseFrequency="0.05" numOctaves="9000000"/></filter>'
    '<rect width="9" height="9" filter="url(#f)"/>'
)
BOX = '<g id="a{0}"><use href="#a{1}"/><use href="#a{1}"/><use href="#a{1}"/></g>'
DRAWINGS: dict[str, str] = {
    "a picture of elsewhere": HEAD + '<image href="/etc/hostname" width="9" height="9"/></svg>',
    "a picture upwards": HEAD + f'<image href="{"../" * 20}etc/hostname" width="9" height="9"/></svg>',
    "an entity of elsewhere": (
        f'<!DOCTYPE svg [<!ENTITY elsewhere SYSTEM "file:///etc/hostname">]>{HEAD}<text>&elsewhere;</text></svg>'
    ),
    "boxes in boxes": HEAD + "".join(BOX.format(n, n - 1) for n in range(1, 40)) + "</svg>",
    "a tall drawing": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="90000"></svg>',
    "a filter without end": HEAD + CLOUDS + "</svg>",
}


@pytest.fixture
def short_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real ones are ten seconds, and an attack takes them all. To start takes a third of one."""
    for module in (own_templates, own_drawings):
        monkeypatch.setattr(module, "PROCESSOR_SECONDS", 1)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program's folder beside its neighbour's."""
    (tmp_path / "neighbor").mkdir()
    (tmp_path / "neighbor" / "secret.key").write_text(KEY)
    return tmp_path / "program"


def write(program: Path, name: str, text: str) -> Path:
    path = program / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def refusal(program: Path) -> str:
    """What the attempt to make a report comes to."""
    with pytest.raises(UsageError) as caught:
        render_report(a_report("supplier"), find_template_folders("supplier", program))
    assert caught.value.__cause__ is None
    said = str(caught.value)
    assert KEY not in said
    assert len(said.splitlines()) == 1
    return said


@pytest.mark.usefixtures("short_bounds")
@pytest.mark.parametrize(("template", "said"), NEVER_ENDING.values(), ids=NEVER_ENDING.keys())
def test_a_template_is_over_within_its_bounds(program: Path, template: str, said: tuple[str, ...]):
    write(program, TEXT, template)
    refused = refusal(program)
    assert refused.startswith(TEXT)
    # On a busy machine time may be up before memory is.
    assert any(words in refused for words in (*said, TAKES_LONG)), refused


@pytest.mark.usefixtures("short_bounds")
@pytest.mark.parametrize("drawn", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_a_drawing_reads_no_file_and_is_over_within_its_bounds(program: Path, drawn: str):
    write(program, f"{OWN}/_chart.svg.j2", drawn)
    assert refusal(program).startswith(f"{OWN}/_chart.svg.j2: ")


def link_file(program: Path, to: Path) -> None:
    write(program, f"{OWN}/email.html.j2", "{% include 'key.txt' %}")
    (program / OWN / "key.txt").symlink_to(to)


def link_template(program: Path, to: Path) -> None:
    write(program, f"{OWN}/empty.txt", "")
    (program / TEXT).symlink_to(to)


def link_shared_part(program: Path, to: Path) -> None:
    write(program, f"{OWN}/empty.txt", "")
    (program / FOLDER / "_base.txt.j2").symlink_to(to)


def link_hard(program: Path, to: Path) -> None:
    write(program, f"{OWN}/empty.txt", "")
    (program / TEXT).hardlink_to(to)


def link_folder(program: Path, to: Path) -> None:
    write(program, f"{FOLDER}/_style.css", "{% include 'supplier/secret.key' %}")
    (program / OWN).symlink_to(to.parent)


def link_folder_below(program: Path, to: Path) -> None:
    write(program, TEXT, "{% include 'below/secret.key' %}")
    (program / OWN / "below").symlink_to(to.parent)


def link_all(program: Path, to: Path) -> None:
    program.mkdir()
    (program / FOLDER).symlink_to(to.parent)


def lay_a_pipe(program: Path, _to: Path) -> None:
    write(program, f"{OWN}/empty.txt", "")
    os.mkfifo(program / TEXT)


LINKS = (link_file, link_template, link_shared_part, link_hard, link_folder, link_folder_below, link_all, lay_a_pipe)


@pytest.mark.parametrize("lead_out", LINKS)
def test_no_link_leads_out_of_the_folder(program: Path, lead_out: Callable[[Path, Path], None]):
    lead_out(program, program.parent / "neighbor" / "secret.key")
    assert refusal(program).startswith(FOLDER)


def test_a_report_is_declared_in_the_folder_itself(program: Path):
    """What is wrong with a report.toml is told: it must not be what is wrong with another program's settings."""
    neighbor = write(program, "../neighbor/report.toml", f'{KEY} = "{KEY}"')
    write(program, f"{OWN}/empty.txt", "")
    (program / OWN / "report.toml").symlink_to(neighbor)
    with pytest.raises(UsageError) as caught:
        load_definitions(program)
    assert str(caught.value).startswith(f"{OWN}/report.toml: is a link")
    (program / OWN / "report.toml").unlink()
    (program / FOLDER / "other").symlink_to(neighbor.parent)
    with pytest.raises(UsageError, match="report_templates/other: is a link"):
        load_definitions(program)


def test_the_program_folder_itself_may_be_a_link(program: Path):
    write(program, TEXT, "Our words.")
    (program.parent / "link").symlink_to(program)
    made = render_report(a_report("supplier"), find_template_folders("supplier", program.parent / "link"))
    assert made.text == "Our words."


@pytest.mark.usefixtures("short_bounds")
def test_the_command_refuses_and_makes_no_edition(program: Path):
    write_program(program, rows(3))
    assert lbn("ingest", program=program).code == 0
    template = f"{FOLDER}/nysdoh-quarterly/email.txt.j2"
    for attack, said in (
        ("{% include '../../../neighbor/secret.key' %}", "which isn't there"),
        ("{{ cycler.__init__.__globals__ }}", "which a template may not use"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "takes too long"),
    ):
        write(program, template, attack)
        stopped = lbn("report", "nysdoh-quarterly", "2024-Q1", "--json", program=program)
        assert (stopped.code, stopped.out) == (2, "")
        assert stopped.words.startswith(f"{template}, line 1: ")
        assert said in stopped.words
        assert len(stopped.words.splitlines()) == 1
    assert not (program / "reports").exists()
