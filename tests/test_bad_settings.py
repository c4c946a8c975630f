"""Mistakes in lbn.toml: one sentence that names the key and the remedy, exit code 2, before anything runs."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from flows.service import serve as service
from tests.support.small_program import SETTINGS, files, lbn, rows, write_program

PLACES = 'jurisdictions = ["City of Albany", "Town of Colonie"]'

MISTAKES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    # what is wrong: the text of lbn.toml, what stands there instead, what the sentence must say
    "an unknown key": ("[places]", "[places]\ncolour = 1", ("places.colour", "isn't a setting", "remove")),
    "an unknown key like a known one": ('timezone ', 'timezoen ', ("agency.timezoen", "timezone")),
    "an unknown key of a unit": ("par_level", "par_levle", ("units.1.par_levle", "par_level")),
    "an unknown section": ("[places]", "[place]", ("place", "isn't a setting", "places")),
    "an unknown field of the form": (
        "[places]", '[source.columns]\nzipcode = ["ZIP"]\n[places]', ("source.columns", "zipcode", "zip"),
    ),
    "one title for two fields of the form": (
        "[places]", '[source.columns]\nzip = ["Unit"]\n[places]', ("source.columns", "zip", "'Unit'", "of unit", "own"),
    ),
    "a text for a number": ("par_level = 12", 'par_level = "12"', ("units.1.par_level", "whole number")),
    "half a kit": ("par_level = 12", "par_level = 12.5", ("units.1.par_level", "whole number")),
    "less than nothing": ("par_level = 12", "par_level = -1", ("units.1.par_level", "0")),
    "yes for a number": ("doses = 2", "doses = true", ("items.1.doses", "whole number")),
    "a number for a text": ('name = "Detectives"', "name = 7", ("units.2.name", "quotation marks")),
    "a text for a list": (PLACES, 'jurisdictions = "Albany"', ("places.jurisdictions", "list")),
    "a text for a table": (
        'supplier = { kind = "regional-ems", name = "Example Regional EMS Program", cadence = "on-request" }',
        'supplier = "Example Regional EMS Program"', ("program.supplier", "table of its own"),
    ),
    "an id in capitals": (
        "oopp     =", 'id = "K7QM2D9X"\noopp     =', ("program.id", "8 lower-case letters and digits", "lbn init"),
    ),
    "an id with a hyphen": ("oopp     =", 'id = "k7q-2d9x"\noopp     =', ("program.id", "8 lower-case")),
    "a short id": ("oopp     =", 'id = "k7qm2d9"\noopp     =', ("program.id", "8 lower-case")),
    "no id at all": ("oopp     =", 'id = ""\noopp     =', ("program.id", "8 lower-case")),
    "a number for an id": ("oopp     =", "id = 12345678\noopp     =", ("program.id", "quotation marks")),
    "an empty name": ('name = "Detectives"', 'name = ""', ("units.2.name", "empty")),
    "a date in quotation marks": ("2024-01-01", '"January 2024"', ("program.started", "date such as 2025-01-01")),
    "a day that no month has": ("2024-01-01", "2024-02-30", ("lbn.toml", "line 7")),
    "a date with a time": ("2024-01-01", "2024-01-01T08:00:00", ("program.started", "without a time")),
    "no TOML": ('timezone    = "America/New_York"', "timezone    = America/New_York", ("lbn.toml", "line 3")),
    "a quotation mark that never ends": ('coordinator@example.gov"', "coordinator@example.gov", ("lbn.toml", "line 4")),
    "a key twice": ("oopp     =", "started = 2024-01-01\noopp     =", ("lbn.toml", "line 8")),
    "a section missing": ("[mail]\ntransport = \"outbox\"\nfrom      = \"lbn@example.gov\"\n", "", ("mail", "missing")),
    "a key missing": ('coordinator = "coordinator@example.gov"', "", ("agency.coordinator", "missing")),
    "nobody to send to": ('"coordinator@example.gov"', "[]", ("agency.coordinator", "1 to 20 addresses")),
    "one of two that isn't an address": (
        '"coordinator@example.gov"', '["coordinator@example.gov", "deputy"]', ("agency.coordinator", "address 2"),
    ),
    "a port that can't be": (
        'transport = "outbox"', 'transport = "smtp"\nsmtp = "smtp://mail.example.gov:99999"', ("mail.smtp", "65535"),
    ),
    "a server that can't be": (
        'transport = "outbox"', 'transport = "smtp"\nsmtp = "smtp://[x"', ("mail.smtp", "smtp://mail.example.gov:587"),
    ),
    "a sender whose domain can't be": ('"lbn@example.gov"', '"lbn@exämple.gov"', ("mail.from", "sergeant@example.gov")),
    "a NUL": ("Village of", "Village\\u0000 of", ("agency.name", "U+0000", "anew")),
    "an order to a terminal": ('"Detectives"', '"\\u001b[31mDetectives"', ("units.2.name", "U+001B", "anew")),
    "a number of 5,000 digits": ("= 12", f"= {'1' * 5000}", ("par_level", "line", "smaller")),
    "lists a thousand deep": (PLACES, f"jurisdictions = {'[' * 1000}", ("jurisdictions", "line", "brackets")),
    "what isn't a number": ("= 12", "= nan", ("units.1.par_level", "whole number")),
    "a year that can't be": ("2024-01-01", "0024-01-01", ("program.started", "2000 to 2099")),
    "people of a unit that there isn't": (
        "[places]", "[training]\npeople = { Nights = 4 }\n[places]", ("training.people", "'Nights'", "[[units]]"),
    ),
    "no address": ("coordinator@example.gov", "coordinator", ("agency.coordinator", "address")),
    "a time zone of nowhere": ("America/New_York", "America/Albany", ("agency.timezone", "America/New_York")),
    "a word that isn't one of the list": ('oopp     = "upstate"', 'oopp = "yes"', ("program.oopp", "upstate", "nyc")),
    "NYSDOH for an agency that isn't an OOPP": (
        'oopp     = "upstate"\nsupplier = { kind = "regional-ems"', 'oopp = "none"\nsupplier = { kind = "nysdoh"',
        ("program.supplier.kind", "nysdoh", "program.oopp", "none", "correct one"),
    ),
    "an alias for two units": (
        'name = "Detectives"', 'name = "Detectives"\naliases = ["patrol division"]', ("units", "patrol division"),
    ),
    "a unit that is called as the central store": ('name = "Detectives"', 'name = "central"', ("units", "central")),
    "a unit that is called as rows without a unit": (
        'name = "Detectives"', 'name = "Unassigned"', ("units.2.name", "'Unassigned'", "tables", "another name"),
    ),
    "a jurisdiction that is called as an unknown place": (
        PLACES, 'jurisdictions = ["Unknown"]', ("places.jurisdictions.1", "'Unknown'", "tables", "another name"),
    ),
    "a jurisdiction twice": (PLACES, 'jurisdictions = ["Albany", "ALBANY"]', ("places.jurisdictions", "ALBANY")),
    "an item twice": (
        "[places]", '[[items]]\ncode = "kit"\nname = "Strip"\nkind = "fts"\n[places]', ("items", "kit"),
    ),
    "no naloxone": ('kind  = "naloxone"', 'kind  = "other"', ("items", "naloxone")),
    "naloxone without doses": ("doses = 2", "", ("doses", "missing", "doses = 2")),
    "a database that is not supported": (
        "[places]", '[store]\nurl = "mysql://localhost/x"\n[places]', ("store.url", "sqlite:///", "postgresql+psycopg://"),
    ),
    "what isn't a database address": (
        "[places]", '[store]\nurl = "postgresql+psycopg://host:port/x"\n[places]', ("store.url",),
    ),
    "a check of a report that there is not": (
        "[places]", '[checked.suplier]\nby = "R. Roe"\non = 2024-02-01\n[places]',
        ("checked.suplier", "isn't a report", "did you mean supplier?", "remove"),
    ),
    "a review in the future": (
        "[places]", "[procedure]\nreviewed = 2098-01-01\n[places]",
        ("procedure.reviewed", "in the future", "write the day"),
    ),
    "a check in the future": (
        "[places]", '[checked.supplier]\nby = "R. Roe"\non = 2999-01-01\n[places]',
        ("checked.supplier.on", "in the future", "write the day"),
    ),
    "a cell too small for disclosure control": (
        "[places]", "[privacy]\nsmallest_cell = 1\n[places]", ("privacy.smallest_cell", "2"),
    ),
}  # fmt: skip

COMMANDS = (
    ("ingest",), ("reconcile",), ("run",), ("status",), ("check",), ("figures", "2024-Q1"),
    ("report", "nysdoh-quarterly", "2024-Q1"), ("backfill", "2024-01", "2024-03"),
)  # fmt: skip


def assert_one_sentence(code: int, out: str, words: str, *expected: str) -> None:
    """Exit code 2 and a sentence with these words, and nothing else."""
    assert (code, out) == (2, ""), words
    assert len(words.strip().splitlines()) == 1, words
    assert words.strip().endswith("."), words
    assert [word for word in expected if word not in words] == [], words
    assert [word for word in ("Traceback", "pydantic", "Input should", "value_error") if word in words] == []


@pytest.mark.parametrize(("right", "wrong", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_one_sentence(right: str, wrong: str, words: tuple[str, ...], tmp_path: Path):
    assert right in SETTINGS
    program = write_program(tmp_path, rows(3), SETTINGS.replace(right, wrong, 1))
    before = files(program)
    assert_one_sentence(*lbn("ingest", "--json", program=program), "lbn.toml", *words)
    assert files(program) == before
    assert not (program / "lbn.db").exists()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_every_command_stops_before_it_begins(command: tuple[str, ...], tmp_path: Path):
    program = write_program(tmp_path, rows(3), SETTINGS.replace("timezone", "timezoen"))
    before = files(program)
    ended = lbn(*command, program=program)
    assert ended.code == 2
    assert "timezoen" in ended.words + ended.out
    assert files(program) == before
    assert not (program / "lbn.db").exists()


def test_nothing_is_served_for_settings_that_are_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(service, "Supervisor", lambda *_: pytest.fail("a server was started"))
    right, wrong, words = MISTAKES["a check of a report that there is not"]
    program = write_program(tmp_path, settings=SETTINGS.replace(right, wrong, 1))
    assert_one_sentence(*lbn("serve", program=program), *words)


def test_settings_that_are_no_text(tmp_path: Path):
    program = write_program(tmp_path)
    (program / "lbn.toml").write_bytes(SETTINGS.encode("utf-16"))
    assert_one_sentence(*lbn("ingest", program=program), "lbn.toml", "UTF-8")


def test_a_folder_in_the_place_of_the_settings(tmp_path: Path):
    (tmp_path / "lbn.toml").mkdir()
    assert_one_sentence(*lbn("ingest", program=tmp_path), "lbn.toml", "cannot be read")


@pytest.mark.parametrize("folder", ["", "nowhere", "file"])
def test_a_folder_that_is_no_program(folder: str, tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    assert_one_sentence(*lbn("status", program=tmp_path / folder), "lbn.toml", "--program")


HTML = '<img src=x onerror="alert(1)">'
BY_PLACE = """
title = "Places & <marquee>people</marquee>"
addressee = "the <script>board</script>"
audience = "statutory"
cadences = ["quarterly"]
due_days = 10
submit_to = "Send the figures"
measures = ["kits_distributed"]

[[tables]]
title = "By jurisdiction"
by = ["jurisdiction"]
measures = ["kits_distributed"]

[[tables]]
title = "By unit"
by = ["unit"]
measures = ["kits_distributed"]
"""


def test_html_and_formulas_in_names_are_words_in_the_message(tmp_path: Path):
    settings = SETTINGS
    for name, told in (
        ("City of Albany", f"{HTML} Albany"), ("Patrol", f"=1+1 {HTML}"), ("Village of Example", f"{HTML} Example"),
    ):  # fmt: skip
        settings = settings.replace(f'"{name}', f"'{told}".replace("'", '"', 1).replace(HTML, HTML.replace('"', '\\"')))
    answers = [row | {"jurisdiction": f"{HTML} Albany", "unit": f"=1+1 {HTML}"} for row in rows(3)]
    program = write_program(tmp_path, answers, settings)
    folder = program / "report_templates" / "by-place"
    folder.mkdir(parents=True)
    (folder / "report.toml").write_text(BY_PLACE, "utf-8")
    assert lbn("ingest", "--json", program=program).json["flagged"] == 0
    assert lbn("report", "by-place", "2024-Q1", program=program).code == 0
    edition = program / "reports" / "by-place" / "2024-Q1" / "edition-1"
    html = (edition / "email.html").read_text("utf-8")
    assert html.count("&lt;img src=x onerror=") >= 3
    assert tags_of(html).isdisjoint({"img", "marquee", "script"})
    table = (edition / "figures.csv").read_text("utf-8-sig")
    assert "'=1+1" in table
    assert ",=" not in table
    assert ',"=' not in table


def tags_of(html: str) -> set[str]:
    """The tags that a reader of the message makes of it."""
    found: set[str] = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _attributes: found.add(tag)  # type: ignore[method-assign]
    parser.feed(html)
    return found
