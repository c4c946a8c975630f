"""What the service's children are told, by their environment: it reaches every process that they start in turn."""

from collections.abc import Mapping
from typing import NamedTuple

from flows import _settings
from flows.service.home import PREFECT_HOME, Home

LISTENS_ON = "PREFECT_SERVER_API_HOST"
PORT = "PREFECT_SERVER_API_PORT"
HOSTS = "LBN_PAGE_HOSTS"

LOOPBACK = "127.0.0.1"
HISTORY_SECONDS = 90 * 24 * 3600
"""How long Prefect keeps the history of its runs."""


class Address(NamedTuple):
    """Where the page is."""

    host: str
    port: int
    known_hosts: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The address of the page as this machine calls it."""
        return f"http://{LOOPBACK}:{self.port}"


def describe_environment(home: Home, folder: str, address: Address, login: str) -> Mapping[str, str]:
    """Describe the environment of the children, beside what they inherit."""
    return {
        **_settings.ALWAYS,
        _settings.FOLDER: folder,
        PREFECT_HOME: str(home.prefect),
        _settings.SERVER: f"{address.page}/api",
        _settings.SERVERS_LOGIN: login,
        _settings.CLIENTS_LOGIN: login,
        LISTENS_ON: address.host,
        PORT: str(address.port),
        HOSTS: ",".join((LOOPBACK, "localhost", "::1", *address.known_hosts)),
        # The page calls the server that it came from, whatever name that was called by.
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": address.page,
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(HISTORY_SECONDS),
        "PYTHONUNBUFFERED": "1",  # the log is read while it is written
    }
