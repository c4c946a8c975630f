"""The page that a run leaves on Prefect's own pages, for people."""

from collections.abc import Callable

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact

from tasks.messages.run_page.page import Page


def leave_page(key: str, make: Callable[[], Page]) -> None:
    """Leave a page under a key; work that is done must not fail for it."""
    try:
        page = make()
        create_markdown_artifact(key=key, markdown=page.markdown, description=page.in_short)
    except Exception as error:  # noqa: BLE001 - whatever the server has to say, the work is done
        get_run_logger().warning("The page of this run could not be left: %s", type(error).__name__)
