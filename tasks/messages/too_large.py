"""What is left out of a mail that would be too large: it says so on top, and where the file lies.

One limit holds for every way of sending: a message waits in the queue as it was made, and the way may be another by the
time it leaves. Microsoft Graph takes the least, 3 MB; many mail servers take 10.
"""

import re
from collections.abc import Iterable
from html import escape

from schemas.message import Rendered
from tasks.messages.formatting import join_words

LARGEST_MESSAGE = 2_500_000
"""In bytes, as it leaves."""

FILES = {"csv": "figures.csv", "xlsx": "report.xlsx", "pdf": "report.pdf"}
"""What can be left out, the least needed first: all that the CSV file says is in the workbook too."""

_ENCODED = 78 / 57
"""Base64, in lines of 57 bytes that become 76 letters and a line end."""

_TOP = re.compile(r"<body[^>]*>\s*(<div[^>]*display:\s*none[^>]*>.*?</div>)?", re.DOTALL)
_LOOK = "margin:0;padding:12px 16px;font-family:sans-serif;font-size:14px;color:#1b2733;background:#fdf1e3"


def leave_out_too_large(rendered: Rendered, folder: str) -> Rendered:
    """Leave out as many attached files as a message cannot hold, and say on its top where they are.

    Args:
        rendered: the message with all its files.
        folder: where the edition's files lie, below the program's folder.
    """
    left_out: list[str] = []
    for field in FILES:
        if _estimate_size(rendered) <= LARGEST_MESSAGE:
            break
        if getattr(rendered, field) is not None:
            rendered = rendered.model_copy(update={field: None})
            left_out.append(field)
    if not left_out:
        return rendered
    said = _say(left_out, folder)
    return rendered.model_copy(
        update={"text": f"*** {said}\n\n{rendered.text}", "html": _put_on_top(rendered.html, said)}
    )


def _estimate_size(rendered: Rendered) -> float:
    files = (rendered.csv, rendered.xlsx, rendered.pdf, *rendered.png.values())
    words = (rendered.text.encode(), rendered.html.encode())
    return sum(len(content) for content in (*files, *words) if content is not None) * _ENCODED


def _say(left_out: Iterable[str], folder: str) -> str:
    names = tuple(FILES[field] for field in left_out)
    is_one = len(names) == 1
    return (
        f"{join_words(names)} {'is' if is_one else 'are'} not attached: the message would be too large. "
        f"Find {'it' if is_one else 'them'} in the program's folder, under {folder}."
    )


def _put_on_top(html: str, said: str) -> str:
    """Put a sentence before all else that is seen; what a mailbox shows beside the subject stays first."""
    note = f'<p style="{_LOOK}"><strong>{escape(said)}</strong></p>'
    top = _TOP.search(html)
    at = top.end() if top else 0
    return f"{html[:at]}\n{note}{html[at:]}"
