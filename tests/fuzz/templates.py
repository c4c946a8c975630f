"""Fuzz a program's own template, filled in within this process for speed: a text, or a sentence that names the file.

What asks for more time or memory than a message may have is the real process's affair, and is left out.
"""

import re

from tasks.errors import UsageError
from tasks.messages.engine.own_templates import find_own_templates
from tasks.messages.report.view import build_report_view
from tasks.messages.sandbox.filling import Filling
from tasks.messages.sandbox.values import to_plain
from tasks.program_folder.report_definitions import SHIPPED
from tests.fuzz.programs import FOLDER, check_sentence
from tests.integration.test_sandbox_attack import NEVER_ENDING
from tests.messages.sandbox.test_reaching_out import REACHING_OUT
from tests.support.builders_messages import a_report

NAME = "email.txt.j2"
ROOT = FOLDER / "report_templates"
SHOWN = f"report_templates/supplier/{NAME}"
GIVEN = {name: to_plain(value) for name, value in vars(build_report_view(a_report("supplier"), 25)).items()}
SHARED = {path.name: (f"shipped/{path.name}", path.read_text("utf-8"), False) for path in SHIPPED.glob("_*.j2")}
MUCH = re.compile(r"\*|[0-9]{4}|range.*range|for.*for.*for|[\[({]{90}", re.DOTALL)
SEEDS = [
    *((SHIPPED / name / NAME).read_bytes() for name in ("supplier", "program-review", "attention")),
    *(text.encode() for text, _ in (*REACHING_OUT.values(), *NEVER_ENDING.values()) if len(text) < 1_000),
    *(text.encode() for _, text, _ in SHARED.values() if "macro" in text),
]
_JINJA = (
    "{{ }} {% %} {# #} {%- ~ | |e |safe for endfor if endif set endset macro endmacro call caller include extends "
    "import from as block endblock self super() loop loop.changed namespace varargs kwargs format period "
    "tiles tables made_at in is not none recursive raw endraw \\u001b ' \" {'a':1} [1:2] 1e99 //0 %d . ( ) ignore "
    "missing without context autoescape true"
)
WORDS = [word.encode() for word in _JINJA.split()]


def try_one(body: bytes) -> None:
    """Fill the template in, as the program's own among the shipped parts."""
    folder = ROOT / "supplier"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_bytes(body)
    try:
        own = find_own_templates([folder, ROOT, SHIPPED])
    except UsageError as problem:
        check_sentence(str(problem))
        return
    if not MUCH.search(own[NAME].text):
        fill({name: tuple(source) for name, source in own.items()})


def fill(own: dict[str, tuple[object, ...]]) -> None:
    """Ask for the text as the process does, and explain what fails."""
    filling = Filling()
    filling.answer({"sources": SHARED | own})
    try:
        answer = filling.answer({"names": [NAME], "values": GIVEN, "is_mail": False})
    except Exception as error:  # noqa: BLE001 - as the process does: whatever a template does is explained
        answer = filling.explain(error)
    if "text" not in answer:
        assert answer.get("mistake", "").startswith(SHOWN), answer
        assert answer["mistake"].endswith("."), answer
