"""The documentation is held to the program: the dictionary is current, lists are whole, links lead on."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.main import get_command

import lbn
from schemas.operator import Operator
from schemas.settings import Settings
from schemas.source import SourceKind
from tasks.operations.check_program import check_program
from tasks.program_folder.report_definitions import DIGEST, find_definition, load_definitions
from tasks.sources.registry import open_source
from tests.support.builders import some_settings
from tests.support.small_program import write_program

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = [README, *sorted(DOCS.glob("*.md"))]
LONGEST_PAGE = 250
DICTIONARY = DOCS / "data-dictionary.md"

BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
COMMAND = re.compile(r"\blbn ([a-z]+(?:-[a-z]+)*)((?: +(?:--?[a-z-]+|[^\s`|]+))*)")

Row = tuple[str, ...]


def name(path: Path) -> str:
    """The path as a person writes it."""
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, kind: str) -> list[str]:
    """The code blocks of a page that are marked as of a kind."""
    return [body for found, body in BLOCK.findall(path.read_text("utf-8")) if found == kind]


def rows_of(table: str) -> list[Row]:
    """The rows of a table below its heading."""
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table.splitlines()[2:]]


# ---------------------------------------------------------------------------------------------- the data dictionary
def run_dictionary(
    *arguments: str, script: Path = ROOT / "tools/make_data_dictionary.py"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False)


def test_the_data_dictionary_is_what_the_schemas_say():
    result = run_dictionary("--check")
    assert result.returncode == 0, result.stderr


def test_a_data_dictionary_of_yesterday_is_told_in_a_sentence(tmp_path: Path):
    for folder in ("docs", "tools"):
        (tmp_path / folder).mkdir()
    script = tmp_path / "tools/make_data_dictionary.py"
    for file in ("make_data_dictionary.py", "purposes.py"):
        (tmp_path / "tools" / file).write_text((ROOT / "tools" / file).read_text("utf-8"), "utf-8")
    for package in ("schemas", "tasks"):
        (tmp_path / package).symlink_to(ROOT / package)
    before = run_dictionary("--check", script=script)
    assert (before.returncode, before.stdout) == (1, "")
    assert re.fullmatch(r"docs/data-dictionary\.md is not what the schemas say: run `.*`\.\n", before.stderr)
    assert run_dictionary(script=script).returncode == 0
    assert run_dictionary("--check", script=script).returncode == 0


# ---------------------------------------------------------------------------------------------- pages
def test_the_readme_and_the_architecture_name_every_room():
    rooms = sorted(path for path in (ROOT / "tasks").iterdir() if (path / "__init__.py").is_file())
    tops = [
        ROOT / top for top in ("schemas", "flows", "report_templates", "tests", "benchmarks", "docs", "tools", "deploy")
    ]
    readme = (ROOT / "README.md").read_text("utf-8")
    assert not [name(room) for room in (*rooms, *tops) if f"[{name(room)}/]({name(room)})" not in readme]
    architecture = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert not [room.name for room in rooms if f"{room.name}/" not in architecture]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_relative_link_and_picture_leads_somewhere(path: Path):
    text = path.read_text("utf-8")
    targets = {first or second for first, second in LINK.findall(text)}
    assert not [target for target in targets if not leads_somewhere(path, target)]


def leads_somewhere(page: Path, target: str) -> bool:
    if re.match(r"https?:|mailto:", target):
        return True
    where, _, heading = target.partition("#")
    aim = (page.parent / where).resolve() if where else page
    return aim.exists() and (not heading or heading in anchors(aim))


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    titles = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", [path for path in PAGES if path != DICTIONARY], ids=name)
def test_a_page_can_be_read_in_one_sitting(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_PAGE


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_page_claims_what_nobody_has_granted(path: Path):
    text = path.read_text("utf-8").lower()
    assert "hipaa" not in text
    assert not re.search(r"(?<!not the )(?<!no )\bofficial\b", text.replace("not an official", ""))


# ---------------------------------------------------------------------------------------------- README
COMMANDS = {
    command: {option for parameter in declared.params for option in (*parameter.opts, *parameter.secondary_opts)}
    for command, declared in get_command(lbn.app).commands.items()  # type: ignore[attr-defined]
}
"""Every command of `lbn --help`, with its options and arguments."""


def test_readme_has_a_row_for_every_command_and_no_other():
    in_table = set(re.findall(r"^\| `lbn ([a-z-]+)", README.read_text("utf-8"), re.MULTILINE))
    assert in_table == set(COMMANDS)


def commands_shown() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every command that a page shows, with its options."""
    for path in PAGES:
        text = path.read_text("utf-8")
        shown = [
            *re.findall(r"`([^`\n]*)`", text),
            *(line for _, body in BLOCK.findall(text) for line in body.split("\n")),
        ]
        for command, rest in (found for code in shown for found in COMMAND.findall(code)):
            yield name(path), command, frozenset(re.findall(r"--[a-z-]+", rest))


def test_every_command_that_is_shown_takes_the_options_shown():
    shown = sorted(set(commands_shown()), key=str)
    assert shown
    assert not [one for one in shown if not one[2] <= COMMANDS.get(one[1], set())]


def test_readme_has_a_row_for_every_report():
    text = README.read_text("utf-8")
    for slug in (*load_definitions(ROOT), DIGEST):
        assert f"| `{slug}` |" in text, slug


def test_the_table_of_reports_says_what_their_folders_say():
    rows = {cells[1].strip("` "): line for line in README.read_text("utf-8").splitlines()
            if len(cells := line.split("|")) > 4}  # fmt: skip
    for slug, declared in load_definitions(ROOT).items():
        assert f"{declared.due_days} days" in rows[slug], slug
        assert all(cadence.value in rows[slug] for cadence in declared.cadences), slug


def test_the_report_that_readme_adds_can_be_read(tmp_path: Path):
    written = [body for body in blocks(README, "toml") if "submit_to" in body]
    assert len(written) == 1
    slug = re.search(r"report_templates/([a-z-]+)/report\.toml", written[0])
    assert slug, "the first line of the example names its file"
    folder = tmp_path / "report_templates" / slug[1]
    folder.mkdir(parents=True)
    (folder / "report.toml").write_text(written[0], "utf-8")
    assert find_definition(slug[1], tmp_path).measures


BASE = {
    "agency": {"name": "A", "coordinator": "coordinator@example.gov"},
    "program": {"started": date(2025, 1, 1), "oopp": "none",
                "supplier": {"kind": "matters", "name": "S", "cadence": "monthly"}},
    "source": {"kind": "files", "responses": "Form Responses 1.csv"},
    "units": [{"name": "Patrol"}],
    "items": [{"code": "kit", "name": "Kit", "kind": "naloxone", "doses": 2}],
    "mail": {"from": "lbn@example.gov"},
}  # fmt: skip
"""The least that settings can be; a block that shows a part is put on top."""


def settings_blocks() -> list[tuple[str, str]]:
    return [(name(path), body) for path in PAGES for body in blocks(path, "toml") if "submit_to" not in body]


def test_every_block_of_lbn_toml_that_is_shown_can_be_loaded():
    found = settings_blocks()
    assert found
    for page, body in found:
        shown = tomllib.loads(body)
        if page == "docs/hosted.md":  # it shows the settings of a host's operator instead
            Operator.model_validate(shown)
            continue
        merged = {
            key: {**BASE.get(key, {}), **value} if isinstance(value, dict) else value for key, value in shown.items()
        }
        Settings.model_validate({**BASE, **merged})


# ---------------------------------------------------------------------------------------------- lbn check
class Told(NamedTuple):
    """The parts that `lbn check` has a line for, and who must list them."""

    parts: Callable[[Path], list[str]]
    listed_in: set[str]


def parts_with_files(folder: Path) -> list[str]:
    """Every part of a program whose tabs are files: the source's, and those that every program has."""
    write_program(folder, [])
    return [found.part for found in check_program(folder)]


def parts_of_a_sheet(folder: Path) -> list[str]:
    """The parts of a Sheet, which stand where a program with files says “source”."""
    keys = {"kind": SourceKind.GOOGLE_SHEET, "spreadsheet": "abc", "credentials": "service-account.json"}
    looks = open_source(some_settings(source=keys), folder).list_looks(date(2026, 11, 22))
    return [look.part for look in looks]


PARTS = {
    SourceKind.FILES: Told(parts_with_files, {"README.md", "docs/contract.md", "lbn check --help"}),
    SourceKind.GOOGLE_SHEET: Told(parts_of_a_sheet, {"docs/google.md"}),
}
"""A source that is new gets a line here, and its parts a line on its page."""


def lines_on_check() -> Iterator[tuple[str, str]]:
    """Every line that says what `lbn check` looks at: where it stands, and the line."""
    yield "lbn check --help", str(get_command(lbn.app).commands["check"].help)  # type: ignore[attr-defined]
    for path in PAGES:
        yield from ((name(path), line) for line in path.read_text("utf-8").splitlines() if "lbn check" in line)


@pytest.mark.parametrize("kind", SourceKind)
def test_every_list_of_what_check_looks_at_is_whole(kind: SourceKind, tmp_path: Path):
    parts = PARTS[kind].parts(tmp_path / "program")
    named = [(where, [part for part in parts if re.search(rf"\b{part}\b", line)]) for where, line in lines_on_check()]
    lists = [(where, found) for where, found in named if len(found) > 1]  # one part alone makes no list
    assert {where for where, _ in lists} >= PARTS[kind].listed_in
    missing = [f"{part} is missing in {where}" for where, found in lists for part in parts if part not in found]
    assert not missing
