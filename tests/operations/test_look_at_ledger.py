"""What the ledger holds after a run, for the page that the run leaves."""

from schemas.delivery import DeliveryState
from tasks.context import ProgramContext
from tasks.operations.look_at_ledger import look_at_ledger
from tasks.operations.make_editions import make_editions
from tests.operations.test_make_editions import QUARTER


def test_the_page_is_told_what_is_kept_owed_and_waiting(program: ProgramContext):
    before = look_at_ledger(str(program.folder))
    assert (before.status.entries, before.unsent, before.is_outbox) == (12, (), True)
    assert [one.report for one in before.never_made] == ["nysdoh-quarterly"]
    make_editions(program, [QUARTER])
    assert look_at_ledger(str(program.folder)).unsent == (DeliveryState.QUEUED,)
