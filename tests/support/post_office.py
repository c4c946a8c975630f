"""Postfix and Dovecot on loopback, as Debian packages them: a mail server that delivers, and mailboxes to look into.

Both run from folders of their own under a temporary one: nothing of the machine's own mail is read or changed, no
message can leave the machine, and both end with the block that started them. Postfix needs root.
"""

import imaplib
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import islice
from pathlib import Path
from random import sample
from time import monotonic, sleep
from typing import Any, NamedTuple

import pytest

from tests.support.mail_servers import PASSWORD, USER, make_certificate

COORDINATOR = "coordinator@example.gov"
SMALL_BYTES = 20_000
"""What the last door lets through: less than any report."""

LONGEST_WAIT = 60.0
"""In seconds: until a server answers, until a message is delivered."""

ACCOUNT = 65534
"""The number under which mailboxes are written: nobody's."""

_SILENT: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
_QUEUES = ("maildrop", "incoming", "active", "deferred")

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.gov
mydestination =
alias_maps =
local_recipient_maps =
default_transport = error:nothing leaves this machine
virtual_mailbox_domains = example.gov
virtual_mailbox_base = {folder}/mailboxes
virtual_mailbox_maps = inline:{{ {coordinator}=coordinator/ }}
virtual_uid_maps = static:{account}
virtual_gid_maps = static:{account}
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {folder}/server.pem
smtpd_tls_key_file = {folder}/server.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/auth
smtpd_recipient_restrictions = reject_unlisted_recipient, permit_sasl_authenticated, reject
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
"""

MASTER = """
{port} inet n - n - - smtpd
{counted_port} inet n - n - - smtpd -o smtpd_tls_mandatory_protocols=TLSv1.2
{small_port} inet n - n - - smtpd -o message_size_limit={small_bytes}
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""

DOVECOT = """
base_dir = {folder}/dovecot
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
auth_failure_delay = 0
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
first_valid_uid = {account}
mail_location = maildir:{folder}/mailboxes/%n
passdb {{
  driver = passwd-file
  args = {folder}/accounts
}}
userdb {{
  driver = static
  args = uid={account} gid={account} home={folder}/mailboxes/%n
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imap_port}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0666
  }}
}}
"""


class PostOffice(NamedTuple):
    """The servers that run, and where they keep what they have."""

    folder: Path
    port: int
    counted_port: int
    """Where the server speaks in turn only; TLS 1.3 sends its tickets at any time."""
    small_port: int
    imap_port: int

    @property
    def address(self) -> str:
        """As lbn.toml names the server."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def small_address(self) -> str:
        """The same server, where it takes small messages only."""
        return f"smtp://127.0.0.1:{self.small_port}"

    @property
    def certificate(self) -> Path:
        """What a client must trust."""
        return self.folder / "server.pem"

    def log(self) -> str:
        """Return what Postfix has to say of all that went on."""
        return (self.folder / "mail.log").read_text("utf-8")

    def mailbox(self) -> list[EmailMessage]:
        """Read the coordinator's messages by IMAP when all that was accepted has been delivered."""
        _wait(lambda: not any(path.is_file() for queue in _QUEUES for path in (self._queue / queue).rglob("*")))
        trust = ssl.create_default_context(cafile=str(self.certificate))
        with imaplib.IMAP4_SSL("127.0.0.1", self.imap_port, ssl_context=trust) as line:
            line.login(COORDINATOR, PASSWORD)
            line.select("INBOX", readonly=True)
            _, (numbers,) = line.search(None, "ALL")
            found = [line.fetch(number, "(RFC822)")[1][0][1] for number in numbers.decode().split()]  # type: ignore[index]
        return [message_from_bytes(raw, policy=default) for raw in found]  # type: ignore[arg-type, misc]

    def empty(self) -> None:
        """Throw away what the coordinator has got."""
        shutil.rmtree(self.folder / "mailboxes" / "coordinator", ignore_errors=True)

    @property
    def _queue(self) -> Path:
        return self.folder / "queue"


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Run the servers for the length of the block; without root or the packages the test is skipped."""
    if os.geteuid() or not shutil.which("postfix") or not shutil.which("dovecot"):
        pytest.skip("needs root, Postfix and Dovecot (Debian and Ubuntu: apt install postfix dovecot-imapd)")
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        # Flows that ran before in this process have closed it to others; the servers' accounts are others.
        running.callback(os.umask, os.umask(0o022))
        office = PostOffice(Path(name), *islice(_quiet_ports(), 4))
        _furnish(office)
        running.enter_context(_dovecot(office.folder / "dovecot.conf"))
        running.enter_context(_postfix(office.folder / "postfix"))
        for door in (office.port, office.counted_port, office.small_port, office.imap_port):
            _wait(lambda door=door: _answers(door))
        yield office


def _quiet_ports() -> Iterator[int]:
    """Free ports that the system gives to no outgoing line: they are free still when the servers take them."""
    for port in sample(range(20_000, 32_000), 1_000):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            yield port


def _furnish(office: PostOffice) -> None:
    folder = office.folder
    folder.chmod(0o755)  # Postfix and Dovecot work under accounts of their own
    for name in ("postfix", "queue", "data", "dovecot", "mailboxes"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "mailboxes", ACCOUNT, ACCOUNT)
    make_certificate(folder)
    values = office._asdict() | {"coordinator": COORDINATOR, "account": ACCOUNT, "small_bytes": SMALL_BYTES}
    (folder / "accounts").write_text("".join(f"{user}:{{PLAIN}}{PASSWORD}\n" for user in (USER, COORDINATOR)))
    for path, text in (("postfix/main.cf", MAIN), ("postfix/master.cf", MASTER), ("dovecot.conf", DOVECOT)):
        (folder / path).write_text(text.format(**values), encoding="utf-8")


@contextmanager
def _dovecot(settings: Path) -> Iterator[None]:
    process = subprocess.Popen(["dovecot", "-F", "-c", settings], **_SILENT)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _postfix(settings: Path) -> Iterator[None]:
    started = subprocess.run(["postfix", "-c", settings, "start"], check=False, **_SILENT)
    log = settings.parent / "mail.log"
    assert not started.returncode, log.read_text("utf-8") if log.exists() else "Postfix did not start, and wrote no log"
    try:
        yield
    finally:
        subprocess.run(["postfix", "-c", settings, "stop"], check=True, **_SILENT)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _wait(is_so: Callable[[], bool]) -> None:
    started = monotonic()
    while not is_so():
        assert monotonic() - started < LONGEST_WAIT, "the post office does not get on"
        sleep(0.05)
