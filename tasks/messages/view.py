"""What every message shows, whatever it is about: the names that its templates may use begin with these."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class View:
    """The heading of a message, and what it says in a sentence."""

    subject: str
    preheader: str
    agency: str
    title: str
    made_at: datetime
    as_of: str
    result: str
