"""The server that `lbn demo` starts for itself lets nobody else of the machine in."""

import http.client
import re
import signal
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.support.machine import ROOT, clean_environment, processes, wait_until

pytestmark = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for processes in /proc")


def test_nobody_else_is_let_in(tmp_path: Path):
    command = [sys.executable, ROOT / "lbn.py", "demo", tmp_path / "demo"]
    environment = clean_environment(PREFECT_HOME=str(tmp_path / "prefect"))
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as demo:
        port = wait_until(lambda: port_of_server(tmp_path / "prefect"), "the temporary server")
        demo.send_signal(signal.SIGSTOP)  # so that the server is there for as long as it is asked
        wait_until(lambda: status(port, "GET", "/api/health") == 200, "its health")
        answers = [
            status(port, "POST", "/api/deployments/filter"),
            status(port, "GET", "/api/admin/settings"),
            status(port, "POST", "/api/flow_runs/"),
        ]
        demo.send_signal(signal.SIGCONT)
        words = demo.communicate()[1].decode()
    assert answers == [401, 401, 401]
    assert demo.returncode == 0, words


def port_of_server(home: Path) -> int | None:
    """Return the port of the server whose home lies there."""
    for one in processes():
        said = re.search(r"create_app .*--port ([0-9]+)", one.command)
        if said and f"PREFECT_HOME={home}" in one.environment:
            return int(said[1])
    return None


def status(port: int, method: str, path: str) -> int:
    """Return the status of the answer; 0 while nobody answers."""
    with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=300)) as connection:
        connection.request(method, path, body="{}" if method == "POST" else None)
        return connection.getresponse().status
    return 0
