"""The sections that a program may leave out: their bounds, and what contradicts the rest of lbn.toml."""

from datetime import date
from typing import Any

import pytest

from tests.schemas.test_settings import refusal
from tests.support.settings import some_settings

SUPPLIER = {"kind": "regional-ems", "name": "Example Regional EMS Program", "cadence": "monthly"}


def test_what_is_left_out_has_the_contracts_value():
    settings = some_settings()
    assert settings.ordering.model_dump() == {
        "lead_days": None, "look_days": 7, "cover_days": 30, "service": 98, "pack": 1,
    }  # fmt: skip
    assert (settings.training.refresher_months, settings.training.people) == (None, {})
    assert settings.procedure.reviewed is None
    assert settings.program.supplier.contact is None


def test_the_examples_of_the_contract():
    settings = some_settings(
        program={"supplier": SUPPLIER | {"contact": "orders@supplier.example"}},
        ordering={"lead_days": 30, "look_days": 7, "cover_days": 30, "service": 98, "pack": 1},
        training={"refresher_months": 12, "people": {"Patrol": 40, "Detectives": 12, "Central": 1}},
        procedure={"reviewed": date(2026, 3, 1)},
    )
    assert settings.ordering.lead_days == 30
    assert settings.training.people["Detectives"] == 12
    assert settings.procedure.reviewed == date(2026, 3, 1)
    assert settings.program.supplier.contact == "orders@supplier.example"


@pytest.mark.parametrize(
    ("sections", "key"),
    [
        ({"ordering": {"lead_days": 0}}, "ordering.lead_days"),
        ({"ordering": {"lead_days": 366}}, "ordering.lead_days"),
        ({"ordering": {"look_days": 0}}, "ordering.look_days"),
        ({"ordering": {"cover_days": -1}}, "ordering.cover_days"),
        ({"ordering": {"service": 100}}, "ordering.service"),
        ({"ordering": {"service": 98.5}}, "ordering.service"),
        ({"ordering": {"service": float("nan")}}, "ordering.service"),
        ({"ordering": {"pack": True}}, "ordering.pack"),
        ({"ordering": {"pack": float("inf")}}, "ordering.pack"),
        ({"ordering": {"packs": 1}}, "ordering.packs"),
        ({"training": {"refresher_months": 0}}, "training.refresher_months"),
        ({"training": {"people": {"Patrol": "40"}}}, "training.people.Patrol"),
        ({"training": {"people": {"Patrol": -1}}}, "training.people.Patrol"),
        ({"training": {"people": ["Patrol"]}}, "training.people"),
        ({"procedure": {"reviewed": "2026-03-01"}}, "procedure.reviewed"),
        ({"procedure": {"reviewed": date(26, 3, 1)}}, "procedure.reviewed"),
        ({"program": {"started": date(1, 1, 1)}}, "program.started"),
        ({"program": {"started": date(9999, 12, 31)}}, "program.started"),
        ({"program": {"supplier": SUPPLIER | {"contact": "the front desk"}}}, "program.supplier.contact"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_by_its_key(sections: dict[str, Any], key: str):
    assert refusal(**sections)[0] == key


def test_only_units_that_there_are_can_be_trained():
    key, said = refusal(training={"people": {"Patrol": 40, "Night shift": 3}})
    assert (key, said[:44]) == ("", "training.people: 'Night shift' isn't a unit;")


@pytest.mark.parametrize("aliases", [["PATROL"], ["patrol", "Patrol"], ["Patrol Division", "PATROL  DIVISION"]])
def test_a_name_twice_within_one_unit_is_harmless(aliases: list[str]):
    assert some_settings(units=[{"name": "Patrol", "aliases": aliases}]).units[0].name == "Patrol"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        *((f"sqlite:///{path}", "must be") for path in ("", ".", "..", "a/", "a/..", "/")),
        ("postgresql+psycopg://u:p@h:99999/d", "has a port that can't be"),
        ("postgresql+psycopg://u:p@h:0/d", "has a port that can't be"),
        ("postgresql+psycopg://[x/d", "must be"),
        ("postgresql+psycopg://u:p@h:5432", "must be"),
    ],
)
def test_a_ledger_that_cannot_be_anywhere(url: str, said: str):
    key, words = refusal(store={"url": url})
    assert (key, words[: len(said)]) == ("store.url", said)


@pytest.mark.parametrize(
    "url",
    ["sqlite:///lbn.db", "sqlite:////var/lib/lbn/a b?#%.db", "sqlite:///.ledger", "postgresql+psycopg:///lbn",
     "postgresql+psycopg://u:p%40@db.example.gov:5432/lbn?sslmode=require", "postgresql+psycopg://[::1]:5432/lbn"],
)  # fmt: skip
def test_a_ledger_may_lie_in_any_file_or_on_a_server(url: str):
    assert some_settings(store={"url": url}).store.url == url
