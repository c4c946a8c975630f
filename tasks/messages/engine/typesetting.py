"""PDFs and pictures by typst: the same bytes on every machine, because it is given its fonts and its time.

What a report says goes to typst as data and is never markup. Only the project's own templates are.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from typst import Compiler, Fonts, TypstError

TEMPLATES = Path(__file__).resolve().parents[3] / "report_templates"
FONTS = TEMPLATES / "_fonts"
PAPER = "_report.typ"
SHEET = "_sheet.typ"
PICTURE = "_picture.typ"
MAIL_WIDTH = 548
"""Of a mail's text, in its pixels; pictures have twice as many, for sharp screens."""

_ONE_AT_A_TIME = Lock()
"""A compiler refuses to be used by two threads at once."""


def set_paper(document: Mapping[str, Any], made_at: datetime, template: str = PAPER) -> bytes:
    """Make the PDF of a report, or of sheets to fill in, tagged for screen readers.

    PDF/UA forbids characters that no font has, as an emoji in the name of a unit; such a report is a tagged PDF
    without that promise, because a glyph must never keep it from being made.
    """
    inputs = {"document": json.dumps(document)}
    try:
        return _compiled(template, inputs, format="pdf", pdf_standards="ua-1", timestamp=_stamp(made_at))
    except TypstError:
        return _compiled(template, inputs, format="pdf", timestamp=_stamp(made_at))


def draw_picture(svg: str) -> bytes:
    """Make a PNG of a drawing, at twice its size in a mail."""
    return _compiled(PICTURE, {"svg": svg, "width": str(MAIL_WIDTH)}, format="png", ppi=144)


def _compiled(template: str, inputs: dict[str, str], **form: Any) -> bytes:
    with _ONE_AT_A_TIME:
        made = _compiler().compile(TEMPLATES / template, sys_inputs=inputs, **form)
    if not isinstance(made, bytes):
        msg = f"{template} makes more than one file"
        raise TypeError(msg)
    return made


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp())


@cache
def _compiler() -> Compiler:
    """Keep it, with its fonts: reading them takes longer than setting a report."""
    # The fonts that typst itself brings fill in what Public Sans lacks, such as arrows and Arabic.
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])
    return Compiler(root=TEMPLATES, font_paths=fonts)
