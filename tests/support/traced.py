"""The program as people run it, on a machine of its own, so to say: all that it said, and every byte that it left."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.support import tracing
from tests.support.leaks import Place, files_below

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("home", "home/.cache", "temporary", "here")
ALL_IN_ONE_PROCESS = """
import json, sys
from lbn import app
codes = [app(arguments, standalone_mode=False) for arguments in json.loads(sys.argv[1])]
sys.exit(json.dumps(codes))
"""
DUMPS_ON = ["sh", "-c", 'ulimit -c unlimited 2>/dev/null; exec "$@"', "sh"]


class Machine:
    """A home, a folder for temporary files and one to work in, in which programs are run and watched."""

    def __init__(self, folder: Path) -> None:
        """Make it; core dumps are on, and nothing but the program keeps a file from other accounts."""
        self.folder = folder
        self.trace = folder / "trace"
        for name in (*FOLDERS, "trace", f"trace/{tracing.KEPT}", "hook"):
            (folder / name).mkdir(parents=True)
        shutil.copyfile(tracing.__file__, folder / "hook/sitecustomize.py")

    def lbn(self, *commands: Sequence[str], **more: str) -> "Said":
        """Run commands one after the other; exit codes (none: 0) are the last line that is said."""
        return self.python(ALL_IN_ONE_PROCESS, json.dumps(commands), **more)

    def python(self, script: str, *arguments: str, **more: str) -> "Said":
        """Run a script of Python's in the checkout's place, as its user would."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "LBN_", "XDG_"))}
        places = {"HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "temporary")}
        python = {"PYTHONPATH": f"{self.folder / 'hook'}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [*DUMPS_ON, sys.executable, "-c", script, *arguments],
            cwd=self.folder / "here", env=kept | places | python | {tracing.FOLDER: str(self.trace)} | more,
            umask=0o022, capture_output=True, check=False,
        )  # fmt: skip
        return Said(done.returncode, done.stdout, done.stderr)

    def files(self, *folders: Path, but: Sequence[str] = ()) -> Iterator[Place]:
        """Every file of the machine and of some folders, and each that was opened for writing, or taken away."""
        seen = [*(self.folder / name for name in (*FOLDERS, "trace")), *folders]
        yield from files_below(*seen, but=but)
        elsewhere = (path for path in self.opened() if not any(path.is_relative_to(folder) for folder in seen))
        for path in elsewhere:
            yield str(path), str(path).encode()
            if path.is_file() and path.name not in but:
                yield str(path), path.read_bytes()

    def opened(self) -> list[Path]:
        """List what was opened for writing, each once."""
        notes = (self.trace / tracing.NOTES).read_text("utf-8", "replace").splitlines()
        return [Path(path) for path in dict.fromkeys(line[7:] for line in notes if line.startswith("opened\t"))]


class Said(NamedTuple):
    """What a run said, and how it ended."""

    code: int
    output: bytes
    errors: bytes

    @property
    def codes(self) -> list[int | None]:
        """The exit codes of the commands."""
        codes: list[int | None] = json.loads(self.errors.splitlines()[-1])
        return codes

    @property
    def places(self) -> list[Place]:
        """All of it."""
        return [("stdout", self.output), ("stderr", self.errors)]
