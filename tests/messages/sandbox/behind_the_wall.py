"""What code could do in the process that fills in a program's own templates, if it got out of Jinja's sandbox."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tasks.messages.sandbox.limits import limit_time_and_memory, shut_off
from tasks.messages.sandbox.serving import serve

HERE = Path(__file__)

TRIES: dict[str, Callable[[], object]] = {
    "read a file": HERE.read_bytes,
    "list a folder": lambda: list(HERE.parent.iterdir()),
    "write a file": lambda: HERE.with_name("written").write_text("written"),
    "talk": socket.socket,
    "start a program": lambda: subprocess.run(["/bin/true"], check=False, capture_output=True),
    "load code": lambda: __import__("xmlrpc.server"),
}


def outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except (OSError, ImportError):
        return "refused"
    return "done"


def answer(_request: Any) -> dict[str, Any]:
    secret = [name for name in os.environ if name.startswith(("LBN", "PREFECT", "PG"))]
    return {"variables": ", ".join(secret) or "none"} | {what: outcome(attempt) for what, attempt in TRIES.items()}


def main() -> None:
    limit_time_and_memory(*map(int, sys.argv[-2:]))
    shut_off()
    serve(answer, lambda error: {"fault": type(error).__name__})
