"""What a report says about its figures: one and many, none at all, and a period that has not begun."""

from datetime import date

import pytest

from tasks.messages.report import sentences
from tasks.messages.report.completeness import write_silence
from tasks.messages.report.heading import write_preheader
from tasks.messages.report.released_tables import ONLY_WHERE, write_small_cells, write_tables_not_shown
from tasks.messages.report.steps import list_steps, write_attached, write_to_do
from tasks.messages.report.stock_statement import build_statement
from tasks.messages.report.view import build_report_view
from tests.support.builders_messages import MADE_AT, NOTHING, USUAL, a_report, rendered

ASK = "whether no kit was left, or a form was not sent."
CORRECTIONS = "The statement adds up, with the corrections explained below."


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ((), "Every unit recorded a distribution in Q3 2026."),
        (("Harbor",), f"1 unit recorded no distributions in Q3 2026. Ask the unit {ASK}"),
        (("Harbor", "Patrol"), f"2 units recorded no distributions in Q3 2026. Ask each of them {ASK}"),
    ],
)
def test_who_may_have_forgotten_to_report(units: tuple[str, ...], said: str):
    assert sentences.write_silent(a_report(silent_units=units)) == said


ONCE = {"kits_distributed": 1, "distributions": 1, "people_trained": 1}


@pytest.mark.parametrize(
    ("measures", "parts"),
    [
        (ONCE, ["1 naloxone kit was distributed in Q3 2026 (1 distribution).", "370 fewer kits than", "1 person was"]),
        ({"kits_distributed": 370}, ["370 naloxone kits were distributed", "That is 1 fewer kit than in Q2 2026"]),
        ({"people_trained": 2}, ["No kits were distributed in Q3 2026. That is 371 fewer kits than in Q2 2026."]),
    ],
)
def test_the_result_agrees_in_number(measures: dict[str, int], parts: list[str]):
    said = sentences.write_result(a_report(measures=NOTHING | measures))
    assert not [part for part in parts if part not in said]


@pytest.mark.parametrize(
    ("excluded", "is_compared"),
    [({}, True), ({"held": 0, "training": 3}, True), ({"held": 1}, False), ({"held": 0, "inventory": 1}, True)],
)
def test_nothing_is_compared_with_a_period_that_lacks_rows(excluded: dict[str, int], is_compared: bool):
    message = a_report(before_excluded=excluded)
    assert ("That is 41 more kits than in Q2 2026" in sentences.write_result(message)) == is_compared
    tile = next(one for one in build_report_view(message, 25).tiles if one.title == "Kits distributed")
    assert (tile.difference, tile.before) == (41 if is_compared else None, 371)


def test_a_period_that_has_not_begun_says_only_that():
    message = a_report(edition=None, preliminary=True, made_at=MADE_AT.replace(month=5), measures=NOTHING)
    made = rendered(message)
    assert made.subject == "[Naloxone] PRELIMINARY: NYSDOH quarterly report, Q3 2026"
    assert "*** PRELIMINARY *** The period has not begun, so there are no figures yet." in made.text
    assert "\nQ3 2026 has not begun.\n" in made.text
    assert "1. There is nothing to hand in yet: the period begins on Wed, Jul 1, 2026.\n" in made.text
    assert write_preheader(message) == "Q3 2026 has not begun. Jul 1 – Sep 30, 2026."


@pytest.mark.parametrize(
    ("measures", "excluded", "said"),
    [
        ({"personnel_trained": 64}, {}, "Training attendances: 64 in Q3 2026."),
        ({"personnel_trained": 3}, {"training": 1}, "Training attendances: 3 in Q3 2026, with 1 row held."),
        ({"personnel_trained": None}, {}, "No figure of this report is tracked in Q3 2026."),
    ],
)
def test_a_report_without_kits_begins_with_its_first_figure(
    measures: dict[str, int | None], excluded: dict[str, int], said: str
):
    titles = dict.fromkeys(USUAL, "?") | {"personnel_trained": "Training attendances"}
    message = a_report(measures=USUAL)
    figures = message.figures.model_copy(update={"measures": measures, "excluded": excluded})
    assert sentences.write_result(message.model_copy(update={"figures": figures, "measure_titles": titles})) == said


@pytest.mark.parametrize(
    ("slug", "changes", "said"),
    [
        ("supplier", {"addressee": "Example EMS", "contact": None}, "To: Example EMS"),
        ("supplier", {"addressee": "Example EMS", "contact": "a@b.example"}, "To: Example EMS, a@b.example"),
        ("nysdoh-quarterly", {}, "To: NYSDOH"),
        ("program-review", {}, "For the agency's own use"),
        ("public-summary", {}, "To: the public"),
    ],
)
def test_a_paper_says_for_whom_it_is(slug: str, changes: dict[str, str | None], said: str):
    assert sentences.write_addressee(a_report(slug, **changes)) == said


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"addressee": None, "contact": None}, "Send the figures to your supplier."),
        ({"addressee": "Example EMS", "contact": None}, "Send the figures to Example EMS."),
        (
            {"addressee": "Example EMS", "contact": "a@b.example"},
            "Send the figures to Example EMS (a@b.example).",
        ),
    ],
)
def test_the_supplier_is_named_in_the_last_step(changes: dict[str, str | None], step: str):
    assert list_steps(a_report("supplier", **changes))[-1] == step


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        (
            "nysdoh-quarterly",
            "The PDF, to sign and file; the workbook, with the figures in the order of the form, every",
        ),
        ("supplier", "The PDF, to print and file; the workbook, with the figures in the order of the form, every"),
        ("program-review", "The PDF, to print and file; the workbook, with every table in full and the lots; and the"),
        ("public-summary", "The PDF, to print and file; the workbook, with every table in full; and the figures"),
    ],
)
def test_each_attached_file_has_its_use(slug: str, said: str):
    assert write_attached(a_report(slug)).startswith(said)


def test_the_public_is_told_no_day_of_a_distribution():
    silence = {"since": date(2026, 9, 4), "until": date(2026, 9, 25)}
    message = a_report("public-summary", newest_entry=date(2026, 10, 5), silence=silence)
    assert sentences.write_as_of(message) == "Data as of Oct 6, 2026, 6:30 AM EDT."
    assert write_silence(message) == "For an unusually long time no distribution is recorded."
    assert write_silence(a_report("public-summary")) is None
    assert "between Sep 4, 2026 and Sep 25, 2026" in (write_silence(a_report("supplier", silence=silence)) or "")


def test_a_public_report_feeds_no_form_and_is_due_on_no_day():
    message = a_report("public-summary")
    assert sentences.write_standing(message) == (
        "This is the agency's own summary, not the official form of a health department."
    )
    assert write_to_do(message) == "To do"
    assert [step.partition(" ")[0] for step in list_steps(message)] == ["Give", "Note"]
    assert list_steps(message)[-1] == "Note the day on which it was given out: lbn filed public-summary 2026-Q3."
    assert write_preheader(message) == "Kits distributed: 412. Jul 1 – Sep 30, 2026."


def test_a_supplier_is_not_told_of_units_without_distributions():
    assert sentences.write_silent(a_report("supplier")) is None
    made = rendered(a_report("supplier"))
    said = made.text + made.html + (made.csv or b"").decode()
    assert not [words for words in ("Marine Unit", "recorded no distributions", "Every unit recorded") if words in said]


@pytest.mark.parametrize(
    ("to_come", "withheld", "said"),
    [
        ((), (), None),
        (("By unit",), (), f"Not shown: By unit. {ONLY_WHERE}"),
        ((), ("By county",), "Not shown outside the agency: By county."),
        (
            ("By unit", "By ZIP code"),
            ("Stock by unit",),
            f"Not shown: By unit and By ZIP code. {ONLY_WHERE} Not shown outside the agency: Stock by unit.",
        ),
    ],
)
def test_a_supplier_is_told_which_tables_are_missing(
    to_come: tuple[str, ...], withheld: tuple[str, ...], said: str | None
):
    message = a_report("supplier", tables_to_come=to_come, tables_withheld=withheld)
    assert write_tables_not_shown(message) == said
    if said:
        assert said in " ".join(rendered(message).text.split())
    assert write_tables_not_shown(a_report()) is None


def test_how_tables_are_made_is_told_where_there_are_any():
    message = a_report("supplier")
    assert (write_small_cells(message) or "").startswith("Tables by place, unit, recipient or reason")
    bare = message.figures.model_copy(update={"tables": ()})
    assert write_small_cells(message.model_copy(update={"figures": bare})) is None
    assert write_small_cells(a_report()) is None


NO_MORE = (
    "look for a receipt or a transfer that isn't in the Inventory tab, and for forms whose unit or lot isn't known."
)


@pytest.mark.parametrize(
    ("adjustment", "shortfall", "notes"),
    [
        (0, 0, ["The statement adds up: every kit is accounted for."]),
        (1, 0, [CORRECTIONS, "In all, counts found 1 more kit than the recorded stock."]),
        (-3, 0, [CORRECTIONS, "In all, counts found 3 fewer kits than the recorded stock."]),
        (0, 1, [CORRECTIONS, f"1 more kit went out than was recorded as received: {NO_MORE}"]),
        (0, 2, [CORRECTIONS, f"2 more kits went out than were recorded as received: {NO_MORE}"]),
    ],
)
def test_the_stock_statement_explains_itself(adjustment: int, shortfall: int, notes: list[str]):
    changes = {"kits_count_adjustment": adjustment, "kits_shortfall": shortfall}
    statement = build_statement(a_report(measures=USUAL | changes | {"kits_on_hand_end": 319 + adjustment + shortfall}))
    assert statement
    assert list(statement.notes) == notes


@pytest.mark.parametrize(
    ("excluded", "said"),
    [
        ({"inventory": 1}, "The statement adds up as recorded; 1 record is not included in it."),
        ({"held": 1, "counts": 2}, "The statement adds up as recorded; 3 records are not included in it."),
        ({"training": 1}, "The statement adds up: every kit is accounted for."),
    ],
)
def test_no_kit_is_accounted_for_by_rows_that_are_held(excluded: dict[str, int], said: str):
    measures = USUAL | {"kits_count_adjustment": 0, "kits_on_hand_end": 319}
    statement = build_statement(a_report(measures=measures, excluded=excluded))
    assert statement
    assert (statement.notes, statement.paper_notes) == ((said,), (said,))


def test_a_stock_that_did_not_move_is_not_praised():
    statement = build_statement(a_report(measures=NOTHING))
    assert statement
    assert statement.notes == ("The statement adds up; there were no movements.",)


@pytest.mark.parametrize("changes", [{"kits_on_hand_end": 1}, {"kits_shortfall": 2, "kits_on_hand_end": 319}])
def test_a_paper_has_no_advice_about_the_stock(changes: dict[str, int]):
    statement = build_statement(a_report(measures=USUAL | changes))
    assert statement
    assert not [note for note in statement.paper_notes if "Don't" in note or "Inventory" in note]
    assert [note for note in statement.notes if "Don't" in note or "Inventory" in note]


def test_where_nothing_is_counted_no_line_says_0():
    figures = a_report(measures=USUAL | {"kits_count_adjustment": 0, "kits_on_hand_end": 319}).figures
    figures = figures.model_copy(update={"measures": figures.measures | {"kits_count_adjustment": None}})
    statement = build_statement(a_report().model_copy(update={"figures": figures}))
    assert statement
    assert "Stock adjustment (physical count)" not in [line.label for line in statement.lines]
    assert statement.adds_up
