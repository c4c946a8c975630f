"""E-mails: the same bytes each time, threads of editions, nothing injected, and one copy in the outbox."""

import email
from datetime import UTC
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.message import Rendered
from tasks.errors import UsageError
from tasks.messages.mime import Envelope, MessageName, compose, find_marks
from tests.support.builders_messages import AGENCY, MADE_AT

RENDERED = Rendered(
    subject="[Naloxone] NYSDOH quarterly report, Q3 2026", html="<p>Größe: 412 kits</p>\n", text="Größe: 412 kits\n",
    csv=b"\xef\xbb\xbfsection,value\r\nFigures,412\r\n",
)  # fmt: skip
NAME = MessageName("nysdoh-quarterly", "2026-Q3", 1)
ENVELOPE = Envelope(AGENCY, "lbn@example.gov", ("coordinator@example.gov",), MADE_AT)


def composed(name: MessageName = NAME, rendered: Rendered = RENDERED, **changes: Any) -> EmailMessage:
    return parsed(compose(name, ENVELOPE._replace(**changes), rendered))


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_message_has_text_html_and_figures():
    message = composed()
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/csv",
    ]  # fmt: skip
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text
    assert html
    assert text.get_content().splitlines() == RENDERED.text.splitlines()
    assert html.get_content().splitlines() == RENDERED.html.splitlines()
    (figures,) = message.iter_attachments()
    assert figures.get_filename() == "nysdoh-quarterly-2026-Q3-edition-1.csv"
    assert figures.get_payload(decode=True) == RENDERED.csv


def test_a_message_carries_its_pictures_and_files():
    html = '<img src="chart-kits_distributed.png" alt="412">'
    files = {"pdf": b"%PDF-1.7", "xlsx": b"PK", "png": {"chart-kits_distributed.png": b"\x89PNG"}}
    message = composed(NAME._replace(edition=2, resend=1), RENDERED.model_copy(update=files | {"html": html}))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv",
    ]  # fmt: skip
    (picture,) = (part for part in message.walk() if part.get_content_type() == "image/png")
    body = message.get_body(("html",))
    assert body
    assert f'src="cid:{picture["Content-ID"][1:-1]}"' in body.get_content()
    assert picture["Content-Disposition"].startswith("inline")
    names = [attachment.get_filename() for attachment in message.iter_attachments()]
    assert names == [f"nysdoh-quarterly-2026-Q3-edition-2.{ending}" for ending in ("pdf", "xlsx", "csv")]


def test_a_message_without_a_file_is_an_alternative_only():
    message = parsed(compose(NAME, ENVELOPE, RENDERED.model_copy(update={"csv": None})))
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_the_headers_say_who_when_and_that_a_machine_wrote():
    message = composed()
    assert message["From"] == f"{AGENCY} <lbn@example.gov>"
    assert message["To"] == "coordinator@example.gov"
    assert message["Subject"] == RENDERED.subject
    assert message["Date"] == "Tue, 06 Oct 2026 08:00:00 -0400"
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_same_message_gives_the_same_bytes_in_mails_lines():
    raw = compose(NAME, ENVELOPE, RENDERED)
    assert raw == compose(NAME, ENVELOPE, RENDERED)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_editions_make_a_thread():
    ids = [composed(NAME._replace(edition=edition))["Message-ID"] for edition in (1, 2, 3)]
    third = composed(NAME._replace(edition=3))
    assert third["In-Reply-To"] == ids[1]
    assert third["References"] == f"{ids[0]} {ids[1]}"
    assert "References" not in composed()
    assert ids[0].startswith("<nysdoh-quarterly.2026-Q3.e1.")
    assert ids[0].endswith("@example.gov>")


def test_a_long_domain_leaves_the_thread_whole():
    sender = f"lbn@police.{'long-name.' * 12}example.gov"
    second = composed(NAME._replace(edition=2), sender=sender)
    assert second["In-Reply-To"] == composed(sender=sender)["Message-ID"]
    assert "=?" not in second["References"]


def test_messages_that_differ_have_ids_of_their_own():
    messages = [
        composed(),
        composed(NAME._replace(resend=1)),
        composed(NAME._replace(period="2026-Q2")),
        composed(MessageName("attention", "2026-10-06-0800", None)),
        composed(agency="Town of Example Police Department"),
        composed(recipients=("chief@example.gov",)),
    ]
    assert len({message["Message-ID"] for message in messages}) == len(messages)


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        (NAME, "nysdoh-quarterly-2026-Q3-edition-1.eml"),
        (NAME._replace(resend=2), "nysdoh-quarterly-2026-Q3-edition-1-resend-2.eml"),
        (MessageName("attention", "2026-10-06-0800", None), "attention-2026-10-06-0800.eml"),
    ],
)
def test_the_file_in_the_outbox_is_named_like_the_message(name: MessageName, file_name: str):
    assert name.file_name == file_name


@given(st.text(), st.text())
def test_no_text_adds_a_header(subject: str, agency: str):
    message = composed(rendered=RENDERED.model_copy(update={"subject": subject}), agency=agency)
    assert message.keys() == composed().keys()
    (sender,) = message["From"].addresses
    assert sender.addr_spec == "lbn@example.gov"


@pytest.mark.parametrize("agency", ['Police, "Example" <x@example.org>', "Ünion\r\nBcc: x@example.org", "a;b:c@d"])
def test_a_name_that_looks_like_an_address_stays_a_name(agency: str):
    message = composed(agency=agency)
    (sender,) = message["From"].addresses
    assert sender.addr_spec == "lbn@example.gov"
    assert sender.display_name == " ".join(agency.split())
    assert "Bcc" not in message


@pytest.mark.parametrize("wrong", ["", "@", "a", "a@b\r\nBcc: c@d", "a@b, c@d", "a b@c", "<a@b>", "ü@b.c", "a@ü.c"])
def test_what_is_no_address_is_refused_with_its_key(wrong: str):
    with pytest.raises(UsageError, match=r"agency\.coordinator isn't an e-mail address"):
        composed(recipients=(wrong,))
    with pytest.raises(UsageError, match=r"mail\.from isn't an e-mail address"):
        composed(sender=wrong)


def test_one_message_goes_to_everybody_who_is_named():
    people = ("coordinator@example.gov", "deputy@example.gov")
    message = composed(recipients=people)
    assert [one.addr_spec for one in message["To"].addresses] == list(people)
    assert message["Message-ID"] != composed()["Message-ID"]


def test_a_message_is_found_in_a_mailbox_by_four_marks():
    marks = find_marks(compose(NAME, ENVELOPE, RENDERED), UTC)
    assert (marks.recipient,) == ENVELOPE.recipients
    assert marks.subject == RENDERED.subject
    assert marks.sent_at == ENVELOPE.sent_at
    assert marks.message_id.startswith(f"<{NAME.dotted}.")
