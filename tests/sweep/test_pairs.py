"""Pairs of bytes are found wherever they begin, at even and at odd places."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tasks.sweep.pairs import find_pairs, mark_pairs

PAIRS = {(0, 1), (1, 1), (255, 0)}


@given(st.lists(st.sampled_from([0, 1, 2, 255])).map(bytes))
def test_every_pair_is_found_where_it_begins(content: bytes):
    found = [at for at, pair in enumerate(pairwise(content)) if pair in PAIRS]
    assert find_pairs(content, mark_pairs(PAIRS)) == found
