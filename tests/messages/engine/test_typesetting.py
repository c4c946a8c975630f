"""What typst is asked for: one file at a time, and no other."""

from types import SimpleNamespace

import pytest

from tasks.messages.engine import typesetting


def test_a_drawing_of_several_pages_is_an_error_of_the_program(monkeypatch: pytest.MonkeyPatch):
    compiler = SimpleNamespace(compile=lambda *_args, **_form: [b"one", b"two"])
    monkeypatch.setattr(typesetting, "_compiler", lambda: compiler)
    with pytest.raises(TypeError, match=r"_picture\.typ makes more than one file"):
        typesetting.draw_picture("<svg/>")
