"""The same edition is the same bytes: on another day, in another time zone, with other hashes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DIGESTS = """
from hashlib import sha256
from tasks.messages.mime import Envelope, MessageName, compose
from tests.support.builders_messages import AGENCY, CASES, MADE_AT, rendered
for case in ("typical", "amended", "hostile"):
    made = rendered(CASES[case]("nysdoh-quarterly"))
    name = MessageName("nysdoh-quarterly", "2026-Q3", 1)
    raw = compose(name, Envelope(AGENCY, "lbn@example.gov", ("coordinator@example.gov",), MADE_AT), made)
    for content in (made.html.encode(), made.text.encode(), made.csv, made.pdf, made.xlsx, *made.png.values(), raw):
        print(sha256(content).hexdigest())
"""


def digests(zone: str, seed: str) -> list[str]:
    """Of every artifact, made by a process of its own."""
    environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
    made = subprocess.run(
        [sys.executable, "-c", DIGESTS], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return made.stdout.split()


@pytest.fixture(scope="module")
def usual() -> list[str]:
    return digests("America/New_York", "0")


@pytest.mark.parametrize(("zone", "seed"), [("Pacific/Kiritimati", "1"), ("UTC", "4242")])
def test_the_same_edition_is_the_same_bytes(usual: list[str], zone: str, seed: str):
    assert len(usual) == 3 * 7
    assert digests(zone, seed) == usual
