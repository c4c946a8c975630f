# ruff: noqa: PLC0415 - a program loads only the source that its lbn.toml names: Google's libraries take half a second
"""The sources by name: each kind that source.kind in lbn.toml can be, and the class that reads it."""

from pathlib import Path
from typing import assert_never

from schemas.settings import Settings
from schemas.source import SourceKind
from tasks.sources.source import Source


def open_source(settings: Settings, folder: Path) -> Source:
    """Open the source that lbn.toml names; nothing is read yet."""
    kind = settings.source.kind
    match kind:
        case SourceKind.FILES:
            from tasks.sources.files.exports import Files

            return Files(settings, folder)
        case SourceKind.GOOGLE_SHEET:
            from tasks.sources.google.sheet import GoogleSheet

            return GoogleSheet(settings, folder)
        case _:
            assert_never(kind)
