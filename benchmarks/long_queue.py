"""What 2,000 queued messages cost a run whose mail server is busy, and `lbn status`: connections, memory, time.

Each message is as large as a quarter's report. Aims: at most 3 connections and 200 MB; nothing is lost. Beside it
stands the memory of a command that has nothing to do, which is what Python and its libraries take.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.rude_mail import RudeMail, rude_mail
from tests.support.sending import ABSENT, REPORT, a_program_with_a_message, change_settings, lengthen_queue, states

MESSAGES = 2_000
BODY_BYTES = 200_000
MOST_CONNECTIONS, MOST_MEGABYTES = 3, 200
CHILD = """
import atexit, re, sys
from pathlib import Path
most = re.compile(r"VmHWM:\\s+(\\d+)")  # of this process alone: getrusage counts the one that started it, too
atexit.register(lambda: Path(sys.argv.pop()).write_text(most.search(Path("/proc/self/status").read_text())[1]))
import lbn
lbn.app(sys.argv[1:-1])
"""


class Cost(NamedTuple):
    """What a command took."""

    seconds: float
    megabytes: float


def main() -> None:
    """Measure, and print a line for each command."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        program = a_program_with_a_message(folder / "program")
        say("lbn status, nothing waits", ask(program, "status"))
        lengthen_queue(program, MESSAGES)
        enlarge_messages(program, BODY_BYTES)
        rude = RudeMail("MAIL", "451 later")
        with rude_mail(rude, folder) as (address, _):
            change_settings(program, ABSENT, address)
            trust = str(folder / "server.pem")
            say(f"lbn report, {MESSAGES} wait", ask(program, *REPORT, "--as-known", trust=trust))
        say(f"lbn status, {MESSAGES} wait", ask(program, "status"))
        print(f"connections {rude.lines} (aim: {MOST_CONNECTIONS}); still queued {states(program).count('queued')}")


def enlarge_messages(program: Path, count: int) -> None:
    """Make every message so many bytes longer."""
    with closing(sqlite3.connect(program / "lbn.db")) as ledger, ledger:
        ledger.execute("update messages set raw = cast(raw || zeroblob(?) as blob), digest = null", (count,))
        ledger.execute("delete from seals")


def ask(program: Path, *command: str, trust: str = "") -> Cost:
    """Run a command as a process of its own."""
    began, used = perf_counter(), program.parent / "memory"
    call = [sys.executable, "-c", CHILD, *command, "--program", str(program), str(used)]
    variables = os.environ | {"PYTHONPATH": str(ROOT), "SSL_CERT_FILE": trust}
    subprocess.run(call, cwd=ROOT, env=variables, check=False, capture_output=True)
    return Cost(perf_counter() - began, int(used.read_text()) / 1024)


def say(what: str, cost: Cost) -> None:
    """Print a line."""
    print(f"{what:<28} {cost.seconds:5.1f} s {cost.megabytes:6.0f} MB (aim: {MOST_MEGABYTES})")


if __name__ == "__main__":
    main()
