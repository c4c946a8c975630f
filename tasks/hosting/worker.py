"""A worker process: takes one program after the other from standard input, and answers each in a line of JSON.

Nothing of one program is left for the next: settings, key and secrets are read anew from each folder, and of variables
that belong to a single program none reaches a worker.
"""

import faulthandler
import os
import sys
from typing import IO

from schemas.hosted import ANSWER, Job
from tasks.private_process import keep_private

GRACE_SECONDS = 60.0
"""A worker that hangs is ended by whoever gave it the work; where that one is gone, it ends itself so much later."""


def main() -> None:
    """Work until there is no more, or whoever gives the work has ended."""
    keep_private()
    jobs, answers, nothing = _take_lines()
    # All that is loaded once for many programs:
    from tasks.hosting.turns import work_in_turn  # noqa: PLC0415
    from tasks.hosting.work import work_on_program  # noqa: PLC0415

    for line in jobs:
        job = Job.model_validate_json(line)
        faulthandler.dump_traceback_later(job.most_seconds + GRACE_SECONDS, exit=True, file=nothing)
        ended = work_in_turn(job, work_on_program)
        faulthandler.cancel_dump_traceback_later()
        answers.write(ANSWER.dump_json(ended and ended.model_copy(update={"folder": job.name})) + b"\n")
        answers.flush()


def _take_lines() -> tuple[IO[bytes], IO[bytes], int]:
    """Take both lines for ourselves: what a library prints is not an answer."""
    jobs, answers = os.fdopen(os.dup(sys.stdin.fileno()), "rb"), os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (sys.stdin.fileno(), sys.stdout.fileno()):
        os.dup2(nothing, number)
    return jobs, answers, nothing
