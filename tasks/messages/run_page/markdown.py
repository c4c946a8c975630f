"""Markdown whose texts stay texts: what comes from a settings file or a sentence makes no link, tag or table cell."""

import re
from collections.abc import Iterable, Sequence

_MEANS_SOMETHING = re.compile(r"([\\<>\[\]*_|#!~&])")
_CODE = re.compile(r"(`[^`\n]*`)")


def escape_text(text: str) -> str:
    """Write a text as it reads, on one line; what is in backticks is shown as code."""
    parts = _CODE.split(" ".join(text.split()))
    return "".join(part if _CODE.fullmatch(part) else _escaped(part) for part in parts)


def format_table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table; its cells are texts and numbers."""
    lines = [titles, ["---"] * len(titles), *([escape_text(str(cell)) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escaped(text: str) -> str:
    return _MEANS_SOMETHING.sub(r"\\\1", text).replace("`", r"\`")
