"""What a count sheet lists: lots that are there or were lately, at every location, and no number."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schemas.settings import Settings
from schemas.sheets import CountLine
from tasks.rules.stock.count_sheets import LATELY_DAYS, list_count_sheets
from tests.support.builders import a_history, a_movement
from tests.support.settings import some_settings

TODAY = date(2026, 8, 1)
SETTINGS = some_settings()


def listed(written: str, today: date = TODAY, settings: Settings = SETTINGS) -> dict[str, list[CountLine]]:
    """The lines of each location's sheet."""
    history = a_history(written)
    sheets = list_count_sheets(history.stock_replay, history.movements, settings, today)
    return {sheet.location: list(sheet.lines) for sheet in sheets}


def lots(written: str, today: date = TODAY) -> dict[str, list[str | None]]:
    """The lots of each location's sheet."""
    return {location: [line.lot for line in lines] for location, lines in listed(written, today).items()}


def test_every_location_has_a_sheet_also_an_empty_one():
    assert lots("") == {"Central": [], "Patrol": [], "Detectives": []}
    assert lots("06-01 distributed 3 A1 Unassigned")["Patrol"] == []


def test_what_expires_first_is_listed_first():
    filled = """
        06-01 received 3 C3 >Patrol
        06-01 received 3 B2 >Patrol expires 2028-12-31
        06-01 received 3 A1 >Patrol expires 2029-12-31
    """
    assert lots(filled)["Patrol"] == ["B2", "A1", "C3"]


def test_a_lot_that_ran_out_lately_is_listed_as_if_it_had_not():
    filled = "01-01 received 3 A1 >Patrol\n05-01 distributed 3 A1 Patrol"
    ran_out_on = date(2026, 5, 1)
    assert lots(filled, ran_out_on + timedelta(LATELY_DAYS - 1))["Patrol"] == ["A1"]
    assert lots(filled, ran_out_on + timedelta(LATELY_DAYS))["Patrol"] == []
    assert lots("01-01 received 3 A1 >Patrol")["Patrol"] == ["A1"]


def test_what_is_dated_after_the_count_is_not_there_yet():
    assert lots("08-02 received 3 A1 >Patrol")["Patrol"] == []


def test_without_any_known_lot_all_are_counted_together():
    assert lots("06-01 counted 3 - Patrol")["Patrol"] == [None]
    assert lots("06-01 counted 3 - Patrol\n06-02 received 3 A1 >Patrol")["Patrol"] == ["A1"]


def test_what_is_to_be_kept_apart_is_marked():
    lines = listed("""
        06-01 received 3 A1 >Patrol expires 2026-07-31
        06-01 received 3 B2 >Patrol expires 2026-08-01
        06-02 recalled 1 B2 Patrol>
    """)["Patrol"]
    assert [(one.lot, one.is_expired, one.is_recalled) for one in lines] == [("A1", True, False), ("B2", False, True)]


def test_items_stand_in_the_order_of_the_settings():
    history = a_history("06-01 received 3 A1 >Patrol")
    for item in ("xts", "fts", "gone"):
        history.movements.append(a_movement(item=item, lot=f"L-{item}".upper(), destination="Patrol"))
    sheets = list_count_sheets(history.stock_replay, history.movements, SETTINGS, TODAY)
    assert [line.item for line in sheets[1].lines] == ["kit", "fts", "xts"]


@given(st.lists(st.integers(0, 500), min_size=2, max_size=2))
def test_a_sheet_is_the_same_whatever_is_there(kits: list[int]):
    """Blind: from what is listed nobody can tell how many are recorded."""
    some, others = (lots(f"06-01 received 900 A1 >Patrol\n07-01 counted {count} A1 Patrol") for count in kits)
    assert some == others
