"""What is started again, and what is given up: with children that live as long as a test says."""

from pathlib import Path
from typing import Any

import pytest

from flows.service import supervisor
from flows.service.child import Child
from flows.service.log import MOST_BYTES, MOST_FILES, ServiceLog
from flows.service.supervisor import MOST_SHORT_LIVES, SHORT_SECONDS, Watched
from tasks.context import read_clock


class Unstarted(Child):
    """A child of which no process is made."""

    def __init__(self) -> None:
        pass

    def start(self) -> None:
        """Live as long as the clock of the test says."""


@pytest.mark.parametrize(
    ("lives", "is_hopeless"),
    [
        ([0.5] * (MOST_SHORT_LIVES - 1), False),
        ([0.5] * MOST_SHORT_LIVES, True),
        ([SHORT_SECONDS + 1] * 50, False),
        ([*[0.5] * (MOST_SHORT_LIVES - 1), SHORT_SECONDS + 1, *[0.5] * (MOST_SHORT_LIVES - 1)], False),
        ([SHORT_SECONDS + 1, *[0.5] * MOST_SHORT_LIVES], True),
    ],
)
def test_a_child_that_dies_at_once_again_and_again_is_given_up(
    lives: list[float], is_hopeless: bool, monkeypatch: pytest.MonkeyPatch
):
    now = [100.0]
    monkeypatch.setattr(supervisor, "monotonic", lambda: now[0])
    watched, said = Watched(Unstarted(), "A child"), []
    for seconds in lives:
        watched.start()
        now[0] += seconds
        said.append(watched.is_hopeless())
    assert said[-1] is is_hopeless
    assert not any(said[:-1])


def test_the_log_is_turned_over_and_for_this_account_only(tmp_path: Path):
    log = ServiceLog(tmp_path / "serve.log", read_clock)
    line = "x" * 1000
    for _ in range(MOST_BYTES // 1000 * (MOST_FILES + 1)):
        log.write("page", line)
    log.write("page", "\x1b[31mred\x1b[0m\nsecond line")
    log.close()
    files = sorted(tmp_path.iterdir())
    assert len(files) == MOST_FILES
    assert all(path.stat().st_size <= MOST_BYTES and not path.stat().st_mode & 0o077 for path in files)
    last = (tmp_path / "serve.log").read_text("utf-8").splitlines()[-2:]
    assert [words.split(" ", 2)[2] for words in last] == ["page: red", "page: second line"]


def test_a_child_that_cannot_live_ends_the_service_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(supervisor, "LOOKS_EVERY_SECONDS", 0.01)
    log, said = ServiceLog(tmp_path / "serve.log", read_clock), []
    nowhere: dict[str, Any] = {"module": "flows.service.no_such_module", "environment": {}, "log": log}
    children = [Child(name, **nowhere) for name in ("page", "runner")]
    one = supervisor.Supervisor(*children, 1, log, said.append)
    with pytest.raises(supervisor.OperationError, match=r"5 times in a row.*service/serve\.log"):
        one.run(lambda: pytest.fail("nothing is ready"))
    log.close()
    assert "No module named" in (tmp_path / "serve.log").read_text("utf-8")
