"""The two sample programs: whose they are, their units, the places they serve and their rate.

Agencies and people are invented; ZIP codes and counties are real, so that the tables look as they will.
Rates follow the sizes of known programs: 10 to 150 kits a year for a small agency, events of 20 to 100.
"""

from typing import NamedTuple

from tasks.sample.settings_file import ItemWritten, UnitWritten


class SampleUnit(NamedTuple):
    """A unit and its share of the distributions."""

    written: UnitWritten
    share: int


class SamplePlace(NamedTuple):
    """A ZIP code, the jurisdiction it lies in, and its share of the distributions."""

    zip: str
    jurisdiction: str
    share: int


class SampleProgram(NamedTuple):
    """Everything that makes one sample program differ from the other.

    One unit is not restocked during the last days, so that something runs low.
    """

    agency: str
    coordinator: str
    program_id: str
    sender: str
    oopp: str
    supplier_kind: str
    supplier_name: str
    supplier_cadence: str
    seed: int
    distributions_per_day: float
    has_two_events_a_month: bool
    units: tuple[SampleUnit, ...]
    event_unit: str
    reentry_unit: str
    low_unit: str
    days_without_restock: int
    places: tuple[SamplePlace, ...]

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The closed list of the form's question, each once."""
        return tuple(dict.fromkeys(one.jurisdiction for one in self.places))


KIT = ItemWritten("kit", "Naloxone 4 mg nasal spray kit", "naloxone", 2)
FTS = ItemWritten("fts", "Fentanyl test strips", "fts")
XTS = ItemWritten("xts", "Xylazine test strips", "xts")
ITEMS = (KIT, FTS, XTS)

UPSTATE = SampleProgram(
    agency="Village of Example Police Department (sample)",
    coordinator="coordinator@example.gov",
    program_id="sample23",
    sender="lbn@example.gov",
    oopp="upstate",
    supplier_kind="regional-ems",
    supplier_name="Example Regional EMS Program (sample)",
    supplier_cadence="monthly",
    seed=3309,
    distributions_per_day=1.05,
    has_two_events_a_month=True,
    units=(
        SampleUnit(UnitWritten("Patrol", ("Patrol Division",), 24), 9),
        SampleUnit(UnitWritten("Community Outreach", ("Outreach",), 30), 5),
        SampleUnit(UnitWritten("Detectives", ("Detective Division",), 8), 2),
        SampleUnit(UnitWritten("Reentry Team", (), 12), 2),
        SampleUnit(UnitWritten("Traffic", ("Traffic Safety",), 6), 1),
    ),
    event_unit="Community Outreach",
    reentry_unit="Reentry Team",
    low_unit="Patrol",
    days_without_restock=40,
    places=(
        SamplePlace("12206", "City of Albany", 9),
        SamplePlace("12210", "City of Albany", 7),
        SamplePlace("12202", "City of Albany", 7),
        SamplePlace("12207", "City of Albany", 5),
        SamplePlace("12208", "City of Albany", 4),
        SamplePlace("12203", "City of Albany", 4),
        SamplePlace("12205", "Town of Colonie", 5),
        SamplePlace("12110", "Town of Colonie", 3),
        SamplePlace("12047", "City of Cohoes", 4),
        SamplePlace("12189", "City of Watervliet", 3),
        SamplePlace("12180", "City of Troy", 8),
        SamplePlace("12182", "City of Troy", 3),
        SamplePlace("12144", "City of Rensselaer", 2),
        SamplePlace("12307", "City of Schenectady", 6),
        SamplePlace("12304", "City of Schenectady", 4),
        SamplePlace("12305", "City of Schenectady", 3),
        SamplePlace("12866", "City of Saratoga Springs", 3),
        SamplePlace("12065", "Town of Clifton Park", 2),
        SamplePlace("12118", "City of Mechanicville", 2),
    ),
)

NYC = SampleProgram(
    agency="Example City Police Department (sample)",
    coordinator="coordinator@example.gov",
    program_id="sample45",
    sender="lbn@example.gov",
    oopp="nyc",
    supplier_kind="oopp",
    supplier_name="Example Citywide OOPP (sample)",
    supplier_cadence="on-request",
    seed=181,
    distributions_per_day=0.4,
    has_two_events_a_month=False,
    units=(
        SampleUnit(UnitWritten("Sample Precinct 1", ("Pct 1", "001"), 12), 4),
        SampleUnit(UnitWritten("Sample Precinct 2", ("Pct 2", "002"), 12), 3),
        SampleUnit(UnitWritten("Sample Precinct 3", ("Pct 3", "003"), 10), 3),
        SampleUnit(UnitWritten("Sample Outreach Unit", (), 20), 2),
    ),
    event_unit="Sample Outreach Unit",
    reentry_unit="Sample Outreach Unit",
    low_unit="Sample Precinct 2",
    days_without_restock=80,
    places=(
        SamplePlace("10451", "Bronx", 6),
        SamplePlace("10453", "Bronx", 5),
        SamplePlace("10029", "Manhattan", 4),
        SamplePlace("10002", "Manhattan", 4),
        SamplePlace("11212", "Brooklyn", 4),
        SamplePlace("11201", "Brooklyn", 2),
        SamplePlace("11432", "Queens", 2),
        SamplePlace("11372", "Queens", 2),
        SamplePlace("10304", "Staten Island", 3),
    ),
)
