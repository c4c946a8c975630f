"""A name is found at the head of a mail and of each part, however it is encoded there and over however many lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.sweep.headers import read_headers
from tasks.sweep.search import Hit, Search

PERSON = "Zoë Vantreight"
HEAD = "Date: Mon, 5 Oct 2026 09:00:00 -0400\r\n{}\r\nMIME-Version: 1.0\r\n\r\nwhat it says"
PART = "Subject: x\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n{}\r\n\r\nabc\r\n--B--\r\n"

ENCODED = {
    "in quoted letters": "Subject: =?utf-8?q?About_Zo=C3=AB_Vantreight?=",
    "in another charset": "From: =?ISO-8859-1?Q?Zo=EB_Vantreight?= <z@example.gov>",
    "with a language": "Subject: =?utf-8*nl?q?Zo=C3=AB_Vantreight?=",
    "in base64": "Subject: =?iso-8859-1?b?Wm/rIFZhbnRyZWlnaHQ=?=",
    "over two lines": "Subject: =?utf-8?q?Zo=C3=AB_Van?=\r\n =?utf-8?q?treight?=",
    "in base64 over two lines": "Subject: =?utf-8?b?Wm/DqyBWYW4=?=\r\n\t=?utf-8?b?dHJlaWdodA==?=",
    "within a letter": "Subject: =?utf-8?q?Zo=C3?=\r\n =?utf-8?q?=AB_Vantreight?=",
    "in part": "Subject: =?utf-8?q?Zo=C3=AB?=\r\n Vantreight",
    "within marks of quotation": 'To: "=?utf-8?q?Zo=C3=AB_Vantreight?=" <z@example.gov>',
    "in a charset that nobody knows": "Subject: =?x-own?q?Zo=C3=AB_Vantreight?=",
    "a file's name": "Content-Disposition: attachment; filename*=iso-8859-1'en'Zo%EB%20Vantreight.pdf",
    "a file's name in pieces": "Content-Type: text/csv;\r\n name*1*=Vantreight.csv;\r\n name*0*=utf-8''Zo%C3%AB%20",
    "a file's name in plain pieces": 'Content-Type: text/csv;\r\n name*0="Zoë Van";\r\n name*1=treight',
    "a file's name in words": 'Content-Disposition: attachment; filename="=?utf-8?q?Zo=C3=AB_Vantreight?="',
}


@pytest.mark.parametrize("around", [HEAD, PART], ids=["of a mail", "of a part"])
@pytest.mark.parametrize("line", ENCODED.values(), ids=ENCODED.keys())
def test_a_name_is_found_however_it_is_encoded(line: str, around: str):
    assert Search([PERSON]).look(around.format(line).encode()) == [Hit(1, None)]


def test_two_quoted_parts_with_names_in_pieces_are_kept_apart():
    part = "> Content-Disposition: it;\n>  filename*0={}\n>  filename*1={}\n> \n"
    quoted = part.format("other", ".pdf") + part.format('"Zoë Van"', "treight") + part.format("third", ".txt")
    assert Search([PERSON]).look(quoted.encode()) == [Hit(1, None)]


@pytest.mark.parametrize(
    "line",
    [
        "Subject: =?utf-8?q?Zo=C3=AB_V?=\r\nX-Other: =?utf-8?q?antreight?=",
        "Subject: =?utf-8?b?W?=",
        "Subject: is it 5=?",
        "x = 1; y *= 2",
        "Content-Type: text/csv; name*0=Zo%C3%AB%20Vantreight",
    ],
    ids=["two headers", "damaged", "no word", "no name", "not encoded"],
)
def test_what_a_mail_does_not_say_is_not_found(line: str):
    assert not [1 for read in read_headers(line.encode()) if PERSON in read.decode()]


def test_a_text_in_which_nothing_is_encoded_has_none():
    assert list(read_headers(b"Subject: as it is\r\n\r\nand so on")) == []


BITS = [b"=?utf-8?q?", b"=?idna?b?", b"=?hex*en?q?", b"?=", b"=FF", b" ", b"\r\n ", b"\n", b";f*", b"0", b"1*", b"=",
        b"'", b"%C3", b'"', b"aGVsbG8", b"punycode", b"\xff"]  # fmt: skip


@given(st.lists(st.sampled_from(BITS), max_size=30).map(b"".join))
def test_no_head_ends_a_search(content: bytes):
    assert all(isinstance(read, bytes) for read in read_headers(content))
