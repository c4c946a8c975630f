"""What `lbn check` and `lbn audit` say: a line for each part, ok or what to do, and the exit code that goes with it."""

from collections.abc import Iterable
from typing import Protocol

import typer

from tasks.console.terminal import tell


class Checked(Protocol):
    """What the look at one part found."""

    @property
    def part(self) -> str:
        """Which part it is."""
        ...

    @property
    def is_ok(self) -> bool:
        """Whether nothing is to be done."""
        ...

    @property
    def words(self) -> str:
        """What is well, or what to do."""
        ...

    @property
    def is_wrong_call(self) -> bool:
        """Whether settings or call are wrong."""
        ...


def show_checked(findings: Iterable[Checked]) -> None:
    """Print a line for each part, and end with 1 where something is to be done, with 2 where the call was wrong."""
    told = list(findings)
    width = max([9, *(len(finding.part) for finding in told)])
    for finding in told:
        tell(f"{finding.part:<{width}} {'ok' if finding.is_ok else 'TO DO'}  {finding.words}")
    if not all(finding.is_ok for finding in told):
        raise typer.Exit(2 if any(finding.is_wrong_call for finding in told) else 1)
