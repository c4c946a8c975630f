"""prefect.yaml: every flow is deployed, with a schedule on the agency's clocks; `lbn serve` takes it from there."""

import ast
import inspect
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ruamel.yaml import YAML

from flows import _deployments
from tests.support.programs import write_program

ROOT = Path(__file__).resolve().parents[2]
DEPLOYMENTS: list[dict[str, Any]] = YAML(typ="safe").load(ROOT / "prefect.yaml")["deployments"]
SCHEDULED = {
    "ingest_entries": 900,
    "run_program": "30 6 * * *",
    "reconcile_stock": "0 7 * * 1",
    "run_hosted": "30 6 * * *",
}
OF_ONE_PROGRAM = [one for one in DEPLOYMENTS if one["tags"] != ["many programs"]]
NAMES = {
    "ingest_entries": "Read the Sheet",
    "run_program": "Daily run",
    "reconcile_stock": "Stock check",
    "send_report": "Report for a period",
    "backfill_reports": "Backfill",
    "run_hosted": "Daily run of all programs",
}


def name(deployment: dict[str, Any]) -> str:
    """Return the flow's name."""
    return str(deployment["entrypoint"].rpartition(":")[2])


def flow_of(deployment: dict[str, Any]) -> Any:
    """Return the flow that a deployment starts."""
    path, function = deployment["entrypoint"].split(":")
    return getattr(import_module(path.removesuffix(".py").replace("/", ".")), function)


def test_every_flow_is_deployed_once():
    files = {path.stem for path in (ROOT / "flows").glob("[!_]*.py")}
    assert sorted(name(deployment) for deployment in DEPLOYMENTS) == sorted(files)


def test_each_is_named_for_what_it_does():
    assert {name(deployment): deployment["name"] for deployment in DEPLOYMENTS} == NAMES


def test_the_schedules_are_those_of_the_program():
    assert {
        name(deployment): schedule.get("cron") or schedule["interval"]
        for deployment in DEPLOYMENTS
        for schedule in deployment.get("schedules", ())
    } == SCHEDULED


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=name)
def test_a_deployment_fits_its_flow(deployment: dict[str, Any]):
    flow = flow_of(deployment)
    assert flow.name == name(deployment).replace("_", "-")
    assert (ROOT / deployment["entrypoint"].split(":")[0]).is_file()
    inspect.signature(flow.fn).bind_partial(**deployment.get("parameters", {}))
    for schedule in deployment.get("schedules", ()):
        assert schedule["timezone"] == ("America/New_York" if "cron" in schedule else "UTC")
        inspect.signature(flow.fn).bind(**deployment.get("parameters", {}), **schedule.get("parameters", {}))
    assert "concurrency_limit" not in deployment, "a limit of Prefect's stays taken when its run is killed"
    assert deployment["work_pool"]["job_variables"]["env"] == {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=name)
def test_the_form_on_the_page_explains_every_parameter(deployment: dict[str, Any]):
    flow = flow_of(deployment)
    shown = flow.parameters.properties
    assert list(shown) == list(inspect.signature(flow.fn).parameters)
    for parameter, told in shown.items():
        assert told["description"].endswith((".", "?"))
        assert told["title"][0].isupper()
        assert "_" not in told["title"], f"{parameter} has a title for people"
        assert told["type"] in ("string", "boolean"), "a type that may be null asks people for a type"


def test_what_is_for_many_programs_is_off_until_switched_on():
    (of_many,) = [one for one in DEPLOYMENTS if one not in OF_ONE_PROGRAM]
    assert name(of_many) == "run_hosted"
    assert [schedule["active"] for schedule in of_many["schedules"]] == [False]
    assert not any("active" in schedule for one in OF_ONE_PROGRAM for schedule in one.get("schedules", ()))


def test_no_deployment_names_a_folder_of_a_machine():
    assert "pull" not in YAML(typ="safe").load(ROOT / "prefect.yaml")
    assert not any("program" in deployment.get("parameters", {}) for deployment in DEPLOYMENTS)


def form(served: dict[str, Any], flow: str) -> dict[str, Any]:
    """Return what the page asks for a deployment that `lbn serve` makes."""
    deployment = next(one for entrypoint, one in served.items() if entrypoint.endswith(flow))
    return dict(deployment._parameter_openapi_schema.properties)


def test_serving_takes_the_same_deployments(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("LBN_PROGRAM", raising=False)
    served = {one.entrypoint: one for one in _deployments.deployments(ROOT)}
    assert list(served) == [deployment["entrypoint"] for deployment in OF_ONE_PROGRAM]
    for deployment in OF_ONE_PROGRAM:
        one = served[deployment["entrypoint"]]
        assert one.name == deployment["name"]
        assert (one.concurrency_limit, one.schedules == []) == (None, "schedules" not in deployment)
        declared = [schedule["timezone"] for schedule in deployment.get("schedules", ())]
        assert [ZoneInfo(schedule.schedule.timezone).key for schedule in one.schedules] == declared


def test_serving_offers_the_reports_of_the_program_it_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own = write_program(tmp_path) / "report_templates/town-board"
    own.mkdir(parents=True)
    (own / "report.toml").write_text((ROOT / "report_templates/program-review/report.toml").read_text())
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LBN_PROGRAM", str(tmp_path))
    served = {one.entrypoint: one for one in _deployments.deployments(ROOT)}
    assert not any("program" in form(served, entrypoint) for entrypoint in served)
    offered = ["nysdoh-quarterly", "program-review", "public-summary", "supplier", "town-board"]
    assert form(served, "send_report")["report"]["enum"] == offered, "and not the report of New York City's programs"
    assert form(served, "backfill_reports")["report"]["enum"] == ["every report owed", *offered]
    (tmp_path / "lbn.toml").unlink()
    served = {one.entrypoint: one for one in _deployments.deployments(ROOT)}
    assert "nycdoh-monthly" in form(served, "send_report")["report"]["enum"], "what is shipped, until it can be read"


def test_flows_import_no_flows():
    for path in (ROOT / "flows").glob("[!_]*.py"):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        assert all(module.startswith("flows._") for module in modules if module.startswith("flows"))
