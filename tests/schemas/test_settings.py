"""lbn.toml: the contract's own example, and what contradicts itself or isn't a setting."""

import tomllib
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from schemas.agency import ItemKind
from schemas.settings import Settings
from tests.support.settings import lbn_toml, some_settings

OF_THE_CONTRACT = """
[agency]
name        = "Village of Example Police Department"
timezone    = "America/New_York"
coordinator = "coordinator@example.gov"

[program]
id       = "k7qm2d9x"
started  = 2025-01-01
oopp     = "none"
supplier = { kind = "regional-ems", name = "Example Regional EMS Program", cadence = "monthly" }

[source]
kind      = "files"
responses = "Form Responses 1.csv"
inventory = "Inventory.csv"
counts    = "Counts.csv"
training  = "Training.csv"

[source.columns]
zip = ["ZIP code of the call"]

[[units]]
name      = "Patrol"
aliases   = ["Patrol Division"]
par_level = 12

[[items]]
code  = "kit"
name  = "Naloxone 4 mg nasal spray kit"
kind  = "naloxone"
doses = 2
ndc   = "69547-627-02"

[places]
jurisdictions = ["City of Albany", "Town of Colonie"]

[privacy]
smallest_cell = 11

[mail]
transport = "outbox"
from      = "lbn@example.gov"

[store]
url = "sqlite:///lbn.db"
"""


def refusal(**sections: Any) -> tuple[str, str]:
    """The key that is wrong, and what is said of it."""
    with pytest.raises(ValidationError) as refused:
        some_settings(**sections)
    error = refused.value.errors(include_input=False)[0]
    return ".".join(str(part) for part in error["loc"]), error["msg"].removeprefix("Value error, ")


def test_the_example_of_the_contract():
    settings = Settings.model_validate(tomllib.loads(OF_THE_CONTRACT))
    assert settings.agency.zone == ZoneInfo("America/New_York")
    assert settings.program.id == "k7qm2d9x"
    assert settings.program.started == date(2025, 1, 1)
    assert settings.source.columns == {"zip": ["ZIP code of the call"]}
    assert settings.locations == ("Central", "Patrol")
    assert settings.kit.doses == 2
    assert settings.mail.sender == "lbn@example.gov"


def test_what_may_be_left_out_has_the_contracts_value():
    data = lbn_toml()
    del data["places"]
    settings = Settings.model_validate(data)
    assert settings.program.id is None
    assert settings.privacy.smallest_cell == 11
    assert settings.store.url == "sqlite:///lbn.db"
    assert settings.mail.transport == "outbox"
    assert settings.places.jurisdictions == ()
    assert settings.source.inventory is settings.source.counts is settings.source.training is None
    assert settings.checked == {}


@pytest.mark.parametrize("section", ["agency", "program", "source", "units", "items", "mail"])
def test_what_may_not_be_left_out(section: str):
    data = lbn_toml()
    del data[section]
    with pytest.raises(ValidationError, match=section):
        Settings.model_validate(data)


@pytest.mark.parametrize(
    ("sections", "key"),
    [
        ({"agency": {"colour": "blue"}}, "agency.colour"),
        ({"program": {"start": date(2025, 1, 1)}}, "program.start"),
        ({"source": {"answers": "x.csv"}}, "source.answers"),
        ({"units": [{"name": "Patrol", "par": 12}]}, "units.0.par"),
        ({"items": [{"code": "kit", "name": "Kit", "kind": "naloxone", "doses": 2, "lot": "A1"}]}, "items.0.lot"),
        ({"privacy": {"small": 5}}, "privacy.small"),
        ({"reports": {"slug": "supplier"}}, "reports"),
    ],
)
def test_an_unknown_key_is_named(sections: dict[str, Any], key: str):
    assert refusal(**sections)[0] == key


@pytest.mark.parametrize(
    ("sections", "key"),
    [
        ({"agency": {"name": ""}}, "agency.name"),
        ({"agency": {"name": "   "}}, "agency.name"),
        ({"agency": {"name": "x" * 121}}, "agency.name"),
        ({"agency": {"timezone": "New York"}}, "agency.timezone"),
        ({"agency": {"timezone": "EST5"}}, "agency.timezone"),
        ({"agency": {"timezone": "localtime"}}, "agency.timezone"),
        ({"agency": {"timezone": "Factory"}}, "agency.timezone"),
        ({"agency": {"coordinator": "coordinator"}}, "agency.coordinator"),
        ({"agency": {"coordinator": "a@b, c@d"}}, "agency.coordinator"),
        ({"agency": {"coordinator": "A <a@example.gov>"}}, "agency.coordinator"),
        ({"agency": {"coordinator": "a@example.gov\nBcc: b@example.gov"}}, "agency.coordinator"),
        ({"mail": {"from": "lbn@"}}, "mail.from"),
        ({"mail": {"transport": "pigeon"}}, "mail.transport"),
        ({"program": {"started": "soon"}}, "program.started"),
        ({"program": {"oopp": "downstate"}}, "program.oopp"),
        ({"source": {"kind": "fax"}}, "source.kind"),
        ({"units": "Patrol"}, "units"),
        ({"units": [{"name": "Patrol", "par_level": -1}]}, "units.0.par_level"),
        ({"units": [{"name": "Patrol", "par_level": 100_001}]}, "units.0.par_level"),
        ({"units": [{"name": "Patrol", "par_level": "a dozen"}]}, "units.0.par_level"),
        ({"items": [{"code": "Kit", "name": "Kit", "kind": "naloxone", "doses": 2}]}, "items.0.code"),
        ({"items": [{"code": "kit", "name": "Kit", "kind": "narcan", "doses": 2}]}, "items.0.kind"),
        ({"items": [{"code": "kit", "name": "Kit", "kind": "naloxone", "doses": 21}]}, "items.0.doses"),
        ({"items": [{"code": "kit", "name": "Kit", "kind": "naloxone", "doses": 2, "ndc": "1"}]}, "items.0.ndc"),
        ({"privacy": {"smallest_cell": 1}}, "privacy.smallest_cell"),
        ({"privacy": {"smallest_cell": 51}}, "privacy.smallest_cell"),
        ({"privacy": {"keep_months": 14}}, "privacy.keep_months"),
        ({"store": {"url": "mysql://localhost/lbn"}}, "store.url"),
        ({"source": {"columns": {"zipcode": ["ZIP"]}}}, "source.columns"),
        ({"checked": {"supplier": {"by": "", "on": date(2026, 1, 1)}}}, "checked.supplier.by"),
    ],
)
def test_a_wrong_value_is_named_by_its_key(sections: dict[str, Any], key: str):
    assert refusal(**sections)[0] == key


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ({"agency": {"timezone": "New York"}}, 'isn\'t a time zone; write a name such as "America/New_York"'),
        (
            {"store": {"url": "sqlite:///desk.html"}},
            "names desk.html, which the program's folder has for",
        ),
        ({"store": {"url": "sqlite:///./Secret.Key"}}, "names secret.key, which"),
        ({"store": {"url": "sqlite:///outbox"}}, "names outbox, which"),
        ({"store": {"url": "lbn.db"}}, 'must be "sqlite:///lbn.db" or "postgresql+psycopg://'),
        ({"source": {"columns": {"zipcode": ["ZIP"]}}}, "knows no field 'zipcode'; the fields are "),
        (
            {"source": {"columns": {"zip": ["Place"], "unit": ["Squad", "place *"]}}},
            "gives unit the title 'place *', which is that of zip; give each a title of its own",
        ),
        (
            {"source": {"columns": {"zip": ["Unit"]}}},
            "gives zip the title 'Unit', which is that of unit; give each a title of its own",
        ),
        (
            {"source": {"columns": {"kits": ["LOT  number"]}}},
            "gives kits the title 'LOT  number', which is that of lot; give each a title of its own",
        ),
        (
            {"source": {"columns": {"date": ["completion time (optional)"]}}},
            "gives date the title 'completion time (optional)', which is that of submitted; give each a title",
        ),
        (
            {"program": {"oopp_since": date(2026, 7, 1)}},
            'program.oopp_since is set, but program.oopp is "none"; correct program.oopp, or remove the line',
        ),
        (
            {"program": {"supplier": {"kind": "nysdoh", "name": "NYSDOH", "cadence": "quarterly"}}},
            'program.supplier.kind is "nysdoh", but program.oopp is "none": NYSDOH supplies registered OOPPs only',
        ),
        ({"items": []}, 'items has no item of kind "naloxone"; add the kit'),
        ({"items": [{"code": "fts", "name": "Strip", "kind": "fts"}]}, 'items has no item of kind "naloxone"'),
        (
            {"items": [{"code": "kit", "name": "Kit", "kind": "naloxone"}]},
            "items.kit.doses is missing; write how many doses one kit holds",
        ),
    ],
)
def test_a_contradiction_is_a_sentence_with_the_remedy(sections: dict[str, Any], said: str):
    assert refusal(**sections)[1].startswith(said)


def test_a_field_may_be_given_its_own_title_once_more():
    columns = {"zip": ["ZIP CODE", "Zip of the call", "zip of the call *"]}
    assert some_settings(source={"columns": columns}).source.columns == columns


@pytest.mark.parametrize(
    ("sections", "key", "said"),
    [
        ({"units": [{"name": "Unknown"}]}, "units.0.name", "is 'Unknown', which tables say of rows without a name"),
        ({"units": [{"name": "unassigned"}]}, "units.0.name", "is 'unassigned', which tables say"),
        ({"units": [{"name": "Not recorded"}]}, "units.0.name", "is 'Not recorded', which tables say"),
        ({"units": [{"name": "OTHER"}]}, "units.0.name", "is 'OTHER', which tables say"),
        ({"places": {"jurisdictions": ["Town", "unknown"]}}, "places.jurisdictions.1", "is 'unknown', which tables"),
        ({"places": {"jurisdictions": ["Not recorded"]}}, "places.jurisdictions.0", "is 'Not recorded', which tables"),
    ],
)
def test_a_name_is_no_label_of_the_tables(sections: dict[str, Any], key: str, said: str):
    refused_key, words = refusal(**sections)
    assert refused_key == key
    assert words.startswith(said)
    assert words.endswith("; write another name")


def test_the_form_may_have_a_choice_for_all_other_jurisdictions():
    assert some_settings(places={"jurisdictions": ["Town", "Other"]}).places.jurisdictions == ("Town", "Other")
    assert some_settings(units=[{"name": "Patrol", "aliases": ["Other"]}]).units[0].aliases == ("Other",)


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ({"units": [{"name": "Patrol"}, {"name": "patrol"}]}, "units: 'patrol' stands for two things"),
        ({"units": [{"name": "Patrol"}, {"name": "B", "aliases": ["PATROL"]}]}, "units: 'PATROL' stands"),
        ({"units": [{"name": "Central"}]}, "units: 'Central' stands for two things"),
        ({"units": [{"name": "Night", "aliases": ["unassigned"]}]}, "units: 'unassigned' stands for two things"),
        (
            {"items": [{"code": "kit", "name": name, "kind": "naloxone", "doses": 2} for name in ("One", "Two")]},
            "items: 'kit' stands for two things",
        ),
        ({"places": {"jurisdictions": ["City of Albany", "CITY OF ALBANY"]}}, "places.jurisdictions: 'CITY OF ALBANY'"),
    ],
)
def test_a_name_leads_to_one_thing_only(sections: dict[str, Any], said: str):
    assert refusal(**sections)[1].startswith(said)


def test_the_inventory_finds_items_by_code_and_by_name():
    def item(code: str, name: str) -> dict[str, Any]:
        return {"code": code, "name": name, "kind": "naloxone", "doses": 2}

    assert some_settings(items=[item("kit", "Kit"), item("b", "Box")]).kit.name == "Kit"
    assert refusal(items=[item("a", "Kit"), item("b", "KIT")])[1].startswith("items: 'kit' stands for two things")
    assert refusal(items=[item("b", "Box"), item("kit", "B")])[1].startswith("items: 'b' stands for two things")


@pytest.mark.parametrize("oopp", ["upstate", "nyc"])
def test_nysdoh_supplies_registered_programs(oopp: str):
    supplier = {"kind": "nysdoh", "name": "NYSDOH", "cadence": "quarterly"}
    assert some_settings(program={"oopp": oopp, "supplier": supplier}).program.supplier.name == "NYSDOH"


def test_the_first_naloxone_item_is_what_the_form_counts():
    items = [
        {"code": "fts", "name": "Strip", "kind": "fts"},
        {"code": "four", "name": "4 mg", "kind": "naloxone", "doses": 2},
        {"code": "three", "name": "3 mg", "kind": "naloxone", "doses": 1},
        {"code": "fts2", "name": "Other strip", "kind": "fts"},
    ]
    settings = some_settings(items=items)
    strips, missing = settings.first_of(ItemKind.FTS), settings.first_of(ItemKind.XTS)
    assert settings.kit.code == "four"
    assert strips is not None
    assert strips.code == "fts"
    assert missing is None


def test_an_error_does_not_repeat_what_was_typed():
    with pytest.raises(ValidationError) as refused:
        some_settings(agency={"coordinator": "a secret that was pasted here"})
    assert "secret" not in str(refused.value)


def test_settings_do_not_change():
    with pytest.raises(ValidationError, match="frozen"):
        some_settings().agency.name = "Another"  # type: ignore[misc]
