"""The one message to a host's operator: sent when there is something to say, by real mail, at most once."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from schemas.hosted import HostedOutcome, HostedProgram
from schemas.mail import MicrosoftOAuth, Transport
from tasks.errors import UsageError
from tasks.hosting import tell_operator
from tasks.hosting.operator_files import TOLD, find_operator
from tasks.hosting.tell_operator import IN_DOUBT, report_to_operator
from tasks.program_folder import state_file
from tasks.program_folder.state_file import lock_state
from tests.support.mail_servers import Inbox, mail_server

OUTBOX = '[mail]\nfrom = "lbn@county.example.gov"\n'
HEAD = 'name = "Example County"\nto = "ops@county.example.gov"\n'
START = datetime(2026, 11, 2, 6, tzinfo=UTC)


def write_operator(host: Path, mail: str = OUTBOX, head: str = HEAD) -> None:
    """Write operator.toml."""
    (host / "operator.toml").write_text(head + mail)


def ended(*undone: str) -> HostedOutcome:
    """How three programs ended; those named here were not done."""
    names = ("albany", "colonie", "troy")
    return HostedOutcome(
        programs=tuple(HostedProgram(folder=one, code=int(one in undone), words="No tab.", read=3) for one in names)
    )


def report(host: Path, outcome: HostedOutcome, day: int = 0) -> str | None:
    """Report it to the operator on a day; what was said where that failed."""
    desk = find_operator(host)
    assert desk
    return report_to_operator(desk, outcome, lambda: START + timedelta(days=day)).operator


def outbox(host: Path) -> list[str]:
    """The messages in the folder."""
    return sorted(path.name for path in (host / "outbox").glob("*"))


def test_without_operator_toml_nobody_is_told(tmp_path: Path):
    assert find_operator(tmp_path) is None


def test_operator_toml_lies_beside_a_list_too(tmp_path: Path):
    write_operator(tmp_path)
    desk = find_operator(tmp_path / "county.txt")
    assert desk
    assert desk.operator.to == ("ops@county.example.gov",)


@pytest.mark.parametrize(
    ("head", "mail", "said"),
    [
        (HEAD, "", "operator.toml: mail is missing; add it."),
        (HEAD + "colour = 1\n", OUTBOX, "operator.toml: colour isn't a setting; remove it or correct its name."),
        (HEAD.replace("to =", "too ="), OUTBOX, "operator.toml: to is missing; add it."),
        (
            HEAD,
            OUTBOX + 'oauth = { provider = "hunter2" }\n',
            "operator.toml: mail.oauth.provider must be one of 'microsoft', 'google'.",
        ),
        (HEAD, OUTBOX + 'oauth = { tenant = "a" }\n', "operator.toml: mail.oauth.provider is missing; add it."),
        (
            HEAD,
            OUTBOX + 'oauth = { provider = "microsoft" }\n',
            "operator.toml: mail.oauth.tenant is missing; add it.",
        ),
        ("name = [\n", OUTBOX, "operator.toml cannot be read: "),
    ],
)
def test_a_mistake_in_it_is_one_sentence(head: str, mail: str, said: str, tmp_path: Path):
    write_operator(tmp_path, mail, head)
    with pytest.raises(UsageError) as caught:
        find_operator(tmp_path)
    assert str(caught.value).startswith(said)


def test_what_is_new_is_told_once_and_its_end_once(tmp_path: Path):
    write_operator(tmp_path)
    days = [ended(), ended("troy"), ended("troy"), ended("albany", "troy"), ended(), ended()]
    for day, outcome in enumerate(days):
        assert report(tmp_path, outcome, day) is None
    assert outbox(tmp_path) == [f"operator-2026-11-{day}-1.eml" for day in ("03", "05", "06")]
    subjects = [
        message_from_bytes((tmp_path / "outbox" / name).read_bytes(), policy=default)["Subject"]
        for name in outbox(tmp_path)
    ]
    assert subjects == [
        "[Naloxone] 1 program not done: troy",
        "[Naloxone] 2 programs not done: albany and troy",
        "[Naloxone] All programs are done again",
    ]


def test_two_messages_of_a_day_have_two_names(tmp_path: Path):
    write_operator(tmp_path)
    report(tmp_path, ended("troy"))
    report(tmp_path, ended("albany"))
    assert outbox(tmp_path) == ["operator-2026-11-02-1.eml", "operator-2026-11-02-2.eml"]


@pytest.mark.parametrize(
    ("answer", "said", "arrived"),
    [
        pytest.param("250 OK", None, 1, id="taken"),
        pytest.param("554 no", "The operator could not be told: ", 2, id="refused, and told the next day"),
        pytest.param(None, IN_DOUBT, 1, id="nobody knows, and nobody repeats it"),
    ],
)
def test_at_most_one_copy_arrives(
    answer: str | None, said: str | None, arrived: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    inbox = Inbox(answer)
    with mail_server(inbox, tmp_path) as (address, _):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
        write_operator(tmp_path, f'[mail]\ntransport = "smtp"\nsmtp = "{address}"\nfrom = "lbn@county.example.gov"\n')
        words = report(tmp_path, ended("troy"))
        assert words == said if said is None else str(words).startswith(said)
        inbox.answer = "250 OK"
        assert report(tmp_path, ended("troy"), 1) is None
    assert len(inbox.received) == arrived
    message = message_from_bytes(inbox.received[0], policy=default)
    assert message["To"] == "ops@county.example.gov"
    assert "troy: NOT DONE (1). No tab." in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "known",
    [
        pytest.param('{"last_message": "2026-11-02-x"}', id="no number"),
        pytest.param('{"last_message": "2026-11-02-%s"}' % ("9" * 5_000), id="too many digits"),
        pytest.param(
            '{"programs": [{"folder": "troy", "kind": "No tab.", "told_at": "2026-11-01T06:00:00"}]}', id="no zone"
        ),
        pytest.param(
            '{"programs": [{"folder": "troy", "kind": "No tab.", "told_at": "2036-11-01T06:00:00Z"}]}', id="to come"
        ),
        pytest.param("[" * 9, id="not JSON"),
        pytest.param(" " * 2_000_000, id="too large"),
    ],
)
def test_what_is_known_may_be_damaged(known: str, tmp_path: Path):
    write_operator(tmp_path)
    (tmp_path / TOLD).write_text(known)
    assert report(tmp_path, ended("troy")) is None
    assert outbox(tmp_path) == ["operator-2026-11-02-1.eml"]


def test_what_was_not_filed_is_told_by_the_next_run(tmp_path: Path):
    write_operator(tmp_path)
    (tmp_path / "outbox").touch()
    assert "File exists" in str(report(tmp_path, ended("troy")))
    (tmp_path / "outbox").unlink()
    assert report(tmp_path, ended("troy"), 1) is None
    assert outbox(tmp_path) == ["operator-2026-11-03-1.eml"]


def test_two_lists_share_one_operator(tmp_path: Path):
    write_operator(tmp_path)
    for day in range(3):
        assert report(tmp_path / "one.txt", ended("troy"), day) is None
        assert report(tmp_path / "two.txt", ended(), day) is None
    assert outbox(tmp_path) == ["operator-2026-11-02-1.eml"]
    assert report(tmp_path / "two.txt", ended("albany")) is None
    assert report(tmp_path / "one.txt", ended()) is None
    assert outbox(tmp_path) == [f"operator-2026-11-02-{number}.eml" for number in (1, 2, 3)]


def test_a_clock_set_back_gives_no_name_twice(tmp_path: Path):
    write_operator(tmp_path)
    for day, undone in ((0, ["troy"]), (1, ["troy", "albany"]), (0, ["colonie"])):
        assert report(tmp_path, ended(*undone), day) is None
    assert outbox(tmp_path) == [f"operator-2026-11-{name}.eml" for name in ("02-1", "02-2", "03-1")]


def test_an_error_in_the_program_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise KeyError("a row")

    write_operator(tmp_path)
    monkeypatch.setattr(tell_operator, "compose", fail)
    said = str(report(tmp_path, ended("troy")))
    assert said.startswith("The operator could not be told: This is an error in the program")
    assert "a row" not in said


def test_what_to_correct_is_named_as_it_is_called_here(tmp_path: Path):
    write_operator(tmp_path, '[mail]\ntransport = "smtp"\nsmtp = "smtp://127.0.0.1:1"\nfrom = "lbn@c.example.gov"\n')
    said = str(report(tmp_path, ended("troy")))
    assert "check mail.smtp in operator.toml and the network" in said
    desk = find_operator(tmp_path)
    assert desk
    oauth = MicrosoftOAuth(provider="microsoft", tenant="county", client="lbn")
    mail = desk.operator.mail.model_copy(update={"transport": Transport.GRAPH, "oauth": oauth})
    desk = desk._replace(operator=desk.operator.model_copy(update={"mail": mail}))
    looked = str(tell_operator.look_for_operator(desk, ended()).operator)
    assert "into the file mail.secret beside operator.toml" in looked


def test_a_run_that_tells_meanwhile_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_operator(tmp_path)
    monkeypatch.setattr(state_file, "_PATIENCE_SECONDS", 0)
    with lock_state(tmp_path / TOLD):
        said = str(report(tmp_path, ended("troy")))
    assert "another run has held it for" in said
    assert "permissions" not in said


def test_a_link_to_nothing_is_said(tmp_path: Path):
    (tmp_path / "operator.toml").symlink_to(tmp_path / "gone")
    with pytest.raises(UsageError, match=r"operator\.toml cannot be read"):
        find_operator(tmp_path)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path):
    write_operator(tmp_path)
    (tmp_path / f"{TOLD}-lock").mkdir()
    assert str(report(tmp_path, ended("troy"))).startswith(f"The operator could not be told: {TOLD} cannot be changed")
