"""Pictures of what the coordinator sees on Prefect's page: `python tools/make_page_pictures.py` writes docs/pictures/.

A sample program, a server of its own, and the deployments as `lbn serve` makes them: the form of a report, a daily run
with what it left, and one that failed. Needs Chromium; everything else is made in a folder that is removed again.
"""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from urllib.request import urlopen
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flows import _settings
from tasks.sample import write_sample
from tests.support.browser import Page, a_page, chromium

CHECKOUT = Path(__file__).resolve().parents[1]
PICTURES = CHECKOUT / "docs/pictures"
LONGEST_START = 120
TALLEST = 1100
PROGRAM = "village-of-example"


def main() -> None:
    """Run the sample and take the pictures, or say that there is no browser."""
    browser = chromium()
    if not browser:
        sys.exit("No Chromium here: install it, and try again.")
    with tempfile.TemporaryDirectory() as scratch, _server(Path(scratch)) as address:
        from flows._deployments import deployments

        ids = {one.name: UUID(str(one.apply())) for one in deployments(CHECKOUT)}
        done = run(ids["Daily run"])
        (Path(os.environ[_settings.FOLDER]) / "Form Responses 1.csv").write_text("Timestamp,Unit\n")
        failed = run(ids["Daily run"])
        with a_page(browser) as page:
            take_pictures(page, f"{address}/v2", ids, done, failed)


def take_pictures(page: Page, address: str, ids: dict[str, UUID], done: UUID, failed: UUID) -> None:
    """Each as it is seen on a desk."""
    be_ready(ids.values())
    page.visit(f"{address}/deployments", until="Stock check", height=560)
    keep(page, "page-deployments")
    page.visit(f"{address}/deployments/deployment/{ids['Report for a period']}/run", until="Period", height=1010)
    keep(page, "page-report-form")
    page.visit(f"{address}/runs/flow-run/{done}?tab=Artifacts", until="MARKDOWN", height=780)
    keep(page, "page-daily-run")
    for name, run_id in (("page-daily-run-artifact", done), ("page-failed-run-artifact", failed)):
        page.visit(f"{address}/artifacts/artifact/{left_by(run_id)}", until="What to do", height=TALLEST)
        keep(page, name)


def keep(page: Page, name: str) -> None:
    """Write a picture."""
    (PICTURES / f"{name}.png").write_bytes(page.picture(TALLEST))


def run(deployment: UUID) -> UUID:
    """Run a deployment to its end, as `lbn serve` runs it."""
    from prefect.client.orchestration import get_client
    from prefect.runner import Runner

    from flows._deployments import deployments

    runner = Runner(pause_on_shutdown=False)
    for one in deployments(CHECKOUT):
        runner.add_deployment(one)
    with get_client(sync_client=True) as client:
        asked = client.create_flow_run_from_deployment(deployment)
    asyncio.run(runner.start(run_once=True))
    return asked.id


def left_by(run_id: UUID) -> UUID:
    """Find the page that a run left; Prefect's own note of an exception has no key."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    with get_client(sync_client=True) as client:
        of_this_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run_id]))
        return next(one.id for one in client.read_artifacts(artifact_filter=of_this_run) if one.key)


def be_ready(deployments: Iterable[UUID]) -> None:
    """Ask for what is due, as `lbn serve` does all the time: the page then calls the deployments ready."""
    from prefect.client.orchestration import get_client

    async def ask() -> None:
        async with get_client() as client:
            await client.get_scheduled_flow_runs_for_deployments(list(deployments))

    asyncio.run(ask())


@contextmanager
def _server(scratch: Path) -> Iterator[str]:
    """Start a server, and a program beside it; yield its address."""
    write_sample(scratch / PROGRAM, date.today())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    os.environ |= {
        "PREFECT_HOME": str(scratch / "prefect"),
        "PREFECT_API_URL": f"{address}/api",
        _settings.FOLDER: str(scratch / PROGRAM),
    }
    os.chdir(CHECKOUT)
    server = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"{address}/api/health")
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    """Until something answers there."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        with suppress(OSError), urlopen(address):
            return
        time.sleep(0.2)
    sys.exit("Prefect's server did not start.")


if __name__ == "__main__":
    main()
