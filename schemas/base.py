"""The one base of all models: frozen, closed, and silent about what was typed in."""

import re
from functools import partial
from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


class Closed(BaseModel):
    """A value that cannot change, takes no unknown key and never repeats its input in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def require_form(pattern: str, wanted: str) -> AfterValidator:
    """Require that a text has a form; `wanted` says which, to people whose text has another."""
    form = re.compile(pattern)

    def check(text: str) -> str:
        if not form.fullmatch(text):
            msg = f"must be {wanted}"
            raise ValueError(msg)
        return text

    return AfterValidator(check)


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(partial(normalize, "NFC")),
]
"""A name as people type it; in Unicode's composed form, as the cells are that it is compared with."""

Lot = Annotated[str, Field(pattern=r"^[A-Z0-9-]{2,20}$", description="Lot number as on the carton, upper-case")]
