"""Lots that look like something else aren't named in a mail: they may tell of a person.

The coordinator finds them by item and place, on the shelf or in the output of `lbn reconcile`.
"""

from typing import Any

from schemas.to_do import GatherLot, ToDo
from tasks.rules.stock.doubtful_lots import name_lot


def hide_doubtful_lots(to_do: ToDo) -> ToDo:
    """Return the thing to do with what a lot looks like in the place of such a lot."""
    about = to_do.about
    if isinstance(about, GatherLot):
        moves = tuple(_hide(move) for move in about.moves)
        return to_do.model_copy(update={"about": about.model_copy(update={"moves": moves})})
    return to_do.model_copy(update={"about": _hide(about)})


def _hide(about: Any) -> Any:
    changes: dict[str, object] = {}
    if isinstance(lot := getattr(about, "lot", None), str):
        changes["lot"] = name_lot(lot)
    if fills := getattr(about, "fills", ()):
        changes["fills"] = tuple(_hide(fill) for fill in fills)
    return about.model_copy(update=changes) if changes else about
