"""A program's settings: lbn.toml as a frozen, closed type (contract, section "lbn.toml")."""

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, StrictInt, field_validator, model_validator

from schemas.addresses import Address, Addresses
from schemas.agency import ItemKind, Oopp, SupplierCadence, SupplierKind
from schemas.base import Closed, Name, require_form
from schemas.labels import CENTRAL, LAST_LABELS, OTHER, UNASSIGNED
from schemas.mail import Mail
from schemas.plain_text import fold_name
from schemas.report import Checked
from schemas.source import Source
from schemas.store_address import Store
from schemas.upkeep import Day, Ordering, Procedure, Training


def _no_label(*labels: str) -> AfterValidator:
    """Refuse a name that tables use as a label for what has no name."""
    taken = {label.casefold() for label in labels}

    def check(name: str) -> str:
        if name.casefold() in taken:
            msg = f"is {name!r}, which tables say of rows without a name; write another name"
            raise ValueError(msg)
        return name

    return AfterValidator(check)


@cache
def _list_time_zones() -> set[str]:
    """List the time zones once a process: a hundred folders are walked for it.

    Not the zone of whatever machine it is, nor of one that was never set: elsewhere a program would have other days.
    """
    return available_timezones() - {"localtime", "Factory", "posixrules"}


UnitName = Annotated[Name, _no_label(*LAST_LABELS)]
Jurisdiction = Annotated[Name, _no_label(*(label for label in LAST_LABELS if label != OTHER))]
"""A program may have a choice for all other places."""


class Agency(Closed):
    """The police agency."""

    name: Name
    timezone: str = "America/New_York"
    coordinator: Addresses

    @field_validator("timezone")
    @classmethod
    def is_known(cls, name: str) -> str:
        """Check that it is a time zone of the IANA table."""
        if name not in _list_time_zones():
            msg = 'isn\'t a time zone; write a name such as "America/New_York"'
            raise ValueError(msg)
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.timezone)


class Supplier(Closed):
    """Who provides the kits."""

    kind: SupplierKind
    name: Name
    cadence: SupplierCadence
    contact: Address | None = None


ProgramId = Annotated[str, require_form(r"[a-z0-9]{8}", "8 lower-case letters and digits, as `lbn init` makes them")]


class Program(Closed):
    """The leave-behind program."""

    id: ProgramId | None = None
    started: Day
    oopp: Oopp
    oopp_since: Day | None = None
    supplier: Supplier


class Unit(Closed):
    """A place that holds kits, besides the central store."""

    name: UnitName
    aliases: tuple[Name, ...] = ()
    par_level: StrictInt | None = Field(default=None, ge=0, le=100_000)


class Item(Closed):
    """What is given out."""

    code: Annotated[str, require_form(r"[a-z0-9][a-z0-9_-]{0,19}", "small letters, digits and hyphens, such as kit")]
    name: Name
    kind: ItemKind
    doses: StrictInt = Field(default=0, ge=0, le=20)
    ndc: (
        Annotated[str, require_form(r"[0-9]{4,5}-[0-9]{3,4}-[0-9]{1,2}", "a drug code such as 69547-627-02")] | None
    ) = None


class Places(Closed):
    """The closed list of the form's Jurisdiction question."""

    jurisdictions: tuple[Jurisdiction, ...] = ()


class Privacy(Closed):
    """How small a cell may be that goes to anyone but the statutory addressee, and how long rows stay open."""

    smallest_cell: StrictInt = Field(default=11, ge=2, le=50)
    keep_months: StrictInt | None = Field(default=None, ge=15, le=600)


class Settings(Closed):
    """All of lbn.toml."""

    agency: Agency
    program: Program
    source: Source
    units: tuple[Unit, ...]
    items: tuple[Item, ...]
    places: Places = Places()
    privacy: Privacy = Privacy()
    ordering: Ordering = Ordering()
    training: Training = Training()
    procedure: Procedure = Procedure()
    mail: Mail
    store: Store = Store()
    checked: dict[str, Checked] = Field(default_factory=dict)

    @model_validator(mode="after")
    def registration_fits(self) -> Self:
        """Check that NYSDOH supplies a registered program (the procedure's definition of the supplier)."""
        is_registered = self.program.oopp is not Oopp.NONE
        if self.program.supplier.kind is SupplierKind.NYSDOH and not is_registered:
            msg = (
                'program.supplier.kind is "nysdoh", but program.oopp is "none": NYSDOH supplies registered '
                "OOPPs only; correct one of the two"
            )
            raise ValueError(msg)
        if self.program.oopp_since and not is_registered:
            msg = 'program.oopp_since is set, but program.oopp is "none"; correct program.oopp, or remove the line'
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def source_fits(self) -> Self:
        """Check that the keys of [source] are those of its kind, and that the form asks where kits were left."""
        for contradiction in self.source.contradictions(has_jurisdictions=bool(self.places.jurisdictions)):
            raise ValueError(contradiction)
        return self

    @model_validator(mode="after")
    def has_kits(self) -> Self:
        """Check that there is a naloxone item: the first one is what "Kits left" counts."""
        if not any(item.kind is ItemKind.NALOXONE for item in self.items):
            msg = 'items has no item of kind "naloxone"; add the kit that officers leave behind'
            raise ValueError(msg)
        for item in self.items:
            if item.kind is ItemKind.NALOXONE and not item.doses:
                msg = f"items.{item.code}.doses is missing; write how many doses one kit holds, such as doses = 2"
                raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def names_are_distinct(self) -> Self:
        """Check that a name leads to one unit, item or jurisdiction only."""
        units = [CENTRAL, UNASSIGNED] + [
            name for unit in self.units for name in _leave_out_repeated((unit.name, *unit.aliases))
        ]
        codes = [name for item in self.items for name in dict.fromkeys((item.code, item.name.casefold()))]
        for key, names in (("units", units), ("items", codes), ("places.jurisdictions", self.places.jurisdictions)):
            twice = _first_twice(names)
            if twice:
                msg = f"{key}: {twice!r} stands for two things; give each its own name"
                raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def trains_its_units(self) -> Self:
        """Check that those who are to be trained are of units that there are."""
        unknown = [unit for unit in self.training.people if unit not in self.locations]
        if unknown:
            msg = (
                f"training.people: {unknown[0]!r} isn't a unit; write the name of a unit as [[units]] has it, or add "
                "the unit there"
            )
            raise ValueError(msg)
        return self

    @property
    def kit(self) -> Item:
        """The item that "Kits left" counts: the first naloxone item."""
        return next(item for item in self.items if item.kind is ItemKind.NALOXONE)

    def first_of(self, kind: ItemKind) -> Item | None:
        """Find the item of a kind that the form's question counts, if the program gives it out."""
        return next((item for item in self.items if item.kind is kind), None)

    @property
    def locations(self) -> tuple[str, ...]:
        """Every place that holds kits, the central store first."""
        return (CENTRAL, *(unit.name for unit in self.units))


def _leave_out_repeated(names: Iterable[str]) -> Iterable[str]:
    """Leave out what stands there twice: a name that leads to the same thing once more does no harm."""
    return {fold_name(name): name for name in reversed(list(names))}.values()


def _first_twice(names: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for name in names:
        if fold_name(name) in seen:
            return name
        seen.add(fold_name(name))
    return None
