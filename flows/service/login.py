"""The login of the page: made at the first start, kept in a file that only this account can read."""

from base64 import b64encode
from contextlib import suppress

from flows._settings import SECRET_BYTES, new_login
from flows.service.home import Home
from tasks.program_folder.atomic_write import atomic_write


def find_login(home: Home) -> str | None:
    """Find the login, `name:secret`; none before the first start."""
    written = ""
    with suppress(OSError, UnicodeDecodeError):
        written = home.login.read_text(encoding="ascii").strip()
    name, _, secret = written.partition(":")
    return written if name and len(secret) >= SECRET_BYTES else None


def make_login(home: Home) -> str:
    """Make a login and keep it; whoever had an earlier one is let in no more."""
    login = new_login()
    atomic_write(home.login, f"{login}\n".encode())
    home.login.chmod(0o600)
    return login


def link_to_enter(page: str, login: str) -> str:
    """Write the address that logs in by one click; what follows the # stays in the browser and is never sent."""
    return f"{page}/enter#{b64encode(login.encode()).decode()}"
