"""What coverage is measured by: the tests of the rules and the messages, and no other.

Under measurement Python takes twice as long in every line, measured or not: collecting tests, setting them up, and
tests of whole programs would take two minutes more. A rule is to be covered by tests of its own, besides, not by a
program that happens to come by.
"""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
MEASURED = (CHECKOUT / "tests/rules", CHECKOUT / "tests/messages")
CODE = (CHECKOUT / "tasks/rules", CHECKOUT / "tasks/messages")

READ_BACK = ("test_paper.py", "test_paper_tags.py")
"""What reads papers back takes long under it, and covers nothing that others don't."""


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Stop the first of two measurements that pytest-cov begins in each process of pytest-xdist, one over the other.

    It is never read; but where the second pauses, the first goes on, and everything takes as long as before.
    """
    controller = _find_controller(session.config)
    if controller is not None and hasattr(session.config, "workerinput"):
        controller.cov.stop()


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Import the code under measurement, for its own lines count too, before a test that is unmeasured does."""
    if not session.config.pluginmanager.has_plugin("dsession"):  # which hands the tests out and imports nothing
        for module in _list_modules():
            importlib.import_module(module)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Import tests in the same way as they run: those of the rules and messages make what they compare on the way."""
    with _as_measured(collector):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Leave the other tests unmeasured, and what they set up."""
    with _as_measured(item):
        return (yield)


def _list_modules() -> Iterator[str]:
    for folder in CODE:
        for path in sorted(folder.rglob("*.py")):
            yield ".".join(path.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")


@contextmanager
def _as_measured(node: pytest.Collector | pytest.Item) -> Iterator[None]:
    """Measure what is to be measured, and pause for the rest."""
    is_measured = any(node.path.is_relative_to(folder) for folder in MEASURED)
    controller = _find_controller(node.config)
    if controller is None or (is_measured and node.path.name not in READ_BACK):
        yield
        return
    controller.pause()
    try:
        yield
    finally:
        controller.resume()


def _find_controller(config: pytest.Config) -> Any:
    """Find what measures; none where nothing is measured."""
    return getattr(config.pluginmanager.get_plugin("_cov"), "cov_controller", None)
