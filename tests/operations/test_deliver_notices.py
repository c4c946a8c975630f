"""Notices that a run failed: through the ledger's queue, or past a ledger that is what fails."""

import pytest

from schemas.delivery import DeliveryReason
from schemas.failure import Notice, Work
from tasks.context import ProgramContext, open_program
from tasks.delivery.sender import DeliveryFailure, Outgoing
from tasks.delivery.smtp import Smtp
from tasks.operations.deliver_notices import RUNNING_AGAIN, ask_ledger, deliver_notices
from tasks.program_folder.failing_file import change_failing
from tests.support.sending import ABSENT, settings_by_smtp
from tests.support.watched import START, in_outbox, known

AT = START.replace(tzinfo=None)
NOTICE = Notice(name="2024-04-02-1", work=Work.DAILY_RUN, words="The tab cannot be read.", since=AT, at=AT)


@pytest.fixture
def told(program: ProgramContext) -> ProgramContext:
    """Return a program with a notice that waits."""
    at = program.moment()
    notice = NOTICE.model_copy(update={"since": at, "at": at})
    change_failing(program.folder, lambda before: before.model_copy(update={"notices": (notice,)}))
    return program


@pytest.mark.parametrize("has_ledger", [True, False])
def test_a_notice_leaves_once(has_ledger: bool, told: ProgramContext):
    for _ in range(2):
        deliver_notices(told, has_ledger=has_ledger)
        assert len(in_outbox(told.folder)) == 1
        assert known(told.folder).notices == ()
    asked = ask_ledger(told)
    assert asked
    assert (asked.read_at, NOTICE.name in asked.notices) == (told.moment(), has_ledger)


def test_a_ledger_that_cannot_be_asked_holds_no_notice_up(told: ProgramContext):
    (told.folder / "lbn.db").write_bytes(b"no ledger at all " * 100)
    assert ask_ledger(told) is None
    deliver_notices(told)
    assert len(in_outbox(told.folder)) == 1


def test_a_notice_that_cannot_leave_stays_where_it_is(told: ProgramContext):
    (told.folder / "lbn.toml").write_text(settings_by_smtp(ABSENT), "utf-8")
    deliver_notices(open_program(told.folder, told.clock), has_ledger=False)
    assert [one.name for one in known(told.folder).notices] == [NOTICE.name]


def test_an_all_clear_has_a_name_of_its_own(told: ProgramContext):
    change_failing(
        told.folder,
        lambda before: before.model_copy(
            update={"notices": tuple(one.model_copy(update={"is_well": True}) for one in before.notices)}
        ),
    )
    deliver_notices(told)
    assert [path.name.startswith(RUNNING_AGAIN) for path in (told.folder / "outbox").iterdir()] == [True]


def test_a_busy_server_is_asked_once_for_all_notices(told: ProgramContext, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def refuse(_sender: Smtp, message: Outgoing, _before: object) -> None:
        asked.append(message.name)
        raise DeliveryFailure(DeliveryReason.BUSY)

    monkeypatch.setattr(Smtp, "send", refuse)
    second = known(told.folder).notices[0].model_copy(update={"name": "2024-04-02-2"})
    change_failing(told.folder, lambda before: before.model_copy(update={"notices": (*before.notices, second)}))
    (told.folder / "lbn.toml").write_text(settings_by_smtp(ABSENT), "utf-8")
    deliver_notices(open_program(told.folder, told.clock), has_ledger=False)
    assert len(asked) == 1
    assert {one.name for one in known(told.folder).notices} == {NOTICE.name, second.name}
