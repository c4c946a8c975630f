"""The documentation is held to the program: the dictionary is current, examples come out as they say, links lead on."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.main import get_command

import lbn
from schemas.figures import Figures, Table
from schemas.finding import FLAGS
from schemas.labels import UNKNOWN
from schemas.report import TableDefinition
from schemas.settings import Settings
from tasks.program_folder.report_definitions import DIGEST, find_definition, load_definitions
from tasks.rules.intake.duplicates import find_repeats, group_close_in_time
from tasks.rules.intake.normalize import normalize_day, normalize_instant
from tasks.rules.intake.validate import FormValidator
from tasks.rules.intake.validate_stock import read_expiry
from tasks.rules.intake.zip_codes import find_county
from tasks.rules.reporting import figures
from tasks.rules.reporting.disclosure import ALL_OTHERS, roll_up
from tasks.rules.reporting.editions import list_changes
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.places import find_borough
from tasks.rules.stock.reconcile import list_shortfalls
from tests.support.builders import a_distribution, a_form_row, a_history, a_ledger, shelf, some_words

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = [README, *sorted(DOCS.glob("*.md"))]
LONGEST_PAGE = 250
DICTIONARY = DOCS / "data-dictionary.md"

BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^<!-- example: (.*) -->\n((?:\|.*\n)+)", re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
COMMAND = re.compile(r"\blbn ([a-z]+)((?: +(?:--?[a-z-]+|[^\s`|]+))*)")

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


EXAMPLES = {title: rows_of(table) for title, table in EXAMPLE.findall((DOCS / "figures.md").read_text("utf-8"))}


STOCK = blocks(DOCS / "figures.md", "stock")


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
    in_table = set(re.findall(r"^\| `lbn ([a-z]+)", README.read_text("utf-8"), re.MULTILINE))
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
    for _, body in found:
        shown = tomllib.loads(body)
        merged = {
            key: {**BASE.get(key, {}), **value} if isinstance(value, dict) else value for key, value in shown.items()
        }
        Settings.model_validate({**BASE, **merged})


# ---------------------------------------------------------------------------------------------- figures.md
def told(codes: tuple[object, ...]) -> str:
    """The findings of a cell as the page says them."""
    return ", ".join(f"{'flagged' if code in FLAGS else 'held'} {code}" for code in codes)


def test_periods():
    for written, first, last, later in EXAMPLES["periods"]:
        period = parse_period(written)
        days = (period.first_on, period.last_on, period.last_on + timedelta(days=10))
        assert tuple(map(str, days)) == (first, last, later)


def test_dates():
    for cell, day, otherwise in EXAMPLES["dates"]:
        validated = FormValidator(some_words()).validate(
            a_form_row(date=normalize_day(cell), submitted="2026-09-30T14:03:22")
        )
        found = str(validated.distribution.distributed_on) if validated.distribution else ""
        assert (found, told(validated.codes)) == (day, otherwise), cell


def test_kits():
    for cell, kits, otherwise in EXAMPLES["kits"]:
        validated = FormValidator(some_words()).validate(a_form_row(kits=cell))
        assert (str(validated.distribution.kits) if validated.distribution else "", told(validated.codes)) == (
            kits,
            otherwise,
        ), cell


def test_zips():
    for cell, *expected in EXAMPLES["zips"]:
        validated = FormValidator(some_words()).validate(a_form_row(zip=cell))
        assert validated.distribution
        index = (validated.distribution.zip, validated.distribution.county, find_borough(validated.distribution.county))
        assert [*(part or UNKNOWN for part in index), told(validated.codes)] == expected, cell


def test_expiries():
    for cell, day in EXAMPLES["expiries"]:
        assert str(read_expiry(normalize_day(cell))) == day


def test_duplicates():
    zone = ZoneInfo("America/New_York")
    rows = [a_form_row(submitted=normalize_instant(f"9/30/2026 {clock}", zone)) for clock, _ in EXAMPLES["duplicates"]]
    held = {index for group in group_close_in_time(rows) for index in find_repeats(group)}
    assert [index in held for index in range(len(rows))] == [said != "counted" for _, said in EXAMPLES["duplicates"]]


@pytest.fixture(scope="module")
def ledger():
    """Build the distributions of the page's example."""
    return a_ledger(
        *(
            a_distribution(
                distributed_on=date.fromisoformat(day), unit=unit or None, zip=zip_code or None,
                county=find_county(zip_code), kits=int(kits), trained=int(people) if people else None,
            )
            for day, unit, zip_code, kits, people in EXAMPLES["distributions"]
        )
    )  # fmt: skip


def test_sums(ledger):
    quarter = ledger.within(parse_period("2026-Q3"))
    expected = {measure: int(value) for measure, value in EXAMPLES["sums 2026-Q3"]}
    assert figures.sum_measures(quarter, tuple(expected)) == expected


@pytest.mark.parametrize("title", [title for title in EXAMPLES if title.startswith("table ")])
def test_tables(ledger, title: str):
    _, measure, _, grouping, _, period = title.split()
    found = figures.tabulate(
        ledger.within(parse_period(period)), TableDefinition(title="-", by=(grouping,), measures=(measure,))
    )
    assert [tuple(map(str, row)) for row in found.rows] == EXAMPLES[title]


@pytest.mark.parametrize("number", range(len(STOCK)))
def test_stock(number: int):
    written, _, said = STOCK[number].partition("=>\n")
    stock_replay = a_history(written).stock_replay
    lacking = list_shortfalls(stock_replay.lines)
    outcome = {
        "on hand": shelf(stock_replay),
        "shortfall": [f"{row.date:%m-%d} {row.location} {row.lot or '-'} {row.quantity}" for row in lacking],
        "variance": [
            f"{row.date:%m-%d} {row.location} {row.lot or '-'} expected {row.expected} counted {row.counted}"
            for row in stock_replay.variances
        ],
    }  # fmt: skip
    assert {what: ", ".join(rows) for what, rows in outcome.items() if rows} == dict(
        line.split(": ", 1) for line in said.splitlines()
    )


def test_editions():
    def edition(index: int) -> Figures:
        (kits, *rows) = EXAMPLES["editions"]
        table = [(title.partition(": ")[2], int(values[index])) for title, *values in rows]
        return Figures(
            report="supplier", period="2026-Q3", edition=1, supersedes=None, agency="A",
            measures={kits[0]: int(kits[1 + index])}, excluded={"held": index}, unverified=True,
            tables=(Table(title="By county", by=("county",), measures=("kits_distributed",), rows=tuple(table)),),
        )  # fmt: skip

    assert [
        (change.measure or change.row, change.was, change.now) for change in list_changes(edition(0), edition(1))
    ] == [
        ("kits_distributed", 40, 42),
        ("Albany", 28, 30),
    ]


def test_small_cells():
    rows = EXAMPLES["small cells 11"]
    counts = {(county,): int(distributions) for county, distributions, _ in rows}
    table = Table(
        title="-", by=("county",), measures=("kits_distributed",), rows=tuple((*key, n) for key, n in counts.items())
    )
    shown = {row[0] for row in roll_up(table, counts, 11).rows}
    assert shown == {label for _, _, label in rows}
    assert ALL_OTHERS in shown
