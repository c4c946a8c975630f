"""A program's own template that cannot be compiled: Jinja does not always say which one, and the sentence does."""

import pytest

from tasks.messages.sandbox.filling import Filling

OWN = "report_templates/supplier/email.txt.j2"
SHIPPED = "shipped/_report.txt.j2"
MISTAKES: dict[str, tuple[str, str]] = {
    "a comment that never ends": ("{# x", ", line 1: missing end of comment tag;"),
    "a raw part that never ends": ("x\n{% raw %}y", ", line 2: missing end of raw directive;"),
    "a field of a text": ("{{ ''.c ~ 'x' }}", ": names “c”, which it isn't given;"),
    "a forbidden field of a text": ("{{ ''.__class__ ~ 'x' }}", ": uses “__class__”, which a template may not use;"),
    "a tag that there isn't": ("{% do 1 %}", ", line 1: encountered unknown tag 'do';"),
    "brackets in brackets": ("{{ " + "(" * 5_000 + ")" * 5_000 + " }}", ": uses itself without end;"),
}


def told(own: str, shipped: str = "") -> dict[str, object]:
    """What the process answers: a message's own template, which may include a shipped part."""
    filling = Filling()
    sources = {"email.txt.j2": (OWN, own, True), "_report.txt.j2": (SHIPPED, shipped, False)}
    filling.answer({"sources": sources})
    try:
        return filling.answer({"names": ["email.txt.j2"], "values": {}, "is_mail": False})
    except Exception as error:  # noqa: BLE001 - as the process does
        return filling.explain(error)


@pytest.mark.parametrize(("text", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_template_that_cannot_be_compiled_is_named(text: str, words: str):
    answer = told(text)
    assert str(answer["mistake"]).startswith(OWN + words), answer


def test_a_part_that_is_shipped_is_not_blamed_on_the_program():
    assert told("x", "{# x") == {"text": "x"}
    assert told("{% include '_report.txt.j2' %}", "y") == {"text": "y"}


def test_who_uses_a_part_that_is_broken_is_named_instead():
    answer = told("\n{% include '_report.txt.j2' %}", "{# x")
    assert str(answer["mistake"]).startswith(f"{OWN}, line 2: ")


def test_what_is_wrong_with_shipped_parts_alone_is_a_fault():
    filling = Filling()
    filling.answer({"sources": {"email.txt.j2": (SHIPPED, "{# x", False)}})
    with pytest.raises(Exception) as failed:  # noqa: PT011 - whatever it is
        filling.answer({"names": ["email.txt.j2"], "values": {}, "is_mail": False})
    assert filling.explain(failed.value) == {"fault": "NotCompiled"}
