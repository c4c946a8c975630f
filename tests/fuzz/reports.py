"""Fuzz the report.toml of a program's own report: a definition, or sentences."""

from tasks.program_folder.report_definitions import DECLARATION, FOLDER, SHIPPED, find_definition
from tests.fuzz import programs
from tests.fuzz.programs import check_sentence, refusals_are_sentences
from tests.fuzz.toml_lines import VALUES, change_lines
from tests.program_folder.test_report_definitions import HEAD, MEASURES, TABLE, WHOLE
from tests.program_folder.test_toml_text import REFUSED

SLUG = "county-board"
SEEDS = [
    *(path.read_bytes() for path in sorted(SHIPPED.glob(f"*/{DECLARATION}"))), WHOLE.encode(), (HEAD + TABLE).encode(),
    (HEAD + 'measures = ["kits_on_order", "fts_distributed"]\n' + TABLE * 2).encode(), (HEAD + MEASURES).encode(),
    *(text.encode() for text, _ in REFUSED.values() if len(text) < 10_000),
]  # fmt: skip
WORDS = [value for value in VALUES if len(value) < 60]
change_one = change_lines


def try_one(body: bytes) -> None:
    """Read the definition; what a message shows of it is as harmless as a sentence."""
    folder = programs.FOLDER / FOLDER / SLUG
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DECLARATION).write_bytes(body)
    with refusals_are_sentences():
        report = find_definition(SLUG, programs.FOLDER)
        titles = (report.title, report.submit_to, report.addressee or "", *(table.title for table in report.tables))
        for title in titles:
            check_sentence(f"{title}.")
