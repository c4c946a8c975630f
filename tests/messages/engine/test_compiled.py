"""Compiled templates are kept between processes, go by their content, and are never needed."""

from pathlib import Path

from jinja2 import DictLoader, Environment

from tasks.messages.engine.compiled import KEPT, CompiledTemplates
from tests.support.builders_messages import HOSTILE, a_hostile_report, rendered


def said(template: str, folder: Path) -> str:
    """What a process that has just started makes of a template."""
    templates = Environment(
        loader=DictLoader({"it": template}), autoescape=True, bytecode_cache=CompiledTemplates(folder)
    )
    return templates.get_template("it").render(name="Harbor")


def test_a_template_is_compiled_once_until_it_is_edited(tmp_path: Path):
    assert said("Hello {{ name }}", tmp_path) == "Hello Harbor"
    (kept,) = tmp_path.iterdir()
    first = kept.read_bytes()
    assert said("Hello {{ name }}", tmp_path) == "Hello Harbor"
    assert kept.read_bytes() == first
    assert said("Bye {{ name }}", tmp_path) == "Bye Harbor"
    assert kept.read_bytes() != first


def test_what_is_kept_and_spoilt_is_made_anew(tmp_path: Path):
    said("Hello {{ name }}", tmp_path)
    (kept,) = tmp_path.iterdir()
    for spoilt in (b"", b"not python", kept.read_bytes()[:-40]):
        kept.write_bytes(spoilt)
        assert said("Hello {{ name }}", tmp_path) == "Hello Harbor"


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert said("Hello {{ name }}", tmp_path / "file" / "folder") == "Hello Harbor"


def test_nothing_of_a_report_is_kept():
    rendered(a_hostile_report())
    kept = b"".join(path.read_bytes() for path in KEPT.glob("template-*.cache"))
    assert kept
    assert not [name for name in HOSTILE if name.encode() in kept]
