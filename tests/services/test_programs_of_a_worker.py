"""One worker of several programs: none waits for another, none cancels another, and none is asked for by its path."""

from pathlib import Path

import pytest
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from prefect.client.schemas.objects import FlowRun

from tasks.context import open_program
from tests.support.programs import write_program
from tests.support.worker_site import Site

INGEST = "ingest-entries/Read the Sheet"


@pytest.fixture
def site(tmp_path: Path):
    """Return a server that knows the deployments, and a worker of the programs below one folder."""
    (tmp_path / "home").mkdir()
    made = Site(tmp_path / "home", tmp_path / "hosted")
    del made.environment["LBN_PROGRAM"]
    made.environment["LBN_PROGRAMS"] = str(made.program)
    for name in ("albany", "troy"):
        write_program(made.program / name)
    write_program(tmp_path / "elsewhere")
    try:
        made.set_up("--limit", "4")
        yield made
    finally:
        made.stop()


def test_programs_of_a_worker_do_not_wait_for_each_other(site: Site):
    with open_program(site.program / "albany").database.syncing():
        waiting = site.ask(INGEST, program="albany")
        others = [site.ask(INGEST, program="troy") for _ in range(2)]
        ended = [site.ended(one) for one in others]
        assert [(run.name, run.state_name) for run in ended] == [("troy: read the tabs", "Completed")] * 2
        assert not site.client.read_flow_run(waiting.id).state.is_final()
    assert site.ended(waiting).state_name == "Completed"

    for name in (str(site.program.parent / "elsewhere"), "../elsewhere", "elsewhere", ""):
        refused = site.ended(site.ask(INGEST, program=name))
        assert refused.state_name == "Failed"
        assert "albany, troy" in page_of(site, refused)
    assert not (site.program.parent / "elsewhere/lbn.db").exists()


def page_of(site: Site, run: FlowRun) -> str:
    """Return what a run has left."""
    summarize_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
    return next(str(one.data) for one in site.client.read_artifacts(artifact_filter=summarize_run) if one.key)
