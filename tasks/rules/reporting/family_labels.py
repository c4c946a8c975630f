"""The labels that a family may have: those that everybody knows, and those that have occurred."""

from collections.abc import Iterable
from datetime import date

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES
from schemas.family import Family
from schemas.labels import NOT_RECORDED, UNASSIGNED
from schemas.settings import Settings
from tasks.rules.reporting.frames import LedgerFrames


def list_labels(family: Family, ledger: LedgerFrames, settings: Settings, until: date) -> frozenset[str]:
    """List the labels that there may be in a family, as of a day."""
    known = ledger.distributions[ledger.distributions["on"] <= until.toordinal()]
    listed: dict[Family, Iterable[str]] = {
        Family.UNIT: (*(unit.name for unit in settings.units), UNASSIGNED),
        Family.RECIPIENT: (*RECIPIENT_CHOICES, NOT_RECORDED),
        Family.REASON: (*REASON_CHOICES, NOT_RECORDED),
    }
    return frozenset(map(str, known[family.value].unique())) | frozenset(listed.get(family, ()))
