"""The command as the contract has it: exit codes, keys of the JSON, editions, and what each option does."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.small_program import a_row, files, lbn, rows, tables, write_form, write_program, write_settings

QUARTER = ("nysdoh-quarterly", "2024-Q1")
EDITION = "reports/nysdoh-quarterly/2024-Q1/edition-{}/"
MEASURES = [
    "distributions", "kits_distributed", "doses_distributed", "nyc_units_distributed", "people_trained",
    "personnel_trained", "fts_distributed", "xts_distributed", "kits_on_hand_start", "kits_received", "kits_returned",
    "kits_damaged", "kits_lost", "kits_expired", "kits_recalled", "kits_count_adjustment", "kits_shortfall",
    "kits_on_hand_end", "kits_on_order",
]  # fmt: skip
GROUPINGS = [
    "month",
    "unit",
    "zip",
    "county",
    "borough",
    "jurisdiction",
    "recipient",
    "reason",
    "item",
    "lot",
    "course",
]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that has been ingested, and is only asked."""
    folder = tmp_path_factory.mktemp("read") / "program"
    answers = [*rows(10), a_row(10, kits="two"), a_row(11, unit="K-9"), a_row(12, kits="499", unit="Detectives")]
    write_program(folder, answers)
    assert lbn("ingest", program=folder).code == 0
    return folder


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Ten distributions, ingested."""
    folder = write_program(tmp_path / "program", rows(10))
    assert lbn("ingest", program=folder).code == 0
    return folder


def report(program: Path, *options: str) -> Any:
    """The quarter's figures as `lbn report --json` prints them."""
    ended = lbn("report", *QUARTER, "--json", *options, program=program)
    assert ended.code == 0, ended.words
    return ended.json


def messages(program: Path) -> list[str]:
    """What is in the outbox."""
    return sorted(path.name for path in (program / "outbox").glob("*")) if (program / "outbox").is_dir() else []


DOCUMENTS: dict[tuple[str, ...], list[str]] = {
    # the command, and the keys of its document in their order
    ("ingest",): ["read", "accepted", "flagged", "held", "new", "withdrawn", "unchanged"],
    ("reconcile",): ["stock", "variances", "shortfalls", "low", "expiring", "recalled", "order",
                      "moves", "unused", "counts", "short_counts", "shelves", "on_order", "order_unknown"],
    ("status",): [
        "entries", "held", "flagged", "attention", "editions", "last_read", "newest_entry", "failing", "due",
        "released", "duties",
    ],
    ("figures", "2024-Q1", "--by", "unit"): ["period", "measures", "tables"],
    ("report", *QUARTER): [
        "report", "period", "edition", "supersedes", "agency", "measures", "tables", "changes", "excluded",
        "unverified",
    ],
    ("backfill", "2024-01", "2024-03"): ["reports", "dry_run"],
    ("run",): ["ingest", "reports", "digest", "sent", "waiting", "reconcile"],
}  # fmt: skip


@pytest.mark.parametrize(("command", "keys"), DOCUMENTS.items(), ids=lambda value: value[0])
def test_one_document_on_standard_output_and_words_beside_it(command: tuple[str, ...], keys: list[str], program: Path):
    ended = lbn(*command, "--json", program=program)
    assert ended.code == 0
    assert sorted(ended.json) == sorted(keys)
    assert ended.words.strip()
    again = lbn(*command, program=program)
    assert (again.code, again.words) == (0, "")
    assert again.out.strip()


def test_the_counts_of_ingest_are_whole_numbers_that_add_up(read: Path):
    counts = lbn("ingest", "--json", program=read).json
    assert counts == {"read": 13, "accepted": 12, "flagged": 1, "held": 1, "new": 0, "withdrawn": 0, "unchanged": 13}


def test_reconcile_lists_rows_with_the_keys_of_the_contract(read: Path):
    stock_replay = lbn("reconcile", "--json", program=read).json
    assert set(stock_replay["stock"][0]) == {"location", "item", "lot", "expires", "on_hand"}
    assert stock_replay["variances"] == [
        {"date": "2024-03-31", "location": "Central", "item": "kit", "lot": "A123", "expected": 500, "counted": 499},
    ]
    assert sum(row["quantity"] for row in stock_replay["shortfalls"]) == 500
    assert {row["location"] for row in stock_replay["low"]} == set()


def test_status_lists_what_needs_attention_and_the_editions(program: Path):
    write_form(program, [*rows(10), a_row(10, kits="two"), a_row(11, unit="K-9")])
    lbn("ingest", program=program)
    report(program, "--no-send")
    state = lbn("status", "--json", program=program).json
    due, last_read = state.pop("due"), datetime.fromisoformat(state.pop("last_read"))
    assert state == {
        "entries": 11, "held": 1, "flagged": 1,
        "attention": [
            {"tab": "Form responses", "row": 12, "code": "kits_not_a_number"},
            {"tab": "Form responses", "row": 13, "code": "unit_unknown"},
        ],
        "editions": [
            {"report": "nysdoh-quarterly", "period": "2024-Q1", "edition": 1, "sent": False, "filed_on": None},
        ],
        "newest_entry": "2024-01-02", "failing": None, "released": {"editions": [], "tables": []},
        "duties": {
            "counts": [], "trainings": [], "is_training_recorded": True, "review": None, "filings": [],
            "low_reports": [],
            "silent_units": [{"unit": "Patrol", "last_on": "2024-01-02", "days": 398, "usual_days": 1,
                              "is_counted": True}],
        },
    }  # fmt: skip
    assert last_read.utcoffset()
    assert due[:2] == [
        {"report": "nysdoh-quarterly", "period": "2024-Q1", "due_on": "2024-04-15", "state": "overdue"},
        {"report": "nysdoh-quarterly", "period": "2024-Q2", "due_on": "2024-07-15", "state": "overdue"},
    ]


def test_figures_gives_every_measure_and_a_table_a_grouping(read: Path):
    options = [option for name in GROUPINGS for option in ("--by", name)]
    answer = lbn("figures", "2024-Q1", *options, "--json", program=read).json
    assert sorted(answer["measures"]) == sorted(MEASURES)
    assert [table["by"] for table in answer["tables"]] == [[name] for name in GROUPINGS]
    assert all(set(table) == {"title", "by", "measures", "rows"} for table in answer["tables"])
    by_unit = next(table for table in answer["tables"] if table["by"] == ["unit"])
    kits = by_unit["measures"].index("kits_distributed") + 1
    assert {row[0]: row[kits] for row in by_unit["rows"] if row[kits]} == {
        "Detectives": 499,
        "Patrol": 10,
        "Unassigned": 1,
    }


def test_figures_gives_the_measures_that_are_asked_for(read: Path):
    options = ("--measure", "kits_distributed", "--measure", "distributions", "--by", "recipient")
    [table] = lbn("figures", "2024", *options, "--json", program=read).json["tables"]
    assert table["measures"] == ["kits_distributed", "distributions"]
    assert table["rows"] == [["Not recorded", 510, 12]]


def test_a_report_asked_twice_is_one_edition(program: Path):
    first = report(program)
    before, sent = files(program), messages(program)
    assert report(program) == first
    assert (files(program), messages(program)) == (before, sent)
    assert (first["edition"], first["supersedes"], first["changes"]) == (1, None, [])
    assert sent == ["nysdoh-quarterly-2024-Q1-edition-1.eml"]
    assert json.loads((program / EDITION.format(1) / "figures.json").read_text("utf-8")) == first


def test_a_late_row_makes_an_edition_that_lists_the_change(program: Path):
    report(program)
    before = {name: body for name, body in files(program).items() if name.startswith("reports/")}
    write_form(program, [*rows(10), a_row(900, kits="3", trained="2", zip="12180", jurisdiction="")])
    lbn("ingest", program=program)
    second = report(program)
    assert (second["edition"], second["supersedes"]) == (2, 1)
    totals = {change["measure"]: (change["was"], change["is"]) for change in second["changes"] if "measure" in change}
    assert totals == {
        "people_trained": (0, 2), "kits_distributed": (10, 13), "doses_distributed": (20, 26),
        "distributions": (10, 11),         "kits_on_hand_end": (1989, 1986),
    }  # fmt: skip
    county = {
        change["row"]: (change["was"], change["is"])
        for change in second["changes"]
        if change.get("table") == "By county"
    }
    assert county == {"Rensselaer": (None, 3)}
    assert {name: body for name, body in files(program).items() if name in before} == before
    assert messages(program) == [f"nysdoh-quarterly-2024-Q1-edition-{number}.eml" for number in (1, 2)]


def test_the_tabs_are_read_before_anything_is_reported(program: Path):
    write_form(program, rows(7))
    assert report(program, "--as-known")["measures"]["distributions"] == 10
    dry = lbn("backfill", "2024-01", "2024-03", "--dry-run", "--json", program=program).json["reports"]
    assert [item["edition"] for item in dry] == [1]
    assert lbn("status", "--json", program=program).json["entries"] == 10
    assert report(program)["measures"]["distributions"] == 7
    write_form(program, rows(6))
    [made] = lbn("backfill", "2024-01", "2024-03", "--json", program=program).json["reports"]
    assert (made["edition"], lbn("status", "--json", program=program).json["entries"]) == (3, 6)


@pytest.mark.parametrize("command", [("report", *QUARTER), ("backfill", "2024-01", "2024-03")], ids=lambda it: it[0])
def test_tabs_that_cannot_be_read_are_told_with_the_way_round(command: tuple[str, ...], program: Path):
    (program / "Inventory.csv").unlink()
    refused = lbn(*command, program=program)
    assert (refused.code, tables(program).get("editions")) == (1, None)
    assert "Inventory.csv" in refused.words
    assert re.search(r"`--as-known` makes it from what was read on \w+ \d+, 20\d\d, ", refused.words)
    assert lbn(*command, "--as-known", program=program).code == 0
    assert lbn(*command[:3], "--edition", "1", program=program).code == 0 if command[0] == "report" else True


def test_what_was_never_read_is_not_offered(tmp_path: Path):
    program = write_program(tmp_path, rows(3))
    (program / "Inventory.csv").unlink()
    refused = lbn("report", *QUARTER, program=program)
    assert (refused.code, "--as-known" in refused.words) == (1, False)


def test_an_edition_is_shown_again_byte_for_byte(program: Path):
    first = report(program, "--no-send")
    path = program / EDITION.format(1) / "figures.json"
    written = path.read_bytes()
    write_form(program, rows(9))
    lbn("ingest", program=program)
    assert report(program)["edition"] == 2
    path.write_bytes(b"altered since")
    ended = lbn("report", *QUARTER, "--edition", "1", "--json", program=program)
    assert ended.out.encode() == written
    assert ended.json == first
    assert path.read_bytes() == written
    assert messages(program) == ["nysdoh-quarterly-2024-Q1-edition-2.eml"]


def test_send_not_and_send_again(program: Path):
    report(program, "--no-send")
    assert messages(program) == []
    report(program)
    assert messages(program) == []
    for _ in range(2):
        assert report(program, "--resend")["edition"] == 1
    assert len(messages(program)) == 2
    assert lbn("status", "--json", program=program).json["editions"][0]["sent"] == "outbox"


def test_what_an_edition_says_wrong_is_told_before_sending(program: Path):
    report(program)
    write_form(program, [*rows(10), a_row(12, kits="two")])
    ended = lbn("report", *QUARTER, "--resend", program=program)
    said = "Edition 1 says that no rows are held, and stays as it was made; 1 is now, see needs-attention.csv."
    assert ended.words.splitlines()[0] == said  # the answer, with the message's name, comes after the sending
    assert said in ended.out
    assert "1 row is held: 1 in Form responses. These figures lack it until fixed" in ended.out


def test_a_period_that_has_not_ended_is_a_preview(program: Path):
    before = tables(program), files(program)
    ended = lbn("report", "nysdoh-quarterly", "2999-Q1", "--as-known", "--json", program=program)
    assert (ended.code, ended.json["preliminary"], ended.json["edition"]) == (0, True, None)
    assert (tables(program), files(program)) == before


def test_backfill_makes_each_report_once_a_dry_run_nothing(program: Path):
    before = tables(program), files(program)
    dry = lbn("backfill", "2024-01", "2024-12", "--dry-run", "--json", program=program).json
    assert (tables(program), files(program)) == before
    made = lbn("backfill", "2024-01", "2024-12", "--json", program=program).json
    names = [(item["report"], item["period"]) for item in made["reports"]]
    assert names == [("nysdoh-quarterly", f"2024-Q{quarter}") for quarter in (1, 2, 3, 4)]
    assert [(item["report"], item["period"]) for item in dry["reports"]] == names
    assert all(item["is_new"] for item in (*dry["reports"], *made["reports"]))
    again = lbn("backfill", "2024-01", "2024-12", "--json", program=program).json
    assert not any(item["is_new"] for item in again["reports"])
    assert len(messages(program)) == 4


def test_run_amends_editions_and_makes_what_was_missed(program: Path):
    report(program)
    write_form(program, rows(9))
    outcome = lbn("run", "--json", program=program).json
    editions = {item["period"]: item["edition"] for item in outcome["reports"]}
    assert editions.pop("2024-Q1") == 2
    assert list(editions)[:3] == ["2024-Q2", "2024-Q3", "2024-Q4"]
    assert set(editions.values()) == {1}
    before = files(program)
    assert not any(item["is_new"] for item in lbn("run", "--json", program=program).json["reports"])
    assert files(program) == before


def test_a_first_run_makes_the_last_period_only(program: Path):
    outcome = lbn("run", "--json", program=program).json
    assert [(item["report"], item["edition"]) for item in outcome["reports"]] == [("nysdoh-quarterly", 1)]


def test_nothing_of_before_the_registration_is_owed(tmp_path: Path):
    settings = write_settings(program={"oopp_since": date(2024, 5, 31)})
    program = write_program(tmp_path, rows(3), settings)
    made = lbn("backfill", "2024-01", "2024-09", "--json", program=program).json["reports"]
    assert [item["period"] for item in made] == ["2024-Q2", "2024-Q3"]
    refused = lbn("report", *QUARTER, program=program)
    assert (refused.code, "program.oopp_since" in refused.words) == (2, True)


def test_backfill_makes_a_report_that_is_not_owed_on_a_schedule(program: Path):
    for slug, periods in (("program-review", ["2024-Q1", "2024-Q2"]), ("supplier", ["2024-01", "2024-02"])):
        asked = ("backfill", "2024-01", "2024-06" if slug == "program-review" else "2024-02", "--report", slug)
        made = lbn(*asked, "--json", program=program).json["reports"]
        assert [(item["report"], item["period"]) for item in made] == [(slug, period) for period in periods]
    refused = lbn("backfill", "2024-01", "2024-06", "--report", "nycdoh-monthly", program=program)
    assert (refused.code, "registered OOPPs only" in refused.words) == (2, True)


def test_what_was_handed_in_is_noted(program: Path):
    report(program, "--no-send")
    for period, options, said in (
        (
            "2024-Q1",
            ("--on", "2024-04-10"),
            "was handed in on Apr 10, 2024 (before edition 1 was made, which stands for it)",
        ),
        ("2024-Q2", ("--on", "2024-07-10"), "(on paper, or as a former ledger made it: this one has no edition of it)"),
    ):
        ended = lbn("filed", QUARTER[0], period, *options, program=program)
        assert (ended.code, said in ended.out) == (0, True), ended
    state = lbn("status", "--json", program=program).json
    assert [one["state"] for one in state["due"]][:3] == ["filed", "filed", "overdue"]
    assert state["editions"][0]["filed_on"] == "2024-04-10"
    write_form(program, rows(9))
    assert report(program)["edition"] == 2
    words = lbn("status", program=program).out
    assert "edition 1 was handed in, and edition 2 was made since" in words
    assert "nysdoh-quarterly 2024-Q3 to" in words
    assert lbn("report", QUARTER[0], "2024-Q2", program=program).code == 0
    paper = "nysdoh-quarterly 2024-Q2: handed in on paper, and edition 1 was made since"
    assert paper in lbn("status", program=program).out
    assert lbn("filed", QUARTER[0], "2024-Q2", program=program).code == 0
    assert lbn("filed", *QUARTER, program=program).code == 0
    assert "was made since" not in lbn("status", program=program).out
    assert lbn("filed", *QUARTER, "--undo", program=program).code == 0
    assert lbn("status", "--json", program=program).json["due"][0]["state"] == "overdue"


NOT_FILED = {
    (QUARTER[0], "2999-Q1"): (2, "nothing can have been handed in for it yet"),
    (*QUARTER, "--on", "2999-01-01"): (2, "is still to come"),
    (*QUARTER, "--on", "2024-03-30"): (2, "lies before the end of 2024-Q1"),
    (*QUARTER, "--edition", "2"): (2, "There is no edition 2"),
    ("nysdoh-quartely", "2024-Q1"): (2, "did you mean nysdoh-quarterly"),
    ("nycdoh-monthly", "2024-01"): (2, "registered OOPPs only"),
    (*QUARTER, "--undo"): (1, "is not noted as handed in"),
}


@pytest.mark.parametrize(("call", "ending"), NOT_FILED.items(), ids=lambda value: " ".join(map(str, value)))
def test_what_cannot_have_been_handed_in_is_not_noted(call: tuple[str, ...], ending: tuple[int, str], program: Path):
    ended = lbn("filed", *call, program=program)
    assert (ended.code, ended.out, ending[1] in ended.words) == (ending[0], "", True), ended
    assert "filings" not in tables(program)


@pytest.mark.parametrize("has_cadence", [True, False], ids=["a supplier that asks", "a supplier that does not"])
def test_what_an_agency_owes(has_cadence: bool, tmp_path: Path):
    settings = write_settings(program={"oopp": "none"})
    settings = settings.replace('"on-request"', '"monthly"') if has_cadence else settings
    program = write_program(tmp_path, rows(3), settings)
    lbn("ingest", program=program)
    made = lbn("backfill", "2024-01", "2024-02", "--json", program=program).json["reports"]
    assert [item["report"] for item in made] == (["supplier"] * 2 if has_cadence else [])
    refused = lbn("report", *QUARTER, program=program)
    assert refused.code == 2
    assert "OOPP" in refused.words


def test_what_is_put_into_a_folder_is_not_told_as_sent(program: Path):
    for command in (("run",), ("report", *QUARTER, "--resend")):
        words = lbn(*command, program=program).out
        assert "into the folder outbox; send" in words
        assert "Sent" not in words
    lbn("filed", *QUARTER, program=program)
    assert "No new messages." in lbn("run", program=program).out
