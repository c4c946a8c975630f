"""What Prefect must know before it is imported: in the environment, which counts wherever a process starts."""

import os
import secrets

from tasks.private_process import keep_private

FOLDER, FOLDERS = "LBN_PROGRAM", "LBN_PROGRAMS"
SERVER = "PREFECT_API_URL"
SERVERS_LOGIN, CLIENTS_LOGIN = "PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING"
SECRET_BYTES = 24

ALWAYS = {
    # Nothing about a program leaves the machine.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # The page is for the agency's people, and not for offers to them.
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    # The default pickles a failed flow's exception, with all that it holds, to disk.
    "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
    # A first start on a slow disk takes longer than the default 20 s.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}

NO_PROXY = ("NO_PROXY", "no_proxy")
LOOPBACK = ("127.0.0.1", "localhost")
"""What is reached without the proxy that an agency's environment may name: Prefect's server on this machine."""

QUIET = {
    # A command answers in its own words; what a run logs is on the page of the runs all the same.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}


UNWATCHED = {
    # A temporary server ends with the command: nobody will look at what these write down, and they slow each flow.
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
}


def apply() -> None:
    """Set what holds for every process that runs a flow, where the environment does not say otherwise."""
    keep_private()
    for name, value in ALWAYS.items():
        os.environ.setdefault(name, value)
    _reach_loopback_directly()


def _reach_loopback_directly() -> None:
    named = [host for name in NO_PROXY for host in os.environ.get(name, "").split(",") if host]
    os.environ |= dict.fromkeys(NO_PROXY, ",".join(dict.fromkeys([*named, *LOOPBACK])))


def keep_quiet() -> None:
    """Keep Prefect's own words off the screen of a command."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


def keep_to_ourselves() -> None:
    """Give a temporary server a login that nobody else on the machine knows, and an origin that no page has."""
    login = new_login()
    os.environ |= {
        SERVERS_LOGIN: login,
        CLIENTS_LOGIN: login,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "null.invalid",
    }


def new_login() -> str:
    """Make a login that nobody can guess, as Prefect has it: `name:secret`."""
    return f"lbn:{secrets.token_urlsafe(SECRET_BYTES)}"


def keep_no_record() -> None:
    """Spare a temporary server what only a page of the runs would show."""
    for name, value in UNWATCHED.items():
        os.environ.setdefault(name, value)
