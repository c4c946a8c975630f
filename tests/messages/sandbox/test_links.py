"""A program's own templates lead out of its folder by no link: each try ends in one sentence, and tells nothing.

The neighbor is another program that the same worker serves. Its key is what every attack here is after. Templates and
drawings that never end are held against their bounds in tests/integration/test_sandbox_attack.py.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.errors import UsageError
from tasks.messages.render import render_report
from tasks.program_folder.report_definitions import find_template_folders, load_definitions
from tests.support.builders_messages import a_report

KEY = "5ec7e7" * 10 + "feed"
FOLDER = "report_templates"
OWN = f"{FOLDER}/supplier"
TEXT = f"{OWN}/email.txt.j2"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program's folder beside its neighbor's."""
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
