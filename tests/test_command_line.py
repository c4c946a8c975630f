"""The command around its work: help, init, check, variables, standard output as it is, and a start without weight."""

import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.small_program import (
    RESPONSES,
    STOCK,
    TODAYS_VARIABLES,
    files,
    lbn,
    rows,
    tables,
    write_form,
    write_program,
)
from tests.support.strangers import commands_of_the_app

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = sorted(commands_of_the_app())
WITH_JSON = ("ingest", "reconcile", "figures", "report", "backfill", "run", "status", "hosted")
OPTIONS = {
    "ingest": ("--accept-withdrawals", "--accept-held", "--from-scratch", "--take-over"),
    "report": ("--no-send", "--resend", "--edition"),
    "figures": ("--measure", "--by"),
    "backfill": ("--report", "--dry-run"),
    "hosted": ("--report", "--dry-run", "--as-known", "--workers", "--most-minutes"),
}
HEAVY = ("prefect", "pandas", "numpy", "alembic", "jinja2", "fastapi")


def in_a_process(*arguments: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """The command as a shell starts it."""
    environment = {name: value for name, value in os.environ.items() if name not in TODAYS_VARIABLES} | variables
    command = [sys.executable, ROOT / "lbn.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three distributions, ingested."""
    folder = write_program(tmp_path_factory.mktemp("read") / "program", rows(3))
    assert lbn("ingest", program=folder).code == 0
    return folder


@pytest.mark.skipif(not (ROOT / ".venv/bin/lbn").exists(), reason="the checkout was not set up by make")
def test_what_init_says_can_be_typed_as_it_stands(tmp_path: Path):
    last_line = in_a_process("init", tmp_path / "Village of Example").stdout.splitlines()[-1]
    typed = last_line.removeprefix("3. ")
    ended = subprocess.run(["sh", "-c", typed], capture_output=True, text=True, check=False)
    assert "lbn.toml still has what `lbn init` wrote" in ended.stdout, (typed, ended.stderr)


def test_help_lists_every_command():
    shown = lbn("--help").out
    assert [name for name in COMMANDS if f" {name} " not in shown] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str):
    shown = lbn(command, "--help")
    assert shown.code == 0
    expected = [*OPTIONS.get(command, ()), *(["--json"] if command in WITH_JSON else [])]
    expected += [] if command in ("demo", "init", "restore", "hosted") else ["--program", "LBN_PROGRAM"]
    words = "".join(shown.out.split())
    assert [name for name in expected if name not in words] == []


def test_a_process_prints_one_document_and_words_beside_it(program: Path):
    ended = in_a_process("status", "--json", LBN_PROGRAM=str(program))
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["entries"] == 3
    assert "3 distributions" in ended.stderr


def test_a_process_ends_with_the_contracts_codes(tmp_path: Path):
    assert in_a_process("status", "--program", tmp_path).returncode == 2
    no_form = write_program(tmp_path / "empty")
    (no_form / RESPONSES).unlink()
    ended = in_a_process("ingest", "--program", no_form, "--json")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "Traceback" not in ended.stderr


def test_status_loads_nothing_heavy(program: Path):
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); import lbn; lbn.app(standalone_mode=False)"
    code += f"; print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    command = [sys.executable, "-c", code, ROOT, "status", "--json", "--program", program]
    environment = {name: value for name, value in os.environ.items() if name not in TODAYS_VARIABLES}
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert json.loads(ended.stdout)["entries"] == 3
    assert ended.stderr.splitlines()[-1] == "[]"


WRONG_CALLS: dict[tuple[str, ...], str] = {
    # the call, and a word of the sentence that refuses it
    ("report", "nysdoh-quaterly", "2024-Q1"): "nysdoh-quarterly",
    ("report", "nysdoh-quarterly", "2024-13"): "2026-Q3",
    ("report", "nysdoh-quarterly", "2024-02"): "quarterly",
    ("report", "nysdoh-quarterly", "2023-Q4"): "before the program started",
    ("report", "nycdoh-monthly", "2024-02"): "OOPP",
    ("report", "nysdoh-quarterly", "2024-Q1", "--edition", "7"): "no edition 7",
    ("report", "nysdoh-quarterly", "2024-Q1", "--edition", "0"): "edition",
    ("report", "nysdoh-quarterly"): "period",
    ("figures", "next year"): "2026-09",
    ("figures", "2024", "--by", "county", "--measure", "kits_dispensed"): "kits_distributed",
    ("figures", "2024", "--by", "precinct"): "precinct",
    ("figures", "2024", "--by", "county", "--measure", "kits_received"): "kits_received",
    ("backfill", "2024-03", "2024-01"): "comes after",
    ("backfill", "2024-Q1", "2024-Q2"): "month",
    ("backfill", "2024-01", "2024-03", "--report", "nycdoh-monthly"): "registered OOPPs",
    ("backfill", "2024-01", "2024-03", "--report", "nothing"): "no report",
    ("ingest", "--everything"): "--everything",
    ("inject",): "inject",
}  # fmt: skip


@pytest.mark.parametrize(("call", "word"), WRONG_CALLS.items(), ids=lambda value: " ".join(value)[:50])
def test_a_wrong_call_ends_with_2_and_says_why(call: tuple[str, ...], word: str, program: Path):
    before = tables(program), files(program)
    ended = lbn(*call, program=program)
    assert (ended.code, ended.out) == (2, ""), ended
    assert word in ended.words
    assert (tables(program), files(program)) == before


def test_an_option_wins_over_a_variable_that_over_the_folder(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    other = write_program(tmp_path / "other", rows(5))
    assert lbn("ingest", program=other).code == 0
    monkeypatch.chdir(other)
    distributions = [
        lbn("status", "--json").json["entries"],
        lbn("status", "--json", LBN_PROGRAM=str(program)).json["entries"],
        lbn("status", "--json", program=other, LBN_PROGRAM=str(program)).json["entries"],
    ]
    assert distributions == [5, 3, 5]


def test_a_new_program_is_in_order_once_it_is_filled_in(tmp_path: Path):
    folder = tmp_path / "new" / "program"
    made = lbn("init", folder)
    assert made.code == 0
    assert str(folder) in made.out
    assert tomllib.loads((folder / "lbn.toml").read_text("utf-8"))["program"]["oopp"] == "none"
    assert all((folder / name).read_text("utf-8").count("\n") == 1 for name in (RESPONSES, *STOCK))
    assert lbn("check", program=folder).code == 1
    settings = (folder / "lbn.toml").read_text("utf-8")
    (folder / "lbn.toml").write_text(settings.replace("Your ", "Our ").replace("your-department", "our-department"))
    checked = lbn("check", program=folder)
    assert checked.code == 0, checked
    assert [line.split()[:2] for line in checked.out.splitlines()] == [
        ["settings", "ok"], ["source", "ok"], ["store", "ok"], ["mail", "ok"],
    ]  # fmt: skip
    write_form(folder, [row | {"jurisdiction": "Our City", "date": "1/2/2025"} for row in rows(3)])
    ended = lbn("run", program=folder)
    assert (ended.code, tables(folder).get("entries")) == (0, None)


def test_init_leaves_a_program_and_its_tabs_alone(program: Path, tmp_path: Path):
    before = (program / "lbn.toml").read_bytes()
    refused = lbn("init", program)
    assert (refused.code, refused.out) == (2, "")
    assert (program / "lbn.toml").read_bytes() == before
    write_program(tmp_path, rows(2))
    (tmp_path / "lbn.toml").unlink()
    there = (tmp_path / RESPONSES).read_bytes()
    assert lbn("init", tmp_path).code == 0
    assert (tmp_path / RESPONSES).read_bytes() == there


CHECKS = {
    # the part that is to be done: the file that is spoilt, how it is named, and the exit code
    "settings": ("lbn.toml", "lbn.toml", 2),
    "source": (RESPONSES, "Form responses", 1),
    "store": ("lbn.db", "lbn.db", 1),
}


@pytest.mark.parametrize("part", CHECKS)
def test_check_says_what_is_to_be_done(part: str, tmp_path: Path):
    folder = write_program(tmp_path, rows(2))
    name, word, code = CHECKS[part]
    (folder / name).write_text("neither settings nor rows\n" * 9)
    ended = lbn("check", program=folder)
    assert ended.code == code
    to_do = [line for line in ended.out.splitlines() if "TO DO" in line]
    assert len(to_do) == 1
    assert to_do[0].startswith(part)
    assert word in to_do[0]


@pytest.mark.parametrize(
    ("count", "lines"), [(1, "line 3"), (50_000, "lines 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 49,990 more lines")]
)
def test_check_names_the_decisions_that_decide_nothing(count: int, lines: str, tmp_path: Path):
    folder = write_program(tmp_path, rows(2))
    (folder / "decisions.csv").write_text("ref,decision\n1a2b,keep\n" + "3c4d,delete\n" * count)
    ended = lbn("check", program=folder)
    assert ended.code == 1
    assert f"source    TO DO  In decisions.csv not understood: {lines}." in ended.out


def test_check_goes_to_the_mail_server(tmp_path: Path):
    folder = write_program(tmp_path, rows(2))
    settings = folder / "lbn.toml"
    with socket.create_server(("127.0.0.1", 0)) as nobody_answers:
        port = nobody_answers.getsockname()[1]
    mail = f'[mail]\ntransport = "smtp"\nsmtp = "smtp://127.0.0.1:{port}"\nfrom = "lbn@example.gov"\n'
    settings.write_text(re.sub(r"(?ms)^\[mail\].*?(?=^\[|\Z)", "", settings.read_text()) + f"\n{mail}")
    ended = lbn("check", program=folder)
    assert ended.code == 1
    assert "mail      TO DO  No message would leave: the mail server doesn't answer" in ended.out


def test_a_lost_key_is_said_before_every_row_counts_as_new(tmp_path: Path):
    folder = write_program(tmp_path, rows(2))
    assert lbn("ingest", program=folder).code == 0
    (folder / "secret.key").unlink()
    for command in ("ingest", "check"):
        ended = lbn(command, program=folder)
        assert ended.code == 1
        assert "secret.key is gone" in ended.out + ended.words
    assert not (folder / "secret.key").exists()
    assert lbn("ingest", "--accept-withdrawals", program=folder).code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["status"], ["status", "--json"], ["--help"]])
def test_an_answer_that_cannot_be_written_is_said(arguments: list[str], program: Path):
    command = [sys.executable, ROOT / "lbn.py", *arguments]
    with Path("/dev/full").open("w") as full:
        environment = os.environ | {"LBN_PROGRAM": str(program)}
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=environment)
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("The answer can't be written to standard output (No space left")
    assert "Traceback" not in ended.stderr


def test_a_closed_standard_output_is_no_mistake(program: Path):
    command = f'exec "{sys.executable}" "{ROOT / "lbn.py"}" status --json --program "{program}" >&-'
    ended = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr


def test_figures_says_what_it_leaves_out(program: Path):
    asked = ("--measure", "kits_distributed", "--measure", "kits_on_hand_end", "--by", "lot", "--by", "zip")
    ended = lbn("figures", "2024", *asked, "--json", program=program)
    assert [table["measures"] for table in ended.json["tables"]] == [
        ["kits_distributed", "kits_on_hand_end"], ["kits_distributed"],
    ]  # fmt: skip
    assert ended.words.count("Left out, because it can't be grouped this way: kits_on_hand_end.") == 1


def test_check_reads_and_keeps_no_row(tmp_path: Path):
    folder = write_program(tmp_path, rows(2))
    assert lbn("check", program=folder).code == 0
    assert tables(folder) == {}
