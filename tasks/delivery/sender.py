"""What every way of sending has in common: it takes one message, and says so where it could not.

Mail cannot promise exactly one copy: a line that breaks after the last byte leaves it open whether the server has the
message. So there are two ways to fail, and they are kept apart: *not taken*, which may be tried again, and *in doubt*,
which is shown to a person and never repeated unasked.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from schemas.delivery import DeliveryReason
from tasks.errors import OperationError
from tasks.messages.delivery_words import MAIL_SERVER, WHAT_TO_DO, FailureCause, describe_cause


class DeliveryFailure(Exception):
    """The server surely does not have the message; its words say what to do."""

    def __init__(
        self,
        reason: DeliveryReason,
        cause: FailureCause | None = None,
        server: str = MAIL_SERVER,
        *,
        is_of_message: bool = False,
    ) -> None:
        """Say why.

        Args:
            reason: why, as the ledger keeps it.
            cause: which cause of the reason, where that is known.
            server: who could not be reached.
            is_of_message: whether it may be for this message only: another one may be taken.
        """
        super().__init__(describe_cause(cause, server) if cause else WHAT_TO_DO[reason])
        self.reason = reason
        self.cause = cause
        self.is_of_message = is_of_message


class DeliveryUnknown(Exception):
    """The server may have the message, or not."""


class NotFiled(OperationError):
    """The folder outbox/ can't take a message; it may take others (exit code 1)."""


class Outgoing(NamedTuple):
    """A message as stored, and from whom to whom it goes."""

    name: str
    raw: bytes
    sender: str
    recipients: tuple[str, ...]


class Sender(Protocol):
    """A way out."""

    repeats_safely: bool
    """Whether sending the same message twice leaves one copy."""

    def look(self) -> None:
        """Go the way up to where a message would be handed over, without one.

        Raises:
            DeliveryFailure: it could not be handed over.
        """
        ...

    def send(self, message: Outgoing, before_handing_over: Callable[[], None]) -> None:
        """Hand a message over.

        Args:
            message: the message.
            before_handing_over: called once, at the last moment at which the server surely does not have the message;
                what it raises keeps the message from being handed over.

        Raises:
            DeliveryFailure: it surely was not taken.
            DeliveryUnknown: nobody knows.
            NotFiled: the folder can't take it.
        """
        ...

    def close(self) -> None:
        """End what was kept open from one message to the next."""
        ...
