"""Templates as Jinja compiled them, kept on disk as Python keeps its own modules: half of a first report's time.

What is kept holds a template's words and nothing of any report. It goes by the template's content, so that a template
that is edited is compiled anew.
"""

from contextlib import suppress
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

KEPT = Path(__file__).parent / "__pycache__"


class CompiledTemplates(FileSystemBytecodeCache):
    """A folder of them; one that cannot be read or written only costs the time again."""

    def __init__(self, folder: Path = KEPT) -> None:
        super().__init__(str(folder), "template-%s.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template from the folder."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template in the folder."""
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
