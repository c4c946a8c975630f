"""How the process of a command begins."""

import gc

from tasks.private_process import keep_private

SELDOM = 50_000
"""Garbage is collected after so many new objects; Python's own 700 make a run look through all that was loaded again
and again, which takes a fifth of its time in a program of ten years (`benchmarks/growth.py`)."""


def begin_process() -> None:
    """Keep the process private, and let it collect garbage seldom: it makes little, and ends soon."""
    keep_private()
    gc.set_threshold(SELDOM)
