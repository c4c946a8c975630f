"""What runs inside the process for a program's own templates, looked at in this one, with its limits only noted."""

import json
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from io import BytesIO
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from jinja2 import TemplateNotFound

from schemas.figures import Answer
from tasks.errors import OperationError
from tasks.messages.engine import own_drawings
from tasks.messages.sandbox import filling
from tasks.messages.sandbox.filling import Filling
from tasks.messages.sandbox.limits import LARGEST_TEXT, TooLarge, TooLong, limit_time_and_memory, shut_off
from tasks.messages.sandbox.mistakes import describe_mistake, find_likely
from tasks.messages.sandbox.process import start_process
from tasks.messages.sandbox.serving import check_size, serve
from tasks.messages.sandbox.sources import GivenTemplates, Source, Unreadable
from tasks.messages.sandbox.values import Record, from_plain, to_plain

NEXT = "correct the template, or remove it to use the shipped one."


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[int, int]]:
    """The limits that a process would set itself, noted and not set."""
    noted: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", noted.__setitem__)
    monkeypatch.setattr(signal, "signal", lambda _number, handler: noted.update(handler=handler))
    return noted


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """Run a process's `main` here on some requests; its answers."""

    def talked(main: Callable[[], None], *requests: object) -> list[Any]:
        said = BytesIO()
        lines = b"".join(json.dumps(one).encode() + b"\n" for one in requests)
        monkeypatch.setattr("sys.argv", ["-c", "10", "1000"])
        monkeypatch.setattr(own_drawings, "argv", ["-c", "10", "1000"])
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(lines)))
        monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=said))
        main()
        return [json.loads(line) for line in said.getvalue().splitlines()]

    return talked


def test_the_process_limits_its_time_and_memory(limits: dict[Any, Any]):
    limit_time_and_memory(10, 1000)
    assert limits.pop("handler")
    assert limits == {
        resource.RLIMIT_CPU: (10, 12), resource.RLIMIT_AS: (1000, 1000), resource.RLIMIT_CORE: (0, 0),
    }  # fmt: skip


def test_a_process_whose_time_is_up_says_so(limits: dict[Any, Any]):
    limit_time_and_memory(10, 1000)
    with pytest.raises(TooLong):
        limits["handler"](signal.SIGXCPU, None)


def test_the_process_shuts_itself_off(limits: dict[int, tuple[int, int]]):
    shut_off()
    assert limits == {resource.RLIMIT_FSIZE: (0, 0), resource.RLIMIT_NPROC: (0, 0), resource.RLIMIT_NOFILE: (0, 0)}


def test_a_limit_that_a_system_does_not_know_is_left_out(monkeypatch: pytest.MonkeyPatch):
    def refuse(_what: int, _limits: tuple[int, int]) -> None:
        raise ValueError

    monkeypatch.setattr(resource, "setrlimit", refuse)
    shut_off()


@pytest.mark.usefixtures("limits")
def test_the_process_fills_in_what_it_is_given(talk: Callable[..., list[Any]]):
    sources = {"own": ("own.j2", "{{ name }}", True), "wrong": ("wrong.j2", "{{ nosuch }}", True)}
    assert talk(
        filling.main,
        {"sources": sources},
        {"names": ["own"], "values": {"name": "Patrol"}, "is_mail": False},
        {"names": ["own"], "values": {"name": "Patrol"}, "is_mail": True},
        {"names": ["wrong"], "values": {}, "is_mail": False},
    ) == [
        {},
        {"text": "Patrol"},
        {"text": "<html><head></head><body>Patrol</body></html>"},
        {"mistake": f"wrong.j2, line 1: names “nosuch”, which it isn't given; {NEXT}"},
    ]


@pytest.mark.usefixtures("limits")
def test_the_process_draws_and_typesets(talk: Callable[..., list[Any]]):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
    document = {"name": "a report"}
    drawn, broken, paper = talk(
        own_drawings.main, {"svg": svg}, {"svg": "<svg"}, {"document": document, "made_at": "2026-10-06T08:00:00"}
    )
    assert drawn["made"].startswith("iVBORw0KGgo")  # how a PNG begins
    assert (broken, paper) == ({"fault": "TypstError"}, {"fault": "TypstError"})


def test_a_failure_no_template_explains_is_told_by_its_kind():
    assert Filling().explain(ValueError("a figure")) == {"fault": "ValueError"}


def test_a_request_that_fails_ends_nothing(monkeypatch: pytest.MonkeyPatch):
    said = BytesIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(b"1\n2\n")))
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=said))
    serve(lambda number: {"half": 2 // (number - 1)}, lambda error: {"fault": type(error).__name__})
    assert said.getvalue() == b'{"fault": "ZeroDivisionError"}\n{"half": 2}\n'


def test_a_text_that_no_mail_can_hold_is_refused():
    assert check_size("x" * LARGEST_TEXT)
    with pytest.raises(TooLarge):
        check_size("x" * (LARGEST_TEXT + 1))


# ---------------------------------------------------------------------------------------------- mistakes
MISTAKES = {
    "{{ nosuch }}": "names “nosuch”, which it isn't given",
    "{{ given.nosuch }}": "names “nosuch”, which it isn't given",
    "{{ given[given] }}": "names something, which it isn't given",
    "{% include 'nosuch' %}": "uses “nosuch”, which isn't there",
    "{% include given %}": "uses a template, which isn't there",
    "{{ given.__class__ }}": "uses “__class__”, which a template may not use",
    "{{ given.format() }}": "uses “format”, which a template may not use",
    "{{ given() }}": "uses something, which a template may not use",
    "{{ 1 / 0 }}": "cannot be filled in (ZeroDivisionError)",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}": "uses itself without end",
    "{{ range(9 ** 9) }}": "counts higher than a template can",
    "{% include 'big' %}": "is too large",
    "{% if %}": "expected an expression, got 'end of statement block'",
    "{{ range(3)|list|join(cycler('a').next()) }}{{ namespace(x=given).x }}{{ made.hour }}": None,
    "{% import 'part' as part %}{{ part.name('b') }}": None,
    "{{ pair.one }}": None,
    "{{ pair.index(1) }}": "uses “index”, which a template may not use",
    "{% for one in given|list %}{{ loop.index }}{% endfor %}{{ {'a': 1}.items()|list }}": None,
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_by_where_and_what(text: str):
    tried = Filling()
    part = ("part.j2", "{% macro name(one) %}{{ one }}{% endmacro %}", True)
    big = ("big.j2", "", True, False, "is too large")
    tried.answer({"sources": {"own": ("own.j2", text, True), "big": big, "part": part}})
    values = {"given": "b", "made": to_plain(datetime(2026, 10, 6, 8, tzinfo=UTC)), "pair": to_plain(Pair(1, "a"))}
    said = None
    try:
        tried.answer({"names": ["own"], "values": values, "is_mail": False})
    except Exception as error:  # noqa: BLE001 - whatever a template does is explained
        said = tried.explain(error)["mistake"]
    expected = MISTAKES[text]
    assert said is None if expected is None else expected in str(said)


OWN, SHARED, SHIPPED = (
    Source("own.j2", "", True), Source("_macros.j2", "", True, stands_in=True), Source("shipped/email.j2", "", False),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sources", "names", "likely"),
    [
        ({"email": OWN, "part": SHARED}, ["email"], OWN),
        ({"email": SHIPPED, "part": SHARED}, ["email"], SHARED),
        ({"email": SHIPPED, "part": OWN}, ["email"], OWN),
        ({"email": SHIPPED}, ["nosuch"], None),
    ],
)
def test_a_limit_that_was_met_is_the_programs_own_fault(
    sources: dict[str, Source], names: list[str], likely: Source | None
):
    assert find_likely(sources, names) == likely
    said = describe_mistake(MemoryError(), sources, names)
    assert said == (f"{likely.file}: needs more memory than a message can; {NEXT}" if likely else None)


def test_a_shared_part_is_the_likely_cause_of_failures():
    said = describe_mistake(TypeError(), {"email": SHIPPED, "part": SHARED}, ["email"])
    assert said == f"_macros.j2: does not do what the templates that use it need (TypeError); {NEXT}"


def test_templates_come_from_memory_only():
    given = GivenTemplates({"own": OWN, "refused": OWN._replace(refused="is not UTF-8")})
    text, file, is_current = given.get_source(None, "own")  # type: ignore[arg-type]  # no environment is looked at
    assert (text, file, is_current()) == ("", "own.j2", True)
    with pytest.raises(TemplateNotFound):
        given.get_source(None, "nosuch")  # type: ignore[arg-type]  # as above
    with pytest.raises(Unreadable, match="is not UTF-8"):
        given.get_source(None, "refused")  # type: ignore[arg-type]  # as above


# ---------------------------------------------------------------------------------------------- values, there and back
class Colour(Enum):
    """Something with a value."""

    RED = "red"


class Pair(NamedTuple):
    """Two fields."""

    one: int
    two: str


@dataclass(frozen=True)
class Point:
    """One field."""

    x: float


EASTERN = timezone(timedelta(hours=-4), "EDT")


@pytest.mark.parametrize(
    ("value", "back"),
    [
        (None, None), (True, True), (3, 3), (0.5, 0.5), ("text", "text"), (Colour.RED, "red"),
        (date(2026, 10, 6), date(2026, 10, 6)), (datetime(2026, 10, 6, 8), datetime(2026, 10, 6, 8)),  # noqa: DTZ001
        (datetime(2026, 10, 6, 8, tzinfo=EASTERN), datetime(2026, 10, 6, 8, tzinfo=EASTERN)),
        ({"a": (1, [2])}, {"a": (1, (2,))}), (Pair(1, "a"), (1, "a")), (Point(0.5), (0.5,)),
        (Answer(period="2026", measures={}, tables=()), ("2026", {}, (), ())),
    ],
)  # fmt: skip
def test_a_value_comes_out_as_it_went_in(value: object, back: object):
    assert from_plain(json.loads(json.dumps(to_plain(value)))) == back


def test_a_record_has_fields_and_nothing_else():
    pair = from_plain(to_plain(Pair(1, "a")))
    assert (pair.one, pair.two, isinstance(pair, Record)) == (1, "a", True)


def test_a_moment_keeps_the_name_of_its_zone():
    assert from_plain(to_plain(datetime(2026, 10, 6, 8, tzinfo=EASTERN))).tzname() == "EDT"


def test_what_no_template_can_be_given_is_told_by_its_type():
    with pytest.raises(TypeError, match="a template cannot be given a object"):
        to_plain(object())


def test_a_machine_that_starts_nothing_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("subprocess.Popen", refuse)
    with (
        pytest.raises(OperationError, match=r"\(Resource temporarily unavailable\)\. Try again later\.$"),
        start_process("tasks.messages.sandbox.filling", 10, 1000),
    ):
        pass
