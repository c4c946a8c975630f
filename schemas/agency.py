"""The closed lists about an agency in lbn.toml: its registration, its supplier, and its items."""

from enum import StrEnum


class Oopp(StrEnum):
    """Is the agency itself a registered Opioid Overdose Prevention Program, and where."""

    NONE = "none"
    UPSTATE = "upstate"
    NYC = "nyc"


class SupplierKind(StrEnum):
    """The four kinds of supplier that the procedure names."""

    MATTERS = "matters"
    OOPP = "oopp"
    REGIONAL_EMS = "regional-ems"
    NYSDOH = "nysdoh"


class SupplierCadence(StrEnum):
    """How often the supplier asks for its report."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ON_REQUEST = "on-request"


class ItemKind(StrEnum):
    """What an item is: naloxone counts in kits and doses, strips apart."""

    NALOXONE = "naloxone"
    FTS = "fts"
    XTS = "xts"
    OTHER = "other"
