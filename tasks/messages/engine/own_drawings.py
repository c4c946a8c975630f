"""PDFs and pictures with drawings by a program's own template: made in a process of their own.

What typst is given to draw may then be anything: a drawing that takes forever, or more memory than there is. Files
are safe from it either way: it reads none outside the shipped templates' folder.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from sys import argv
from typing import Any, NamedTuple

from tasks.errors import UsageError
from tasks.messages.engine.own_templates import describe_end
from tasks.messages.engine.typesetting import draw_picture, set_paper
from tasks.messages.sandbox.limits import PROCESSOR_SECONDS, limit_time_and_memory
from tasks.messages.sandbox.mistakes import write_mistake
from tasks.messages.sandbox.process import Faulty, start_process
from tasks.messages.sandbox.serving import Answer, serve
from tasks.messages.sandbox.sources import Source

MEMORY = 2 * 1024 * 1024 * 1024
"""Addresses, of which typst sets aside many more than it fills."""


class Typesetter(NamedTuple):
    """What makes PDFs and pictures."""

    picture: Callable[[str], bytes]
    set_paper: Callable[[Mapping[str, Any], datetime], bytes]


HERE = Typesetter(draw_picture, set_paper)


@contextmanager
def find_typesetter(drawing: Source | None) -> Iterator[Typesetter]:
    """Find what typesets a message whose drawings are by this template of the program's own, or by the shipped one."""
    if drawing is None:
        yield HERE
        return
    with start_process("tasks.messages.engine.own_drawings", PROCESSOR_SECONDS, MEMORY) as running:

        def made(**request: Any) -> bytes:
            with describe_end(drawing):
                try:
                    return b64decode(running.ask(**request)["made"])
                except Faulty:
                    problem = write_mistake(drawing, "doesn't make a drawing that can be shown")
            raise UsageError(problem)

        yield Typesetter(
            lambda svg: made(svg=svg),
            lambda document, made_at: made(document=document, made_at=made_at.isoformat()),
        )


def _answer(request: Any) -> Answer:
    if "svg" in request:
        made = draw_picture(request["svg"])
    else:
        made = set_paper(request["document"], datetime.fromisoformat(request["made_at"]))
    return {"made": b64encode(made).decode()}


def main() -> None:
    """Run the process; it is told its limits when it is started."""
    seconds, memory = map(int, argv[-2:])
    limit_time_and_memory(seconds, memory)
    serve(_answer, lambda error: {"fault": type(error).__name__})
