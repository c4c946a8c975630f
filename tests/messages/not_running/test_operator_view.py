"""What a host's operator is told: every program that was not done, by name, and nothing that one of them holds."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas.hosted import HostedProgram
from schemas.operator import OperatorMessage
from tasks.messages.not_running.operator_view import build_operator_view
from tasks.messages.render import render_operator_message
from tasks.program_folder.report_definitions import NOT_RUNNING, find_template_folders

TROY = HostedProgram(folder="troy", code=2, words="lbn.toml cannot be read.")
ALBANY = HostedProgram(
    folder="albany", code=1, words="The tab is missing.", failing_since=datetime(2026, 11, 1, 6, tzinfo=UTC)
)


def a_message(**changes: Any) -> OperatorMessage:
    """Return one of two programs that were not done, one of them for a day."""
    values: dict[str, Any] = {
        "host": "Example County", "made_at": datetime(2026, 11, 2, 6, tzinfo=UTC), "totals": "3 programs: 1 done.",
        "news": (TROY,), "known": (ALBANY,), "done_again": (),
    }  # fmt: skip
    return OperatorMessage.model_validate(values | changes)


def many(count: int) -> tuple[HostedProgram, ...]:
    """Return so many programs that were not done."""
    return tuple(TROY.model_copy(update={"folder": f"p{number}"}) for number in range(count))


def test_the_subject_names_what_is_new_first():
    assert build_operator_view(a_message(), 25).subject == "[Naloxone] 2 programs not done: troy and albany"
    assert build_operator_view(a_message(news=many(4)), 25).title == "5 programs not done: p0, p1, p2 …"


def test_each_program_says_why_and_since_when():
    first, second, *rest = build_operator_view(a_message(done_again=("colonie",)), 25).sentences
    assert first == "New: troy: NOT DONE (2). lbn.toml cannot be read."
    assert second == "albany: NOT DONE (1). The tab is missing. Failing since 2026-11-01 06:00 UTC."
    assert rest[0] == "Done again: colonie."
    assert "for a week" in rest[-1]


def test_a_long_list_says_where_the_rest_is():
    message = a_message(news=many(300), done_again=tuple(f"d{number}" for number in range(300)))
    sentences = build_operator_view(message, 5).sentences
    where = "the rest is in what the run printed, or on the page that it left"
    assert [line for line in sentences if "shown" in line] == [
        f"5 of 301 shown; {where}.",
        f"Done again: d0, d1, d2, d3 and d4. 5 of 300 shown; {where}.",
    ]


def test_the_all_clear_asks_for_nothing():
    view = build_operator_view(a_message(news=(), known=(), done_again=("troy",)), 25)
    assert (view.subject, view.is_well) == ("[Naloxone] All programs are done again", True)
    assert view.sentences == ("Done again: troy.",)


def test_both_forms_of_the_mail_hold_it(tmp_path: Path):
    rendered = render_operator_message(a_message(), find_template_folders(NOT_RUNNING, tmp_path))
    for form in (rendered.text, rendered.html):
        assert "Example County" in form
        assert "troy: NOT DONE (2). lbn.toml cannot be read." in form
        assert "Nov 2, 2026, 6:00 AM UTC" in form


def test_what_is_no_longer_here_is_not_said_to_be_done():
    view = build_operator_view(a_message(news=(), known=(), gone=("troy",)), 25)
    assert view.sentences == ("No longer among the programs: troy.",)
