"""The process of a command leaves nothing of its memory behind, and does not collect garbage again and again."""

import subprocess
import sys

from tasks.console.process import SELDOM
from tests.support.machine import clean_environment

BEGIN = "import gc, os, resource; from tasks.console.process import begin_process; begin_process()"
SHOW = (
    "import gc, os, resource; print(gc.get_threshold()[0], oct(os.umask(0)), *resource.getrlimit(resource.RLIMIT_CORE))"
)


def test_a_process_begins_private_and_collects_seldom():
    asked = [sys.executable, "-c", f"import sys; sys.path.insert(0, '.'); {BEGIN}; {SHOW}"]
    said = subprocess.run(asked, check=True, capture_output=True, text=True, env=clean_environment())
    assert said.stdout.split() == [str(SELDOM), "0o77", "0", "0"]
