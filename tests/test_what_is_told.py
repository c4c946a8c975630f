"""What commands say where silence or zeros would mislead: a folder never read, a period not over, a new program."""

from pathlib import Path

import pytest

from tasks.console.account import NO_EDITION
from tests.support.small_program import lbn, rows, write_program


@pytest.fixture
def unread(tmp_path: Path) -> Path:
    """A program whose tabs nobody has read."""
    return write_program(tmp_path / "program", rows(5))


def test_stock_that_was_never_read_is_not_compared(unread: Path):
    for arguments in ((), ("--json",)):
        ended = lbn("reconcile", *arguments, program=unread)
        assert (ended.code, ended.out) == (1, "")
        assert ended.words.startswith("The tabs have not been read yet")
        assert "`lbn ingest`" in ended.words
    assert lbn("ingest", program=unread).code == 0
    assert lbn("reconcile", program=unread).code == 0


@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize("command", [("figures", "2024-Q1"), ("report", "supplier", "2099-01", "--as-known")])
def test_nothing_is_told_of_what_was_never_read(command: tuple[str, ...], form: tuple[str, ...], unread: Path):
    ended = lbn(*command, *form, program=unread)
    assert (ended.code, ended.out) == (1, "")
    assert ended.words.startswith("The tabs have not been read yet, so nothing is known: run `lbn ingest` first.")


def test_status_counts_nothing_before_a_reading(unread: Path):
    assert "distributions counted" not in lbn("status", program=unread).out
    lbn("ingest", program=unread)
    assert "5 distributions counted (0 flagged), 0 held." in lbn("status", program=unread).out


def test_a_preview_of_what_has_not_begun_has_no_figures(unread: Path):
    ended = lbn("report", "supplier", "2099-01", "--json", program=unread)
    assert (ended.code, set(ended.json["measures"].values()), ended.json["tables"]) == (0, {None}, [])
    assert "the period has not begun, so there are no figures yet" in ended.words
    assert "Kits" not in ended.words


@pytest.mark.parametrize(
    ("period", "said"),
    [("2024-Q1", ""), ("2099", "2099 has not begun"), ("2023", "2023 ended before the program started (Jan 1, 2024")],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_figures_of_a_period_without_record_say_so_first(period: str, said: str, form: tuple[str, ...], unread: Path):
    lbn("ingest", program=unread)
    ended = lbn("figures", period, *form, program=unread)
    assert ended.code == 0
    first = ended.words.splitlines()[0] if ended.words else ""
    assert first.startswith(said)
    assert ("no record" in ended.out + ended.words) == bool(said)


@pytest.mark.parametrize(
    "call",
    ["run", "report supplier 2025-01", "report supplier 2025-01 --resend", "backfill 2025-01 2025-02"],
)
def test_nothing_goes_out_before_the_settings_are_filled_in(call: str, tmp_path: Path):
    program = tmp_path / "new"
    lbn("init", program)
    for _ in range(2):
        ended = lbn(*call.split(), program=program)
        assert ended.code == 2
        assert "still has what `lbn init` wrote at agency.name, agency.coordinator, program.supplier" in ended.words
    assert not [*(program / "reports").glob("*"), *(program / "outbox").glob("*")]


def test_what_nobody_else_sees_works_before_they_are(tmp_path: Path):
    program = tmp_path / "new"
    lbn("init", program)
    calls = ("ingest", "reconcile", "status", "backfill 2025-01 2025-02 --dry-run", "report supplier 2999-01")
    assert [lbn(*call.split(), program=program).code for call in calls] == [0] * len(calls)
    assert not [*(program / "reports").glob("*"), *(program / "outbox").glob("*")]


def fill_in(program: Path) -> None:
    """Write names into the settings that `lbn init` wrote, as a department does."""
    settings = (program / "lbn.toml").read_text("utf-8")
    (program / "lbn.toml").write_text(settings.replace("Your ", "Our ").replace("your-department", "our-department"))


def test_a_new_department_may_run_before_its_first_form(tmp_path: Path):
    program = tmp_path / "new"
    assert lbn("init", program).code == 0
    fill_in(program)
    ended = lbn("run", program=program)
    assert ended.code == 0
    assert ended.out.startswith("The tab of the form has no rows yet; ")
    assert not list((program / "outbox").glob("not-running-*"))


def test_a_run_without_news_says_why_it_made_nothing(unread: Path):
    lbn("run", program=unread)
    assert lbn("run", program=unread).out.splitlines()[-2:] == [
        NO_EDITION, "No new messages.",
    ]  # fmt: skip


def test_what_lies_in_the_outbox_is_told_as_ready(unread: Path):
    said = lbn("run", program=unread).out.splitlines()[-1]
    assert said.startswith("Put ")
    assert "into the folder outbox; send" in said
    assert "Sent" not in said
    assert "(ready in the folder outbox since " in lbn("status", program=unread).out
    assert {one["sent"] for one in lbn("status", "--json", program=unread).json["editions"]} == {"outbox"}


def test_what_was_taken_from_the_outbox_is_not_told_as_ready(unread: Path):
    lbn("run", program=unread)
    for message in (unread / "outbox").iterdir():
        message.unlink()
    said = lbn("status", program=unread).out
    assert "ready in the folder" not in said
    assert "no longer there; if it was not sent: lbn report nysdoh-quarterly 20" in said
    lbn("report", *said.partition("not sent: lbn report ")[2].partition(")")[0].split(), program=unread)
    assert "ready in the folder outbox since" in lbn("status", program=unread).out
