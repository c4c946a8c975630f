"""What libraries log is closed here, once: their words repeat what a server sent or a file holds, whatever that is."""

import logging

LIBRARIES = (
    "asyncio", "google", "googleapiclient", "gspread", "h11", "httpcore", "httpx", "psycopg", "pypdf", "requests",
    "smtplib", "sqlalchemy", "urllib3",
)  # fmt: skip
"""The loggers under which the libraries write that talk to others; those of Prefect are the service's own affair."""


def close_library_logs() -> None:
    """Let nothing that these libraries log reach standard error, a file or Prefect's page."""
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
