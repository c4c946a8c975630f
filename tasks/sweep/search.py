"""Looking for people's identifiers in bytes: as they are listed, as others write them, encoded, packed or hashed."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from schemas.plain_text import is_unseen
from tasks.sweep.cells import APART
from tasks.sweep.forms import write_digests, write_forms
from tasks.sweep.needles import KEY, Needles
from tasks.sweep.paper import read_paper
from tasks.sweep.unpacking import Unpacker

_PHONE = re.compile(r"\D*1?\D*([2-9]\d\d)\D*(\d{3})\D*(\d{4})\D*", re.ASCII)
_WORD = re.compile(r"[^\W_]+")
_AT_ONCE = 4_000_000
_MOST_NAMES = 4
"""A line of more words isn't a name that could be turned round."""


class Hit(NamedTuple):
    """A line of the list that was found; at which byte, where it isn't packed."""

    line: int
    at: int | None


class Search:
    """Looks for the lines of a list, wherever they are; what was clean in one place isn't looked through in another."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the lines; those of few letters are anybody's, and are left out."""
        self.lines = tuple(lines)
        self.too_short = [number for number, line in enumerate(lines, 1) if line.strip() and not _is_long(line)]
        self.count = sum(map(_is_long, lines))
        self._lines: dict[bytes, set[int]] = defaultdict(set)
        for number, line in enumerate(lines, 1):
            if _is_long(line):
                for needle in _write_all(line):
                    self._lines[needle].add(number)
        self._needles = Needles(self._lines)
        self._unpacker = Unpacker()
        self._learned: set[bytes] = set()

    def look(self, content: bytes) -> list[Hit]:
        """Look through some bytes and all that is packed in them; each line once."""
        found: dict[int, Hit] = {}
        for pieces in self._gather(self._unpacker.unpack(content)):
            for hit in self.look_at_surface(APART.join(pieces)):
                is_surface = pieces[0] is content and hit.at is not None and hit.at < len(content)
                found.setdefault(hit.line, hit if is_surface else Hit(hit.line, None))
        unpacked = self._unpacker.take_new()
        if not found:
            self.learn_clean(unpacked)
        return [found[line] for line in sorted(found)]

    def learn_clean(self, digests: Collection[bytes]) -> None:
        """Take over in what nothing was found, perhaps by another search for the same lines."""
        self._unpacker.keep_clean(digests)
        self._learned.update(digests)

    def take_learned(self) -> set[bytes]:
        """Return in what nothing was found since the last time, by digests."""
        learned, self._learned = self._learned, set()
        return learned

    def look_at_surface(self, content: bytes) -> list[Hit]:
        """Look through some bytes as they are, and not into what is packed in them."""
        found: dict[int, Hit] = {}
        for at, needle in self._needles.find(content):
            for line in self._lines[needle]:
                found.setdefault(line, Hit(line, at))
        return [found[line] for line in sorted(found)]

    def look_at_name(self, name: str) -> list[Hit]:
        """Look through a name as it is, and as it looks where what can't be seen in it is a space."""
        seen = "".join(" " if is_unseen(letter) else letter for letter in name)
        return self.look_at_surface(APART.join(one.encode(errors="replace") for one in (name, seen)))

    def _gather(self, unpacked: Iterable[bytes]) -> Iterator[list[bytes]]:
        """Gather what was unpacked, and the words of papers: many small pieces are looked through at once."""
        pieces, size = [], 0
        for inner in unpacked:
            for piece in (inner, *read_paper(inner)):
                pieces.append(piece)
                size += len(piece)
            if size >= _AT_ONCE:
                yield pieces
                pieces, size = [], 0
        if pieces:
            yield pieces


def _is_long(line: str) -> bool:
    return len(line.strip().encode()) >= KEY


def _write_all(line: str) -> Iterator[bytes]:
    """Write a line in every way: as others would write it, in each form, and as a digest."""
    for written in list_spellings(line):
        yield from (form for form in (*write_forms(written), *write_digests(written)) if len(form) >= KEY)


def list_spellings(line: str) -> list[str]:
    """List how an identifier may be written: without its marks, a phone number by its marks, a name turned round."""
    line = " ".join(line.split())
    words = _WORD.findall(line)
    spellings = [line, "".join(words)]
    if phone := _PHONE.fullmatch(line):
        area, first, last = phone.groups()
        marks = ("{}-{}-{}", "({}) {}-{}", "{}.{}.{}", "{} {} {}")
        spellings += [mark.format(area, first, last) for mark in marks]
    elif 1 < len(words) <= _MOST_NAMES:
        spellings += [f"{words[-1]}, {' '.join(words[:-1])}", f"{words[-1]} {' '.join(words[:-1])}"]
        if "," in line:
            spellings.append(f"{' '.join(words[1:])} {words[0]}")
    return [one for one in dict.fromkeys(spellings) if len(one.encode()) >= KEY]
