"""Text that cannot disturb its surroundings: no new lines, control characters or turned reading direction.

Unit and jurisdiction names come from a settings file that anybody at the agency may have edited. A line break in
one of them would forge a line of the text form; an override of the reading direction would reverse numbers.
"""

import unicodedata
from typing import TypeVar

from schemas.base import Closed

M = TypeVar("M", bound=Closed)

_LINE_BREAKS = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"), " ")
_TURNS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), "\ufffd")
_CONTROLS = {code: "\ufffd" for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc"}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_REPLACED = _CONTROLS | _TURNS | _SURROGATES | _LINE_BREAKS


def sanitize(message: M) -> M:
    """Replace every such character of a message, visibly where it is not just a line break."""
    return type(message).model_validate(clean_words(message.model_dump(by_alias=True)))


def clean_words(value: object) -> object:
    """Replace every such character of all texts in a value."""
    if isinstance(value, str):
        return value.translate(_REPLACED)
    if isinstance(value, dict):
        return {key: clean_words(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(clean_words(item) for item in value)
    return value
