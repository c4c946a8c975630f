"""How an item is ordered: how long it takes, how often the advice is looked at, and how long the item lasts."""

from schemas.agency import ItemKind, SupplierKind
from schemas.settings import Item, Settings
from tasks.rules.stock.ordering.order_plan import Terms

LEAD_DAYS = 30
LEAD_DAYS_NYSDOH = 7
"""How long an order takes where lbn.toml doesn't say it: NYSDOH sends within a week."""

LIFE_DAYS = 720
LIFE_DAYS_STRIPS = 365


def find_terms(item: Item, settings: Settings) -> Terms:
    """Find the terms of an item, by lbn.toml; packs are of kits only."""
    ordering, is_kit = settings.ordering, item.kind is ItemKind.NALOXONE
    is_nysdoh = settings.program.supplier.kind is SupplierKind.NYSDOH
    return Terms(
        lead_days=ordering.lead_days or (LEAD_DAYS_NYSDOH if is_nysdoh else LEAD_DAYS),
        look_days=ordering.look_days,
        cover_days=ordering.cover_days,
        service=ordering.service / 100,
        pack=ordering.pack if is_kit else 1,
        new_life_days=LIFE_DAYS if is_kit else LIFE_DAYS_STRIPS,
    )
