"""Text is compared in one form: nothing that isn't seen, small letters without marks, single spaces."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.plain_text import to_plain_text
from tasks.sweep.cells import APART
from tasks.sweep.folding import fold_near_unseen, fold_text, remove_unseen

NOT_SEEN = ["\u200b", "\u00ad", "\u200d", "\u2060", "\ufeff", "\u202e", "\0", "\x07", "\x7f", "\U000e0041"]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Zoë O’Vantreight", "zoe o'vantreight"),
        ("ZOE\u0308", "zoe"),
        ("Nguyễn Thị", "nguyen thi"),
        ("Straße \ufb01n \uff21\uff22\uff23 \uff11\uff12", "strasse fin abc 12"),
        ("24\u2011001234 24\u2212001234", "24-001234 24-001234"),
        ("a\u00a0b\u2003c\r\n\td_e+f\uff3fg&nbsp;h", "a b c d e f g h"),
        ("山田太郎 कोमल", "山田太郎 कोमल"),
    ],
)
def test_what_is_drawn_alike_is_alike(written: str, folded: str):
    assert fold_text(written.encode()).decode() == folded


@pytest.mark.parametrize("sign", NOT_SEEN, ids=ascii)
def test_what_is_not_seen_makes_no_difference(sign: str):
    assert fold_text(f"{sign}Zoë{sign} Roe{sign}".encode()) == b"zoe roe"
    assert remove_unseen(f"{sign}Zoë{sign}\n Roe{sign}".encode()) == "Zoë\n Roe".encode()


def test_letters_of_windows_are_read():
    assert fold_text("Zoë\u00a0O’Van\u00adtreight".encode("cp1252")) == b"zoe o'vantreight"


def test_two_cells_stay_apart():
    assert fold_text(b"2400" + APART + b"1234") == b"2400" + APART + b"1234"


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str):
    once = fold_text(text.encode("utf-8", "replace"))
    assert fold_text(once) == once


@given(st.text(), st.text(), st.sampled_from(NOT_SEEN))
def test_nothing_that_is_not_seen_comes_between(before: str, after: str, sign: str):
    put_in, left_out = (f"{before}{between}{after}".encode("utf-8", "replace") for between in (sign, ""))
    assert fold_text(put_in) == fold_text(left_out)


def test_in_bytes_each_sign_that_plain_text_leaves_out_is_known():
    letters = [chr(one) for one in range(0x80, sys.maxunicode + 1) if not 0xD800 <= one < 0xE000]
    changed = [one for one in letters if to_plain_text(f"0{one}0") in {"00", "0 0", "0-0"}]
    assert [one for one in changed if not list(fold_near_unseen(one.encode()))] == []


def test_bytes_are_folded_as_far_as_there_is_text():
    around = bytes(range(20))
    assert list(fold_near_unseen(around + "it was Jane\u200b \u200bRoe\0then".encode() + around)) == [
        b"it was jane roe"
    ]
    assert list(fold_near_unseen("a\u200bb".encode() + around + "c\u200bd".encode())) == [b"ab", b"cd"]
    assert list(fold_near_unseen(around + b"Jane Roe")) == []
