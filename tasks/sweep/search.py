"""Looking for people's identifiers in bytes: as they are listed, as others write them, encoded, packed or hashed."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.plain_text import to_plain_text
from tasks.sweep.cells import APART
from tasks.sweep.folding import fold_near_unseen, fold_text
from tasks.sweep.forms import write_digests, write_forms
from tasks.sweep.needles import KEY, Needles
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
        self.too_short = [number for number, line in enumerate(lines, 1) if line.strip() and not is_long(line)]
        self.count = sum(map(is_long, lines))
        self._lines: dict[bytes, set[int]] = defaultdict(set)
        for number, line in enumerate(lines, 1):
            if is_long(line):
                for needle in _write_all(line):
                    self._lines[needle].add(number)
        self._needles = Needles(self._lines)
        self._unpacker = Unpacker()
        self._learned: dict[bytes, int] = {}

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

    def learn_clean(self, digests: Mapping[bytes, int]) -> None:
        """Take over in what nothing was found, perhaps by another search for the same lines."""
        self._unpacker.keep_clean(digests)
        self._learned.update(digests)

    def take_learned(self) -> dict[bytes, int]:
        """Return in what nothing was found since the last time, by digests, and how deep each lay."""
        learned, self._learned = self._learned, {}
        return learned

    def look_at_surface(self, content: bytes) -> list[Hit]:
        """Look through some bytes as they are, and not into what is packed in them."""
        found: dict[int, Hit] = {}
        for at, needle in self._needles.find(content):
            for line in self._lines[needle]:
                found.setdefault(line, Hit(line, at))
        return [found[line] for line in sorted(found)]

    def look_at_remains(self, content: bytes) -> list[Hit]:
        """Look through bytes of which no text can be made as they are, and at what stands around what isn't seen."""
        found = {hit.line: hit for hit in self.look_at_surface(content)}
        for hit in self.look_at_surface(APART.join(fold_near_unseen(content))):
            found.setdefault(hit.line, Hit(hit.line, None))
        return [found[line] for line in sorted(found)]

    def look_at_name(self, name: str) -> list[Hit]:
        """Look through a name as through a text: it may be encoded, or hold what isn't seen."""
        return self.look(os.fsencode(name))

    def _gather(self, unpacked: Iterable[bytes]) -> Iterator[list[bytes]]:
        """Gather what was unpacked: many small pieces are looked through at once."""
        pieces, size = [], 0
        for piece in unpacked:
            pieces.append(piece)
            size += len(piece)
            if size >= _AT_ONCE:
                yield pieces
                pieces, size = [], 0
        if pieces:
            yield pieces


def is_long(line: str) -> bool:
    """Tell whether a line is long enough to be somebody's, as it is compared."""
    return len(_fold_line(line)) >= KEY


def _fold_line(line: str) -> bytes:
    return fold_text(to_plain_text(line).encode())


def _write_all(line: str) -> Iterator[bytes]:
    """Write a line in every way: as it is and as others would write it, in each form, as a digest and folded."""
    for written in dict.fromkeys((line.strip(), *list_spellings(line))):
        forms = (*write_forms(written), *write_digests(written), _fold_line(written))
        yield from (form for form in forms if len(form) >= KEY)


def list_spellings(line: str) -> list[str]:
    """List how an identifier may be written: without its marks, a phone number by its marks, a name turned round."""
    line = to_plain_text(line)
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
