"""Base64 is decoded wherever it stands, and what is attached to a mail is taken out of it once it is decoded."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.sweep.runs import TakenOut, decode_runs, take_out_attachments
from tasks.sweep.search import Search

NAME = "Quillon Vantreight"
ATTACHED = bytes(range(256)) * 2
BEFORE, AFTER = b"Content-Transfer-Encoding: base64\n\n", b"\n--=_end--\n"


def wrap(content: bytes, length: int = 76, between: bytes = b"\n") -> bytes:
    """Write it in base64, in lines."""
    line = base64.b64encode(content)
    return between.join(line[at : at + length] for at in range(0, len(line), length))


@pytest.mark.parametrize("length", [64, 72, 76])
@pytest.mark.parametrize("between", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("size", [342, 399, 400, 401, 512], ids="of {} bytes".format)
def test_an_attachment_is_taken_out_whole(length: int, between: bytes, size: int):
    content = b"before" + between * 2 + wrap(ATTACHED[:size], length, between) + between * 2 + b"after"
    taken = take_out_attachments(content)
    assert (taken.lines, taken.decoded) == ([base64.b64encode(ATTACHED[:size])], [ATTACHED[:size]])
    assert taken.rest.split() == [b"before", b"after"]


@pytest.mark.parametrize(
    "content",
    [
        BEFORE + wrap(ATTACHED, 60) + AFTER,
        BEFORE + wrap(ATTACHED[:150]) + AFTER,
        b"a line above\n" + wrap(ATTACHED) + AFTER,
        BEFORE + wrap(ATTACHED) + b"!" + AFTER,
        BEFORE + wrap(ATTACHED).rstrip(b"=")[:-2] + AFTER,
        BEFORE + b"\n".join([b"0123456789abcdef" * 4] * 6) + AFTER,
    ],
    ids=["other lines", "few lines", "no empty line above", "something after it", "cut", "hexadecimal digits"],
)
def test_what_may_be_read_in_other_ways_stays(content: bytes):
    assert take_out_attachments(content) == TakenOut(content, [], [])


@pytest.mark.parametrize(
    ("content", "decoded"),
    [
        (b"x " + base64.b64encode(ATTACHED[:18]), [ATTACHED[:18]]),
        (b"x " + base64.b64encode(ATTACHED[:17]), []),
        (base64.urlsafe_b64encode(b"\xff" * 18) + b" x", [b"\xff" * 18]),
        (base64.b64encode(ATTACHED[:25]) + b"\n", [ATTACHED[:25]]),
        (base64.b64encode(ATTACHED[:57]) + b"\n", []),
        (base64.b64encode(ATTACHED[:46]) + b"\r\n", []),
        (base64.b64encode(ATTACHED[:57]) + b" \n", [ATTACHED[:57]]),
        (base64.b64encode(ATTACHED[:56]) + b"=\n", [ATTACHED[:56]]),
        (b"a" * 25, []),
        (b"00" * 12, [base64.b64decode("00" * 12), bytes(12)]),
    ],
    ids=[
        "24 signs", "fewer", "other signs", "padded", "a whole line", "one padded", "not the end of a line",
        "too much padding", "one sign too many", "hexadecimal digits",
    ],
)  # fmt: skip
def test_runs_are_decoded_but_for_whole_lines(content: bytes, decoded: list[bytes]):
    assert list(decode_runs(content, is_text=True)) == decoded


@given(st.binary(min_size=300, max_size=900), st.sampled_from([64, 72, 76]), st.integers(0, 300))
def test_what_is_attached_is_found_wherever_it_stands(content: bytes, length: int, at: int):
    attached = content[:at] + b" " + NAME.encode() + b" " + content[at:]
    mail = BEFORE + wrap(attached, length) + AFTER
    assert [hit.line for hit in Search([NAME]).look(mail)] == [1]


def test_a_word_broken_by_a_line_s_end_is_found_in_attachments():
    word = "ZQ24CANARYWORD"
    line = base64.b64encode(ATTACHED).replace(b"=", b"")[:680]
    broken = line[:70] + word.encode() + line[70 + len(word) :]
    mail = BEFORE + b"\n".join(broken[at : at + 76] for at in range(0, len(broken), 76)) + AFTER
    assert take_out_attachments(mail).lines == [broken]
    assert [hit.line for hit in Search([word]).look(mail)] == [1]


def test_nothing_is_taken_out_of_what_is_no_text():
    """A database's cells are read by its own rules, which bytes that were taken out would break."""
    content = b"\0" + BEFORE + wrap(ATTACHED) + AFTER
    assert len(Search([NAME]).look(content + NAME.encode())) == 1
