"""The fields of the form, each with its table of good and bad answers (contract, section "Tabs")."""

from datetime import date
from typing import Any

import pytest

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES, Reason, Recipient
from schemas.finding import FLAGS, Code
from tasks.rules.intake.normalize import BOTH
from tasks.rules.intake.validate import FormValidator, ValidatedRow
from tests.support.builders import FORM_ANSWERS, a_distribution, a_form_row, some_words

WORDS = some_words(lots="A123 B7 0042-7")


def validated(**answers: str) -> ValidatedRow:
    """What a row of these answers becomes."""
    return FormValidator(WORDS).validate(a_form_row(**answers))


def distribution_of(**answers: str) -> Any:
    """The distribution that a row becomes."""
    return validated(**answers).distribution


def codes(**answers: str) -> str:
    """What is wrong with a row, such as `zip_invalid place_missing`."""
    return " ".join(validated(**answers).codes)


def test_a_usual_row_becomes_an_distribution_without_codes():
    assert validated() == (a_distribution(), (), date(2026, 9, 30))


def test_a_row_with_all_answers():
    row = validated(
        unit="patrol division", zip="12047", jurisdiction="town of colonie", kits="3", lot="a123", trained="2",
        recipient="Survivor", reason="Overdose, not transported", fts="10", xts="0", low="Yes",
    )  # fmt: skip
    distribution = a_distribution(
        unit="Patrol", zip="12047", county="Albany", jurisdiction="Town of Colonie", kits=3, lot="A123", trained=2,
        recipient="survivor", reason="overdose", fts=10, xts=0, is_low=True,
    )  # fmt: skip
    assert row == (distribution, (), date(2026, 9, 30))


@pytest.mark.parametrize("text", ["2026-09-30T14:03:22", "2026-09-30T00:00:00", "2026-09-30T23:59:59"])
def test_submitted(text: str):
    assert distribution_of(submitted=text).sent_on == date(2026, 9, 30)


@pytest.mark.parametrize(
    "text",
    [
        "", "2026-09-30", "2026-09-30 14:03:22", "2026-09-30T14:03", "2026-09-30T14:03:22Z", "2026-09-30T14:03:22\n",
        "２026-09-30T14:03:22", "yesterday at two", "9/30/2026 2 o'clock", "=NOW()",
        "2026-02-30T10:00:00", "2026-13-01T10:00:00", "2026-09-30T24:00:01", "0000-01-01T00:00:00",
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_read_holds_the_row(text: str):
    assert distribution_of(submitted=text) is None
    assert codes(submitted=text) == "timestamp_unreadable"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-09-30", ""),  # the day of submission
        ("2026-09-29", ""),
        ("2025-01-01", ""),  # the day on which the program started
        ("2026-10-01", "date_in_future"),  # the day after submission
        ("2062-09-30", "date_in_future"),
        ("2024-12-31", "date_before_program"),  # the day before the start
        ("0206-09-30", "date_before_program"),
        ("", "date_missing"),
        ("yesterday", "date_unreadable"),
        ("2026-02-30", "date_unreadable"),
        ("0000-01-01", "date_unreadable"),
        ("9/30/2026", "date_unreadable"),  # not in the one form of cells
        ("2026-9-30", "date_unreadable"),
        ("20260930", "date_unreadable"),
        ("2026-W40-3", "date_unreadable"),
        ("2026-09-30\n", "date_unreadable"),
        ("２026-09-30", "date_unreadable"),
        ("٢026-09-30", "date_unreadable"),
        ("2026-09-30 ", "date_unreadable"),
        ('=HYPERLINK("//example.org")', "date_unreadable"),
    ],
)
def test_date(text: str, code: str):
    row = validated(date=text, submitted="2026-09-30T00:00:00")
    assert " ".join(row.codes) == code
    assert (
        (row.distribution is None)
        if code
        else (row.distribution == distribution_of(submitted="2026-09-30T00:00:00", date=text))
    )


def test_an_accepted_date_is_the_day_of_the_distribution():
    assert distribution_of(date="2026-02-28").distributed_on == date(2026, 2, 28)


def test_without_a_time_of_submission_no_date_is_in_the_future():
    assert validated(date="2062-09-30", submitted="") == (None, ("timestamp_unreadable",), date(2062, 9, 30))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Patrol", "Patrol"), ("PATROL", "Patrol"), ("Patrol Division", "Patrol"), ("Detectives", "Detectives"),
        ("", None), ("Patro", None), ("Patrol ", None), ("Patrols", None), ("Central", None), ("Unassigned", None),
        ("Patrol; Detectives", None), ("Officer Doe", None), ("\u0420atrol", None),  # a Cyrillic letter
    ],
)  # fmt: skip
def test_unit(text: str, unit: str | None):
    assert distribution_of(unit=text).unit == unit
    assert codes(unit=text) == ("" if unit else "unit_unknown")


@pytest.mark.parametrize(
    ("zip_text", "jurisdiction", "place", "wrong"),
    [
        ("12207", "City of Albany", ("12207", "Albany", "City of Albany"), ""),
        ("12207", "", ("12207", "Albany", None), ""),
        ("", "CITY OF ALBANY", (None, None, "City of Albany"), ""),
        ("90210", "", ("90210", None, None), ""),  # a ZIP of another state has no county of New York
        ("6390", "", ("06390", "Suffolk", None), ""),
        ("", "", (None, None, None), "place_missing"),
        ("1220", "", (None, None, None), "zip_invalid place_missing"),
        ("1220", "City of Albany", (None, None, "City of Albany"), "zip_invalid"),
        ("12207", "Albany", ("12207", "Albany", None), "jurisdiction_unknown"),
        ("", "Albany", (None, None, None), "jurisdiction_unknown place_missing"),
        ("12 Main St", "Jane's", (None, None, None), "zip_invalid jurisdiction_unknown place_missing"),
        ("12207 Jane", "City of Albany ", (None, None, None), "zip_invalid jurisdiction_unknown place_missing"),
    ],
)
def test_one_usable_place_is_enough(zip_text: str, jurisdiction: str, place: tuple[Any, ...], wrong: str):
    distribution = distribution_of(zip=zip_text, jurisdiction=jurisdiction)
    assert (distribution.zip, distribution.county, distribution.jurisdiction) == place
    assert codes(zip=zip_text, jurisdiction=jurisdiction) == wrong


@pytest.mark.parametrize(
    ("text", "kits", "code"),
    [
        ("1", 1, None), ("2", 2, None), ("500", 500, None), ("007", 7, None), ("2.0", 2, None), ("2.00", 2, None),
        ("", None, "kits_missing"),
        *[(text, None, "kits_not_a_number") for text in (
            "two", "3.5", "2.5.0", "1_2", "２", "٢", "²", "+3", "12,00", "1,0000", "0,500", ",500", "1,200.5", "2 kits",
            "2\n", " 2", "1e2", "0x2", "--1", "-",
            "True", "nan", "2-3", "=1+1", "<b>2</b>",
        )],
        *[(text, None, "kits_out_of_range") for text in (
            "1,000", "-1,000", "1,234,567", "0.0",
            "0", "00", "-0", "-1", "501", "1000000", "9" * 18, "9" * 19, "-" + "9" * 40,
        )],
        pytest.param("9" * 5000, None, "kits_out_of_range", id="more digits than Python reads"),
    ],
)  # fmt: skip
def test_kits(text: str, kits: int | None, code: str | None):
    row = validated(kits=text)
    assert (row.distribution and row.distribution.kits) == kits
    assert row.codes == ((code,) if code else ())


@pytest.mark.parametrize(
    ("text", "lot"),
    [
        ("A123", "A123"), ("a123", "A123"), ("0042-7", "0042-7"), ("", None), ("A12", None), ("A1234", None),
        ("A123 ", None), ("A 123", None), ("42-7", None), ("12207 John Doe", None), ("=A123", None), ("A1２3", None),
    ],
)  # fmt: skip
def test_lot(text: str, lot: str | None):
    assert distribution_of(lot=text).lot == lot
    assert codes(lot=text) == ("" if lot or not text else "lot_unknown")


@pytest.mark.parametrize("field", ["trained", "fts", "xts"])
@pytest.mark.parametrize(
    ("text", "number", "is_flagged"),
    [
        ("", None, False), ("0", 0, False), ("1", 1, False), ("500", 500, False),
        ("501", None, True), ("-1", None, True), ("two", None, True), ("3.5", None, True), ("+3", None, True),
        ("２", None, True), ("1_2", None, True), ("=HYPERLINK(1)", None, True),
        pytest.param("9" * 5000, None, True, id="more digits than Python reads"),
    ],
)  # fmt: skip
def test_optional_numbers(field: str, text: str, number: int | None, is_flagged: bool):
    code = "trained_invalid" if field == "trained" else "strips_invalid"
    assert getattr(distribution_of(**{field: text}), field) == number
    assert codes(**{field: text}) == (code if is_flagged else "")


def test_both_strips_wrong_is_one_finding():
    assert codes(fts="x", xts="y") == "strips_invalid"


@pytest.mark.parametrize(
    ("field", "choices", "other"),
    [("recipient", RECIPIENT_CHOICES, Recipient.OTHER), ("reason", REASON_CHOICES, Reason.OTHER)],
)
def test_choices(field: str, choices: dict[str, Any], other: Any):
    for title, choice in choices.items():
        assert getattr(distribution_of(**{field: title}), field) is choice
        assert getattr(distribution_of(**{field: title.upper()}), field) is choice
    for text in ("Jane Doe", "Survivo", "at_risk ", "<i>Survivor</i>", "Survivor, Bystander"):
        assert getattr(distribution_of(**{field: text}), field) is other
        assert codes(**{field: text}) == ""
    assert getattr(distribution_of(**{field: ""}), field) is None


@pytest.mark.parametrize(
    ("text", "is_low"),
    [("Yes", True), ("yes", True), ("YES", True), ("No", False), ("", False), ("yes!", False), ("True", False)],
)
def test_low(text: str, is_low: bool):
    assert distribution_of(low=text).is_low is is_low


@pytest.mark.parametrize(
    ("answers", "day"),
    [
        pytest.param({"kits": "0"}, date(2026, 9, 30), id="its date, where that can be used"),
        pytest.param({"date": ""}, date(2026, 9, 30), id="else the day on which it was sent"),
        pytest.param({"date": "2027-01-01", "submitted": "2026-10-01T08:00:00"}, date(2026, 10, 1), id="not future"),
        pytest.param({"date": "", "submitted": ""}, None, id="or none"),
    ],
)
def test_a_held_row_belongs_to_a_day_if_one_can_be_read(answers: dict[str, str], day: date | None):
    row = validated(**answers)
    assert row.distribution is None
    assert row.counted_on == day
    assert not FLAGS.issuperset(row.codes)


def test_a_held_row_tells_everything_that_is_wrong_with_it():
    unreadable = dict.fromkeys(("unit", "zip", "jurisdiction", "kits", "lot", "trained", "fts", "xts"), "?")
    assert codes(submitted="", date="", **unreadable) == (
        "timestamp_unreadable date_missing unit_unknown zip_invalid jurisdiction_unknown place_missing "
        "kits_not_a_number lot_unknown trained_invalid strips_invalid"
    )


def test_a_flagged_row_is_counted():
    row = validated(unit="?", zip="?", jurisdiction="", lot="?")
    assert row.distribution == a_distribution(unit=None, zip=None, county=None, jurisdiction=None)
    assert FLAGS.issuperset(row.codes)


def test_a_repeated_form_is_held_for_that_reason_too():
    held = validated(unit="?").hold(Code.POSSIBLE_DUPLICATE)
    assert held.distribution is None
    assert held.codes == ("unit_unknown", "possible_duplicate")
    assert held.counted_on == date(2026, 9, 30)


@pytest.mark.parametrize("field", list(FORM_ANSWERS))
def test_two_different_answers_to_one_question_hold_the_row(field: str):
    row = validated(**{field: f"1{BOTH}2"})
    assert (row.distribution, row.codes) == (None, ("answers_conflict",))


def test_two_different_places_are_not_a_missing_one():
    assert codes(zip=f"1{BOTH}2", jurisdiction="") == "answers_conflict"


def test_nothing_is_flagged_against_an_empty_list():
    validator = FormValidator(some_words(lots="", places={"jurisdictions": []})._replace(lots=None))
    assert validator.validate(a_form_row(jurisdiction="Albany", lot="A9")).codes == ()
    assert validator.validate(a_form_row(jurisdiction="Albany", zip="")).codes == ("place_missing",)


def test_an_inventory_without_a_lot_knows_none():
    validator = FormValidator(some_words(lots=""))
    assert validator.validate(a_form_row(lot="A9")).codes == ("lot_unknown",)


def test_the_second_hour_of_fall_is_the_same_local_time():
    row = distribution_of(submitted="2026-11-01T01:30:00-05:00", date="2026-11-01")
    assert row.sent_on == date(2026, 11, 1)
