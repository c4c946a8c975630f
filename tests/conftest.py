"""What every test shares: how hypothesis searches."""

import os

from hypothesis import settings

# No deadline in either: the first example of a test pays for imports, and a busy machine is no bug.
settings.register_profile("dev", deadline=None)
# The same examples on every run, so that a change is judged by what it did and not by chance.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
