"""A Chromium without a window, for what only a browser can tell: how a message looks, and what axe finds in it."""

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from websockets.sync.client import ClientConnection, connect

LONGEST_WAIT = 600
SETTLES = 4
"""Seconds that a page is given to draw what it shows: charts come in late."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """Where it is, if this machine has one."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Page:
    """The one page of a browser, steered by the protocol of its developer tools."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._calls = 0

    def show(self, file: Path, *, width: int, is_dark: bool = False, has_images: bool = True) -> None:
        """Load a file, as a screen of that width shows it."""
        scheme = "dark" if is_dark else "light"
        self._call("Network.enable")
        self._call("Network.setBlockedURLs", urls=[] if has_images else ["*.png"])
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500
        )
        self._call("Emulation.setEmulatedMedia", media="", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self._call("Page.enable")
        self._call("Page.navigate", url=file.resolve().as_uri())
        self._wait_for("Page.loadEventFired")

    def visit(self, url: str, *, until: str, width: int = 1280, height: int = 900) -> None:
        """Load a page that fills itself, and wait until it shows a text."""
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self._call("Emulation.setTimezoneOverride", timezoneId="America/New_York")
        self._call("Page.enable")
        self._call("Page.navigate", url=url)
        self._wait_for("Page.loadEventFired")
        self.wait_until(f"document.body.innerText.includes({json.dumps(until)})")

    def wait_until(self, script: str) -> None:
        """Until a script answers true; what it asks for is then drawn."""
        deadline = time.monotonic() + LONGEST_WAIT
        while not self.run(script):
            assert time.monotonic() < deadline, f"never: {script}; but: {self.run('document.body.innerText')}"
            time.sleep(0.2)
        time.sleep(SETTLES)

    def picture(self, tallest: int | None = None) -> bytes:
        """Draw the whole page, or no more than so many pixels of it from the top, as png."""
        size = self._call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {
            "x": 0,
            "y": 0,
            "width": size["width"],
            "height": min(size["height"], tallest or size["height"]),
            "scale": 1,
        }
        answer = self._call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(answer["data"])

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        code = {"Tab": 9, "Enter": 13}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            event = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}
            self._call("Input.dispatchKeyEvent", **event, **(text if kind == "keyDown" else {}))

    def hear(self) -> list[tuple[str, str]]:
        """List the role and name of all that a screen reader is told of."""
        nodes = self._call("Accessibility.getFullAXTree")["nodes"]
        told = [one for one in nodes if not one["ignored"]]
        return [(one["role"]["value"], one.get("name", {}).get("value", "")) for one in told]

    def print(self) -> bytes:
        """Print the page, as pdf."""
        return base64.b64decode(self._call("Page.printToPDF", printBackground=True)["data"])

    def as_paper(self) -> None:
        """Show the page as it would be printed from a screen that is dark."""
        dark = [{"name": "prefers-color-scheme", "value": "dark"}]
        self._call("Emulation.setEmulatedMedia", media="print", features=dark)

    def run(self, script: str) -> Any:
        """Return what a script answers."""
        answer = self._call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._calls += 1
        self._socket.send(json.dumps({"id": self._calls, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=LONGEST_WAIT))
            if answer.get("id") == self._calls:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _wait_for(self, event: str) -> None:
        while json.loads(self._socket.recv(timeout=LONGEST_WAIT)).get("method") != event:
            pass


@contextmanager
def a_page(program: str) -> Iterator[Page]:
    """Yield a browser with one empty page."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}", "--disable-gpu"]
        # Chromium's sandbox refuses to start under root, as in most containers; it is shown only our own files.
        options += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        process = subprocess.Popen([program, *options, "about:empty"], stderr=subprocess.PIPE, text=True)
        try:
            with connect(_address(process), max_size=None) as socket:
                yield Page(socket)
        finally:
            process.kill()
            process.communicate()


def _address(process: "subprocess.Popen[str]") -> str:
    """Of the page; the browser says its own, and lists its pages there."""
    assert process.stderr
    for line in process.stderr:
        if found := re.search(r"ws://([\d.:]+)/", line):
            with urlopen(f"http://{found[1]}/json/list") as answer:
                pages = [one for one in json.load(answer) if one["type"] == "page"]
            return str(pages[0]["webSocketDebuggerUrl"])
    msg = "the browser ended before it began"
    raise RuntimeError(msg)
