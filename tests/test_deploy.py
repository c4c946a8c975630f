"""The files of deploy/: what systemd says of them, and that the commands in them are commands of the program."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("*.service")) + sorted(path.name for path in DEPLOY.glob("*.timer"))
BINARIES = "/opt/lbn/.venv/bin/"
INSTALLED = f"{BINARIES}lbn"
PARTS = {
    "of one program": ["lbn-healthy@.service", "lbn@.service", "lbn-healthy@.timer"],
    "of many": ["lbn-answers@.service", "lbn-hosted.service", "lbn-prefect.service", "lbn-worker@.service",
                "lbn-answers@.timer", "lbn-hosted.timer"],
}  # fmt: skip
SERVES = [name for name in UNITS if name.endswith(".service") and "healthy" not in name and "answers" not in name]


def test_there_is_a_service_a_timer_and_a_container():
    assert sorted(UNITS) == sorted(name for names in PARTS.values() for name in names)
    assert (DEPLOY / "Containerfile").is_file()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(tmp_path: Path):
    for command in ("lbn", "prefect", "python"):
        (tmp_path / command).write_text("#!/bin/sh\n")
        (tmp_path / command).chmod(0o755)
    for name in UNITS:
        text = (DEPLOY / name).read_text("utf-8").replace(BINARIES, f"{tmp_path}/")
        (tmp_path / name.replace("@", "@village")).write_text(text)
    verify = ["systemd-analyze", "verify", *(str(tmp_path / name.replace("@", "@village")) for name in UNITS)]
    said = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")


def commands() -> dict[str, list[str]]:
    """What the files start, by file, without the name of the program."""
    started = {}
    for path in sorted(filter(Path.is_file, DEPLOY.iterdir())):
        text = path.read_text("utf-8")
        for line in re.findall(rf"^ExecStart={INSTALLED} (.+)$", text, re.MULTILINE):
            started[path.name] = shlex.split(line.replace("${LBN_PORT}", "4200"))
        for listed in re.findall(r'^CMD \["lbn", (.+)\]$', text, re.MULTILINE):
            started[path.name] = re.findall(r'"([^"]+)"', listed)
    return started


@pytest.mark.parametrize("file", commands())
def test_each_starts_a_command_that_there_is(file: str):
    command = [sys.executable, ROOT / "lbn.py", *commands()[file], "--help"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


def test_the_times_fit_together():
    """`lbn serve` ends within 30 seconds; systemd and the container wait longer than that."""
    service = (DEPLOY / "lbn@.service").read_text("utf-8")
    assert int(re.search(r"TimeoutStopSec=(\d+)s", service)[1]) > 30
    assert "KillMode=mixed" in service, "the signal goes to the process that watches; it ends the others"


@pytest.mark.parametrize("name", SERVES)
def test_each_service_has_its_account_and_little_else(name: str):
    lines = (DEPLOY / name).read_text("utf-8").splitlines()
    assert {"User=lbn", "UMask=0077", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes"} <= {*lines}
    assert "LimitCORE=0" in lines, "what is in memory is never written down"
    secret = re.compile(r"^Environment=.*(PASSWORD|SECRET|AUTH_STRING|_URL=postgres)")
    assert not [line for line in lines if secret.search(line)], "every process of the account can read a variable"


def test_the_timer_is_at_the_hour_of_the_schedule():
    assert "OnCalendar=*-*-* 06:30:00 America/New_York" in (DEPLOY / "lbn-hosted.timer").read_text("utf-8")
