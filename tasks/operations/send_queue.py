"""The queue, message by message: until all have left, or one shows that none can now.

A server that is not reached, is busy or refuses whoever sends would say the same to each that waits: it is asked once,
and all that waits keeps its reason. A message that it refuses, or that cannot be put into the folder, holds up none.
"""

from collections.abc import Iterator

from schemas.delivery import DeliveryReason, DeliveryState
from tasks.context import ProgramContext
from tasks.deadlines import Deadline
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, NotFiled, Outgoing, Sender
from tasks.messages.delivery_words import WHAT_TO_DO
from tasks.store.messages import Outcome, claim, settle
from tasks.store.queue import DamagedMessage, Queued, list_waiting, load_raw, note_reason

RUN_SECONDS = 900.0
"""After which a run sends no more; what waits then is for the next one."""

ENOUGH_SENT = "sending took more than 15 minutes; the next run goes on"


class _SentByAnother(Exception):
    """Another run hands the message over."""


def list_queue(program: ProgramContext, state: DeliveryState, report: str | None = None) -> list[Queued]:
    """List the messages in a state by name, oldest first; of one report or of any."""
    with program.database.reading() as connection:
        found = list_waiting(connection, program.slug, state)
    return [one for one in found if report in (None, one.report)]


class SendingRun:
    """One run's sending, with the right to send; `failures` says of each message that did not leave why."""

    def __init__(self, program: ProgramContext, sender: Sender, report: str | None) -> None:
        self._program = program
        self._sender = sender
        self._report = report
        self._tried: set[str] = set()
        self._stopped_by: DeliveryReason | None = None
        self._stop_words = ""
        self._failed_before = False
        self.failures: list[str] = []

    def send_all(self) -> list[str]:
        """Send what is queued, and what another run queues meanwhile: that run may not send while this one does."""
        self._clear_up()
        sent = [name for name in self._each_new() if self._send_one(name)]
        if self._stopped_by:
            self._note_rest(self._stopped_by)
        return sent

    def _each_new(self) -> Iterator[str]:
        """Give the messages one by one, each once, as long as it is worth trying."""
        deadline = Deadline(RUN_SECONDS, 0)
        while new := [name for name in self._list_queued() if name not in self._tried]:
            for name in new:
                if deadline.is_over and not self._stopped_by:
                    self._stop(DeliveryReason.BUSY, ENOUGH_SENT)
                if self._stopped_by:
                    return
                self._tried.add(name)
                yield name

    def _list_queued(self) -> list[str]:
        return [one.name for one in list_queue(self._program, DeliveryState.QUEUED, self._report)]

    def _clear_up(self) -> None:
        """Settle messages that a killed run was handing over: nobody knows whether they arrived."""
        state = DeliveryState.QUEUED if self._sender.repeats_safely else DeliveryState.UNKNOWN
        for message in list_queue(self._program, DeliveryState.SENDING):
            self._settle(message.name, state, DeliveryReason.LOST)

    def _send_one(self, name: str) -> bool:
        """Send a message; whether it left now. What stood in its way is kept."""
        try:
            self._sender.send(self._load(name), lambda: self._claim(name))
        except _SentByAnother:
            return False
        except DeliveryFailure as failure:
            self._note_failure(name, failure)
        except DeliveryUnknown:
            self._note(name, DeliveryState.UNKNOWN, DeliveryReason.LOST, WHAT_TO_DO[DeliveryReason.LOST])
            self._stop(DeliveryReason.UNREACHABLE, WHAT_TO_DO[DeliveryReason.UNREACHABLE])
        except NotFiled as problem:  # the others it may take
            self._note(name, DeliveryState.QUEUED, DeliveryReason.NOT_FILED, str(problem))
        except DamagedMessage as problem:  # no later run could send it either
            self._note(name, DeliveryState.FAILED, DeliveryReason.DAMAGED, str(problem))
        else:
            self._failed_before = False
            self._settle(name, DeliveryState.SENT, None)
            return True
        return False

    def _note_failure(self, name: str, failure: DeliveryFailure) -> None:
        is_refused = failure.reason is DeliveryReason.REFUSED and failure.is_of_message
        self._note(name, DeliveryState.FAILED if is_refused else DeliveryState.QUEUED, failure.reason, str(failure))
        if not failure.is_of_message or (self._failed_before and not is_refused):
            self._stop(failure.reason, str(failure))
        self._failed_before = not is_refused

    def _note(self, name: str, state: DeliveryState, reason: DeliveryReason | None, words: str) -> None:
        self.failures.append(words)
        self._settle(name, state, reason)

    def _stop(self, reason: DeliveryReason, words: str) -> None:
        self._stopped_by, self._stop_words = reason, words

    def _note_rest(self, reason: DeliveryReason) -> None:
        """Keep the reason for all that was not tried, without a connection for each."""
        self.failures += [self._stop_words for name in self._list_queued() if name not in self._tried]
        with self._program.database.writing() as connection:
            note_reason(connection, self._program.slug, reason, self._report)

    def _load(self, name: str) -> Outgoing:
        settings = self._program.settings
        with self._program.database.reading() as connection:
            raw = load_raw(connection, self._program.slug, name)
        return Outgoing(name, raw, settings.mail.sender, settings.agency.coordinator)

    def _claim(self, name: str) -> None:
        """Write down that the message is being handed over: a run that is killed before has surely not sent it."""
        with self._program.database.writing() as connection:
            if not claim(connection, self._program.slug, name):
                raise _SentByAnother

    def _settle(self, name: str, state: DeliveryState, reason: DeliveryReason | None) -> None:
        with self._program.database.writing() as connection:
            by_mail = not self._program.settings.mail.is_outbox
            settle(connection, self._program.slug, name, Outcome(state, self._program.now(), by_mail, reason))
