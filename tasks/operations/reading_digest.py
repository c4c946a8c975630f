"""Digests of what a sync reads and of what it validates by: the same digest needs no second look."""

from collections.abc import Collection, Mapping
from hashlib import blake2b

from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.rules.intake.fingerprint import VERSION
from tasks.sources.source import RawTab
from tasks.sources.tabs import digest_tabs

RULES_VERSION = 4
"""Raised when a rule validates differently, so that rows that are in the ledger are validated again.

At 4 they got the marks of their minutes."""


def digest_reading(raw: Mapping[Tab, RawTab], key: bytes, settings: Settings, kept: Collection[str]) -> bytes:
    """Make a digest of what a sync reads and of what it validates by: the same needs no second look."""
    return digest_parts(digest_tabs(raw, key), *list_validated_by(settings, kept))


def list_validated_by(settings: Settings, kept: Collection[str]) -> tuple[str, ...]:
    """List everything but the tabs that decides how rows are validated."""
    decisive = settings.model_dump_json(include={"agency", "program", "source", "units", "items", "places"})
    return (f"{RULES_VERSION} {VERSION}", decisive, repr(sorted(kept)))


def digest_parts(*said: str | bytes) -> bytes:
    """Make one digest of several parts, none of which can pass for another."""
    digest_of_all = blake2b(digest_size=16)
    for part in said:
        digest_of_all.update(blake2b(part if isinstance(part, bytes) else part.encode()).digest())
    return digest_of_all.digest()
