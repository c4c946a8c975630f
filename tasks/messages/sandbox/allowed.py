"""What a program's own template may use: the fields that it is given, and a closed list of what Jinja and Python bring.

Jinja's own sandbox forbids what is known to be bad; this one forbids whatever is not named here.
"""

from collections.abc import Mapping
from datetime import date
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import BaseLoader, Undefined
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from tasks.messages.sandbox.values import Record
from tasks.messages.sandbox.writing import FILTERS, OPTIONS

GLOBALS = frozenset({"range", "dict", "cycler", "joiner", "namespace"})

JINJA_FILTERS = frozenset(
    {
        "abs", "batch", "capitalize", "center", "count", "d", "default", "dictsort", "e", "escape", "first", "float",
        "forceescape", "format", "groupby", "indent", "int", "items", "join", "last", "length", "list", "lower", "map",
        "max", "min", "reject", "rejectattr", "replace", "reverse", "round", "safe", "select", "selectattr", "slice",
        "sort", "string", "striptags", "sum", "title", "trim", "truncate", "unique", "upper", "urlencode", "wordcount",
        "wordwrap",
    }
)  # fmt: skip
"""Without those that reach into objects (attr, pprint, tojson, xmlattr), guess (urlize) or throw dice (random)."""

ATTRIBUTES: Mapping[type, frozenset[str]] = {
    str: frozenset(
        {
            "capitalize", "casefold", "count", "endswith", "find", "isalpha", "isdigit", "isnumeric", "isspace",
            "isupper", "islower", "join", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace",
            "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title",
            "upper",
        }
    ),
    date: frozenset(
        {"year", "month", "day", "hour", "minute", "weekday", "isoweekday", "isoformat", "strftime", "date"}
    ),
    dict: frozenset({"get", "items", "keys", "values"}),
    list: frozenset({"count", "index"}),
    LoopContext: frozenset(
        {
            "changed", "cycle", "depth", "depth0", "first", "index", "index0", "last", "length", "nextitem", "previtem",
            "revindex", "revindex0",
        }
    ),
    Cycler: frozenset({"current", "next", "reset"}),
    BlockReference: frozenset({"super"}),
}  # fmt: skip

_CALLED = (Macro, BlockReference, LoopContext, Joiner, Undefined)
"""What may be called as it is; an undefined one says so by itself."""


class OwnEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for a program's own templates."""

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(loader=loader, **OPTIONS)
        self.globals = {name: made for name, made in self.globals.items() if name in GLOBALS}
        self.filters = {name: made for name, made in self.filters.items() if name in JINJA_FILTERS} | FILTERS

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002 - Jinja's signature
        """Allow fields of what it is given, names of a template that it imports, and what the list above names."""
        if attr.startswith("_"):
            return False
        if isinstance(obj, Record):
            return attr in type(obj)._fields  # type: ignore[attr-defined]  # every record type has them
        if isinstance(obj, TemplateModule | Namespace):
            return True
        return any(isinstance(obj, kind) and attr in names for kind, names in ATTRIBUTES.items())

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow macros, blocks, loops, the methods of the list above and the globals."""
        if isinstance(obj, _CALLED) or any(obj is made for made in self.globals.values()):
            return True
        is_method = isinstance(obj, BuiltinMethodType | MethodType)
        return is_method and self.is_safe_attribute(obj.__self__, obj.__name__, obj)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:  # noqa: ARG002 - Jinja's signature
        """Say the name where it is used, for the sentence."""
        return self.undefined(hint=attribute, exc=SecurityError)

    def wrap_str_format(self, value: Any) -> None:
        """Leave Python's format out: it reaches into objects, and Jinja would only wrap it."""

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - Jinja's signature
        """Call what may be called; what may not is told by its name, because its content may be a figure."""
        if not __self.is_safe_callable(__obj):
            raise SecurityError(str(getattr(__obj, "__name__", "")))
        return __context.call(__obj, *args, **kwargs)
