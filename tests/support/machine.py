"""What tests that start servers share: a checkout with short schedules, ports, processes, and Prefect's runs."""

import os
import re
import shutil
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import FlowRun, StateType

ROOT = Path(__file__).resolve().parents[2]
LONGEST_WAIT = 600.0
"""For anything at all on a machine that is busy; nothing here is measured."""

COPIED = ("flows", "lbn.py", "prefect.yaml", "pyproject.toml")
LINKED = ("tasks", "schemas", "report_templates")
SHORT = {r"interval: \d+": "interval: 40", r'cron: ".*"': 'cron: "* * * * *"'}
"""The schedules of a test: the shortest that cron knows, and one a little shorter."""


def copy_checkout(folder: Path, schedules: Mapping[str, str] = SHORT) -> Path:
    """Copy what `lbn serve` and a worker run, with other schedules."""
    folder.mkdir()
    for name in COPIED:
        copy: Callable[..., Any] = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, folder / name)
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)
    declared = (folder / "prefect.yaml").read_text("utf-8")
    for written, short in schedules.items():
        declared, count = re.subn(written, short, declared)
        assert count, f"prefect.yaml has no {written}"
    (folder / "prefect.yaml").write_text(declared, encoding="utf-8")
    return folder


def free_port() -> int:
    """Return a port that nobody has at the moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def clean_environment(**more: str) -> dict[str, str]:
    """Return this machine's environment without what Prefect and the command listen to."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "LBN_"))}
    return kept | {"PREFECT_RUNNER_POLL_FREQUENCY": "2"} | more


def wait_until(found: Callable[[], Any], what: str, patience: float = LONGEST_WAIT) -> Any:
    """Wait for something that comes sooner or later; what it is."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.2)
    pytest.fail(f"never seen: {what}")


class Process(NamedTuple):
    """A process of this machine, as /proc shows it."""

    pid: int
    command: str
    environment: frozenset[str]


def processes() -> Iterator[Process]:
    """Every process that this account may look at."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            command, environment = (_words(folder / name) for name in ("cmdline", "environ"))
            yield Process(int(folder.name), " ".join(command), frozenset(environment))


def _words(path: Path) -> list[str]:
    return path.read_bytes().decode(errors="replace").split("\0")


BEGUN = FlowRunFilter(
    state=FlowRunFilterState(
        type=FlowRunFilterStateType(any_=[one for one in StateType if one is not StateType.SCHEDULED])
    )
)
"""The runs whose time has come."""


def wait_for_slots(runs: Callable[[], Sequence[FlowRun]], scheduled: Collection[UUID], count: int) -> None:
    """Wait until so many slots of each deployment have come, and their runs are completed."""

    def have_come() -> bool:
        slots: dict[UUID | None, set[datetime | None]] = defaultdict(set)
        for run in runs():
            if run.auto_scheduled and run.state_type is StateType.COMPLETED:
                slots[run.deployment_id].add(run.expected_start_time)
        return all(len(slots[one]) >= count for one in scheduled)

    wait_until(have_come, f"{count} slots of each schedule")
