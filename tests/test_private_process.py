"""A process of the program that crashes leaves nothing of its memory behind, even where core dumps are switched on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.leaks import Canaries, files_below
from tests.support.machine import clean_environment
from tests.support.programs import TABS, write_program

pytest.importorskip("resource")
ROOT = Path(__file__).resolve().parents[1]

CRASH = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
IN_A_SYNC = """
import os, runpy, signal, sys
from tasks.sources import tabs
tabs.normalize_rows = lambda *_: os.kill(os.getpid(), signal.SIGSEGV)
sys.argv = ["lbn", "ingest"]
runpy.run_path(sys.path[0] + "/lbn.py", run_name="__main__")
"""
OF_ITSELF = {
    "a command amid a sync": IN_A_SYNC,
    "a flow that a worker loads": f"import runpy, sys; runpy.run_path(sys.path[0] + '/flows/run_program.py'); {CRASH}",
    "the page of the service": f"import flows.service.page; {CRASH}",
    "the runner of the service": f"import flows.service.runner; {CRASH}",
}

CRASH_A_CHILD = """
import os, signal, sys
from pathlib import Path
{start}
    os.kill(process._running.pid, signal.SIGSEGV)
    ended = os.waitid(os.P_PID, process._running.pid, os.WEXITED | os.WNOWAIT)
    sys.exit({{os.CLD_KILLED: 0, os.CLD_DUMPED: 7}}.get(ended.si_code, 8))
"""
CHILDREN = {
    "the process that takes a workbook apart": """
from tasks.sources.files.workbook import _started
with _started(Path("Form Responses 1.xlsx").read_bytes()) as process:
    process.read_names()""",
    "the process that fills in a program's own templates": """
from tasks.messages.sandbox.process import start_process
with start_process("tasks.messages.sandbox.filling", 10, 512 * 1024 * 1024) as process:
    process._exchange(b"{}\\n")""",
}


def crash(script: str, folder: Path) -> int:
    """Run a script in a folder, where core dumps are on; how it ended, as wait(2) says it."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{script}"
    command = ["sh", "-c", 'ulimit -c unlimited 2>/dev/null; exec "$@"', "sh", sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=folder, env=clean_environment(), stderr=subprocess.DEVNULL) as process:
        _, status = os.waitpid(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return status


@pytest.fixture
def dumping(tmp_path: Path) -> None:
    """Skip where this machine dumps nothing, or this account may not switch it on."""
    if not os.WCOREDUMP(crash(CRASH, tmp_path)):
        pytest.skip("this machine dumps nothing, or this account may not switch it on")


@pytest.mark.usefixtures("dumping")
@pytest.mark.parametrize("script", OF_ITSELF.values(), ids=OF_ITSELF)
def test_a_crash_leaves_nothing_where_dumps_are_on(script: str, tmp_path: Path):
    canaries = Canaries()
    folder = write_program(tmp_path / "program", canaries)
    status = crash(script, folder)
    assert os.WTERMSIG(status) == signal.SIGSEGV
    assert not os.WCOREDUMP(status)
    assert [path.name for path in folder.iterdir() if path.name.startswith("core")] == []
    assert canaries.leaks(files_below(folder, but=[*(f"{tab}.csv" for tab in TABS), "decisions.csv"])) == []


@pytest.mark.usefixtures("dumping")
@pytest.mark.parametrize("start", CHILDREN.values(), ids=CHILDREN)
def test_a_crash_of_a_child_leaves_nothing_either(start: str, tmp_path: Path):
    folder = write_program(tmp_path / "program", kind="xlsx")
    assert os.waitstatus_to_exitcode(crash(CRASH_A_CHILD.format(start=start), folder)) == 0


def test_no_collector_gets_a_dump_either(tmp_path: Path):
    if sys.platform != "linux":
        pytest.skip("a collector is asked on Linux only")
    asked = "from tasks.private_process import keep_private; keep_private(); import ctypes"
    script = f"{asked}; sys.exit(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))  # PR_GET_DUMPABLE"
    assert crash(script, tmp_path) == 0
