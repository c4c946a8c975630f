"""What can go wrong on the way to Google, each as an answer that the server gives instead of its own."""

import json
from typing import NamedTuple


class Fault(NamedTuple):
    """An answer, or what comes in the place of one."""

    status: int = 0
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    is_dropped: bool = False
    is_stalled: bool = False
    is_cut: bool = False
    is_cut_in_sending: bool = False
    manner: str = ""
    """One of the ways of being rude, of tests/support/rude_web.py."""


def refusal(status: int, name: str, message: str, *headers: tuple[str, str], **more: object) -> Fault:
    """An error in the form in which Google's APIs give it."""
    error = {"code": status, "message": message, "status": name, **more}
    return Fault(status, json.dumps({"error": error}, indent=2).encode(), headers)


NOT_FOUND = refusal(404, "NOT_FOUND", "Requested entity was not found.")
NOT_SHARED = refusal(403, "PERMISSION_DENIED", "The caller does not have permission")
API_OFF = refusal(
    403, "PERMISSION_DENIED", "Google Sheets API has not been used in project 1 before or it is disabled.",
    details=[{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}],
)  # fmt: skip
QUOTA = refusal(
    429, "RESOURCE_EXHAUSTED",
    "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service "
    "'sheets.googleapis.com' for consumer 'project_number:1'.",
)  # fmt: skip
QUOTA_WITH_WAIT = QUOTA._replace(headers=(("Retry-After", "7"),))
QUOTA_WITH_LONG_WAIT = QUOTA._replace(headers=(("Retry-After", "86400"),))
INTERNAL = refusal(500, "INTERNAL", "Internal error encountered.")
BAD_GATEWAY = Fault(502, b"<!DOCTYPE html><html><title>Error 502 (Server Error)!!1</title></html>")
UNAVAILABLE = refusal(503, "UNAVAILABLE", "The service is currently unavailable.")
EXPIRED = refusal(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
REVOKED = Fault(400, b'{"error": "invalid_grant", "error_description": "Invalid JWT Signature."}')
LOGIN_PAGE = Fault(200, b"<html><title>Guest network: please log in</title></html>")
DROPPED = Fault(is_dropped=True)
STALLED = Fault(is_stalled=True)
CUT = Fault(is_cut=True)
CUT_IN_SENDING = Fault(is_cut_in_sending=True)
