"""Three workers of one pool on PostgreSQL: one is killed, one is cut off from the database, one is slow.

Each is on a host of its own, where this machine can make network namespaces; else they share this machine's loopback.
Prefect's server and the programs' ledgers are on one PostgreSQL, mail goes to a real server. At the end every program
has been run once, none twice, no message was sent twice, and the ledgers are as that of a twin that nobody disturbed.
"""

import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import NamedTuple

import pytest
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey, LogFilter
from prefect.client.schemas.filters import LogFilterFlowRunId as OfRun
from prefect.client.schemas.objects import FlowRun, StateType
from sqlalchemy import make_url

from flows._rounds import JOINING
from schemas.hosted import Turn
from tasks.hosting.turns import FOLDER, is_free
from tasks.program_folder.identity import KEY_FILE
from tests.support.machine import copy_checkout, wait_until
from tests.support.mail_servers import HERE, Inbox, mail_server
from tests.support.postgresql import ask, empty_database
from tests.support.process_trees import freeze, kill_frozen, send, slowed, tree_of
from tests.support.processes import start
from tests.support.separate_hosts import SERVICES, Cable, SeparateHost, can_make_hosts, separate_hosts
from tests.support.stalled_line import Line, line_to
from tests.support.twins import OWN_LEDGER, Twins
from tests.support.worker_site import INGEST, POOL, Site

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")

HOSTED = "run-hosted/Daily run of all programs"
WORKERS = ("one", "two", "three")
PROGRAMS = 9
CUT_SECONDS = 60
LONGEST_WAIT = 480.0
"""For the sign of life that the server misses, and for the run that is begun again."""
NO_SLOT_MEANWHILE = {r"interval: \d+": "interval: 86400", r'cron: ".*"': 'cron: "30 6 1 1 *"'}
DONE = re.compile(r"^(program-\d): read ")
NO_DATABASE = "nobody-listens-here"


class Worker(NamedTuple):
    """A worker of the pool, and its line to the database."""

    name: str
    pid: int
    line: Line | Cable

    def works_on(self, run: FlowRun, site: Site) -> bool:
        """Whether a run is this worker's."""
        return not {*site.pids_of(run)}.isdisjoint(tree_of(self.pid))


class Host(NamedTuple):
    """A site of three workers, their programs, a twin that nobody disturbs, and where all mail arrives."""

    site: Site
    workers: list[Worker]
    twin: Path
    inbox: Inbox
    variables: dict[str, str]
    """What a command needs to reach database and mail."""

    @property
    def programs(self) -> list[Path]:
        """The programs, by name."""
        return sorted(self.site.program.glob("program-*"))

    @property
    def done_count(self) -> int:
        """How many programs have ended in the round."""
        return len(list((self.site.program / FOLDER).glob("*.json")))

    def is_hit_at_work(self) -> bool:
        """Whether some program is under way, and no message: of one that is killed on its way nobody knows."""
        turn = Turn(round_at=datetime.now(UTC), folder=str(self.site.program / FOLDER), is_patient=True)
        held = sum(not is_free(turn, program.name) for program in self.programs)
        return held > 0 and not any(self._sending(program) for program in self.programs)

    def _sending(self, program: Path) -> bool:
        url = address_of(program)
        made = ask(url, "select 1 from information_schema.tables where table_name = 'messages'")
        return bool(made and ask(url, "select 1 from messages where state = 'sending'"))


def address_of(program: Path) -> str:
    """Return where a program's ledger is."""
    return re.search(r'"(postgresql[^"]+)"', (program / "lbn.toml").read_text("utf-8"))[1]


@pytest.fixture
def host(tmp_path: Path, postgresql_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """Yield the site, with all of it at work."""
    socket = Path(make_url(postgresql_server.format("x")).query["host"])
    monkeypatch.setenv("PGHOST", str(socket))
    (tmp_path / "home").mkdir()
    at = SERVICES if can_make_hosts() else HERE
    site = Site(tmp_path / "home", tmp_path / "programs", copy_checkout(tmp_path / "checkout", NO_SLOT_MEANWHILE), at)
    del site.environment["LBN_PROGRAM"]
    site.environment |= {
        "LBN_PROGRAMS": str(site.program),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": empty_database(postgresql_server).replace("+psycopg", "+asyncpg"),
        "SSL_CERT_FILE": str(tmp_path / "certificate.pem"),
        "PGHOST": NO_DATABASE,
    }
    inbox = Inbox()
    with ExitStack() as opened:
        hosts = opened.enter_context(separate_hosts(WORKERS, socket)) if at == SERVICES else {}
        smtp, _ = opened.enter_context(mail_server(inbox, tmp_path, at=at))
        opened.callback(site.stop)
        write_programs(tmp_path, smtp, postgresql_server)
        site.set_up_server()
        workers = [
            start_on_a_host(site, name, hosts[name])
            if hosts
            else start_here(site, name, opened.enter_context(line_to(socket)))
            for name in WORKERS
        ]
        wait_until(lambda: len(site.client.read_workers_for_work_pool(POOL)) == len(workers), "three workers")
        variables = {"PGHOST": str(socket), "SSL_CERT_FILE": site.environment["SSL_CERT_FILE"]}
        yield Host(site, workers, tmp_path / "twin", inbox, variables)


def start_here(site: Site, name: str, line: Line) -> Worker:
    """Start a worker on this machine."""
    return Worker(name, site.start(*worker_command(name), named=name, PGHOST=str(line.host)), line)


def start_on_a_host(site: Site, name: str, host: SeparateHost) -> Worker:
    """Start a worker on a host of its own, which shares the programs' folder and reaches all else by the network."""
    command = worker_command(name)
    return Worker(name, site.start(*command, named=name, within=host.within, PGHOST=host.cable.host), host.cable)


def worker_command(name: str) -> tuple[str, ...]:
    """The command of a worker that does one run at a time."""
    return ("worker", "start", "--pool", POOL, "--limit", "1", "--name", name)


def write_programs(folder: Path, smtp: str, server: str) -> None:
    """Write a sample program many times, each with its sender and its ledger, and once more as their twin."""
    pattern = Twins(folder / "pattern", folder / "other")
    pattern.write_samples()
    (pattern.disturbed / KEY_FILE).write_text("11" * 32 + "\n")
    (pattern.disturbed / KEY_FILE).chmod(0o600)
    settings = (pattern.disturbed / "lbn.toml").read_text("utf-8")
    for name in [*(f"programs/program-{number}" for number in range(PROGRAMS)), "twin"]:
        shutil.copytree(pattern.disturbed, folder / name)
        url = empty_database(server).partition("?")[0]
        own = settings.replace(OWN_LEDGER, url).replace('transport = "outbox"', f'transport = "smtp"\nsmtp = "{smtp}"')
        own, count = re.subn(r"(?m)^from +=.*$", f'from = "{Path(name).name}@example.gov"', own)
        assert count == 1
        (folder / name / "lbn.toml").write_text(own, encoding="utf-8")


def test_every_program_is_run_once_whatever_happens_to_workers(host: Host, tmp_path: Path):
    site = host.site
    site.ended(site.ask(INGEST, program="nobody"))  # a server has no watch over its runs before the first of them
    first = site.ask(HOSTED)
    killed = wait_until(lambda: next((one for one in host.workers if one.works_on(first, site)), None), "a first run")
    wait_until(lambda: freeze_at_work(host, killed), "a worker amid its programs")
    joined = wait_until(lambda: find_joined(site, first), "runs that join")
    cut, slow = (one for one in host.workers if one is not killed)
    with slowed(slow.pid):
        wait_until(cut.line.has_carried, "a worker that has begun")
        cut.line.cut()
        cut_at = time.monotonic()
        kill_frozen(killed.pid)
        time.sleep(max(0, CUT_SECONDS - (time.monotonic() - cut_at)))
        cut.line.let_through()
        wait_until(
            lambda: site.client.read_flow_run(first.id).state_type is StateType.COMPLETED,
            "the end of all",
            LONGEST_WAIT,
        )
        ended = [site.ended(one) for one in joined]

    assert [one.state_name for one in ended] == ["Completed"] * 2
    assert site.client.read_flow_run(first.id).run_count == 2, "begun again by itself"
    page = site.client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[KEY])))[-1]
    assert f"{PROGRAMS} programs: all done" in str(page.data)
    assert max(told_done(site, [first, *joined]).values()) == 1, "none twice"
    assert host.done_count == PROGRAMS
    assert_as_undisturbed(host, tmp_path)


KEY = "daily-run-of-all-programs"


def freeze_at_work(host: Host, worker: Worker) -> bool:
    """Stop a worker with all that it does, once it has done a program and is at another."""
    if not host.done_count:
        return False
    freeze(worker.pid)
    if host.done_count < PROGRAMS and host.is_hit_at_work():
        return True
    send(worker.pid, signal.SIGCONT)
    return False


def find_joined(site: Site, first: FlowRun) -> list[FlowRun]:
    """Return the two runs that have joined, once both are at work."""
    runs = [one for one in site.client.read_flow_runs() if f"{JOINING}:{first.id}" in one.tags]
    return runs if [one.state_name for one in runs] == ["Running"] * 2 else []


def told_done(site: Site, runs: list[FlowRun]) -> Counter[str]:
    """Count how often each program was told as done by a run that worked on it."""
    logs = site.client.read_logs(log_filter=LogFilter(flow_run_id=OfRun(any_=[one.id for one in runs])))
    return Counter(match[1] for one in logs if (match := DONE.match(one.message)))


def assert_as_undisturbed(host: Host, scratch: Path) -> None:
    """Check ledgers and messages against the twin, which is run directly now."""
    sent = list(map(name_message, host.inbox.received))
    host.inbox.received.clear()
    ended = start("undisturbed", "run", "--program", host.twin, scratch=scratch, **host.variables).ended()
    assert (ended.code, ended.words) == (0, "")
    expected = [words for _, words in map(name_message, host.inbox.received)]
    assert expected
    assert Counter(sent) == Counter((program.name, words) for program in host.programs for words in expected)
    for program in host.programs:
        Twins(program, host.twin).assert_equal_but_for_the_time()


def name_message(raw: bytes) -> tuple[str, str]:
    """Name a message by the program that sent it and by its subject."""
    message = message_from_bytes(raw)
    return re.search(r"([\w-]+)@", message["From"])[1], message["Subject"]
