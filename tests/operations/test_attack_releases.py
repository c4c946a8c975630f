"""Editions for other eyes are attacked, those of a report that nobody declares any more among them."""

import subprocess
import sys
from pathlib import Path

from tasks.context import ProgramContext
from tasks.operations.attack_releases import attack_releases
from tests.support.small_program import lbn

ROOT = Path(__file__).resolve().parents[2]
OWN = """
title = "Own"
audience = "{}"
addressee = "a council"
cadences = ["monthly"]
due_days = 5
submit_to = "Send it"
measures = ["distributions"]
[[tables]]
title = "By unit"
by = ["unit"]
measures = ["distributions"]
"""


def editions_attacked(program: ProgramContext) -> int:
    """How many editions were attacked."""
    with program.database.reading() as connection:
        return attack_releases(program, connection).editions


def test_reports_for_other_eyes_are_attacked_and_no_others(program: ProgramContext):
    own = program.folder / "report_templates/own"
    own.mkdir(parents=True)
    (own / "report.toml").write_text(OWN.format("agency"), "utf-8")
    for slug, period in (("own", "2024-01"), ("supplier", "2024-01"), ("nysdoh-quarterly", "2024-Q1")):
        assert lbn("report", slug, period, "--no-send", program=program.folder).code == 0
    assert editions_attacked(program) == 1
    (own / "report.toml").write_text(OWN.format("supplier"), "utf-8")
    assert editions_attacked(program) == 2
    (own / "report.toml").unlink()
    own.rmdir()
    assert editions_attacked(program) == 2, "nobody knows any more who got it"


def test_the_solver_says_nothing_on_standard_output():
    script = (
        "from tasks.operations.attack_releases import load_solver_quietly as load;"
        "load(); print('said'); import highspy; highspy.Highs()"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "said\n"
