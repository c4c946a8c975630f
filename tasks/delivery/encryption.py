"""Why a line could not be encrypted: OpenSSL's errors as causes that a person can do something about."""

import socket
import ssl
from contextlib import suppress

from schemas.delivery import DeliveryReason
from tasks.deadlines import Deadline
from tasks.delivery.sender import DeliveryFailure
from tasks.messages.delivery_words import MAIL_SERVER, FailureCause

PROBE_SECONDS = 5

_BY_CODE = {
    9: FailureCause.EXPIRED,  # not valid yet
    10: FailureCause.EXPIRED,
    62: FailureCause.OTHER_NAME,
    64: FailureCause.OTHER_NAME,  # of an address in numbers
}
"""What OpenSSL says of a certificate (X509_V_ERR_…); all else is that nobody vouches for it."""

_NO_TLS_AT_ALL = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG", "HTTP_REQUEST")


def find_cause(error: ssl.SSLError, *, is_first_byte: bool) -> FailureCause:
    """Find why the other side and this computer could not agree.

    Args:
        error: what OpenSSL says.
        is_first_byte: whether the line was to be encrypted from its first byte on: it may be none that is.
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        return _BY_CODE.get(error.verify_code, FailureCause.UNTRUSTED)
    if is_first_byte and any(words in str(error.reason).upper().replace(" ", "_") for words in _NO_TLS_AT_ALL):
        return FailureCause.PLAIN_PORT
    return FailureCause.NO_COMMON_WAY


def find_failure(error: BaseException, server: str = MAIL_SERVER) -> DeliveryFailure:
    """Find why a service could not be reached: a library's exception follows from the one that says why."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError) and not isinstance(seen, ssl.SSLEOFError):
            return DeliveryFailure(DeliveryReason.UNENCRYPTED, find_cause(seen, is_first_byte=False), server)
        seen = seen.__cause__ or seen.__context__
    return DeliveryFailure(DeliveryReason.UNREACHABLE)


def is_encrypted_from_first_byte(address: tuple[str, int], deadline: Deadline) -> bool:
    """Tell whether a port that says nothing waits for TLS; nothing is said to it, and its certificate is not asked."""
    anyone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anyone.check_hostname = False
    anyone.verify_mode = ssl.CERT_NONE  # nothing is sent over this line: it only shows that there is one
    with (
        suppress(OSError),
        socket.create_connection(address, deadline.left(PROBE_SECONDS)) as line,
        anyone.wrap_socket(line, server_hostname=address[0]),
    ):
        return True
    return False
