"""deploy/compose.yaml, which no engine runs here: each command, path, variable and secret against the code."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from sqlalchemy import make_url

from flows._settings import FOLDERS
from tests.support.machine import clean_environment
from tests.support.postgresql import ask, binary

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = YAML(typ="safe").load(DEPLOY / "compose.yaml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("server", "deployments", "worker")
SECRET = re.compile(r"PASSWORD|SECRET|AUTH_STRING|TOKEN|KEY|CONNECTION_URL")
SOCKET_FOLDER = re.compile(r"host=(.+)$")
POOL = YAML(typ="safe").load(ROOT / "prefect.yaml")["deployments"][0]["work_pool"]["name"]


def commands() -> list[list[str]]:
    """Return what the containers of our image start, a shell's line taken apart."""
    found = []
    for name in OURS:
        command = SERVICES[name]["command"]
        found += [part.split() for part in command[2].split(" && ")] if command[:2] == ["sh", "-c"] else [command]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_each_command_and_option_is_known(command: list[str]):
    assert command[0] == "prefect"
    called = [word for word in command[1:] if re.fullmatch(r"[a-z-]+", word) and not word.startswith("-")][:2]
    asked = [sys.executable, "-m", "prefect", *(called[:1] if called[0] == "deploy" else called), "--help"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False, env=clean_environment(COLUMNS="200"))
    assert said.returncode == 0, said.stderr
    options = {word for word in command if word.startswith("--")} - {"--no-prompt"}  # which is the program's own
    assert not [option for option in options if option not in said.stdout]


def test_workers_serve_the_pool_of_the_deployments():
    worker = SERVICES["worker"]["command"]
    assert (worker[worker.index("--pool") + 1], worker[worker.index("--limit") + 1]) == (POOL, "1")
    assert f"work-pool create {POOL} " in SERVICES["deployments"]["command"][2]
    assert SERVICES["worker"]["environment"][FOLDERS] == SERVICES["worker"]["volumes"][0].rpartition(":")[2]


def test_what_is_asked_for_its_health_answers():
    from prefect.server.api.server import create_app  # noqa: PLC0415 - takes seconds
    from prefect.settings import get_current_settings  # noqa: PLC0415 - as above

    asked = {name: "".join(service["healthcheck"].get("test", ())) for name, service in SERVICES.items()}
    assert "http://127.0.0.1:4200/api/health" in asked["server"]
    assert {"4200", "--port"} <= {*SERVICES["server"]["command"]}
    paths = {path for route in create_app().routes if (path := getattr(route, "path", ""))}
    assert "/api" in paths
    assert f"http://127.0.0.1:{get_current_settings().worker.webserver.port}/health" in asked["worker"]
    assert "--with-healthcheck" in SERVICES["worker"]["command"]
    assert asked["postgresql"].startswith("CMDpg_isready")


@pytest.mark.parametrize("name", SERVICES)
def test_no_variable_holds_a_secret(name: str):
    environment = SERVICES[name]["environment"]
    telling = {variable for variable in environment if SECRET.search(variable)}
    assert all(variable.endswith("_FILE") for variable in telling)
    shown = {f"/run/secrets/{secret}" for secret in SERVICES[name]["secrets"]}
    assert {value for value in environment.values() if str(value).startswith("/run/secrets")} <= shown


def test_each_waits_for_what_it_needs_and_is_started_again():
    waits = {name: {**service.get("depends_on", {})} for name, service in SERVICES.items()}
    assert waits["server"] == {"postgresql": {"condition": "service_healthy"}}
    assert waits["deployments"] == {"server": {"condition": "service_healthy"}}
    assert waits["worker"] == {"deployments": {"condition": "service_completed_successfully"}}
    assert {name: service["restart"] for name, service in SERVICES.items()} == {
        "postgresql": "unless-stopped", "server": "unless-stopped",
        "deployments": "on-failure", "worker": "unless-stopped",
    }  # fmt: skip
    assert SERVICES["server"]["ports"] == ["127.0.0.1:4200:4200"], "this machine only"


def test_the_image_is_that_of_the_containerfile():
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    build = SERVICES["server"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Containerfile"
    assert "--uid 1000" in text
    assert "PATH=/opt/lbn/.venv/bin" in text, "prefect and python are found by their names"
    assert "deploy/secrets" in (DEPLOY / "Containerfile.dockerignore").read_text("utf-8").splitlines()
    assert "/deploy/secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """Make the secrets as an administrator does; the folder that holds them."""
    shutil.copy(DEPLOY / "make-secrets.sh", tmp_path)
    subprocess.run([tmp_path / "make-secrets.sh"], check=True, capture_output=True)
    return tmp_path / "secrets"


def test_secrets_are_files_of_their_accounts_only(secrets: Path):
    assert {f"./secrets/{path.name}" for path in secrets.iterdir()} == {
        one["file"] for one in COMPOSE["secrets"].values()
    }
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets.iterdir()} == {0o400}
    if not os.geteuid():
        assert {path.name: path.stat().st_uid for path in secrets.iterdir()} == {
            "postgres_password": 999, "prefect_password": 999, "ledger_password": 999,
            "pgpass": 1000, "prefect_profiles": 1000,
        }  # fmt: skip


def test_secrets_are_never_made_over_old_ones(secrets: Path):
    before = {path.name: path.read_bytes() for path in secrets.iterdir()}
    again = subprocess.run([secrets.parent / "make-secrets.sh"], check=False, capture_output=True)
    assert again.returncode == 1
    assert {path.name: path.read_bytes() for path in secrets.iterdir()} == before


def test_prefect_and_postgresql_read_the_secrets(secrets: Path):
    show = (
        "from prefect.settings import get_current_settings as now; s = now();"
        "print(s.server.database.connection_url.get_secret_value(), s.server.api.auth_string.get_secret_value(),"
        " s.api.auth_string.get_secret_value(), s.results.default_serializer)"
    )
    environment = clean_environment(
        PREFECT_PROFILES_PATH=str(secrets / "prefect_profiles"), PREFECT_HOME=str(secrets.parent / "home")
    )
    said = subprocess.run([sys.executable, "-c", show], check=True, capture_output=True, text=True, env=environment)
    url, of_the_server, of_the_client, serializer = said.stdout.split()
    assert of_the_server == of_the_client
    assert of_the_server.startswith("lbn:")
    assert serializer == "json"
    known = [line.split(":") for line in (secrets / "pgpass").read_text().splitlines()]
    address = make_url(url)
    where = [str(part) for part in (address.host, address.port, address.database, address.username)]
    assert address.password is None
    assert [line[:4] for line in known] == [where, ["postgresql", "5432", "lbn", "lbn"]]
    assert [line[4] for line in known] == [(secrets / f"{one}_password").read_text() for one in ("prefect", "ledger")]


def test_each_database_is_open_to_its_account_only(secrets: Path, postgresql_server: str):
    psql = binary("psql")
    if not psql:
        pytest.skip("psql is not installed (Debian and Ubuntu: apt install postgresql-client)")
    script = (DEPLOY / "postgresql/10-databases.sql").read_text("utf-8")
    script = re.sub(r"\blbn\b", "ledgers", script)  # the account of the tests has that name
    script = script.replace("/run/secrets", str(secrets))
    folder = SOCKET_FOLDER.search(postgresql_server)[1]
    call = [psql, "-h", folder, "-U", "lbn", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-q"]
    subprocess.run(call, input=script, text=True, check=True, capture_output=True)
    for account, database, other in (("ledgers", "ledgers", "prefect"), ("prefect", "prefect", "ledgers")):
        address = f"postgresql+psycopg://{account}@/{{}}?host={folder}"
        assert ask(address.format(database), "select current_user") == [(account,)]
        with pytest.raises(Exception, match="permission denied for database"):
            ask(address.format(other), "select 1")
