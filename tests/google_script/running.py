"""Running the form's script against the stand-ins, compiling it, and asking the record what was called."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NODE = shutil.which("node")
MODULES = HERE / "node_modules"


Call = dict[str, Any]
"""A recorded call: on which object, which method, its arguments, and the result."""


def run(tmp_path: Path, *scripts: str, **google: Any) -> list[list[Call]]:
    """What the scripts call, run one after the other against the same Google."""
    files = [tmp_path / f"run-{number}.js" for number in range(len(scripts))]
    for file, script in zip(files, scripts, strict=True):
        file.write_text(script, "utf-8")
    runs: list[list[Call]] = json.loads(node("run.js", json.dumps(google), *map(str, files)))
    return runs


def node(script: str, *arguments: str) -> str:
    """What a script of this folder prints; where it fails, so does the test, with its words."""
    result = subprocess.run(
        [str(NODE), HERE / script, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr + result.stdout
    return result.stdout


def compile_script(tmp_path: Path, script: str) -> None:
    """TypeScript's strictest look at a script, by Google's declarations."""
    (tmp_path / "form.js").write_text(script, "utf-8")
    node(
        "node_modules/typescript/bin/tsc", "--noEmit", "--allowJs", "--checkJs", "--strict", "--target", "es2020",
        "--lib", "es2020", "--types", "google-apps-script", "--typeRoots", str(MODULES / "@types"),
        str(HERE / "publishing.d.ts"), str(tmp_path / "form.js"),
    )  # fmt: skip


def of(calls: list[Call], method: str) -> list[Any]:
    """The arguments of every call of a method, in order."""
    return [call["arguments"] for call in calls if call["method"] == method]


def titled(calls: list[Call], title: str) -> dict[str, list[Any]]:
    """What was set on the item with a title, by method."""
    item = next(call["on"] for call in calls if call["arguments"] == [title] and call["method"].endswith(".setTitle"))
    return {call["method"].partition(".")[2]: call["arguments"] for call in calls if call["on"] == item}


def built(calls: list[Call], rule: str) -> dict[str, list[Any]]:
    """What a validation demands: the calls on the builder that made it."""
    builder = next(call["on"] for call in calls if call["result"] == rule)
    return {call["method"].partition(".")[2]: call["arguments"] for call in calls if call["on"] == builder}


def cells(calls: list[Call], tab: str) -> dict[str, dict[str, list[Any]]]:
    """What was set on the cells below each title of a tab, by method."""
    ranges = [call for call in calls if call["on"] == tab and call["method"] == "Sheet.getRange"]
    names = {call["result"] for call in ranges}
    (header, *_) = (call["result"][0] for call in calls if call["on"] in names and call["method"] == "Range.getValues")
    return {
        header[below["arguments"][1] - 1]: {
            call["method"].partition(".")[2]: call["arguments"] for call in calls if call["on"] == below["result"]
        }
        for below in ranges
        if below["arguments"][0] == 2
    }
