"""Random settings of a program, upstate or in New York City, and their lbn.toml."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from tests.generator.model import ItemSettings, Settings, UnitSettings

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
    lines = [
        "[agency]",
        'name = "Synthetic Police Department"',
        'timezone = "America/New_York"',
        'coordinator = "coordinator@example.gov"',
        "[program]",
        'id = "random23"',
        f"started = {settings.started.isoformat()}",
        f"oopp = {_quoted(settings.oopp)}",
        'supplier = { kind = "regional-ems", name = "Synthetic EMS", cadence = "monthly" }',
        "[source]",
        'kind = "files"',
        *(f"{tab} = {_quoted(name)}" for tab, name in files.items()),
        "[source.columns]",
        *(f"{name} = [{_quoted(title)}]" for name, title in titles.items()),
        "[places]",
        f"jurisdictions = {_quoted(list(settings.jurisdictions))}",
        "[mail]",
        'transport = "outbox"',
        'from = "lbn@example.gov"',
    ]
    for unit in settings.units:
        lines += ["[[units]]", f"name = {_quoted(unit.name)}", f"aliases = {_quoted(list(unit.aliases))}"]
        lines += [f"par_level = {unit.par_level}"] if unit.par_level is not None else []
    for item in settings.items:
        lines += ["[[items]]", f"code = {_quoted(item.code)}", f"name = {_quoted(item.name)}"]
        lines += [f"kind = {_quoted(item.kind)}"]
        lines += [f"doses = {item.doses}"] if item.doses else []
    return "\n".join(lines) + "\n"


def _quoted(value: object) -> str:
    """Write a text or a list of texts, which JSON and TOML write alike."""
    return json.dumps(value, ensure_ascii=False)
