"""lbn.toml as `lbn init` and the sample programs write it: one commented text, filled in three times."""

from collections.abc import Iterable
from string import Template
from typing import NamedTuple

from schemas.agency import ItemKind, Oopp, SupplierCadence, SupplierKind
from schemas.mail import Transport
from tasks.program_folder import placeholders


class UnitWritten(NamedTuple):
    """A unit as lbn.toml declares it."""

    name: str
    aliases: tuple[str, ...]
    par_level: int


class ItemWritten(NamedTuple):
    """An item as lbn.toml declares it; doses are given for naloxone only."""

    code: str
    name: str
    kind: str
    doses: int | None = None


class SettingsWritten(NamedTuple):
    """What differs from one lbn.toml to the next."""

    headline: str
    agency: str
    coordinator: str
    program_id: str
    started: str
    oopp: str
    supplier_kind: str
    supplier_name: str
    supplier_cadence: str
    units: tuple[UnitWritten, ...]
    items: tuple[ItemWritten, ...]
    jurisdictions: tuple[str, ...]
    sender: str


SAMPLE_HEADLINE = "# A SAMPLE PROGRAM. Every agency, officer, distribution and number in this folder is synthetic."
NEW_HEADLINE = "# The settings of your leave-behind program: replace names and addresses by your own."

PLACEHOLDERS = SettingsWritten(
    headline=NEW_HEADLINE,
    agency=placeholders.AGENCY,
    coordinator=placeholders.COORDINATOR,
    program_id="",  # each new program is given one of its own
    started="2025-01-01",
    oopp="none",
    supplier_kind="regional-ems",
    supplier_name=placeholders.SUPPLIER,
    supplier_cadence="monthly",
    units=(UnitWritten(*placeholders.UNIT),),
    items=(ItemWritten("kit", "Naloxone 4 mg nasal spray kit", "naloxone", 2),),
    jurisdictions=placeholders.JURISDICTIONS,
    sender=placeholders.SENDER,
)

_WHOLE = Template("""\
$headline

[agency]
name        = $agency
timezone    = "America/New_York"
coordinator = $coordinator   # who gets the reports and the list of rows to look at

[program]
id       = $program_id   # which program this is, whatever the agency is called: never change it
started  = $started   # no distribution can be older
oopp     = $oopp   # $oopps: is the agency itself a registered OOPP, and where
# oopp_since = 2026-07-01   # since when: a health department's report is owed from the period that holds this day
supplier = { kind = $supplier_kind, name = $supplier_name, cadence = $supplier_cadence }
# kind: $supplier_kinds; cadence: $supplier_cadences

[source]   # the files, csv or xlsx, into which the tabs are exported
kind      = "files"
responses = "*Form Responses 1*.csv"   # * stands for any letters: downloads keep their names, and of
inventory = "*Inventory*.csv"          # the files in this folder that fit, the newest is read
counts    = "*Counts*.csv"
training  = "*Training*.csv"
# responses = "*(1-*).xlsx"   # the workbook that Microsoft Forms names "Your form(1-57).xlsx"
# kind         = "google-sheet"            # read the Sheet itself: responses and the others are its tabs' titles then
# spreadsheet  = ""                        # the part of its address between /d/ and the next /
# credentials  = "service-account.json"    # the key of a service account that may read it
# status_tab   = "Intake status"           # show what needs attention in this tab of the Sheet
# desk_tab     = "Desk"                    # show all of it at a glance in this one

# [source.columns]   # only where your form words a question otherwise: more titles for a field
# zip = ["ZIP code of the call"]

# The places that hold kits, besides the central store "Central". An alias is another name that
# the form uses, or once used; below its par level a unit is running low.
$units
# What is given out; the first naloxone item is what the form's "Kits left" counts.
# kind: $item_kinds; doses: in one kit; ndc = "69547-627-02" may be added.
$items
[places]   # the closed list of the form's question "Jurisdiction"
jurisdictions = [
$jurisdictions
]

[privacy]
smallest_cell = 11   # tables for anyone but the statutory addressee show no cell of 1 to 10 events
# keep_months = 36   # each month, close for good what is older: fingerprints are forgotten, late corrections are not
#                    # read, figures stay. How long records must be kept: ask your counsel. Left out: nothing is closed

# [training]   # how many there are to be trained, by unit; `lbn status` says where attendances are fewer
# people           = { Patrol = 40, Detectives = 12 }
# refresher_months = 12   # and where they are too long ago

# [procedure]   # a year later `lbn status` says that it is to be reviewed again
# reviewed = 2026-03-01

[mail]
transport = "outbox"   # one .eml per message, in the folder outbox; or $ways_of_mail
from      = $sender
# smtp    = "smtp://mail.example.gov:587"   # STARTTLS; password: LBN_SMTP_PASSWORD, or the file mail.secret

[store]
url = "sqlite:///lbn.db"   # or postgresql+psycopg://…

# [checked.supplier]   # once someone has compared a report with the addressee's own form
# by = "Program coordinator"
# on = 2026-01-15
""")

_UNIT = Template("""\
[[units]]
name      = $name
aliases   = [$aliases]
par_level = $par_level
""")

_ITEM = Template("""\
[[items]]
code  = $code
name  = $name
kind  = $kind
""")


def write_settings_text(settings: SettingsWritten) -> str:
    """Write the whole of lbn.toml, with its comments."""
    return _WHOLE.substitute(
        headline=settings.headline,
        agency=_quoted(settings.agency),
        coordinator=_quoted(settings.coordinator),
        program_id=_quoted(settings.program_id),
        started=settings.started,
        oopp=_quoted(settings.oopp),
        supplier_kind=_quoted(settings.supplier_kind),
        supplier_name=_quoted(settings.supplier_name),
        supplier_cadence=_quoted(settings.supplier_cadence),
        units="\n".join(_unit_block(unit) for unit in settings.units),
        items="\n".join(_item_block(item) for item in settings.items),
        jurisdictions="\n".join(f"    {_quoted(name)}," for name in settings.jurisdictions),
        sender=_quoted(settings.sender),
        oopps=_listed(Oopp),
        supplier_kinds=_listed(SupplierKind),
        supplier_cadences=_listed(SupplierCadence),
        item_kinds=_listed(ItemKind),
        ways_of_mail=_listed(way for way in Transport if way is not Transport.OUTBOX),
    )


def _listed(words: Iterable[str]) -> str:
    """List the words of a closed list, as a comment shows what can be chosen."""
    return " | ".join(words)


def _unit_block(unit: UnitWritten) -> str:
    aliases = ", ".join(_quoted(alias) for alias in unit.aliases)
    return _UNIT.substitute(name=_quoted(unit.name), aliases=aliases, par_level=unit.par_level)


def _item_block(item: ItemWritten) -> str:
    block = _ITEM.substitute(code=_quoted(item.code), name=_quoted(item.name), kind=_quoted(item.kind))
    return block if item.doses is None else block + f"doses = {item.doses}\n"


def _quoted(text: str) -> str:
    """Quote a text as a TOML basic string; the texts are our own and hold no control character."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
