"""Fuzz lbn.toml: whatever it holds, there are settings that all parts of the program can begin with, or a sentence."""

from contextlib import suppress
from datetime import date

from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.delivery.registry import make_sender
from tasks.errors import UsageError
from tasks.program_folder.identity import Owner
from tasks.program_folder.placeholders import find_placeholders
from tasks.program_folder.settings import FILE_NAME, load_settings
from tasks.rules.intake.stock_vocabulary import build_stock_vocabulary
from tasks.rules.intake.validate import build_vocabulary
from tasks.sample.settings_file import PLACEHOLDERS, write_settings_text
from tasks.sources.files.header_row import list_required_titles
from tasks.sources.registry import open_source
from tasks.store.database import Database
from tests.fuzz.programs import FOLDER, TODAY, refusals_are_sentences
from tests.fuzz.toml_lines import VALUES, change_lines
from tests.program_folder.test_toml_text import REFUSED
from tests.support.settings import USUAL, lbn_toml, write_toml
from tests.test_bad_settings import MISTAKES

OAUTH = {"provider": "microsoft", "tenant": "example.gov", "client": "abc"}
_KINDS = (
    lbn_toml(),
    lbn_toml(mail={"transport": "smtp", "smtp": "smtp://mail.example.gov:587", "user": "lbn"}),
    lbn_toml(mail={"transport": "graph", "oauth": OAUTH}),
    lbn_toml(mail={"transport": "smtp-oauth", "smtp": "smtps://[::1]:465", "oauth": OAUTH}),
    lbn_toml(
        source={"kind": "google-sheet", "responses": "Form", "spreadsheet": "1a", "credentials": "key.json"},
        store={"url": "postgresql+psycopg://lbn:x@127.0.0.1:5432/lbn"}, program={**USUAL["program"], "id": "k7qm2d9x"},
    ),
    lbn_toml(
        source={"kind": "files", "responses": "*Form*.csv", "inventory": "*Inventory*.csv", "not_asked": ["lot"]},
        training={"refresher_months": 12, "people": {"Patrol": 4}}, ordering={"lead_days": 30, "pack": 12},
        procedure={"reviewed": date(2026, 3, 1)}, agency={"name": "A", "coordinator": ["a@b.gov", "c@d.gov"]},
    ),
)  # fmt: skip
_GOOD = write_settings_text(PLACEHOLDERS)
SEEDS = [
    _GOOD.encode(),
    *(write_toml(sections).encode() for sections in _KINDS),
    *(_GOOD.replace(old, new).encode() for old, new, _ in MISTAKES.values() if old in _GOOD),
    *(text.encode() for text, _ in REFUSED.values() if len(text) < 10_000),
]
WORDS = [
    *(value for value in VALUES if len(value) < 60), b"[[", b"]]", b'"""', b"'''", b"\\u202e", b"\\U0001F600", b"\xff",
    b"\0",
]  # fmt: skip
change_one = change_lines


def try_one(body: bytes) -> None:
    """Load the file, and where there are settings, let each part of the program begin with them."""
    (FOLDER / FILE_NAME).write_bytes(body)
    try:
        with refusals_are_sentences():
            begin(load_settings(FOLDER))
    finally:
        (FOLDER / FILE_NAME).unlink()


def begin(settings: Settings) -> None:
    """Begin what a command begins before it does anything; what is wrong here the settings should have refused."""
    words = build_vocabulary(settings, None, TODAY)
    build_stock_vocabulary(settings, TODAY)
    assert words.zone is settings.agency.zone
    assert settings.kit.doses
    find_placeholders(settings)
    for tab in Tab:
        list_required_titles(tab, settings)
    open_source(settings, FOLDER)
    with suppress(UsageError):  # a secret that is not set, which the file doesn't hold
        make_sender(settings.mail, FOLDER)
    database = Database(settings.store.url, FOLDER, Owner(settings.program.id, "program", lambda: None))
    assert database.address.isprintable()
