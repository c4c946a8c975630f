"""A program's own templates and drawings that never end, or ask for all memory: each ends in one sentence, soon.

How they fail to reach out of their folder is shown in tests/messages/sandbox/.
"""

from pathlib import Path

import pytest

from tasks.messages.engine import own_drawings, own_templates
from tests.messages.sandbox.test_links import FOLDER, OWN, TEXT, program, refusal, write
from tests.support.small_program import lbn, rows, write_program

__all__ = ["program"]

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
