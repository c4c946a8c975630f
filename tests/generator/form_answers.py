"""Good and bad answers of the form, as contract.md's table of the tab "Form responses" lists them.

Each answer stands beside what it must come to mean; the tables can be read against the contract row by row.
"""

from datetime import date, datetime, time, timedelta
from random import Random

from tests.generator.model import Said, Settings

UPSTATE_ZIPS = ("12206", "12210", "12202", "12180", "12307", "12866", "12047", "13617", "14614", "12207")
NYC_ZIPS = ("10451", "10453", "10002", "10029", "11212", "11201", "11432", "11101", "10301", "10304")
ODD_ZIPS = (
    Said("06390", "06390"),
    Said("6390", "06390"),
    Said("501", "00501"),
    Said("00544", "00544"),
    Said(" 12208 ", "12208"),
    Said("90210", "90210"),
    Said("05201", "05201"),
    Said("12118", "12118"),
    Said("00601", "00601"),
)
NO_ZIPS = (
    *("1220", "2134", "00000", "99999", "12207-123", "1220\N{FULLWIDTH DIGIT SEVEN}", "Albany", "-12207", "0"),
    *("012207", "12 207", '=HYPERLINK("https://example.invalid","12207")', "12207a", "1_220"),
    *("601", "NA", "N/A", "nan", "#N/A", "12207.5", "+12207"),
)
"""1220 and 2134 are Massachusetts' once their zero is back: restored is only what gives a New York ZIP."""

NO_NUMBERS = (
    *("two", "3.5", "1_2", "1e2", "2 kits", "+2", "1,00", "2-3", "=1+1", "0x2"),
    *("N/A", "NA", "nan", "null", "None", "#N/A", "TRUE", "inf", "2\N{NO-BREAK SPACE}3"),
    *("\N{FULLWIDTH DIGIT TWO}", "\N{ARABIC-INDIC DIGIT THREE}", "\N{SUPERSCRIPT TWO}", "\N{VULGAR FRACTION ONE HALF}"),
)

RECIPIENTS = ("Survivor", "At-risk person", "Family or friend", "Bystander", "Event attendee", "Other")
REASONS = (
    "Overdose, not transported",
    "At risk",
    "Requested",
    "Deflection or diversion",
    "Reentry",
    "Public event",
    "Other",
)
SUBMITTED_HOURS = (5, 23)
"""Never in the hour that a change of the clocks skips or repeats: the contract does not say which one is meant."""

BAD_ANSWERS: dict[str, tuple[Said, ...]] = {
    "submitted": tuple(
        Said(text, code="timestamp_unreadable") for text in ("", "yesterday", "32/13/2026 10:00:00", "<b>9</b>")
    ),
    "date": (
        Said("", code="date_missing"),
        Said("   ", code="date_missing"),
        *(
            Said(text, code="date_unreadable")
            for text in ("last Tuesday", "2026-02-30", "13/45/2026", "n/a", "=TODAY()", "2025", "31/12/2025")
        ),
    ),
    "unit": tuple(
        Said(text, code="unit_unknown") for text in ("", "K-9", "Central", "Patrol2", "Unassigned", "<i>", "NA")
    ),
    "zip": tuple(Said(text, code="zip_invalid") for text in NO_ZIPS),
    "jurisdiction": tuple(
        Said(text, code="jurisdiction_unknown")
        for text in ("Atlantis", "<b>City of Albany</b>", '=HYPERLINK("x")', "Albany, City of", "12207")
    ),
    "kits": (
        Said("", code="kits_missing"),
        Said("  ", code="kits_missing"),
        *(Said(text, code="kits_not_a_number") for text in NO_NUMBERS),
        *(Said(text, code="kits_out_of_range") for text in ("0", "-1", "501", "99999999999999999999")),
    ),
    "trained": tuple(Said(text, code="trained_invalid") for text in ("-1", "501", *NO_NUMBERS)),
    "fts": tuple(Said(text, code="strips_invalid") for text in ("-1", "501", *NO_NUMBERS)),
    "xts": tuple(Said(text, code="strips_invalid") for text in ("-2", "1000", *NO_NUMBERS)),
    "recipient": tuple(Said(text, "Other") for text in ("His brother John", "survivors", "=1", "<p>", "N/A", "None")),
    "reason": tuple(Said(text, "Other") for text in ("because", "Overdose", "At risk; NA", "+1 518 555 0100", "NA")),
}
"""Recipient and reason give no findings: whatever else is written there counts as Other."""

UNKNOWN_LOTS = (
    "N/A",
    "NA",
    "NOSUCHLOT",
    "?",
    "A",
    "lot no. 12",
    "\N{FULLWIDTH LATIN CAPITAL LETTER A}B12",
    "X" * 21,
    "12/34",
)


def good_answers(rng: Random, settings: Settings, submitted: datetime, lots: list[str]) -> dict[str, Said]:
    """Make a row with nothing wrong in it, in the order of the form's questions."""
    days_ago = rng.choice((0, 0, 0, 0, 1, 1, 2, 9))
    day = max(settings.started, submitted.date() - timedelta(days=days_ago))
    return {
        "submitted": Said(submitted, submitted),
        "date": Said(day, day),
        "unit": _unit(rng, settings),
        **_place(rng, settings),
        "kits": _number(rng, rng.choices((1, 2, 3, 20, 60, 500), (50, 30, 10, 2, 1, 1))[0]),
        "lot": _lot(rng, lots),
        "trained": _optional_number(rng, (0, 1, 1, 2, 5, 40, 500)),
        "recipient": _choice(rng, RECIPIENTS),
        "reason": _choice(rng, REASONS),
        "fts": _optional_number(rng, (0, 1, 2, 5, 10)),
        "xts": _optional_number(rng, (0, 1, 2, 500)),
        "low": rng.choice((Said(""), Said("No", False), Said("Yes", True), Said("yes", True), Said("perhaps"))),
    }


def bad_dates(rng: Random, settings: Settings, submitted: datetime) -> Said:
    """Make a date that can be read and cannot be: later than its submission, or older than the program."""
    if rng.random() < 0.5:
        late = submitted.date() + timedelta(days=rng.choice((1, 2, 365)))
        return Said(late, late)
    early = settings.started - timedelta(days=rng.choice((1, 30, 2000)))
    return Said(early, early, "date_before_program")


def random_submission(rng: Random, settings: Settings, last_day: date, busy_days: list[date]) -> datetime:
    """Draw a time between the program's start and its last day; ten minutes apart from any other draw."""
    day = settings.started + timedelta(days=rng.randrange((last_day - settings.started).days + 1))
    if busy_days and rng.random() < 0.5:
        day = rng.choice(busy_days)
    slot = time(rng.randrange(*SUBMITTED_HOURS), rng.choice((0, 10, 20, 30, 40, 50)), 7)
    return datetime.combine(day, slot)


def as_typed(rng: Random, text: str) -> str:
    """Write a choice as people type it: other case, spaces round it."""
    return rng.choice((text, text, text, text, text, text.upper(), text.lower(), f" {text} ", f"{text}\u00a0"))


def _unit(rng: Random, settings: Settings) -> Said:
    unit = rng.choice(settings.units)
    return Said(as_typed(rng, rng.choice((unit.name, unit.name, *unit.aliases))), unit.name)


def _place(rng: Random, settings: Settings) -> dict[str, Said]:
    """Draw a ZIP code and a jurisdiction, one of which may be empty."""
    zips = NYC_ZIPS if settings.oopp == "nyc" else UPSTATE_ZIPS
    code = rng.choice(zips)
    jurisdiction = rng.choice(settings.jurisdictions)
    place = {
        "zip": rng.choice(ODD_ZIPS) if rng.random() < 0.1 else Said(code, code),
        "jurisdiction": Said(as_typed(rng, jurisdiction), jurisdiction),
    }
    empty = rng.choices(("", "zip", "jurisdiction"), (7, 1, 2))[0]
    return place | ({empty: Said("")} if empty else {})


def _number(rng: Random, number: int) -> Said:
    return Said(rng.choices((str(number), f" {number} ", f"0{number}"), (20, 1, 1))[0], number)


def _optional_number(rng: Random, numbers: tuple[int, ...]) -> Said:
    return Said("") if rng.random() < 0.4 else _number(rng, rng.choice(numbers))


def _lot(rng: Random, lots: list[str]) -> Said:
    if not lots or rng.random() < 0.45:
        return Said("")
    lot = rng.choice(lots)
    return Said(as_typed(rng, lot), lot)


def _choice(rng: Random, choices: tuple[str, ...]) -> Said:
    if rng.random() < 0.25:
        return Said("")
    choice = rng.choice(choices)
    return Said(as_typed(rng, choice), choice)
