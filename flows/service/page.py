"""Prefect's server with its page, behind the door: a process of its own, started by the supervisor."""

import os

import uvicorn

from flows._settings import SERVERS_LOGIN
from flows.service.door import Door
from flows.service.environment import HOSTS, LISTENS_ON, PORT
from flows.service.parent import end_with_parent
from flows.service.turns import Turns

GRACE_SECONDS = 3
"""How long requests that are under way may take when the page is to end; the whole service has 30 seconds."""


def serve_page() -> None:
    """Serve the page until a signal ends it."""
    from prefect.server.api.server import create_app  # noqa: PLC0415 - only the page loads Prefect's server

    door = Door(Turns(create_app(final=True)), os.environ[SERVERS_LOGIN], frozenset(os.environ[HOSTS].split(",")))
    uvicorn.run(
        door,
        host=os.environ[LISTENS_ON],
        port=int(os.environ[PORT]),
        log_config=None,  # everything goes to the supervisor's log, in one form
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


if __name__ == "__main__":
    end_with_parent()
    serve_page()
