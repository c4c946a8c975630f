"""Looking for words where they must not be: in every byte of files, databases, messages and logs, however written."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from secrets import token_hex

from tasks.sweep.forms import write_digests, write_forms
from tasks.sweep.needles import Needles
from tasks.sweep.paper import read_paper
from tasks.sweep.unpacking import Unpacker
from tests.support.programs import KINDS

Place = tuple[str, bytes]


class Canaries:
    """Makes words that stand nowhere else: all those of a kind begin alike, so that a few searches find any of them."""

    def __init__(self) -> None:
        """Chance makes the beginnings: digits alone, a code such as a lot, a name."""
        self._words: list[str] = []
        beginnings = (str(10**10 + int(token_hex(4), 16)), f"ZQ{token_hex(5).upper()}", f"Quill{token_hex(4)}")
        self._beginnings = dict(zip(KINDS, beginnings, strict=True))

    def __call__(self, _where: str, kind: str = "") -> str:
        """Make a new word; of one kind after the other where none is asked for."""
        count = len(self._words) + 1
        kind = kind or KINDS[count % len(KINDS)]
        word = f"{self._beginnings[kind]}{count:04}"
        self._words.append(f"Zoë {word}" if kind == "name" else word)
        return self._words[-1]

    def leaks(self, places: Iterable[Place]) -> list[str]:
        """Where they are found, with what stands around."""
        forms = (form for word in self._beginnings.values() for form in write_forms(word))
        needles = Needles([*forms, *(digest for word in self._words for digest in write_digests(word))])
        unpacker = Unpacker()
        return [
            f"{name}: {inner[max(0, at - 60) : at + 60]!r}"
            for name, content in places
            for inner in chain(unpacker.unpack(content), read_paper(content))
            for at, _ in needles.find(inner)
        ]


def files_below(*folders: Path, but: Iterable[str] = ()) -> Iterator[Place]:
    """Every file below some folders but those of some names: its path and its bytes."""
    spared = set(but)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name not in spared:
                yield str(path), str(path).encode()
                yield str(path), path.read_bytes()
