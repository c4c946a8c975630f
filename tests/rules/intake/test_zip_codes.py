"""ZIP codes, counties and boroughs, from the table of US ZIPs."""

import pytest
import zipcodes
from hypothesis import given
from hypothesis import strategies as st

from tasks.rules.intake.zip_codes import find_county, list_counties, normalize_zip
from tasks.rules.reporting.places import find_borough


@pytest.mark.parametrize(
    ("text", "zip_code"),
    [
        pytest.param("12207", "12207", id="Albany"),
        pytest.param("10001", "10001", id="Manhattan"),
        pytest.param("90210", "90210", id="a ZIP of another state is a ZIP"),
        pytest.param("00501", "00501", id="Holtsville, the lowest of all"),
        pytest.param("06390", "06390", id="Fishers Island"),
        pytest.param("6390", "06390", id="Fishers Island as a sheet writes it"),
        pytest.param("501", "00501", id="Holtsville as a sheet writes it"),
        pytest.param("1220", None, id="01220 is in Massachusetts: rather a slip of the finger"),
        pytest.param("8901", None, id="08901 is in New Jersey"),
        pytest.param("00000", None, id="five digits that aren't a ZIP"),
        pytest.param("99999", None, id="nor are these"),
        pytest.param("0", None, id="one digit"),
        pytest.param("50", None, id="two digits"),
        pytest.param("006390", None, id="six digits"),
        pytest.param("12207-1234", "12207", id="ZIP+4"),
        pytest.param("12207.0", "12207", id="a float, as text"),
        pytest.param("6390.0", "06390", id="a float that lost its zero"),
        pytest.param("12207, NY", "12207", id="the state behind"),
        pytest.param("12207 ny", "12207", id="the state behind, in small letters"),
        pytest.param("NY 12207", "12207", id="the state before"),
        pytest.param("NY, 12207-1234", "12207", id="the state before, with ZIP+4"),
        pytest.param("NY 99999", None, id="the state before what isn't a ZIP"),
    ],
)
def test_zip(text: str, zip_code: str | None):
    assert normalize_zip(text) == zip_code


@pytest.mark.parametrize(
    "text",
    [
        "", "12207-123", "122071234", "12207 1234", "12207-", "NY", "NJ 12207", "12207, NYC", "12207.5",
        "12207 Jane Doe", "12207\n", " 12207", "12 207", "1２207", "1٢207", "+12207",
        "-2207", "1220x", "1_220", "=12207", "<b>12207</b>", "Albany", "12207,12208",
    ],
)  # fmt: skip
def test_text_round_a_zip_makes_it_none(text: str):
    assert normalize_zip(text) is None


@given(st.text() | st.from_regex(r"\A[0-9]{1,6}\Z"))
def test_what_is_usable_is_in_the_table(text: str):
    found = normalize_zip(text)
    assert found is None or (zipcodes.is_real(found) and found.lstrip("0") in text)


@pytest.mark.parametrize(
    ("zip_code", "county"),
    [
        ("12207", "Albany"),
        ("12180", "Rensselaer"),
        ("06390", "Suffolk"),
        ("11201", "Kings"),
        ("13617", "St. Lawrence"),
        ("11425", "Queens"),  # corrected: the table says Kings
        ("11437", "Queens"),  # corrected: the table says nothing
        ("07052", None),  # Essex, but that of New Jersey
        ("92801", None),  # Orange, but that of California
        ("90210", None),
        ("00000", None),
        ("", None),
        (None, None),
    ],
)
def test_county(zip_code: str | None, county: str | None):
    assert find_county(zip_code) == county


def test_new_york_has_its_62_counties_each_in_one_spelling():
    counties = {find_county(one["zip_code"]) for one in zipcodes.filter_by(state="NY")}
    assert len(counties - {None}) == 62
    assert not any(county.endswith("County") for county in counties if county)


@pytest.mark.parametrize(
    ("county", "borough"),
    [
        ("Bronx", "Bronx"), ("Kings", "Brooklyn"), ("New York", "Manhattan"), ("Queens", "Queens"),
        ("Richmond", "Staten Island"), ("Albany", None), ("Brooklyn", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_borough(county: str | None, borough: str | None):
    assert find_borough(county) == borough


def test_the_counties_are_those_of_a_look_up():
    counties = list_counties.__wrapped__()  # as it is made for the first time
    assert {found["state"] for zip_code in counties for found in zipcodes.matching(zip_code)} == {"NY"}
    assert counties == {zip_code: zipcodes.matching(zip_code)[0]["county"] for zip_code in counties}
    assert len(counties) > 2000
