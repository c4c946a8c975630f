"""A Prefect server of one's own: deployed as prefect.yaml says, run by a worker, and blind to what people typed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.schemas.objects import StateType

from tests.support.leaks import Canaries, files_below
from tests.support.programs import FORM_HEADER, RESPONSES, TABS, write_program
from tests.support.worker_site import Site, site_of


@pytest.fixture
def canaries() -> Canaries:
    """Return the words that are planted in the program's tabs."""
    return Canaries()


@pytest.fixture
def site(tmp_path: Path, canaries: Canaries) -> Iterator[Site]:
    """Yield a server that knows the deployments, and a worker of its pool."""
    with site_of(tmp_path, write_program(tmp_path / "program", canaries)) as made:
        yield made


def test_prefect_keeps_nothing_that_people_typed(site: Site, canaries: Canaries):
    assert site.run("ingest-entries/Read the Sheet") is StateType.COMPLETED
    assert site.run("run-program/Daily run") is StateType.COMPLETED
    assert (site.program / "reports/nysdoh-quarterly").is_dir()
    by_hand = site.lbn("ingest", "--json")
    assert json.loads(by_hand.stdout)["new"] == 0, by_hand.stderr

    row = ",".join(canaries("refused row") for _ in FORM_HEADER)
    (site.program / f"{RESPONSES}.csv").write_text(f"{','.join(FORM_HEADER)}\n{row}\n", encoding="utf-8")
    assert site.run("run-program/Daily run") is StateType.FAILED
    refused = site.lbn("ingest")
    assert refused.returncode == 1
    assert refused.stderr.decode().count("\n") == 1, "one sentence, and nothing of Prefect's"

    of_the_command = {run.state_type for run in site.client.read_flow_runs() if run.deployment_id is None}
    assert of_the_command == {StateType.COMPLETED, StateType.FAILED}

    site.stop()
    assert list(files_below(site.home / "storage")) == [], "neither a result nor a refusal is kept"
    said = [("lbn", command.stdout + command.stderr) for command in (by_hand, refused)]
    given = [*(f"{tab}.csv" for tab in TABS), "decisions.csv"]
    assert canaries.leaks([*said, *files_below(site.home), *files_below(site.program, but=given)]) == []
