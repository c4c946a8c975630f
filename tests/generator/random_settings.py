"""Random settings of a program, upstate or in New York City, and their lbn.toml."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from random import Random

from tests.generator.model import ItemSettings, Settings, UnitSettings
from tests.support.settings import lbn_toml, write_toml

UNITS = (
    ("Patrol", ("Patrol Division", "PATROL DIV.")),
    ("Detectives", ("Detective Division",)),
    ("Traffic", ()),
    ("Community Outreach", ("Outreach",)),
    ("Reentry Team", ("Jail Liaison",)),
    ("Precinct 1", ("Pct 1", "001")),
    ("Straße & Co", ("Brüder",)),
)
UPSTATE_PLACES = ("City of Albany", "Town of Colonie", "City of Troy", "Village of Saint-Émile")
NYC_PLACES = ("Manhattan", "Bronx", "Brooklyn", "Queens", "Staten Island")

KIT = ItemSettings("kit", "Naloxone 4 mg nasal spray kit", "naloxone", 2)
OTHER_ITEMS = (
    ItemSettings("kit8", "Naloxone 8 mg kit", "naloxone", 1),
    ItemSettings("fts", "Fentanyl test strips", "fts", 0),
    ItemSettings("fts-b", "Other fentanyl strips", "fts", 0),
    ItemSettings("xts", "Xylazine test strips", "xts", 0),
    ItemSettings("mask", "Face shield", "other", 0),
)


def random_settings(rng: Random) -> Settings:
    """Two to six units, the kit and some other items, in one of the two cities' worlds."""
    is_nyc = rng.random() < 0.4
    units = [
        UnitSettings(name, aliases, rng.choice((None, 0, 12, 30)))
        for name, aliases in rng.sample(UNITS, rng.randint(2, 6))
    ]
    items = [KIT if rng.random() < 0.7 else ItemSettings("kit", "Kit", "naloxone", rng.choice((1, 2, 3)))]
    items += [item for item in OTHER_ITEMS if rng.random() < 0.55]
    if rng.random() < 0.3:
        strips = [item for item in items if item.kind != "naloxone"]
        items = strips + [item for item in items if item.kind == "naloxone"]
    return Settings(
        oopp="nyc" if is_nyc else rng.choice(("none", "upstate")),
        started=date(2025, 1, 1) + timedelta(days=rng.randrange(200)),
        units=tuple(units),
        items=tuple(items),
        jurisdictions=NYC_PLACES if is_nyc else UPSTATE_PLACES,
    )


def settings_toml(settings: Settings, files: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Write the settings as lbn.toml: the tabs' files, and the titles that the form words otherwise."""
    columns = {name: [title] for name, title in titles.items()}
    of_its_own = lbn_toml(
        agency={"name": "Synthetic Police Department"},
        program={"id": "random23", "started": settings.started, "oopp": settings.oopp},
        places={"jurisdictions": settings.jurisdictions},
        units=[_without(None, unit) for unit in settings.units],
        items=[_without(0, item) for item in settings.items],
    )
    return write_toml(of_its_own | {"source": {"kind": "files", **files, "columns": columns}})


def _without(nothing: object, named: UnitSettings | ItemSettings) -> dict[str, object]:
    """Leave out what is not said: a unit's par level, or the doses of what is not naloxone."""
    return {name: value for name, value in asdict(named).items() if value != nothing}
