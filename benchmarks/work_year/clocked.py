"""Run `lbn` as it was called on another day: one call a line comes in, and what came of it goes out.

This file is run by the checkout whose commands it calls, which may be an older one; so it knows nothing of it but the
command, and its one clock. Each call is a process of its own, forked from one that has everything loaded.
"""

import json
import os
import sys
from datetime import datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

OPERATIONS = Path("tasks/operations")


def main() -> None:
    """Answer call after call, until no more comes in."""
    app, context = import_module("lbn").app, import_module("tasks.context")
    for file in sorted(OPERATIONS.glob("[a-z]*.py")):
        import_module(f"tasks.operations.{file.stem}")
    for line in sys.stdin:
        call = json.loads(line)
        context.datetime = _make_clock(datetime.fromisoformat(call["at"]))  # type: ignore[attr-defined]
        with TemporaryFile("w+") as said, TemporaryFile("w+") as words:
            code = _run_apart(app, call["arguments"], said, words)
            said.seek(0)
            words.seek(0)
            print(json.dumps({"code": code, "said": said.read(), "words": words.read()}), flush=True)


def _make_clock(now_at: datetime) -> type[datetime]:
    """Make a clock that stands still."""

    class Still(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return now_at.astimezone(tz)

    return Still


def _run_apart(app: Any, arguments: list[str], said: Any, words: Any) -> int:
    """Run a command in a process of its own; return its exit code."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    os.dup2(said.fileno(), 1)
    os.dup2(words.fileno(), 2)
    try:
        app(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException as error:  # noqa: BLE001 - whatever it is, this process must end here
        print(repr(error), file=sys.stderr)
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
