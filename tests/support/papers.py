"""Papers read back: the text of a pdf, and pictures of its pages."""

import json
from io import BytesIO

import pytest
import typst

from schemas.message import ReportMessage
from tasks.messages.engine.typesetting import FONTS, PAPER, TEMPLATES
from tasks.messages.render import draw_all
from tasks.messages.report.paper import build_document
from tasks.messages.sanitizing import sanitize
from tasks.program_folder.report_definitions import find_template_folders
from tests.support.builders_messages import NO_PROGRAM


def text_of(pdf: bytes) -> list[str]:
    """Read the text of each page."""
    pypdf = pytest.importorskip("pypdf", reason="the text of a pdf is read back by pypdf")

    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def pictures_of(message: ReportMessage, dots_per_inch: int = 80) -> list[bytes]:
    """Draw the pages of a report's paper form as png."""
    words = build_document(sanitize(message), draw_all(message, find_template_folders(message.slug, NO_PROGRAM)))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])
    made = typst.compile(
        TEMPLATES / PAPER, root=TEMPLATES, font_paths=fonts, format="png", ppi=dots_per_inch,
        sys_inputs={"document": json.dumps(words)},
    )  # fmt: skip
    return made if isinstance(made, list) else [made]
