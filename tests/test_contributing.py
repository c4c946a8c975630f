"""The door for a contributor: what CONTRIBUTING.md names is there, the locks agree, and CI runs what it says."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.test_docs import LINK, leads_somewhere
from tools.lock_packages import ask_for, list_changes, read_versions

ROOT = Path(__file__).resolve().parents[1]
DOOR = (ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md")
MAKEFILE = ROOT / "Makefile"
RUNTIME, DEVELOPMENT = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
OUR_PACKAGES = ("flows", "tasks", "schemas")
CODE = re.compile(r"`([^`\n]+)`|^ {4}(.+)$", re.MULTILINE)


def code_of(page: Path) -> list[str]:
    """Return what a page shows as code, within a line or as a block."""
    return [inline or block for inline, block in CODE.findall(page.read_text("utf-8"))]


# ---------------------------------------------------------------------------------------------- pages
@pytest.mark.parametrize("page", DOOR, ids=lambda page: page.name)
def test_the_door_names_only_make_targets_that_exist(page: Path):
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE.read_text("utf-8"), re.MULTILINE))
    named = {target for code in code_of(page) for target in re.findall(r"\bmake ([a-z-]+)", code)}
    assert named
    assert named <= targets


@pytest.mark.parametrize("page", DOOR, ids=lambda page: page.name)
def test_the_door_names_only_files_that_exist(page: Path):
    links = {first or second for first, second in LINK.findall(page.read_text("utf-8"))}
    named = {word for code in code_of(page) for word in code.split() if re.fullmatch(r"\.?\w[\w.-]*/[\w./-]+", word)}
    assert not [link for link in links if not leads_somewhere(page, link)]
    assert not [path for path in named if not path.startswith(".venv/") and not (ROOT / path).exists()]


CITED = {
    "docs/contract.md": re.compile(r'contract, section "([^"]+)"'),
    "docs/procedure.md": re.compile(r'procedure(?:\'s section|\'s| asks under) [“"]([^”"]+)[”"]'),
}


def citations(pattern: re.Pattern[str]) -> set[str]:
    """Return the sections that code and reports cite, also across the end of a line."""
    folders = [ROOT / name for name in (*OUR_PACKAGES, "report_templates", "tests")]
    files = [path for folder in folders for path in folder.rglob("*.*") if path.suffix in (".py", ".toml")]
    return {
        section
        for path in files
        if path != Path(__file__)
        for section in pattern.findall(re.sub(r"\s*\n\s*#?\s*", " ", path.read_text("utf-8")))
    }


@pytest.mark.parametrize("page", CITED)
def test_every_section_that_is_cited_stands_in_its_page(page: str):
    headings = re.findall(r"^## (.+)$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    cited = citations(CITED[page])
    assert cited
    assert cited <= {*headings}


# ---------------------------------------------------------------------------------------------- CI
def test_the_workflow_runs_what_has_to_pass_and_may_do_no_more():
    workflow = YAML(typ="safe").load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    *before, last = job["steps"]
    assert last == {"run": ".ci/run"}
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert workflow["permissions"] == {"contents": "read"}
    assert all(re.fullmatch(r"actions/checkout@v\d+", step["uses"]) for step in before if "uses" in step)
    assert {"push", "pull_request"} <= workflow["on"].keys()


# ---------------------------------------------------------------------------------------------- set-up
@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a fresh clone as make looks at before it sets anything up."""
    for path in (MAKEFILE, RUNTIME, DEVELOPMENT):
        shutil.copy(path, tmp_path)
    return tmp_path


def locks_installed(checkout: Path, target: str) -> list[str]:
    """Return the lock files from which make would install, in order."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    asked = subprocess.run(
        ["make", "-n", target], cwd=checkout, env=variables, capture_output=True, text=True, check=True
    )
    return re.findall(r"pip install .* -r (\S+)$", asked.stdout, re.MULTILINE)


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_a_demo_installs_only_what_runs(checkout: Path):
    assert locks_installed(checkout, "demo") == [RUNTIME.name]


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
@pytest.mark.parametrize("target", ["test", "lint", "golden", "bench", "preview", "lint-mail"])
def test_what_develops_is_added_to_what_runs(target: str, checkout: Path):
    assert locks_installed(checkout, target) == [RUNTIME.name, DEVELOPMENT.name]


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_what_is_set_up_is_not_set_up_again(checkout: Path):
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/.ready").touch()
    (checkout / ".venv/bin/lbn").touch()
    assert locks_installed(checkout, "demo") == []
    assert locks_installed(checkout, "test") == [DEVELOPMENT.name]
    (checkout / ".venv/.ready-dev").touch()
    assert locks_installed(checkout, "test") == []


# ---------------------------------------------------------------------------------------------- locks
def versions(lock: Path) -> dict[str, str]:
    return read_versions(lock.read_text("utf-8"))


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT], ids=lambda lock: lock.name)
def test_a_lock_pins_by_hash_and_says_how_it_is_made(lock: Path):
    text = lock.read_text("utf-8")
    pins = re.sub(r"\\\n|^ *#.*\n", "", text, flags=re.MULTILINE).splitlines()
    pinned = re.compile(r"[a-z0-9-]+==[\w.!+]+( ; [^#]*?)?( +--hash=sha256:[0-9a-f]{64})+")
    assert pins
    assert not [pin for pin in pins if not pinned.fullmatch(pin)]
    assert "//" not in text
    assert text.splitlines()[1] == "#    make lock"
    assert len(versions(lock)) == len(pins), "a package is there once"


def test_what_runs_is_a_part_of_what_develops_in_equal_versions():
    assert versions(RUNTIME).items() < versions(DEVELOPMENT).items()


def declared(group: list[str]) -> set[str]:
    """Return the names of the packages that pyproject.toml asks for, as lock files write them."""
    return {as_locked(re.match(r"[\w.-]+", requirement)[0]) for requirement in group}


def as_locked(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_what_is_asked_for_is_locked():
    assert declared(PROJECT["project"]["dependencies"]) <= versions(RUNTIME).keys()
    assert declared(PROJECT["dependency-groups"]["dev"]) <= versions(DEVELOPMENT).keys() - versions(RUNTIME).keys()


def imported() -> Iterator[tuple[str, str]]:
    """Find each module from elsewhere that the program imports, and a file that does."""
    files = [ROOT / "lbn.py", *(path for package in OUR_PACKAGES for path in (ROOT / package).rglob("*.py"))]
    known = {*sys.stdlib_module_names, *OUR_PACKAGES, "lbn"}
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            yield from ((top, path.name) for top in {one.partition(".")[0] for one in modules} - known)


def test_everything_that_is_imported_is_asked_for_and_locked():
    """What comes only because something else needs it may be gone tomorrow; what only tests need is not there."""
    may_be_used = declared(PROJECT["project"]["dependencies"]) & versions(RUNTIME).keys()
    from_package = packages_distributions()
    packages = {(top, name): {as_locked(one) for one in from_package.get(top, ())} for top, name in imported()}
    assert packages
    assert not [one for one, names in packages.items() if not names & may_be_used]


# ---------------------------------------------------------------------------------------------- make lock
BEFORE = (
    "# made by\nalpha==1.0 \\\n    --hash=sha256:00\nbeta==2.0 ; python_version < '3.12' \\\n    --hash=sha256:00\n"
)


def test_versions_are_read_from_a_lock():
    assert read_versions(BEFORE) == {"alpha": "1.0", "beta": "2.0"}


def test_what_changed_is_said():
    after = BEFORE.replace("alpha==1.0", "alpha==1.1").replace("beta", "gamma")
    assert list_changes(BEFORE, after) == ["  alpha: 1.0 -> 1.1", "  beta: 2.0 -> none", "  gamma: none -> 2.0"]
    assert list_changes(BEFORE, BEFORE) == []


def test_versions_stay_unless_an_upgrade_is_asked_for():
    assert ask_for([]) == []
    assert ask_for(["all"]) == ["--upgrade"]
    assert ask_for(["pandas", "rich"]) == ["--upgrade-package=pandas", "--upgrade-package=rich"]
