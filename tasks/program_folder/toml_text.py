"""Reading a file of settings: whatever it holds, a sentence says which line, which key, and what to do.

Python's reader gives up with exceptions of its own where lists lie too deep or a number is too long, and takes
characters that no terminal should be handed.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from schemas.plain_text import is_unseen, to_visible_line
from tasks.errors import UsageError

LARGEST_BYTES = 1_000_000
LONGEST_KEY = 40
_DEEPEST = 32
"""A list in a list in a list: what people write is three deep."""
_LONGEST_WORDS = 200
_MOST_DOTS = 2_000
_DIGIT, _DEEP = r"[0-9]", r"[\[{.]"


def read_text(path: Path) -> str:
    """Read a file of settings as text.

    Raises:
        OSError: it isn't there, or cannot be read.
        UsageError: it isn't a file of settings.
    """
    if path.exists() and not path.is_file():
        msg = f"{path.name} cannot be read: it isn't a file. Move it away, and put the file of settings in its place."
        raise UsageError(msg)
    with path.open("rb") as file:
        content = file.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        msg = f"{path.name} cannot be read: it is larger than 1 MB. Put the right file in its place."
        raise UsageError(msg)
    problem = ""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = f"{path.name} isn't text in UTF-8. Save it again as UTF-8."
    raise UsageError(problem)


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """Parse a text of settings.

    Args:
        text: the text.
        name: the file's name, for the sentence.

    Raises:
        UsageError: it isn't TOML, or holds what no setting can be.
    """
    problem = ""
    try:
        _check_dots(text)  # a key of many parts would keep Python's reader busy for hours
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = (
            f"{str(error)[:_LONGEST_WORDS]}. Fix that line{_name_key(text, str(error))}; text goes in quotation marks."
        )
    except RecursionError:
        problem = (
            f"lists or tables lie too deep in one another{_where(text, _DEEP)}. Write it without so many brackets."
        )
    except ValueError:  # Python refuses to work out a number of more than 4,300 digits
        problem = f"a number has too many digits{_where(text, _DIGIT)}. Write a smaller one."
    else:
        _check_values(data, name)
        return data
    raise UsageError(f"{name} cannot be read: {problem}")


def write_key(parts: tuple[object, ...]) -> str:
    """Write a key as people find it in the file: units.2.name; what cannot be shown of it is left out."""
    return ".".join(_write_part(part) for part in parts)


def _write_part(part: object) -> str:
    if isinstance(part, int):
        return str(part + 1)
    shown = to_visible_line(str(part))
    return shown if len(shown) <= LONGEST_KEY else f"{shown[:LONGEST_KEY]}…"


def _where(text: str, pattern: str) -> str:
    """Name the line, and its key, that has the most of something; Python does not say where it gave up."""
    counts = [len(re.findall(pattern, line)) for line in text.split("\n")]
    index = counts.index(max(counts))
    key = _find_key(text, index)
    return f" at {key} (line {index + 1})" if key else f" in line {index + 1}"


def _name_key(text: str, said: str) -> str:
    """Name the key on the line of which Python's reader speaks."""
    line = re.search(r"\(at line ([0-9]+),", said)
    key = _find_key(text, int(line[1]) - 1) if line else ""
    return f" ({key})" if key else ""


def _find_key(text: str, index: int) -> str:
    key = re.match(r"\s*([A-Za-z0-9_.-]{1,40})\s*=", text.split("\n")[index])
    return key[1] if key else ""


def _check_dots(text: str) -> None:
    """Check that no key has thousands of parts.

    Raises:
        RecursionError: one has, which is tables in tables too.
    """
    if any(part.count(".") > _MOST_DOTS for line in text.split("\n") for part in line.split("=")):
        raise RecursionError


def _check_values(data: dict[str, Any], name: str) -> None:
    """Check that every key and every text can be shown, and that nothing lies deeper than settings do."""
    for key, value in _walk(data):
        if len(key) > _DEEPEST:
            msg = f"{name}: {write_key(key[:3])}… lies too deep in lists or tables; write it without so many brackets."
            raise UsageError(msg)
        texts = {"name": str(key[-1]), "text": value if isinstance(value, str) else ""}
        for what, unseen in ((what, letter) for what, text in texts.items() for letter in text if is_unseen(letter)):
            msg = (
                f"{name}: the {what} at {write_key(key)} holds a character that can't be seen (U+{ord(unseen):04X}); "
                "delete that line and type it anew."
            )
            raise UsageError(msg)


def _walk(data: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield each value with its key, those in lists and tables too; without calling itself, which depth could end."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((key,), value) for key, value in reversed(data.items())]
    while waiting:
        key, value = waiting.pop()
        yield key, value
        if isinstance(value, dict):
            waiting += [((*key, inner), one) for inner, one in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*key, index), one) for index, one in reversed(list(enumerate(value)))]
