"""Where a kit was left, and by whom: names of units, ZIPs as people type them, and programs that record one place."""

import pytest

from tests.cases.program import UPSTATE, Case, form, forms
from tests.support.settings import PATROL

# -- aliases ----------------------------------------------------------------------------------------------------------

HARMLESS_ALIASES = {
    "its own name in capitals": ["PATROL"],
    "its own name": ["Patrol"],
    "its own name, and an alias": ["patrol", "Road"],
    "an alias twice, in two letter cases": ["Road", "ROAD"],
    "its own name with spaces": ["  Patrol "],
}


@pytest.mark.parametrize("aliases", HARMLESS_ALIASES.values(), ids=HARMLESS_ALIASES)
def test_a_name_twice_within_one_unit_is_harmless(aliases: list[str], case: Case):
    case.write(form(unit="PATROL"), units=[{"name": "Patrol", "aliases": aliases, "par_level": 5}])
    assert case.codes() == []
    assert case.table("unit") == {"Patrol": 1}


@pytest.mark.parametrize("alias", ["Traffic", "TRAFFIC", "Central"])
def test_a_name_of_two_places_is_refused_with_its_key(alias: str, case: Case):
    case.write(form(), units=[{**PATROL, "aliases": [alias]}, {"name": "Traffic"}])
    words = case.be_refused(code=2)
    assert "units" in words
    assert alias.casefold() in words.casefold()


# -- ZIPs as people type them -----------------------------------------------------------------------------------------

SPELLINGS = {
    "12207": "12207", "12207-1234": "12207", "12207.0": "12207", "12207, NY": "12207", "NY 12207": "12207",
    "ny 12207": "12207", " 12207 ": "12207", "\u00a012207": "12207", "\u200b12207": "12207", "12207;": "12207",
    "12207\u20111234": "12207", "12207\u20131234": "12207", "6390": "06390", "6390.0": "06390", "501": "00501",
}  # fmt: skip
"""What stands in the cell, and the ZIP that it is."""

NO_ZIPS = ("1220", "122071", "12207-12", "Albany", "00000", "99999", "12207 12208", "2207", "12207/12208", "-12207")


@pytest.mark.parametrize(("typed", "meant"), SPELLINGS.items(), ids=repr)
def test_a_zip_is_read_as_people_type_it(typed: str, meant: str, case: Case):
    case.write(form(zip=typed))
    assert case.codes() == []
    assert case.table("zip") == {meant: 1}


def test_what_is_not_a_zip_leaves_the_place_unknown(case: Case):
    case.write(*(form(f"9/{day}/2026", zip=typed) for day, typed in enumerate(NO_ZIPS, 1)))
    expected = {("Form responses", row, "zip_invalid") for row in range(2, len(NO_ZIPS) + 2)}
    assert expected <= set(case.attention())
    assert case.table("zip") == {"Unknown": len(NO_ZIPS)}


# -- the table of ZIPs ------------------------------------------------------------------------------------------------

NYC = {"program": {"oopp": "nyc"}}
BOROUGHS = {
    "11425": "Queens", "11437": "Queens", "11424": "Queens", "11430": "Queens", "11201": "Brooklyn",
    "10463": "Bronx", "10301": "Staten Island", "10001": "Manhattan", "10282": "Manhattan",
}  # fmt: skip
COUNTIES = {
    "12207": "Albany", "12180": "Rensselaer", "11001": "Nassau", "06390": "Suffolk", "00501": "Suffolk",
    "10803": "Westchester", "13420": "Herkimer", "14850": "Tompkins",
}  # fmt: skip


def test_a_zip_of_the_city_has_its_borough(case: Case):
    case.write(*(form(f"9/{day}/2026", zip=code) for day, code in enumerate(BOROUGHS, 1)), **NYC)
    assert case.codes() == []
    expected: dict[str, int] = {}
    for borough in BOROUGHS.values():
        expected[borough] = expected.get(borough, 0) + 1
    assert case.table("borough") == expected


@pytest.mark.parametrize(("zip_code", "county"), COUNTIES.items())
def test_a_zip_of_the_state_has_its_county(zip_code: str, county: str, case: Case):
    case.write(form(zip=zip_code))
    assert case.table("county") == {county: 1}


def test_jamaica_is_queens_in_the_citys_report(case: Case):
    case.write(form("2/3/2026", zip="11425"), form("2/4/2026", zip="11437"), **NYC)
    figures = case.report("2026-02", "nycdoh-monthly").figures
    [boroughs] = [table for table in figures["tables"] if table["by"] == ["borough"]]
    assert [row[0] for row in boroughs["rows"]] == ["Queens"]


# -- jurisdiction only, ZIP only, neither -----------------------------------------------------------------------------

ALBANY_AND_TROY = {"places": {"jurisdictions": ["City of Albany", "City of Troy"]}}
ONLY_JURISDICTIONS = [form(f"2/{day}/2026", zip="", jurisdiction="City of Albany") for day in range(1, 5)]


def groupings(figures: dict[str, list[dict[str, list[str]]]]) -> list[str]:
    """The groupings of a report's tables that name a place."""
    known = ("county", "zip", "borough", "jurisdiction")
    return [by for table in figures["tables"] for by in table["by"] if by in known and table["rows"]]


def test_a_program_of_jurisdictions_has_their_table(case: Case):
    case.write(*ONLY_JURISDICTIONS, **ALBANY_AND_TROY)
    made = case.report("2026-Q1")
    assert groupings(made.figures) == ["jurisdiction"]
    [table] = [table for table in made.figures["tables"] if table["by"] == ["jurisdiction"]]
    assert table["rows"][0][:2] == ["City of Albany", 4]
    assert "City of Albany" in made.text


@pytest.mark.parametrize("slug", ["nysdoh-quarterly", "program-review", "supplier"])
def test_a_county_nobody_records_is_not_unknown(slug: str, case: Case):
    case.write(*ONLY_JURISDICTIONS, **ALBANY_AND_TROY)
    made = case.report("2026-Q1", slug)
    assert "county" not in groupings(made.figures)
    assert "Unknown" not in made.text
    assert "100 %" not in made.text


def test_a_program_of_zips_has_no_table_of_jurisdictions(case: Case):
    case.write(*forms(4, "2026-02-01"), places={"jurisdictions": []})
    made = case.report("2026-Q1")
    assert groupings(made.figures) == ["county", "zip"]
    assert case.codes() == []


def test_neither_is_counted_with_its_place_unknown(case: Case):
    case.write(form(zip=""), form("9/11/2026"), **ALBANY_AND_TROY)
    assert case.attention() == [("Form responses", 2, "place_missing")]
    assert case.table("county") == {"Albany": 1, "Unknown": 1}


def test_an_unknown_jurisdiction_is_flagged_only_against_a_list(case: Case):
    case.write(form(jurisdiction="Atlantis"), **ALBANY_AND_TROY)
    assert case.codes() == ["jurisdiction_unknown"]
    case.settle(places={"jurisdictions": []})
    assert case.codes() == []


def test_a_jurisdiction_without_a_zip_is_place_enough(case: Case):
    case.write(form(zip="", jurisdiction="City of Troy"), program={"supplier": UPSTATE}, **ALBANY_AND_TROY)
    assert case.codes() == []
    assert case.table("jurisdiction") == {"City of Troy": 1}
