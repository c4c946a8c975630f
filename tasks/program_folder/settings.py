"""Reading lbn.toml; every mistake becomes one sentence with the key and what to do."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from schemas.mail import PROVIDERS
from schemas.settings import Settings
from schemas.store_address import Store
from tasks.errors import UsageError
from tasks.program_folder.toml_text import parse_toml, read_text, write_key

FILE_NAME = "lbn.toml"
_SHOWN = " (`lbn init DIR` writes an lbn.toml that shows every setting)"

Kind = TypeVar("Kind", bound=BaseModel)

_WANTED = {
    "string_type": "must be text in quotation marks",
    "int_type": "must be a whole number, without quotation marks",
    "int_parsing": "must be a whole number, without quotation marks",
    "date_type": "must be a date such as 2025-01-01, without quotation marks and without a time",
    "date_from_datetime_inexact": "must be a date such as 2025-01-01, without a time",
    "date_from_datetime_parsing": "must be a date such as 2025-01-01, without quotation marks",
    "tuple_type": 'must be a list in brackets, such as ["one", "two"]',
    "list_type": 'must be a list in brackets, such as ["one", "two"]',
    "model_type": "must be a table of its own",
    "model_attributes_type": "must be a table of its own",
    "dict_type": "must be a table of its own",
    "string_too_short": "must not be empty",
    "string_too_long": "is too long",
    "string_pattern_mismatch": "does not have the right form",
}

_TAGS = {
    "union_tag_invalid": "must be one of {expected_tags}",
    "union_tag_not_found": "is missing; add it",
}
"""Of a table that is one of several kinds: its own words would repeat what was typed in."""


def load_settings(folder: Path) -> Settings:
    """Load the settings of the program in a folder.

    Raises:
        UsageError: there is no lbn.toml, or something in it is wrong.
    """
    return check_settings(_read(folder / FILE_NAME), Settings, FILE_NAME)


def check_settings(data: Mapping[str, Any], kind: type[Kind], file_name: str) -> Kind:
    """Check what was read from a file of settings.

    Args:
        data: as TOML gives it.
        kind: what the file holds.
        file_name: for the sentence.

    Raises:
        UsageError: something in it is wrong.
    """
    problem = None
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        problem = _sentence(error.errors(include_url=False, include_input=False)[0], kind)
    raise UsageError(f"{file_name}: {problem}.")


def check_days_have_passed(settings: Settings, today: date) -> None:
    """Check that what is said to have been done was not done in the future, such as through a year typed wrong.

    Raises:
        UsageError: it was.
    """
    done = {f"checked.{slug}.on": (by.on, "of the comparison") for slug, by in settings.checked.items()}
    if reviewed_on := settings.procedure.reviewed:
        done["procedure.reviewed"] = (reviewed_on, "on which it was last reviewed")
    for name, (day, which) in done.items():
        if day > today:
            msg = f"{FILE_NAME}: {name} is a day in the future; write the day {which}."
            raise UsageError(msg)


def check_store_url(url: str) -> str:
    """Check that an address could stand in store.url, and return it.

    Raises:
        UsageError: it couldn't.
    """
    return check_settings({"url": url}, Store, "The other database").url


def _read(path: Path) -> dict[str, Any]:
    problem = ""
    try:
        text = read_text(path)
    except (FileNotFoundError, NotADirectoryError):
        problem = (
            f"There is no {path.name} in {path.parent}: name the program's folder with --program DIR, "
            "or make a new program with `lbn init DIR`."
        )
    except OSError as error:
        problem = f"{path.name} cannot be read ({error.strerror})."
    else:
        return parse_toml(text, path.name)
    raise UsageError(problem)


def _sentence(error: ErrorDetails, kind: type[BaseModel]) -> str:
    key = write_key(_leave_out_tags(error["loc"]))
    if error["type"] == "extra_forbidden":
        return f"{key} isn't a setting{_did_you_mean(error['loc'], kind)}; remove it or correct its name"
    if error["type"] == "missing":
        return f"{key} is missing; add it{_SHOWN if kind is Settings else ''}"
    if error["type"] == "value_error":
        words = str(error["ctx"]["error"])
        return f"{key}{words}" if words.startswith(".") else f"{key} {words}".strip()  # .smtp: of a key within this one
    if error["type"] in _TAGS:
        name = error["ctx"]["discriminator"].strip("'")
        return f"{key}.{name} {_TAGS[error['type']]}".format(**error["ctx"])
    if error["type"] in ("enum", "literal_error"):
        return f"{key} must be one of {error['ctx']['expected']}"
    wanted = _WANTED.get(error["type"]) or error["msg"].replace("Input should be", "must be")
    return f"{key} {wanted}"


def _leave_out_tags(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Leave out which kind of table it is: behind mail.oauth stands the provider, which the file has as a value."""
    pairs = zip(("", *loc), loc, strict=False)
    return tuple(part for before, part in pairs if before != "oauth" or part not in PROVIDERS)


def _did_you_mean(key: tuple[int | str, ...], model: type[BaseModel]) -> str:
    """Name the setting that the unknown key is nearest to."""
    for part in key[:-1]:
        field = model.model_fields.get(part) if isinstance(part, str) else None
        models = [field.annotation, *get_args(field.annotation)] if field else []
        inner = next((kind for kind in models if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
        model = inner or model
    known = [field.alias or name for name, field in model.model_fields.items()]
    near = get_close_matches(str(key[-1]), known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""
