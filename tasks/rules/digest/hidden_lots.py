"""Lots that look like something else aren't named in a mail: they may tell of a person.

The coordinator finds them by item and place, on the shelf or in the output of `lbn reconcile`.
"""

from typing import Any

from schemas.base import Closed
from schemas.to_do import ToDo
from tasks.rules.stock.doubtful_lots import name_lot


def hide_doubtful_lots(to_do: ToDo) -> ToDo:
    """Return the thing to do with what a lot looks like in the place of such a lot, wherever one stands in it."""
    hidden: ToDo = _hide(to_do)
    return hidden


def _hide(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_hide, value))
    if not isinstance(value, Closed):
        return value
    fields = {name: getattr(value, name) for name in type(value).model_fields}
    hidden = {name: name_lot(one) if name == "lot" and one else _hide(one) for name, one in fields.items()}
    return value.model_copy(update={name: one for name, one in hidden.items() if one != fields[name]})
