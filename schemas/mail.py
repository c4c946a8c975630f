"""How messages leave: the section [mail] of lbn.toml."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from schemas.addresses import Address, MailServer, WebAddress
from schemas.base import Closed, require_form

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Transport(StrEnum):
    """The ways of sending."""

    OUTBOX = "outbox"
    SMTP = "smtp"
    SMTP_OAUTH = "smtp-oauth"
    GRAPH = "graph"


KEYS_OF: Mapping[Transport, tuple[str, ...]] = {
    Transport.OUTBOX: (),
    Transport.SMTP: ("smtp",),
    Transport.SMTP_OAUTH: ("smtp", "oauth"),
    Transport.GRAPH: ("oauth",),
}
"""The keys of [mail] that a way of sending cannot do without."""

_WHAT_TO_WRITE = {
    "smtp": 'write smtp = "smtp://mail.example.gov:587"',
    "oauth": "say whose token to ask for",
}


class MicrosoftOAuth(Closed):
    """An app of Microsoft 365; its secret comes from the variable LBN_MAIL_SECRET."""

    provider: Literal["microsoft"] = Field(description="Whose token is asked for")
    tenant: Annotated[
        str, require_form(r"[A-Za-z0-9.-]{1,200}", "the directory's id or its domain, as Entra shows it")
    ] = Field(description="The directory (tenant) id")
    client: Text = Field(description="The application (client) id")
    endpoint: WebAddress = Field(
        default="https://login.microsoftonline.com", description="Where tokens are asked for: a proxy or a test server"
    )


class GoogleOAuth(Closed):
    """A service account of Google Workspace with domain-wide delegation."""

    provider: Literal["google"] = Field(description="Whose token is asked for")
    credentials: Text = Field(description="Its key file, in the program's folder")


PROVIDERS = frozenset(get_args(kind.model_fields["provider"].annotation)[0] for kind in (MicrosoftOAuth, GoogleOAuth))
"""Whose tokens can be asked for, as mail.oauth names them."""


class Mail(Closed):
    """How messages leave."""

    transport: Transport = Transport.OUTBOX
    sender: Address = Field(alias="from", description="The address that messages come from")
    smtp: MailServer | None = Field(
        default=None, description="The mail server: smtp://mail.example.gov:587 (STARTTLS) or smtps://… (TLS)"
    )
    user: Text | None = Field(default=None, description="The login, where it is not the address in from")
    oauth: Annotated[MicrosoftOAuth | GoogleOAuth, Field(discriminator="provider")] | None = Field(
        default=None, description="Whose token is asked for, with smtp-oauth and graph"
    )
    graph: WebAddress = Field(
        default="https://graph.microsoft.com/v1.0", description="Microsoft Graph itself, a proxy or a test server"
    )

    @model_validator(mode="after")
    def has_what_it_needs(self) -> Self:
        """Check that the keys are there that the way of sending needs."""
        for key in KEYS_OF[self.transport]:
            if not getattr(self, key):
                msg = f'.{key} is missing, and mail.transport is "{self.transport}"; {_WHAT_TO_WRITE[key]}'
                raise ValueError(msg)
        return self

    @property
    def is_outbox(self) -> bool:
        """Whether messages are put into a folder, where they wait for a person."""
        return self.transport is Transport.OUTBOX
