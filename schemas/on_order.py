"""What was ordered of an item and has not been received yet."""

from datetime import date

from pydantic import Field

from schemas.base import Closed
from schemas.stock_actions import OpenOrder


class OnOrder(Closed):
    """What was ordered of an item and has not been received."""

    item: str
    quantity: int
    since: date = Field(description="Day of the oldest order of which something hasn't been received")
    is_late: bool = Field(description="Whether that is longer ago than an order takes")
    is_overdue: bool = Field(default=False, description="Whether it is more than three times as long ago")
    orders: tuple[OpenOrder, ...] = Field(default=(), description="By day, the oldest first; together the quantity")
