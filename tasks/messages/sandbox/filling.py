"""The process in which a program's own templates are filled in."""

import sys
from typing import Any

from tasks.messages.sandbox.allowed import JINJA_FILTERS, OwnEnvironment
from tasks.messages.sandbox.limits import limit_time_and_memory, shut_off
from tasks.messages.sandbox.mistakes import describe_mistake
from tasks.messages.sandbox.serving import Answer, check_size, serve
from tasks.messages.sandbox.sources import GivenTemplates, Source
from tasks.messages.sandbox.values import from_plain
from tasks.messages.sandbox.writing import inline_styles


class Filling:
    """The templates of one message: the first request gives them, each further one has one filled in."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}
        self._names: list[str] = []
        self._environment = OwnEnvironment(GivenTemplates(self._sources))

    def answer(self, request: Any) -> Answer:
        """Answer with the text that is asked for."""
        if "sources" in request:
            self._sources |= {name: Source(*one) for name, one in request["sources"].items()}
            return {}
        self._names = request["names"]
        values = {name: from_plain(one) for name, one in request["values"].items()}
        text = check_size(self._environment.select_template(self._names).render(values))
        return {"text": check_size(inline_styles(text)) if request["is_mail"] else text}

    def explain(self, error: Exception) -> Answer:
        """Answer with what is to be said of a failure."""
        told = describe_mistake(error, self._sources, self._names)
        return {"mistake": told} if told else {"fault": type(error).__name__}


def rehearse() -> None:
    """Make Jinja and Python load now what they load only when it is needed: later there is nothing to load from."""
    filling = Filling()
    for number, text in enumerate((*_REHEARSED, *(f"{{{{ given|{name} }}}}" for name in sorted(JINJA_FILTERS)))):
        filling.answer({"sources": {f"{number}": (f"{number}", text, True)}})
        try:
            filling.answer({"names": [f"{number}"], "values": {"given": "<b>ready</b>"}, "is_mail": True})
        except Exception as error:  # noqa: BLE001 - that it fails is what is rehearsed
            filling.explain(error)


_REHEARSED = (
    "{% macro part(name) %}{{ name }}{% endmacro %}{{ part('a\\n'|wordwrap(1)|urlencode|e) }}<p>{{ given|title }}</p>",
    "{{ nosuch }}",
    "{{ given.__class__ }}",
    "{% include 'nosuch' %}",
    "{% if %}",
    "{{ given|nosuch }}",
)


def main() -> None:
    """Run the process; it is told its limits when it is started."""
    seconds, memory = map(int, sys.argv[-2:])
    limit_time_and_memory(seconds, memory)
    rehearse()
    shut_off()
    filling = Filling()
    serve(filling.answer, filling.explain)
