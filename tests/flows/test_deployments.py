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

ROOT = Path(__file__).resolve().parents[2]
DEPLOYMENTS: list[dict[str, Any]] = YAML(typ="safe").load(ROOT / "prefect.yaml")["deployments"]
SCHEDULED = {"ingest_entries": 900, "run_program": "30 6 * * *", "reconcile_stock": "0 7 * * 1"}


def name(deployment: dict[str, Any]) -> str:
    """The flow's name."""
    return str(deployment["entrypoint"].rpartition(":")[2])


def flow_of(deployment: dict[str, Any]) -> Any:
    """The flow that a deployment starts."""
    path, function = deployment["entrypoint"].split(":")
    return getattr(import_module(path.removesuffix(".py").replace("/", ".")), function)


def test_every_flow_is_deployed_once():
    files = {path.stem for path in (ROOT / "flows").glob("[!_]*.py")}
    assert sorted(name(deployment) for deployment in DEPLOYMENTS) == sorted(files)


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
        assert schedule["timezone"] == "America/New_York"
        inspect.signature(flow.fn).bind(**deployment.get("parameters", {}), **schedule.get("parameters", {}))
    if name(deployment) in ("ingest_entries", "run_program"):
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=name)
def test_the_form_on_the_page_explains_every_parameter(deployment: dict[str, Any]):
    flow = flow_of(deployment)
    shown = flow.parameters.properties
    assert list(shown) == list(inspect.signature(flow.fn).parameters)
    assert all(parameter.get("description") for parameter in shown.values())


def test_no_deployment_names_a_folder_of_a_machine():
    assert "pull" not in YAML(typ="safe").load(ROOT / "prefect.yaml")
    assert not any("program" in deployment.get("parameters", {}) for deployment in DEPLOYMENTS)


def test_serving_takes_the_same_deployments(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    served = {one.entrypoint: one for one in _deployments.deployments(ROOT)}
    assert list(served) == [deployment["entrypoint"] for deployment in DEPLOYMENTS]
    for deployment in DEPLOYMENTS:
        one = served[deployment["entrypoint"]]
        assert one.name == deployment["name"]
        assert (one.concurrency_limit, one.schedules == []) == (
            deployment.get("concurrency_limit", {}).get("limit"), "schedules" not in deployment,
        )  # fmt: skip
        assert all(ZoneInfo(schedule.schedule.timezone).key == "America/New_York" for schedule in one.schedules)


def test_flows_import_no_flows():
    for path in (ROOT / "flows").glob("[!_]*.py"):
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
        assert [module for module in modules if module.startswith("flows")] == ["flows._settings"]
