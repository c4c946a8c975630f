"""Check one part of a program, and say in words whether it works."""

from collections.abc import Callable
from typing import NamedTuple

from tasks.errors import OperationError, UsageError


class Checked(NamedTuple):
    """What the check of one part found."""

    part: str
    is_ok: bool
    words: str
    is_wrong_call: bool = False


def check_part(part: str, look: Callable[[], str]) -> Checked:
    """Check a part; a look that cannot be done is a finding, and its sentence says what to do."""
    try:
        return Checked(part, True, look())
    except OperationError as error:
        return Checked(part, False, str(error), isinstance(error, UsageError))
