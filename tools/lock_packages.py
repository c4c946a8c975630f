"""Write both lock files from pyproject.toml, and say which versions changed.

`make lock` runs it. uv, which resolves the versions, is installed for this only, into an environment that is thrown
away. The lock of what develops is made first; the lock of what runs begins with its versions, so that both agree.
"""

import re
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"
ALL = "all"
COMPILE = (
    *("pip", "compile", "pyproject.toml", "--quiet", "--generate-hashes"),
    *("--universal", "--fork-strategy", "fewest"),  # one lock for every operating system and every Python
    "--no-emit-index-url",  # where packages come from is each machine's own matter
    *("--custom-compile-command", "make lock"),  # the files' first line says how they are made
)


def read_versions(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock file pins."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", lock, re.MULTILINE))


def list_changes(before: str, after: str) -> list[str]:
    """Return a line for each package that was added, removed or changed."""
    old, new = read_versions(before), read_versions(after)
    return [
        f"  {package}: {old.get(package, 'none')} -> {new.get(package, 'none')}"
        for package in sorted(old.keys() | new.keys())
        if old.get(package) != new.get(package)
    ]


def ask_for(packages: list[str]) -> list[str]:
    """Return uv's options for the packages that are to be upgraded; without any, versions stay where they can."""
    return ["--upgrade"] if packages == [ALL] else [f"--upgrade-package={package}" for package in packages]


def install_uv(folder: Path) -> Path:
    """Install uv into a new environment, and return its command."""
    venv.create(folder, with_pip=True)
    subprocess.run(
        [folder / "bin" / "python", "-m", "pip", "install", "-qq", "--disable-pip-version-check", "uv"], check=True
    )
    return folder / "bin" / "uv"


def compile_locks(uv: Path, folder: Path, upgrades: list[str]) -> dict[str, str]:
    """Resolve both lock files in a folder of their own, so that a failure leaves the project's as they are."""
    lock = folder / "lock"
    lock.write_text((ROOT / DEVELOPMENT).read_text("utf-8"), "utf-8")
    written = {}
    for name, options in ((DEVELOPMENT, ["--group", "dev", *upgrades]), (RUNTIME, [])):
        command = [str(uv), *COMPILE, *options, "--output-file", str(lock)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        written[name] = lock.read_text("utf-8")
    return written


def replace(name: str, after: str) -> list[str]:
    """Write a lock file where it differs, for make sets up anew what is newer; return what changed, in lines."""
    before = (ROOT / name).read_text("utf-8")
    if after != before:
        (ROOT / name).write_text(after, "utf-8")
    return [f"{name}:", *(list_changes(before, after) or ["  the same versions"])]


def main(packages: list[str]) -> int:
    """Lock, and say what changed."""
    try:
        with TemporaryDirectory() as folder:
            locks = compile_locks(install_uv(Path(folder, "uv")), Path(folder), ask_for(packages))
    except subprocess.CalledProcessError:
        sys.stderr.write("The lock files are as they were. The lines above say what failed.\n")
        return 1
    lines = [line for name in (RUNTIME, DEVELOPMENT) for line in replace(name, locks[name])]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
