"""Where Prefect keeps the outcome of a flow: nowhere.

It keeps none that succeeds, for a flow says so; but it writes the exception of one that fails to disk, always.
"""

from typing import Any, TypeVar

from prefect import Flow
from prefect.filesystems import LocalFileSystem

AnyFlow = TypeVar("AnyFlow", bound=Flow[..., Any])


class Nowhere(LocalFileSystem):
    """A folder in which nothing is ever written."""

    _block_type_name = "Nowhere"

    def write_path(self, path: str, content: bytes) -> str:  # type: ignore[override]  # noqa: ARG002 - as in its parent
        """Write nothing."""
        return path

    async def awrite_path(self, path: str, content: bytes) -> str:
        """Write nothing."""
        return self.write_path(path, content)


def keep_nothing(flow: AnyFlow) -> AnyFlow:
    """Keep neither result nor exception of a flow; the decorator itself takes only a storage that a server knows."""
    flow.result_storage = Nowhere()
    return flow
