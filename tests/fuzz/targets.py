"""What can be fuzzed, by name: a module for each target, with all that a run needs to know of it.

A module has SEEDS, the inputs to begin with; WORDS, pieces that are put in; `try_one`, which raises where an input
does what it must not; and, where bytes have a form that must hold, `change_one`, which changes an input within it.
"""

from importlib import import_module
from types import ModuleType

TARGETS = ("csv_files", "workbooks", "cells", "settings_files", "decisions", "reports", "templates")


def load_target(name: str) -> ModuleType:
    """The module of a target."""
    return import_module(f"tests.fuzz.{name}")
