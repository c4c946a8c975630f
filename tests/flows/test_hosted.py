"""The daily run of all programs of a host: one flow run, one page, one broken program that hurts no other."""

from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.sorting import FlowRunSort

from flows import _calling, _hosting
from flows._calling import host_programs
from flows.run_hosted import run_hosted
from schemas.hosted import Asked, HostedCommand
from tasks.errors import NotAllDone, UsageError
from tests.flows.test_pages import last_run
from tests.support.small_program import SECRET, rows, write_program

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture(autouse=True)
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three programs, of which none is broken yet."""
    monkeypatch.setenv("LBN_PROGRAMS", str(tmp_path))
    monkeypatch.delenv("LBN_SECRET_KEY", raising=False)
    monkeypatch.setattr(_hosting, "WORKERS", 1)  # one process to start, where a test doesn't ask for several
    for name in ("albany", "colonie", "troy"):
        write_program(tmp_path / name, rows(3))
    return tmp_path


def test_all_programs_are_one_run_and_one_page():
    outcome = run_hosted()
    assert [(one.folder, one.code, one.read) for one in outcome.programs] == [
        ("albany", 0, 3),
        ("colonie", 0, 3),
        ("troy", 0, 3),
    ]
    name, ((key, words),) = last_run()
    assert name.startswith("daily run of all programs 20")
    assert key == "daily-run-of-all-programs"
    assert "3 programs: all done; read 9 rows" in words
    assert SECRET not in words
    with get_client(sync_client=True) as client:
        last, *_ = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC)
    assert (last.parameters, last.state_name) == ({"is_date_known": False}, "Completed")


def test_a_broken_program_fails_the_run_when_all_are_done(host: Path):
    (host / "colonie" / "lbn.toml").write_text("[[[")
    with pytest.raises(NotAllDone, match=r"^3 programs: 2 done, 1 not done; ") as told:
        run_hosted()
    assert [one.code for one in told.value.outcome.programs] == [0, 2, 0]
    _, ((_, words),) = last_run()
    assert "* colonie: lbn.toml cannot be read" in words


def test_the_operator_is_told_by_the_flow_too(host: Path):
    (host / "operator.toml").write_text('name = "Example"\nto = "a@example.gov"\n[mail]\nfrom = "b@example.gov"\n')
    (host / "colonie" / "lbn.toml").write_text("[[[")
    with pytest.raises(NotAllDone):
        run_hosted()
    (message,) = (host / "outbox").iterdir()
    assert "Subject: [Naloxone] 1 program not done: colonie" in message.read_text()


@pytest.mark.parametrize("served", ["", "nowhere"])
def test_a_worker_without_a_host_says_so(served: str, host: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LBN_PROGRAMS", served and str(host / served))
    with pytest.raises(UsageError):
        run_hosted()
    _, ((_, words),) = last_run()
    assert words.startswith("# Daily run of all programs: not done")


def test_batches_share_the_programs_evenly(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(_hosting, "MOST_IN_A_BATCH", 1)
    assert [one.folder for one in run_hosted().programs] == ["albany", "colonie", "troy"]


def test_the_command_runs_the_flow_where_a_server_is_named(host: Path, monkeypatch: pytest.MonkeyPatch):
    (host / "troy" / "lbn.toml").write_text("[[[")
    called = []

    def call(name: str, **parameters: object) -> object:
        called.append((name, parameters))
        return run_hosted(**parameters)

    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    monkeypatch.setattr(_calling, "_call", call)
    outcome = host_programs(host, Asked(command=HostedCommand.RUN), 0, 30)
    assert [one.code for one in outcome.programs] == [0, 0, 2]
    assert called == [("run_hosted", {"is_date_known": False})]
    assert host_programs(host, Asked(command=HostedCommand.STATUS), 1, 30).undone_count == 1
    assert len(called) == 1
    with pytest.raises(UsageError, match="--workers and --most-minutes"):
        host_programs(host, Asked(command=HostedCommand.RUN), 1, 30)


def test_the_names_of_folders_command_nothing(host: Path):
    (host / "colonie").rename(host / "caf\udce9")
    (host / "troy" / "lbn.toml").write_text("[[[")
    (host / "troy").rename(host / "<b>\n# | [a](x) \u202e")
    with pytest.raises(NotAllDone):
        run_hosted()
    _, ((_, words),) = last_run()
    assert "isn't text in UTF-8. Rename it" in words
    assert not [line for line in words.splitlines() if line.startswith("# |")]
    assert "<b>" not in words
    assert "\u202e" not in words
