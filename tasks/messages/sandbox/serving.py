"""The process's side of the conversation: a line of JSON in, a line of JSON out, until no more comes in."""

import json
import sys
from collections.abc import Callable
from typing import Any

from tasks.messages.sandbox.limits import LARGEST_TEXT, TooLarge

Answer = dict[str, Any]


def serve(answer: Callable[[Any], Answer], explain: Callable[[Exception], Answer]) -> None:
    """Answer every request; one that fails is answered with what is to be said of it."""
    for line in sys.stdin.buffer:
        try:
            said = answer(json.loads(line))
        except Exception as error:  # noqa: BLE001 - whatever a template does is answered
            said = explain(error)
        sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
        sys.stdout.buffer.flush()


def check_size(text: str) -> str:
    """Return the text, if a mail can hold it at all.

    Raises:
        TooLarge: it cannot.
    """
    if len(text) > LARGEST_TEXT:
        raise TooLarge
    return text
