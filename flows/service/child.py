"""A process of the service: started, listened to, ended."""

import os
import subprocess
import sys
from collections.abc import Mapping
from threading import Thread

from flows.service.log import ServiceLog


class Child:
    """One of our own modules in a process of its own, whose words go to the log."""

    def __init__(self, name: str, module: str, environment: Mapping[str, str], log: ServiceLog) -> None:
        self.name = name
        self._module = module
        self._environment = environment
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, in a process group of its own: Ctrl-C is the supervisor's to pass on."""
        self._process = subprocess.Popen(  # noqa: S603 - our own module, with nothing in it that anyone typed
            [sys.executable, "-m", self._module],
            env={**os.environ, **self._environment},
            stdin=subprocess.PIPE,  # closed by the system when this process ends: the child's sign to end too
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        Thread(target=self._listen, args=[self._process], name=self.name, daemon=True).start()

    @property
    def exit_code(self) -> int | None:
        """How it ended; none while it runs, and before it was started."""
        return self._process.poll() if self._process else None

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def end(self, grace_seconds: float) -> bool:
        """Ask it to end, and end it the hard way where it has not after some seconds; whether it ended by itself."""
        if self._process is None or self._process.poll() is not None:
            return True
        self._process.terminate()
        try:
            self._process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return False
        return True

    def _listen(self, process: "subprocess.Popen[bytes]") -> None:
        """Pass on what it says until it ends, and close what led to it."""
        with process:
            for line in process.stdout or ():
                self._log.write(self.name, line.decode("utf-8", "replace").rstrip())
