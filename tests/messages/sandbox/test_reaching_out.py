"""A program's own templates reach nothing but what they are given: each try ends in one sentence that says its line.

That such a try ends a command is shown in tests/integration/test_sandbox_attack.py.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tasks.errors import UsageError
from tasks.messages.report.view import build_report_view
from tasks.messages.sandbox.limits import MEMORY, PROCESSOR_SECONDS
from tasks.messages.sandbox.process import Process, start_process
from tasks.messages.sandbox.sources import Source
from tasks.messages.sandbox.values import to_plain
from tests.support.builders_messages import a_report

TEXT = "report_templates/supplier/email.txt.j2"


def forbidden(name: str) -> str:
    return f"uses “{name}”, which a template may not use"


def unknown(name: str) -> str:
    return f"names “{name}”, which it isn't given"


REACHING_OUT: dict[str, tuple[str, str]] = {
    "the classes of Python": ("{{ ''.__class__.__mro__[1].__subclasses__() }}", forbidden("__class__")),
    "the same by an index": ("{{ ''['__class__'] }}", forbidden("__class__")),
    "the same by a name put together": ("{{ ''['__cla' ~ 'ss__'] }}", "uses something, which a template may not use"),
    "the same by a filter": ("{{ ''|attr('__class__') }}", "no filter named 'attr'"),
    "the same by a filter's attribute": ("{{ [period]|map(attribute='__class__')|join }}", forbidden("__class__")),
    "the same by sorting": ("{{ [period, period]|sort(attribute='__class__') }}", forbidden("__class__")),
    "a format with a way in": ("{{ '{0.__class__}'.format(period) }}", forbidden("format")),
    "the same by a mapping": ("{{ '{a.__class__}'.format_map({'a': period}) }}", forbidden("format_map")),
    "the same by a filter's format": ("{{ '{0.__class__}'|format(period) }}", "cannot be filled in (TypeError)"),
    "Jinja's lorem ipsum": ("{{ lipsum.__globals__['os'].popen('id').read() }}", unknown("lipsum")),
    "Jinja's cycler": ("{{ cycler.__init__.__globals__.os.environ }}", forbidden("__init__")),
    "Jinja's joiner": ("{{ joiner().__init__.__globals__ }}", forbidden("__init__")),
    "Jinja's namespace": ("{{ namespace.__init__.__globals__ }}", forbidden("__init__")),
    "the template itself": ("{{ self.__init__.__globals__ }}", forbidden("__init__")),
    "the template's own context": ("{{ self._TemplateReference__context }}", forbidden("_TemplateReference__context")),
    "a loop's insides": ("{% for x in [1] %}{{ loop._iterable }}{% endfor %}", forbidden("_iterable")),
    "a macro's insides": ("{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}", forbidden("_func")),
    "a macro's environment": ("{% macro m() %}{% endmacro %}{{ m.__init__ }}", forbidden("__init__")),
    "a class": ("{{ dict.__subclasses__() }}", forbidden("__subclasses__")),
    "a class by name": ("{{ dict.mro() }}", forbidden("mro")),
    "a framework's settings": ("{{ config.items() }}", unknown("config")),
    "Python's open": ("{{ open('/etc/passwd').read() }}", unknown("open")),
    "a record's methods": ("{{ tiles[0]._replace(value=1) }}", forbidden("_replace")),
    "a tuple's methods": ("{{ tiles.__getattribute__('x') }}", forbidden("__getattribute__")),
    "a model's methods": ("{{ lots.shown[0].on_hand.model_dump() }}", unknown("model_dump")),
    "a model that reads files": ("{{ lots.shown[0].on_hand.parse_file('/etc/passwd') }}", unknown("parse_file")),
    "a zone's class": ("{{ made_at.tzinfo }}", forbidden("tzinfo")),
    "changing what is given": ("{% set x = [] %}{{ x.append(1) }}", forbidden("append")),
    "an undefined thing's insides": ("{{ nosuch.__class__ }}", forbidden("__class__")),
    "a module": ("{% import 'os' as os %}", "uses “os”, which isn't there"),
    "a path upwards": ("{% include '../../../neighbor/secret.key' %}", "uses “../../../neighbor/secret.key”"),
    "a whole path": ("{% include '/etc/passwd' %}", "uses “/etc/passwd”, which isn't there"),
    "a statement of Python": ("{% do 1 %}", "encountered unknown tag 'do'"),
}  # fmt: skip


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    """One that attacks reach out of, one after the other: to start it takes far longer than to refuse one of them.

    What an attack is told is all that it can leave there: from this process on, nothing more can be loaded or opened.
    """
    with start_process("tasks.messages.sandbox.filling", PROCESSOR_SECONDS, MEMORY) as running:
        yield running


@pytest.fixture(scope="module")
def given() -> dict[str, Any]:
    """All that a report's templates are given, as the process gets it."""
    return {name: to_plain(value) for name, value in vars(build_report_view(a_report("supplier"), 25)).items()}


@pytest.mark.parametrize(("template", "said"), REACHING_OUT.values(), ids=REACHING_OUT.keys())
def test_a_template_reaches_nothing_but_what_it_is_given(
    process: Process, given: dict[str, Any], template: str, said: str
):
    process.ask(sources={template: Source(TEXT, f"\n{template}", True)})
    with pytest.raises(UsageError) as caught:
        process.ask(names=[template], values=given, is_mail=False)
    assert str(caught.value).startswith(f"{TEXT}, line 2: {said}")
    assert len(str(caught.value).splitlines()) == 1
