"""Text as people mean it: what nobody sees on the screen makes no difference.

Cells and titles are pasted from messages, filled in by phones and saved by several programs, and each leaves its own
kinds of space and hyphen in them. Letters, digits and their case stay as they are.
"""

import re
from unicodedata import category, normalize

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f"  # control characters, but for those that are spaces
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, marks of direction
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"  # zero width, byte order mark
    "\ufe00-\ufe0f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"  # variation selectors, tags
)
_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_SPACE_LETTERS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
"""Letters that are drawn as a space; what else is a space Python knows."""

_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
"""Unicode's classes of characters that command a terminal, turn the text round, or cannot be seen at all."""


def is_unseen(letter: str) -> bool:
    """Tell whether a character cannot be seen, or is a command to a terminal."""
    return category(letter) in _UNSEEN


def hide_unseen(words: str) -> str:
    """Return words as a terminal may be handed them: lines and tabs stay, whatever else cannot be seen is a `?`."""
    if words.isprintable():
        return words
    return "".join("?" if is_unseen(letter) and letter not in "\n\t" else letter for letter in words)


def to_visible_line(words: str) -> str:
    """Return words as one line in which everything can be seen: whatever else they hold is a `?`."""
    return "".join("?" if is_unseen(letter) else letter for letter in words)


def to_plain_text(text: str) -> str:
    """Return text without invisible characters, with single plain spaces and hyphens, and without a final `;`.

    Microsoft Forms puts the `;` behind each answer of a question that takes several.
    """
    if not text.isascii():
        text = _SPACE_LETTERS.sub(" ", _HYPHENS.sub("-", _INVISIBLE.sub("", text)))
        text = normalize("NFC", text)
    elif not text.isprintable():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split()).rstrip("; ")


def fold_name(name: str) -> str:
    """Fold a name as names of a closed list are compared: as plain text, in any letter case."""
    return to_plain_text(name).casefold()


def fold_title(title: str) -> str:
    """Fold a title as titles are compared: as a name, without a trailing `*` and the words "(optional)"."""
    words = fold_name(title).removesuffix("*").strip()
    return words.removesuffix("(optional)").strip()
