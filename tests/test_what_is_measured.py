"""Coverage measures the tests of the rules and the messages only: under it all others would take twice as long."""

import sys

import pytest

COVERAGE = "coverage"


@pytest.fixture(scope="module")
def as_it_is_set_up() -> str:
    """What traces, while something is set up."""
    return find_measuring()


def find_measuring() -> str:
    """Name what traces this process: a function, or from Python 3.12 a tool."""
    tools = getattr(sys, "monitoring", None)
    named = tools.get_tool(tools.COVERAGE_ID) if tools else None
    return f"{type(sys.gettrace()).__module__} {named}"


def test_a_test_of_a_whole_program_is_not_measured(as_it_is_set_up: str):
    assert COVERAGE not in find_measuring()
    assert COVERAGE not in as_it_is_set_up
