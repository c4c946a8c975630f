"""The templates that a message may use, by name: what stands in them, and whose they are."""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, NamedTuple

from jinja2 import BaseLoader, Environment, Template, TemplateNotFound


class Source(NamedTuple):
    """A template, or why it cannot be read; `file` is its path as people know it."""

    file: str
    text: str
    is_own: bool
    stands_in: bool = False
    """Whether it is the program's own and replaces a shipped part that other templates use."""
    refused: str = ""


Sources = Mapping[str, Source]


class Unreadable(Exception):
    """A template was used that cannot be read."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.refused)
        self.source = source


class NotCompiled(Exception):
    """A template was used that cannot be compiled; Jinja would say that it isn't there, or not say which one it is."""

    def __init__(self, source: Source, cause: Exception) -> None:
        super().__init__()
        self.source, self.cause = source, cause


class GivenTemplates(BaseLoader):
    """Templates from memory: no name leads to a file."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002 - Jinja's signature
        """Give the text of a template; one that cannot be read is told as such."""
        source = self._sources.get(template)
        if source is None:
            raise TemplateNotFound(template)
        if source.refused:
            raise Unreadable(source)
        return source.text, source.file, lambda: True

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's signature
    ) -> Template:
        """Compile a template; whatever comes of that is its own mistake, and no other's."""
        try:
            return super().load(environment, name, globals)
        except (TemplateNotFound, Unreadable):
            raise
        except Exception as cause:  # noqa: BLE001 - Jinja works out what never changes, and that may fail in any way
            raise NotCompiled(self._sources[name], cause) from None
