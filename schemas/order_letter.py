"""An order as it's sent to the supplier."""

from pydantic import Field

from schemas.base import Closed


class OrderLetter(Closed):
    """The text of an order, to be forwarded."""

    to: str = Field(description="The supplier's address for orders, or its name where lbn.toml has no address")
    subject: str
    lines: tuple[str, ...]
