"""The house keeps its shape: direction of imports, names, sizes, and what no file may mention."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("schemas", "tasks", "flows")
# A file of flows/ that begins with _ isn't a flow: how Prefect is set, called and served stands there.
FLOWS = sorted(path for path in (ROOT / "flows").glob("*.py") if not path.stem.startswith("_"))
SOURCES = [
    ROOT / "lbn.py",
    *sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")),
]
LONGEST_FILE = 250

# Machines and package indexes of whoever works on the project are not part of it. The words are put
# together here so that this file does not mention them either.
FORBIDDEN = re.compile(
    "|".join(
        [
            rf"(?<![\w.}}])/(?:{'|'.join(['wo' + 'rk', 'ro' + 'ot'])})/",
            re.escape("py" + "pi.org"),
            re.escape("python" + "hosted.org"),
            "/opt/" + "py" + "pi",
            "extra-" + "index",
        ]
    ),
    re.IGNORECASE,
)


def name(path: Path) -> str:
    """The path as a person writes it, for the names of tests and for messages."""
    return path.relative_to(ROOT).as_posix()


def files_of_the_project() -> Iterator[Path]:
    """What git would track, also where there is no git: all but what .gitignore names."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()] + [".git"]
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [one for one in folders if not is_any(one, ignored)]
        yield from (Path(folder) / one for one in files if not is_any(one, ignored))


def is_any(one: str, patterns: list[str]) -> bool:
    return any(fnmatch(one, pattern) for pattern in patterns)


def test_imports_point_one_way():
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_there_are_flows():
    assert FLOWS


@pytest.mark.parametrize("path", FLOWS, ids=name)
def test_no_flow_file_takes_the_name_of_a_module(path: Path):
    """Prefect puts flows/ at the front of sys.path: a flows/statistics.py would hide the library's."""
    taken = {*sys.stdlib_module_names, *packages_distributions(), *(path.stem for path in ROOT.iterdir())}
    assert path.stem not in taken


@pytest.mark.parametrize("path", FLOWS, ids=name)
def test_a_flow_file_holds_the_flow_of_its_name(path: Path):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", path.stem)
    decorators = {
        node.name: [ast.unparse(decorator) for decorator in node.decorator_list]
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert any(re.match(r"flow\b", decorator) for decorator in decorators.get(path.stem, []))


@pytest.mark.parametrize("path", [*SOURCES, *sorted((ROOT / "tools").glob("*.py"))], ids=name)
def test_a_file_fits_in_a_head(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def test_no_file_mentions_a_machine_or_a_package_index():
    files = list(files_of_the_project())
    assert {ROOT / "Makefile", ROOT / ".ci" / "run", *SOURCES} <= {*files}
    found = [
        f"{name(path)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert not found


def test_the_lock_pins_every_package_by_hash_and_names_no_host():
    text = (ROOT / "requirements.lock").read_text("utf-8")
    pins = re.sub(r"\\\n|^ *#.*\n", "", text, flags=re.MULTILINE).splitlines()
    loose = [
        pin for pin in pins if not re.fullmatch(r"[a-z0-9-]+==[\w.!+]+( ; [^#]*?)?( +--hash=sha256:[0-9a-f]{64})+", pin)
    ]
    assert pins
    assert not loose
    assert "//" not in text


def list_imports(path: Path) -> set[str]:
    """List the modules of the project that a file imports when it is loaded."""
    loaded = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ImportFrom)]
    named = {f"{node.module}.{alias.name}" for node in loaded for alias in node.names}
    return (named | {str(node.module) for node in loaded}) & MODULES.keys()


MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in SOURCES}
IMPORTS = {module: list_imports(path) for module, path in MODULES.items()}
MOST_LINKS = 12


def test_no_chain_of_imports_is_long_or_a_circle():
    """A reader who follows imports downwards comes to an end soon."""
    longest: dict[str, tuple[str, ...]] = {}

    def follow(module: str, above: tuple[str, ...]) -> tuple[str, ...]:
        assert module not in above, f"a circle: {' > '.join([*above[above.index(module) :], module])}"
        if module not in longest:
            below = [follow(one, (*above, module)) for one in IMPORTS[module]]
            longest[module] = (module, *max(below, key=len, default=()))
        return longest[module]

    chain = max((follow(module, ()) for module in MODULES), key=len)
    assert len(chain) <= MOST_LINKS, " > ".join(chain)


def test_the_names_of_tests_are_under_60_letters():
    paths = [path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts]
    defined = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)
    names = {one for path in paths for one in defined.findall(path.read_text("utf-8"))}
    assert [one for one in sorted(names) if len(one) >= 60] == []
