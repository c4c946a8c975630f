"""The part of lbn.toml that says where the tabs are: files, or a Google Sheet."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import Field, field_validator

from schemas.addresses import check_web_address
from schemas.base import Closed, Name
from schemas.plain_text import fold_title
from schemas.tabs import COLUMNS, ZIP, Tab

_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


class SourceKind(StrEnum):
    """The kinds of source that there are."""

    FILES = "files"
    GOOGLE_SHEET = "google-sheet"


class KeysOfKind(NamedTuple):
    """The keys of [source] that only some kinds of source have."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    is_one_book: bool = False
    """Whether the tabs are those of one spreadsheet, told apart by their titles."""


KEYS_OF: Mapping[SourceKind, KeysOfKind] = {
    SourceKind.FILES: KeysOfKind(),
    SourceKind.GOOGLE_SHEET: KeysOfKind(
        required=("spreadsheet", "credentials"), optional=("api_endpoint", "status_tab", "desk_tab"), is_one_book=True
    ),
}


def is_pattern(name: str) -> bool:
    """Tell whether a file's name is a pattern: `*` stands for any letters, `?` for one."""
    return "*" in name or "?" in name


class Source(Closed):
    """Where the tabs are."""

    kind: SourceKind
    responses: Name
    dates: Literal["mdy", "dmy"] = "mdy"
    inventory: Name | None = None
    counts: Name | None = None
    training: Name | None = None
    columns: dict[str, list[Name]] = Field(default_factory=dict)
    not_asked: list[Name] = Field(default_factory=list)
    spreadsheet: Name | None = None
    credentials: Name | None = None
    api_endpoint: Name | None = None
    status_tab: Name | None = None
    desk_tab: Name | None = None

    @field_validator("columns")
    @classmethod
    def names_fields(cls, columns: dict[str, list[str]]) -> dict[str, list[str]]:
        """Check that extra titles are given for fields of the form only."""
        fields = [column.field for column in COLUMNS[Tab.RESPONSES]]
        unknown = [field for field in columns if field not in fields]
        if unknown:
            msg = f"knows no field {unknown[0]!r}; the fields are {', '.join(fields)}"
            raise ValueError(msg)
        return columns

    @field_validator("not_asked")
    @classmethod
    def names_optional_fields(cls, fields: list[str]) -> list[str]:
        """Check that only fields which a program can do without are said not to be asked."""
        optional = [column.field for column in COLUMNS[Tab.RESPONSES] if not column.is_required]
        unknown = [field for field in fields if field not in (*optional, ZIP)]
        if unknown:
            msg = f"knows no optional field {unknown[0]!r}; the optional fields are {', '.join(optional)}, and {ZIP}"
            raise ValueError(msg)
        return fields

    @field_validator("columns")
    @classmethod
    def titles_lead_to_one_field(cls, columns: dict[str, list[str]]) -> dict[str, list[str]]:
        """Check that a title is given to one field only, and isn't another's by default: whose column is it?"""
        field_of = {fold_title(title): column.field for column in COLUMNS[Tab.RESPONSES] for title in column.titles}
        for field, title in [(field, title) for field, titles in columns.items() for title in titles]:
            taken_by = field_of.setdefault(fold_title(title), field)
            if taken_by != field:
                msg = f"gives {field} the title {title!r}, which is that of {taken_by}; give each a title of its own"
                raise ValueError(msg)
        return columns

    @field_validator("spreadsheet")
    @classmethod
    def is_an_id(cls, spreadsheet: str | None) -> str | None:
        """Check that it is the id alone: people paste the whole address."""
        if spreadsheet and not _ID_CHARACTERS.issuperset(spreadsheet):
            msg = "isn't a spreadsheet's id; copy only the part of its address between /d/ and the next /"
            raise ValueError(msg)
        return spreadsheet

    @field_validator("api_endpoint")
    @classmethod
    def is_an_address(cls, endpoint: str | None) -> str | None:
        """Check that calls can be sent there."""
        return endpoint and check_web_address(endpoint)

    @property
    def own_tabs(self) -> tuple[str, ...]:
        """The tabs of the Sheet that the program writes, as far as it is to write any."""
        return tuple(filter(None, (self.status_tab, self.desk_tab)))

    @property
    def titles(self) -> dict[Tab, str]:
        """For each tab that the program has its file's name or its title in the Sheet."""
        names = {
            Tab.RESPONSES: self.responses,
            Tab.INVENTORY: self.inventory,
            Tab.COUNTS: self.counts,
            Tab.TRAINING: self.training,
        }
        return {tab: name for tab, name in names.items() if name}

    def contradictions(self, *, has_jurisdictions: bool) -> Iterator[str]:
        """Find what does not fit together: the key, and what to do."""
        if ZIP in self.not_asked and not has_jurisdictions:
            yield (
                "source.not_asked names zip, and places.jurisdictions lists none, so nothing says where kits were "
                "left; list the jurisdictions that the form asks for, or remove zip"
            )
        ours = KEYS_OF[self.kind]
        for kind, keys in KEYS_OF.items():
            foreign = [key for key in (*keys.required, *keys.optional) if key not in (*ours.required, *ours.optional)]
            for key in [key for key in foreign if getattr(self, key)]:
                yield f'source.{key} is for a "{kind}", but source.kind is "{self.kind}"; correct one of the two'
        for key in [key for key in ours.required if not getattr(self, key)]:
            yield f'source.{key} is missing; source.kind = "{self.kind}" needs it'
        titles = [title.casefold() for title in (*self.titles.values(), *self.own_tabs)]
        if ours.is_one_book and len(set(titles)) < len(titles):
            yield "source names one tab of the Sheet twice; every key needs a tab of its own"
        if self.kind is SourceKind.FILES:
            yield from self._pattern_contradictions()

    def _pattern_contradictions(self) -> Iterator[str]:
        """Find patterns that lead out of the program's folder, or that are two tabs' at once."""
        patterns = [name for name in self.titles.values() if is_pattern(name)]
        for pattern in patterns:
            if "/" in pattern or "\\" in pattern:
                yield f"source has a folder in the pattern {pattern!r}; it looks in the program's folder only"
            is_workbook = pattern.casefold().endswith((".xlsx", ".xlsm"))  # one workbook may hold all tabs
            if patterns.count(pattern) > 1 and not is_workbook:
                yield f"source has the pattern {pattern!r} twice; every tab needs a file of its own"
